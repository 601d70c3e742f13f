import { emailChange, emailChanged } from '../../views/emails/email-change.tsx'
import { invitation as invitationLetter } from '../../views/emails/invitation.tsx'
import { noSignIn } from '../../views/emails/no-sign-in.tsx'
import { notice } from '../../views/emails/notice.tsx'
import { firstName } from '../../views/emails/letter.tsx'
import { securityNotice } from '../../views/emails/security-notice.tsx'
import { signIn } from '../../views/emails/sign-in.tsx'
import { staffInvitation } from '../../views/emails/staff-invitation.tsx'
import { staffNotice } from '../../views/emails/staff-notice.tsx'
import { linesOf } from '../accounts/invitation-message.ts'
import { emailChangeToken, invitationToken, signInCode, signInLinkToken, staffInvitationToken } from '../accounts/sign-in-secrets.ts'
import { limits } from '../accounts/limits.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { standing } from '../settings/standing.ts'
import { base64url, derive } from '../tokens.ts'
import type { SecurityKind } from './outbox.ts'
import { eventsOf, netEffect } from './net-effect.ts'
import { switchKey } from './events.ts'
import {
  idIn,
  readEmailChange,
  readInvitation,
  readObstacles,
  readPeople,
  readPresent,
  readSignIn,
  readStaffInvitation,
  type Present,
  type Row,
} from './readings.ts'
import { clientSide, staffSide, type DropReason, type Recipient } from './recipients.ts'
import type { Mail } from './transport.ts'

/** The e-mail of a row as things stand at this moment, or why there is none (NOT-3, NOT-4, NOT-5). */
export async function compose(current: Current, row: Row): Promise<Mail | DropReason> {
  if (row.aboutKind === 'sign_in') return await signInMail(current, row)
  if (row.event === 'staff_invitation') return await workMail(current, row)
  if (row.event === 'email_change' || row.event === 'email_changed') return await addressMail(current, row)
  if (row.event === 'registration_decided') return await decidedMail(current, row)
  if (row.event === 'invitation') return await invitationMail(current, row)
  if (row.event === 'hours_changed') return await hoursMail(current, row)
  if (row.aboutKind === 'person') return await securityMail(current, row)
  const present = await readPresent(current, row)
  if (row.aboutKind === 'client' && row.event !== 'waitlist_offer') return await standingMail(current, row, present)
  return row.recipient.startsWith('staff:') ? await staffMail(current, row, present) : await clientMail(current, row, present)
}

async function clientMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason> {
  const { client } = present
  // SCH-28: an offer that was answered or has lapsed is told to nobody.
  if (row.event === 'waitlist_offer' && !present.offer) return 'expired'
  const about = present.offer ?? present.appointment
  if (!about || !client) return 'gone'
  const reason = withheld(current, row, present)
  if (reason) return reason
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const when = client.discreet === 'date_and_time' && { when: { at: about.startsAt, zone: client.zone ?? current.organization.zone } }
  const address = link(
    current,
    href(present.offer ? paths.waitlist : paths.appointments, { org: current.organization.slug, clientId: client.id }),
  )
  return await mailTo(current, row, to, await notice({ language: to.language, name: to.name, address, ...when }))
}

/** About a standing request (SCH-27): neutral as every notice; it leads to the request itself, or to the client's appointments. */
async function standingMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason> {
  const { standing: asked, client } = present
  if (!asked || !client) return 'gone'
  if (row.recipient.startsWith('staff:')) {
    const asks = row.event === 'new_request'
    if (asks && asked.status !== 'requested') return 'overtaken'
    const to = await staffSide(current, present)
    if (typeof to === 'string') return to
    const address = link(current, href(paths.standing, { org: current.organization.slug, standingId: asked.id }))
    return await mailTo(
      current,
      row,
      to,
      await staffNotice({ language: to.language, kind: asks ? 'new_request' : 'other', name: to.name, address }),
    )
  }
  const reason = withheldOfStanding(current, row, present)
  if (reason) return reason
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const address = link(current, href(paths.appointments, { org: current.organization.slug, clientId: client.id }))
  return await mailTo(current, row, to, await notice({ language: to.language, name: to.name, address }))
}

/** NOT-3 for a standing request: an answer that was taken back within the grace is not told, and neither is taking it back. */
function withheldOfStanding(current: Current, row: Row, { standing: asked, written }: Present): DropReason | null {
  const [event] = eventsOf(row.event)
  if (!event || !asked) return null
  if (current.facts.choices[switchKey(event)]?.value !== 'on') return 'switch_off'
  if (row.dueAt <= row.createdAt) return null
  if (asked.version > row.aboutVersion) return 'overtaken'
  const wasTold = written.some((other) => other.recipient === row.recipient && other.event === 'request_declined' && other.sentAt !== null)
  return event === 'request_answer_undone' && !wasTold ? 'undone' : null
}

/** Why the events of a row are not told at all: their switches, the past, or what became of them while they waited. */
function withheld(current: Current, row: Row, { appointment, written }: Present): DropReason | null {
  if (row.event === 'counter_offer' && appointment?.offeredAt === null) return 'overtaken'
  if (!appointment || eventsOf(row.event).length === 0) return null
  const isOn = (event: string) => eventsOf(event).some((one) => current.facts.choices[switchKey(one)]?.value === 'on')
  if (!isOn(row.event)) return 'switch_off'
  if (appointment.startsAt <= row.createdAt || appointment.endsAt <= clock.now()) return 'past'
  const others = written.filter(({ recipient, id }) => recipient === row.recipient && id !== row.id)
  return netEffect(row, others, appointment, isOn)
}

async function staffMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason> {
  const asks = asking.find((kind) => kind === row.event) ?? null
  if (!present.appointment) return 'gone'
  if (asks && (present.appointment.status !== 'requested' || present.appointment.offeredAt !== null)) return 'overtaken'
  const to = await staffSide(current, present)
  if (typeof to === 'string') return to
  const address = link(current, href(paths.requests, { org: current.organization.slug }))
  return await mailTo(current, row, to, await staffNotice({ language: to.language, kind: asks ?? 'other', name: to.name, address }))
}

/** To a therapist whose hours somebody else changed. */
async function hoursMail(current: Current, row: Row): Promise<Mail | DropReason> {
  const to = await staffSide(current, await readPresent(current, row))
  if (typeof to === 'string') return to
  const address = link(current, href(paths.hoursOf, { org: current.organization.slug, staffId: row.aboutId }))
  return await mailTo(current, row, to, await staffNotice({ language: to.language, kind: 'hours_changed', name: to.name, address }))
}

/** What asks the reader to answer a request; a request that is answered, or waits for the client, asks nothing. */
const asking = ['new_request', 'request_reminder', 'request_escalated'] as const

async function signInMail(current: Current, row: Row): Promise<Mail | DropReason> {
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
async function securityMail(current: Current, row: Row): Promise<Mail | DropReason> {
  const person = (await readPeople(current, [row.aboutId])).get(row.aboutId)
  if (!person) return 'inactive'
  const language = person.language ?? current.organization.language
  const to = { recipient: row.recipient, personId: person.id, name: person.name, address: person.email, language }
  const address = link(current, href(paths.login, { org: current.organization.slug }))
  const what = { kind: row.event as SecurityKind, at: row.createdAt, zone: current.organization.zone }
  return await mailTo(current, row, to, await securityNotice({ language, name: to.name, address, ...what }))
}

/** She is on file and has no account: the way to one, by registering or by invitation. */
async function noSignInMail(current: Current, row: Row, to: Recipient, joinSuffix: string): Promise<Mail | DropReason> {
  const open = standing('client_signup', current.facts).effective
  const address = link(current, href(paths.join, { org: current.organization.slug }, { k: joinSuffix || undefined }))
  return await mailTo(current, row, to, await noSignIn({ language: to.language, address, open }))
}

/** To the person who registered, where she signs in: that there is something new. */
async function decidedMail(current: Current, row: Row): Promise<Mail | DropReason> {
  const personId = idIn(row.recipient)
  const person = (await readPeople(current, [personId])).get(personId)
  if (!person) return 'gone'
  const language = person.language ?? current.organization.language
  const address = link(current, href(paths.my, { org: current.organization.slug }))
  const to = { recipient: row.recipient, personId, name: person.name, address: person.email, language }
  return await mailTo(current, row, to, await notice({ language, name: person.name, address }))
}

/** To the address the offer of work is bound to, while it stands. */
async function workMail(current: Current, row: Row): Promise<Mail | DropReason> {
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
  return await mailTo(current, row, { recipient: row.recipient, personId: null, name: offer.name, address: offer.email, language }, letter)
}

/** To the new address the link, while it works; to the old one that it was changed (ACC-6). */
async function addressMail(current: Current, row: Row): Promise<Mail | DropReason> {
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
async function invitationMail(current: Current, row: Row): Promise<Mail | DropReason> {
  const { invitation, client, hasAccount } = await readInvitation(current, row.aboutId)
  if (!invitation || !client) return 'gone'
  if (client.mergedInto) return 'merged'
  if (client.archivedAt !== null) return 'archived'
  if (invitation.usedAt !== null) return 'used'
  if (hasAccount) return 'has_account'
  if (invitation.revokedAt !== null) return 'revoked'
  if (invitation.expiresAt <= clock.now()) return 'expired'
  if (client.email !== invitation.email) return 'other_address'
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
  return await mailTo(
    current,
    row,
    { recipient: row.recipient, personId: null, name: client.name, address: invitation.email, language },
    letter,
  )
}

async function mailTo(
  current: Current,
  row: Row,
  to: Recipient,
  { subject, text, html }: Pick<Mail, 'subject' | 'text' | 'html'>,
): Promise<Mail | DropReason> {
  const { unwanted, unhealthy } = await readObstacles(current, to.personId, await addressHash(current, to.address))
  if (unhealthy) return unhealthy
  const optional = eventsOf(row.event)
  if (optional.length > 0 && (unwanted.includes('all') || optional.every((event) => unwanted.includes(event)))) return 'preference'
  if (!isOneAddress(to.address)) return 'no_address'
  return {
    idempotencyKey: row.id,
    kind: row.event,
    to: to.address,
    senderName: line(current.organization.senderName),
    subject,
    text,
    html,
    headers,
  }
}

/** The key under which an address's health is kept: nobody who reads the table learns the address (NOT-21). */
export const addressHash = async ({ env }: Pick<Current, 'env'>, address: string): Promise<string> =>
  base64url(await derive(env.PORTAL_SECRET, 'address health', address))

const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** Links begin with the configured origin, never with a request's Host (T-15). */
const link = ({ env }: Current, path: string): string => new URL(env.PUBLIC_ORIGIN).origin + path

/** Exactly one recipient: nothing that a header or a list of addresses is made of (T-15). */
const isOneAddress = (address: string): boolean => /^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[\p{L}\p{N}.-]{1,190}$/u.test(address)

/** One line of a header: without line breaks, control characters and what quotes or brackets an address. */
const line = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}<>"\\@,;:]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'Client portal'
