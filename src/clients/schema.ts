import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Permission } from '../current.ts'

export const clients = sqliteTable('clients', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  name: text('name').notNull(),
  sortName: text('sort_name').notNull(),
  email: text('email'),
  phone: text('phone'),
  birthDate: text('birth_date'),
  zone: text('zone'),
  language: text('language').$type<'en' | 'es'>(),
  discreet: text('discreet').$type<'neutral' | 'date_and_time' | 'no_email'>().notNull().default('neutral'),
  createdAt: integer('created_at').notNull(),
  /** Confirmed: everything we send about her goes there, and nowhere else (NOT-8). */
  safeEmail: text('safe_email'),
  /** A safe address was asked for and is not confirmed: until then e-mails about her wait. */
  safeEmailWaitsUntil: integer('safe_email_waits_until'),
  discreetChangedAt: integer('discreet_changed_at'),
  discreetChangedByName: text('discreet_changed_by_name'),
  archivedAt: integer('archived_at'),
  mergedInto: text('merged_into'),
  version: integer('version').notNull().default(1),
})

/** Where a client is written to (NOT-8): her safe address, else the one on file. Invitations are bound to it. */
export const writtenTo = sql<string | null>`coalesce("clients"."safe_email", "clients"."email")`

/** The person who is this client. */
export const clientLogins = sqliteTable('client_logins', {
  organizationId: text('organization_id').notNull(),
  clientId: text('client_id').notNull(),
  personId: text('person_id').notNull(),
  createdAt: integer('created_at').notNull(),
  lastSeenAt: integer('last_seen_at'),
  endedAt: integer('ended_at'),
})

/** Which therapist cares for which client. */
export const assignments = sqliteTable('assignments', {
  organizationId: text('organization_id').notNull(),
  clientId: text('client_id').notNull(),
  staffId: text('staff_id').notNull(),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
})

export const contacts = sqliteTable('contacts', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  personId: text('person_id'),
  name: text('name').notNull(),
  email: text('email'),
  phone: text('phone'),
  createdAt: integer('created_at').notNull(),
  version: integer('version').notNull().default(1),
})

/** What a contact may do for a client, from when until when. */
export const grants = sqliteTable('grants', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  contactId: text('contact_id').notNull(),
  clientId: text('client_id').notNull(),
  relationship: text('relationship').notNull(),
  permissions: text('permissions', { mode: 'json' }).$type<Permission[]>().notNull(),
  validFromAt: integer('valid_from_at'),
  validUntilAt: integer('valid_until_at'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  revokedAt: integer('revoked_at'),
  version: integer('version').notNull().default(1),
})

/** LNK-5: two records that were one person. The merged one stays as an alias row; undone, everything is where it was. */
export const merges = sqliteTable('merges', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  keptId: text('kept_id').notNull(),
  mergedId: text('merged_id').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  undoneAt: integer('undone_at'),
  undoneByName: text('undone_by_name'),
  version: integer('version').notNull().default(1),
})

/** Which rows a merge handed over, so that undoing it hands back exactly those. `kind`: the table. */
export const mergeMoves = sqliteTable('merge_moves', {
  organizationId: text('organization_id').notNull(),
  mergeId: text('merge_id').notNull(),
  kind: text('kind').notNull(),
  rowId: text('row_id').notNull(),
  /** What the row held before, where more was changed than whose it is. */
  was: text('was').notNull().default(''),
})

/** "These are two people": a pair that is not shown again; the smaller id first. */
export const duplicateDismissals = sqliteTable('duplicate_dismissals', {
  organizationId: text('organization_id').notNull(),
  firstId: text('first_id').notNull(),
  secondId: text('second_id').notNull(),
  createdAt: integer('created_at').notNull(),
  createdByName: text('created_by_name').notNull(),
})
