import { and, isNull, type SQL } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ActorKind } from '../audit.ts'

/** NOT-20: an e-mail that is due is a row written in the batch of the change; the row, not the queue, is the state. */
export const outbox = sqliteTable('outbox', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  event: text('event').notNull(),
  /** `client`: a client's standing request (SCH-27), by its id. */
  aboutKind: text('about_kind').$type<'appointment' | 'sign_in' | 'client' | 'person' | 'invitation'>().notNull(),
  aboutId: text('about_id').notNull(),
  aboutVersion: integer('about_version').notNull(),
  /** `client:<id>`, `contact:<id>`, `staff:<id>`, `person:<id>`, `invitation:<id>` or `sign_in`. The address is looked up when it is sent (NOT-4). */
  recipient: text('recipient').notNull(),
  /** The client whom a row to herself, or to a contact of hers, is about. */
  clientId: text('client_id'),
  actorKind: text('actor_kind').$type<ActorKind>().notNull(),
  createdAt: integer('created_at').notNull(),
  dueAt: integer('due_at').notNull(),
  leasedUntil: integer('leased_until').notNull().default(0),
  /** The sweep has put it into the queue, and waits until then before it does so again. */
  queuedUntil: integer('queued_until').notNull().default(0),
  tries: integer('tries').notNull().default(0),
  sentAt: integer('sent_at'),
  /** The address it went to (NOT-23): it may not be hers any more. */
  sentTo: text('sent_to'),
  providerId: text('provider_id'),
  droppedAt: integer('dropped_at'),
  failedAt: integer('failed_at'),
  reason: text('reason'),
  /** It was sent, and the provider said later what became of it (NOT-21). */
  returnedAt: integer('returned_at'),
  returnedAs: text('returned_as').$type<'bounced' | 'complained'>(),
  /** The row that this one sends again, by hand, and how often that was done; 0 as it was written. */
  againOf: text('again_of'),
  againNo: integer('again_no').notNull().default(0),
  /** Somebody has dealt with its not arriving: it was sent again, told by telephone, or the address is another one now. */
  settledAt: integer('settled_at'),
  settledAs: text('settled_as').$type<'again' | 'phoned' | 'address'>(),
  settledByName: text('settled_by_name'),
})

/** Rows that nobody has sent, dropped or given up. */
export const waiting = and(isNull(outbox.sentAt), isNull(outbox.droppedAt), isNull(outbox.failedAt)) as SQL
/** NOT-21: what did not arrive by e-mail was told by telephone. The note is no part of the audit. */
export const phoneNotes = sqliteTable('phone_notes', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  outboxId: text('outbox_id').notNull(),
  note: text('note').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
})

/** What a notice leads to: an appointment or request, a standing request (SCH-27), an offer of the waitlist (SCH-28). */
export type NoticeAbout = 'appointment' | 'standing' | 'offer'

/** NOT-5: what happened since the last visit, shown in the portal with a "new" mark. */
export const notices = sqliteTable('notices', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  event: text('event').notNull(),
  aboutKind: text('about_kind').$type<NoticeAbout>().notNull(),
  aboutId: text('about_id').notNull(),
  createdAt: integer('created_at').notNull(),
  /** Who did it: to her it is no news. */
  byPerson: text('by_person'),
})

/** NOT-5: up to when a person has read what is new about a client, or (`staff`) what is new to her as staff. */
export const noticesSeen = sqliteTable('notices_seen', {
  organizationId: text('organization_id').notNull(),
  personId: text('person_id').notNull(),
  whose: text('whose').notNull(),
  seenUntil: integer('seen_until').notNull(),
})

/** NOT-21: an address that bounced or complained, by its keyed hash. */
export const addressHealth = sqliteTable('address_health', {
  organizationId: text('organization_id').notNull(),
  emailHash: text('email_hash').notNull(),
  state: text('state').$type<'bounced' | 'complained' | 'suppressed'>().notNull(),
  sinceAt: integer('since_at').notNull(),
  clearedAt: integer('cleared_at'),
})

/** NOT-4: what somebody wants otherwise than it is by default: kind `all`, or an event, with value `off`. */
export const preferences = sqliteTable('notification_preferences', {
  organizationId: text('organization_id').notNull(),
  /** A person's id; without an account, the recipient: `client:<id>` or `contact:<id>`. */
  whose: text('whose').notNull(),
  kind: text('kind').notNull(),
  value: text('value').notNull(),
  changedAt: integer('changed_at').notNull(),
})

/** NOT-8: a safe address of a client's: who asked for it when, and what became of it. One that is confirmed stands in her record, too. */
export const safeAddresses = sqliteTable('safe_addresses', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  email: text('email').notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  expiresAt: integer('expires_at').notNull(),
  confirmedAt: integer('confirmed_at'),
  endedAt: integer('ended_at'),
  endedByName: text('ended_by_name'),
})
