import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Ways in: what a client, or somebody who wants to be one, comes by. On the organization's shard.

/** ACC-21: bound to the client record and to the address it went to. */
export const invitations = sqliteTable('invitations', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  email: text('email').notNull(),
  tokenHash: text('token_hash').notNull(),
  message: text('message').notNull().default(''),
  formIds: text('form_ids', { mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  revokedAt: integer('revoked_at'),
  batchId: text('batch_id'),
  createdByName: text('created_by_name').notNull().default(''),
  usedBy: text('used_by'),
  version: integer('version').notNull().default(1),
})

/** One sending to one or many clients; how far it is, its rows in the outbox say. */
export const invitationBatches = sqliteTable('invitation_batches', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  message: text('message').notNull().default(''),
  formIds: text('form_ids', { mode: 'json' }).$type<string[]>().notNull(),
  total: integer('total').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
})

export const linkKinds = ['login', 'book', 'join'] as const
export type LinkKind = (typeof linkKinds)[number]

/** LNK-1 to LNK-3: rotating a link makes a new suffix; without a row, or with suffix '', the plain address is the link. */
export const shortcutLinks = sqliteTable('shortcut_links', {
  organizationId: text('organization_id').notNull(),
  kind: text('kind').$type<LinkKind>().notNull(),
  suffix: text('suffix').notNull(),
  visits: integer('visits').notNull(),
  results: integer('results').notNull(),
  createdAt: integer('created_at').notNull(),
  replacedAt: integer('replaced_at'),
  createdByName: text('created_by_name').notNull().default(''),
})

export type RegistrationState = 'unproved' | 'client' | 'claim' | 'linked' | 'new_client' | 'refused' | 'expired'

/** LNK-4, LNK-7: a visitor on her way in: proves her address, then becomes a client or a claim. */
export const registrations = sqliteTable('registrations', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  origin: text('origin').$type<'join' | 'book' | 'invite'>().notNull(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  phone: text('phone'),
  birthDate: text('birth_date'),
  holdId: text('hold_id'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  provedAt: integer('proved_at'),
  personId: text('person_id'),
  clientId: text('client_id'),
  state: text('state').$type<RegistrationState>().notNull(),
  decidedAt: integer('decided_at'),
  decidedBy: text('decided_by'),
  version: integer('version').notNull().default(1),
  serviceId: text('service_id'),
  forum: text('forum').$type<'in_person' | 'telehealth'>(),
  locationId: text('location_id'),
  note: text('note').notNull().default(''),
  language: text('language').$type<'en' | 'es'>(),
  appointmentId: text('appointment_id'),
  decidedByName: text('decided_by_name'),
})

/** ACC-5: text that was not saved when a session ended, sealed, until she signs in again. */
export const drafts = sqliteTable('drafts', {
  organizationId: text('organization_id').notNull(),
  personId: text('person_id').notNull(),
  form: text('form').notNull(),
  body: text('body').notNull(),
  updatedAt: integer('updated_at').notNull(),
})
