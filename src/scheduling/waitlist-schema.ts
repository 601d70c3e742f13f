import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Forum } from './schema.ts'

/** SCH-28: "tell me if something earlier opens". */
export const waitlistEntries = sqliteTable('waitlist_entries', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  staffId: text('staff_id').notNull(),
  serviceId: text('service_id').notNull(),
  forum: text('forum').$type<Forum>().notNull(),
  /** What is offered starts before this instant; null: nothing was free at all, so anything is earlier. */
  beforeAt: integer('before_at'),
  /** The appointment that something earlier would take the place of. */
  appointmentId: text('appointment_id'),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
  version: integer('version').notNull().default(1),
  createdBy: text('created_by').notNull().default(''),
  /** Starts that have been free all along, epoch ms: nothing that opened. Null: take stock at the next look. */
  known: text('known', { mode: 'json' }).$type<number[]>(),
  /** When to look again; 0 as soon as a time of the therapist's becomes free (triggers of 0019). */
  lookAt: integer('look_at').notNull().default(0),
  endedBecause: text('ended_because').$type<'accepted' | 'left' | 'removed' | 'over'>(),
})

/** A freed time that one person may take until it expires; its hold keeps it from everybody else. */
export const waitlistOffers = sqliteTable('waitlist_offers', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  entryId: text('entry_id').notNull(),
  holdId: text('hold_id').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  acceptedAt: integer('accepted_at'),
  declinedAt: integer('declined_at'),
  lapsedAt: integer('lapsed_at'),
})
