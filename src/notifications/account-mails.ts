import { emailChange, emailChanged } from '../../views/emails/email-change.tsx'
import { invitation as invitationLetter } from '../../views/emails/invitation.tsx'
import { firstName } from '../../views/emails/letter.tsx'
import { noSignIn } from '../../views/emails/no-sign-in.tsx'
import { notice } from '../../views/emails/notice.tsx'
import { securityNotice } from '../../views/emails/security-notice.tsx'
import { signIn } from '../../views/emails/sign-in.tsx'
import { staffInvitation } from '../../views/emails/staff-invitation.tsx'
import { linesOf } from '../accounts/invitation-message.ts'
import { limits } from '../accounts/limits.ts'
import { emailChangeToken, invitationToken, signInCode, signInLinkToken, staffInvitationToken } from '../accounts/sign-in-secrets.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { standing } from '../settings/standing.ts'
import { readEmailChange, readInvitation, readOwnRecord, readSignIn, readStaffInvitation } from './account-readings.ts'
import { link, mailTo } from './mail-to.ts'
import type { SecurityKind } from './outbox.ts'
import { idIn, readPeople, type Row } from './readings.ts'
import type { DropReason, Recipient } from './recipients.ts'
import type { Later, Mail } from './transport.ts'

// The e-mails about who may enter: signing in, security, invitations, addresses, registrations.

export async function signInMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const found = await readSignIn(current, row.aboutId)
  if (!found.signIn) return 'gone'
  if (found.signIn.usedAt !== null) return 'used'
  if (found.signIn.expiresAt <= clock.now()) return 'expired'
  const { owner, signIn: asked } = found
  const to = {
    recipient: row.recipient,
    personId: owner?.id ?? null,
    // A name that a visitor typed is no text of ours: it could be anything, sent to anybody.
    name: owner?.name ?? '',
    address: asked.email,
    language: owner?.language ?? asked.language,
  }
  if (!owner && asked.intentKind === null) return found.isOnFile ? await noSignInMail(current, row, to, found.joinSuffix) : 'no_account'
  const secret = current.env.PORTAL_SECRET
  // A step-up is typed where it was asked for: its e-mail has no link.
  const token = asked.intentKind === 'step_up' ? '' : await signInLinkToken(secret, asked.id)
  const address = token && link(current, href(paths.loginLink, { org: current.organization.slug, token }))
  return await mailTo(
    current,
    row,
    to,
    await signIn({ language: to.language, name: to.name, code: await signInCode(secret, asked.id), address, newcomer: !owner }),
  )
}

/** ACC-3: to whoever has the account now, at her present address. */
export async function securityMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const person = (await readPeople(current, [row.aboutId])).get(row.aboutId)
  if (!person) return 'inactive'
  const language = person.language ?? current.organization.language
  const to = { recipient: row.recipient, personId: person.id, name: person.name, address: person.email, language }
  const address = link(current, href(paths.login, { org: current.organization.slug }))
  const what = { kind: row.event as SecurityKind, at: row.aboutVersion, zone: current.organization.zone }
  return await mailTo(current, row, to, await securityNotice({ language, name: to.name, address, ...what }))
}

/** She is on file and has no account: the way to one, by registering or by invitation. */
async function noSignInMail(current: Current, row: Row, to: Recipient, joinSuffix: string): Promise<Mail | DropReason | Later> {
  const open = standing('client_signup', current.facts).effective
  const address = link(current, href(paths.join, { org: current.organization.slug }, { k: joinSuffix || undefined }))
  return await mailTo(current, row, to, await noSignIn({ language: to.language, address, open }))
}

/** To the person who registered, where she signs in: that there is something new. */
export async function decidedMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const personId = idIn(row.recipient)
  const person = (await readPeople(current, [personId])).get(personId)
  if (!person) return 'gone'
  const own = await readOwnRecord(current, personId)
  if (own?.discreet === 'no_email') return 'no_email'
  const language = person.language ?? current.organization.language
  const address = link(current, href(paths.my, { org: current.organization.slug }))
  const notBefore = own?.waitsUntil ?? 0
  const to = { recipient: row.recipient, personId, name: person.name, address: own?.safeEmail ?? person.email, language, notBefore }
  return await mailTo(current, row, to, await notice({ language, name: person.name, address }))
}

/** To the address the offer of work is bound to, while it stands. */
export async function workMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const offer = await readStaffInvitation(current, row.aboutId)
  if (!offer) return 'gone'
  if (offer.usedAt !== null) return 'used'
  if (offer.revokedAt !== null) return 'revoked'
  if (offer.expiresAt <= clock.now()) return 'expired'
  const { organization, env } = current
  const token = await staffInvitationToken(env.PORTAL_SECRET, offer.id)
  const { language, zone } = organization
  const address = link(current, href(paths.staffInvitation, { org: organization.slug, token }))
  const letter = await staffInvitation({
    language,
    name: offer.name,
    practice: organization.name,
    address,
    until: { at: offer.expiresAt, zone },
  })
  const to = { recipient: row.recipient, personId: null, name: offer.name, address: offer.email, language, sender: 'practice' as const }
  return await mailTo(current, row, to, letter)
}

/** To the new address the link, while it works; to the old one that it was changed (ACC-6). */
export async function addressMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const change = await readEmailChange(current, row.aboutId)
  if (!change) return 'gone'
  const { organization, env } = current
  const { personId, name, newEmail, oldEmail } = change
  const language = change.language ?? organization.language
  const to = (address: string) => ({ recipient: row.recipient, personId, name, address, language })
  if (row.event === 'email_changed') {
    const address = link(current, href(paths.login, { org: organization.slug }))
    return await mailTo(current, row, to(oldEmail), await emailChanged({ language, name, address }))
  }
  if (change.usedAt !== null) return 'used'
  if (change.before >= limits.changedToAddress.most) return 'too_often'
  if (change.revokedAt !== null) return 'overtaken'
  if (change.expiresAt <= clock.now()) return 'expired'
  const token = await emailChangeToken(env.PORTAL_SECRET, row.aboutId)
  const address = link(current, href(paths.emailChangeLink, { org: organization.slug, token }))
  return await mailTo(current, row, to(newEmail), await emailChange({ language, address }))
}

/** To the address the invitation is bound to, and only while it is the client's on file (ACC-21). */
export async function invitationMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const { invitation, client, hasAccount } = await readInvitation(current, row.aboutId)
  if (!invitation || !client) return 'gone'
  if (client.mergedInto) return 'merged'
  if (client.archivedAt !== null) return 'archived'
  if (invitation.usedAt !== null) return 'used'
  if (hasAccount) return 'has_account'
  if (invitation.revokedAt !== null) return 'revoked'
  if (invitation.expiresAt <= clock.now()) return 'expired'
  if ((client.safeEmail ?? client.email) !== invitation.email) return 'other_address'
  if (client.discreet === 'no_email') return 'no_email'
  const { organization, env } = current
  const language = client.language ?? organization.language
  const token = await invitationToken(env.PORTAL_SECRET, invitation.id)
  const letter = await invitationLetter({
    language,
    name: client.name,
    lines: linesOf(invitation.message, { first_name: firstName(client.name), practice: organization.name, phone: organization.phone }),
    address: link(current, href(paths.invitation, { org: organization.slug, token })),
    until: { at: invitation.expiresAt, zone: client.zone ?? organization.zone },
  })
  const to = { recipient: row.recipient, personId: null, name: client.name, address: invitation.email, language }
  const sender = client.discreet === 'date_and_time' ? ('practice' as const) : ('neutral' as const)
  return await mailTo(current, row, { ...to, sender, notBefore: client.safeEmailWaitsUntil ?? 0 }, letter)
}
