import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
  /** What she came for, beyond signing in; taken up in the batch that opens her session. */
  intentKind: text('intent_kind').$type<'registration' | 'invitation' | 'staff_invitation' | 'step_up'>(),
  intentId: text('intent_id'),
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
  /** How its page names it (ACC-6): neither the cookie's token nor its hash is shown to anybody. */
  id: text('id').notNull().default(''),
  place: text('place').notNull().default(''),
  method: text('method').$type<SignInMethod>().notNull().default('code'),
})

export type SignInMethod = 'code' | 'link' | 'passkey' | 'development'

/** ACC-3: a key of a device, or of a person's password manager. The private half never leaves it. */
export const passkeys = sqliteTable('passkeys', {
  id: text('id').primaryKey(),
  personId: text('person_id').notNull(),
  credentialId: text('credential_id').notNull(),
  publicKey: blob('public_key', { mode: 'buffer' }).notNull(),
  counter: integer('counter').notNull(),
  transports: text('transports', { mode: 'json' }).$type<string[]>().notNull(),
  name: text('name').notNull(),
  createdAt: integer('created_at').notNull(),
  lastUsedAt: integer('last_used_at'),
  removedAt: integer('removed_at'),
  backedUp: integer('backed_up', { mode: 'boolean' }).notNull().default(false),
})

/** ACC-4: an authenticator app. The secret is sealed (sealed.ts); it counts once a code of it was typed. */
export const authenticators = sqliteTable('authenticators', {
  personId: text('person_id').primaryKey(),
  secretEncrypted: text('secret_encrypted').notNull(),
  confirmedAt: integer('confirmed_at'),
  lastCounter: integer('last_counter').notNull().default(0),
  createdAt: integer('created_at').notNull(),
})

export const recoveryCodes = sqliteTable('recovery_codes', {
  personId: text('person_id').notNull(),
  codeHash: text('code_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  usedAt: integer('used_at'),
})

/** What a passkey is asked to sign, once. */
export const challenges = sqliteTable('challenges', {
  id: text('id').primaryKey(),
  purpose: text('purpose').$type<'sign_in' | 'second_factor' | 'step_up' | 'add_passkey'>().notNull(),
  personId: text('person_id'),
  browserHash: text('browser_hash').notNull(),
  challengeHash: text('challenge_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

/** ACC-7: how often something was done in a window of time, by whom or whence as a keyed hash. */
export const rateCounters = sqliteTable('rate_counters', {
  scope: text('scope').notNull(),
  subjectHash: text('subject_hash').notNull(),
  windowStartsAt: integer('window_starts_at').notNull(),
  hits: integer('hits').notNull(),
})

/** ACC-6: confirmed at the new address, announced at the old. */
export const emailChanges = sqliteTable('email_changes', {
  id: text('id').primaryKey(),
  personId: text('person_id').notNull(),
  newEmail: text('new_email').notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  revokedAt: integer('revoked_at'),
  /** Where she asked: whose name the e-mails carry. */
  organizationId: text('organization_id').notNull().default(''),
  oldEmail: text('old_email').notNull().default(''),
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
  quietHours: text('quiet_hours').notNull().default(''),
  mailsWere: text('mails_were', { mode: 'json' }).$type<unknown>(),
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
  /** When her digest is due, minutes after midnight on her own clock (NOT-6). */
  digestMinutes: integer('digest_minutes').notNull().default(480),
  /** When she chose it, or its time: no digest of an hour before that. */
  digestSince: integer('digest_since'),
  telehealthUrl: text('telehealth_url').notNull().default(''),
  createdAt: integer('created_at').notNull(),
  deactivatedAt: integer('deactivated_at'),
  version: integer('version').notNull(),
  /** Of her windows, exceptions and rules together (SCH-2); her roles and seat have the other. */
  hoursVersion: integer('hours_version').notNull().default(1),
})

/** Somebody is asked to work here; the roles are what she gets when she accepts. */
export const staffInvitations = sqliteTable('staff_invitations', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  administrator: integer('administrator', { mode: 'boolean' }).notNull(),
  therapist: integer('therapist', { mode: 'boolean' }).notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByName: text('created_by_name').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  revokedAt: integer('revoked_at'),
  version: integer('version').notNull().default(1),
})
