import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Control: people and sign-in, across organizations.

export const directory = sqliteTable('directory', {
  slug: text('slug').primaryKey(),
  organizationId: text('organization_id').notNull(),
  shard: text('shard').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const people = sqliteTable('people', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  emailVerifiedAt: integer('email_verified_at'),
  language: text('language').$type<'en' | 'es'>(),
  createdAt: integer('created_at').notNull(),
  disabledAt: integer('disabled_at'),
  version: integer('version').notNull().default(1),
})

export const signIns = sqliteTable('sign_ins', {
  id: text('id').primaryKey(),
  organizationId: text('organization_id').notNull(),
  email: text('email').notNull(),
  browserHash: text('browser_hash').notNull(),
  codeHash: text('code_hash').notNull(),
  linkHash: text('link_hash').notNull(),
  language: text('language').$type<'en' | 'es'>().notNull(),
  returnTo: text('return_to'),
  sharedComputer: integer('shared_computer', { mode: 'boolean' }).notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  tries: integer('tries').notNull(),
  usedAt: integer('used_at'),
  personId: text('person_id'),
})

export const sessions = sqliteTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  personId: text('person_id').notNull(),
  organizationId: text('organization_id').notNull(),
  createdAt: integer('created_at').notNull(),
  lastSeenAt: integer('last_seen_at').notNull(),
  secondFactorAt: integer('second_factor_at'),
  steppedUpAt: integer('stepped_up_at'),
  sharedComputer: integer('shared_computer', { mode: 'boolean' }).notNull(),
  device: text('device').notNull(),
  network: text('network').notNull(),
  endedAt: integer('ended_at'),
})

// The organization and its staff: on its shard.

export const organizations = sqliteTable('organizations', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  phone: text('phone').notNull(),
  zone: text('zone').notNull(),
  language: text('language').$type<'en' | 'es'>().notNull(),
  senderName: text('sender_name').notNull(),
  plan: text('plan').notNull(),
  boughtSeats: integer('bought_seats').notNull(),
  cardProcessing: text('card_processing').$type<'not_connected' | 'enabled'>().notNull(),
  graceSeconds: integer('grace_seconds').notNull(),
  staffIdleMinutes: integer('staff_idle_minutes').notNull(),
  requestDeadlineHours: integer('request_deadline_hours').notNull(),
  openRequestsPerClient: integer('open_requests_per_client').notNull(),
  reminderHours: text('reminder_hours').notNull(),
  createdAt: integer('created_at').notNull(),
  version: integer('version').notNull(),
})

export const staff = sqliteTable('staff', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  personId: text('person_id').notNull(),
  name: text('name').notNull(),
  slug: text('slug'),
  zone: text('zone').notNull(),
  administrator: integer('administrator', { mode: 'boolean' }).notNull(),
  therapist: integer('therapist', { mode: 'boolean' }).notNull(),
  subscribedAt: integer('subscribed_at'),
  noticeMinutes: integer('notice_minutes').notNull(),
  horizonDays: integer('horizon_days').notNull(),
  intervalMinutes: integer('interval_minutes').notNull(),
  capPerDay: integer('cap_per_day'),
  emailNotices: text('email_notices').$type<'each' | 'digest' | 'none'>().notNull(),
  createdAt: integer('created_at').notNull(),
  deactivatedAt: integer('deactivated_at'),
  version: integer('version').notNull(),
})
