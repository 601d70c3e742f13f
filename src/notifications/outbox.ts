import { sql } from 'drizzle-orm'
import { actor } from '../audit.ts'
import type { Current, SignedIn } from '../current.ts'
import { newId, type Query } from '../db.ts'
import { toContacts } from './contact-rows.ts'
import { switchKey, type NotificationEvent } from './events.ts'
import { noteForPortal } from './notices.ts'
import { outbox } from './schema.ts'
import { wokenAtOnce, willWake } from './waking.ts'

/** Sent whatever the switches say (NOT-6). */
export type AlwaysKind = 'request_received' | 'request_expired' | 'counter_offer' | 'waitlist_offer'
/** What a staff member hears of, by her own preference (NOT-6). */
export type StaffKind =
  | 'new_request'
  | 'cancelled_by_client'
  | 'withdrawn_by_client'
  | 'request_reminder'
  | 'request_escalated'
  | 'offer_taken'
  | 'hours_changed'

/** The appointment or request that changed, with the version the change made of it. */
export interface Changed {
  id: string
  clientId: string
  version: number
}

/**
 * What a change tells the client and the contacts who receive her notices, for the change's batch: the mark in the portal
 * always (NOT-5), e-mails when a switch is on (NOT-1). Several events of one change are one e-mail (NOT-2). Call `wake` after the commit.
 */
export function notifyClient(current: Current, events: NotificationEvent[], about: Changed): Query[] {
  const mark = noteForPortal(current, events, about)
  if (!events.some((event) => current.facts.choices[switchKey(event)]?.value === 'on')) return mark
  const row = rowOf(current, events.join('+'), 'appointment', about, current.organization.graceSeconds * 1000)
  return [
    ...mark,
    insert(current, { ...row, recipient: `client:${about.clientId}`, clientId: about.clientId }),
    ...toContacts(current, row, about.clientId),
  ]
}

/** What is always sent, at once: to the client, her contacts with notices, and the contact who asked. Goes behind the appointment's own statement. */
export function notifyAlways(current: Current, kind: AlwaysKind, about: Changed): Query[] {
  const row = rowOf(current, kind, kind === 'waitlist_offer' ? 'client' : 'appointment', about)
  return [
    ...noteForPortal(current, [kind], about, kind === 'waitlist_offer' ? 'offer' : 'appointment'),
    insert(current, { ...row, recipient: `client:${about.clientId}`, clientId: about.clientId }),
    ...toContacts(current, row, about.clientId),
  ]
}

/** As `notifyClient`, about a standing request (SCH-27). */
export function notifyOfStanding(current: Current, event: NotificationEvent, about: Changed): Query[] {
  if (current.facts.choices[switchKey(event)]?.value !== 'on') return noteForPortal(current, [event], about, 'standing')
  return standingRows(current, event, about, current.organization.graceSeconds * 1000)
}

/** As `notifyAlways`, about a standing request. */
export const notifyAlwaysOfStanding = (current: Current, kind: AlwaysKind, about: Changed): Query[] => standingRows(current, kind, about)

/** As `notifyStaff`, about a standing request. */
export const notifyStaffOfStanding = (current: Current, kind: StaffKind, about: Changed, staffId: string): Query[] => [
  insert(current, { ...rowOf(current, kind, 'client', about), recipient: `staff:${staffId}` }),
]

function standingRows(current: Current, event: string, about: Changed, graceMs = 0): Query[] {
  const row = rowOf(current, event, 'client', about, graceMs)
  return [
    ...noteForPortal(current, [event], about, 'standing'),
    insert(current, { ...row, recipient: `client:${about.clientId}`, clientId: about.clientId }),
    ...toContacts(current, row, about.clientId),
  ]
}

/** Tells a staff member, at once; her preference is asked when it is sent. */
export function notifyStaff(current: Current, kind: StaffKind, about: Changed, staffId: string): Query[] {
  return [insert(current, { ...rowOf(current, kind, 'appointment', about), recipient: `staff:${staffId}` })]
}

const quarter = 15 * 60_000

/**
 * Tells therapists that somebody else changed their hours (SCH-2): whatever is done within one quarter of an hour is one e-mail, sent when
 * the quarter is over, so that an evening of tidying up is not twenty, and no change goes untold. The quarter stands for a version.
 */
export function notifyOfHours(current: Current, staffIds: string[]): Query[] {
  const version = Math.floor(current.now / quarter)
  return staffIds.map((id) => {
    const row = rowOf(current, 'hours_changed', 'person', { id, version }, (version + 1) * quarter - current.now)
    return insert(current, { ...row, recipient: `staff:${id}` })
  })
}

/** The e-mail with the code and the link of a sign-in. Whether the address belongs to anybody is found out when it is sent (ACC-1). */
export function signInEmail(current: Current, signInId: string): Query[] {
  return [insert(current, { ...rowOf(current, 'sign_in', 'sign_in', { id: signInId, version: 1 }), recipient: 'sign_in' })]
}

/** The e-mail of an offer to work here; who it goes to stands with the offer. */
export function staffInvitationEmail(current: Current, invitationId: string): Query[] {
  const row = rowOf(current, 'staff_invitation', 'invitation', { id: invitationId, version: 1 })
  return [insert(current, { ...row, recipient: `staff_invitation:${invitationId}` })]
}

/** To the new address: the link that confirms it (ACC-6). */
export const emailChangeEmail = (current: Current, changeId: string): Query[] => aboutAddress(current, 'email_change', changeId)

/** To the old address: that it is the old one now (ACC-6, T-12). */
export const emailChangedEmail = (current: Current, changeId: string): Query[] => aboutAddress(current, 'email_changed', changeId)

const aboutAddress = (current: Current, event: string, changeId: string): Query[] => [
  insert(current, { ...rowOf(current, event, 'person', { id: changeId, version: 1 }), recipient: `person:${current.person?.id ?? ''}` }),
]

/** To a client's safe address, before it is one: the link that confirms it (NOT-8). */
export const safeAddressEmail = (current: Current, id: string, clientId: string): Query[] => [
  insert(current, { ...rowOf(current, 'safe_address', 'person', { id, version: 1 }), recipient: `client:${clientId}`, clientId }),
]

/** Tells whoever registered that staff have decided; what, she reads in the portal (NOT-8). */
export const registrationDecided = (current: Current, id: string, version: number, personId: string): Query[] => [
  insert(current, { ...rowOf(current, 'registration_decided', 'person', { id, version }), recipient: `person:${personId}` }),
]

/** The e-mails of invitations, one statement for all (ACC-20). Only the first few wake the queue: the sweep brings the others, page by page. */
export function invitationEmails(current: Current, invitations: { id: string; outboxId: string }[]): Query[] {
  const { db, organization, now } = current
  for (const { outboxId } of invitations.slice(0, wokenAtOnce)) willWake(current, outboxId, 0)
  return [
    db.orm
      .run(sql`INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at)
      SELECT ${organization.id}, n.value->>'outboxId', 'invitation', 'invitation', n.value->>'id', 1, 'invitation:' || (n.value->>'id'),
        (SELECT i.client_id FROM invitations i WHERE i.organization_id = ${organization.id} AND i.id = n.value->>'id'), ${actor(current).actorKind}, ${now}, ${now}
      FROM json_each(${JSON.stringify(invitations)}) AS n`),
  ]
}

/** What happened to somebody's means of signing in (ACC-3). */
export type SecurityKind = 'passkey_added' | 'passkey_removed' | 'authenticator_added' | 'authenticator_removed' | 'recovery_codes_made'

/** Tells a person at once, at the address she signs in with, whatever her preferences (ACC-3). The instant stands for a version. */
export function securityNotice(current: SignedIn, kind: SecurityKind): Query[] {
  const { id } = current.person
  return [insert(current, { ...rowOf(current, kind, 'person', { id, version: current.now }), recipient: `person:${id}` })]
}

type Row = ReturnType<typeof rowOf>

function rowOf(
  current: Current,
  event: string,
  aboutKind: 'appointment' | 'sign_in' | 'invitation' | 'person' | 'client',
  about: { id: string; version: number },
  graceMs = 0,
) {
  const id = newId('out')
  willWake(current, id, graceMs / 1000)
  return {
    organizationId: current.organization.id,
    id,
    event,
    aboutKind,
    aboutId: about.id,
    aboutVersion: about.version,
    actorKind: actor(current).actorKind,
    createdAt: current.now,
    dueAt: current.now + graceMs,
  }
}

const insert = (current: Current, row: Row & { recipient: string; clientId?: string }): Query =>
  current.db.orm.insert(outbox).values(row).onConflictDoNothing()
