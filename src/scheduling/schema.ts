import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export type Forum = 'in_person' | 'telehealth'
export type AppointmentStatus =
  | 'requested'
  | 'confirmed'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'cancelled'
  | 'late_cancelled'
  | 'completed'
  | 'no_show'
  | 'deleted'

export const services = sqliteTable('services', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  name: text('name').notNull(),
  durationMinutes: integer('duration_minutes').notNull(),
  priceCents: integer('price_cents').notNull(),
  inPerson: integer('in_person', { mode: 'boolean' }).notNull(),
  telehealth: integer('telehealth', { mode: 'boolean' }).notNull(),
  bufferBeforeMinutes: integer('buffer_before_minutes').notNull(),
  bufferAfterMinutes: integer('buffer_after_minutes').notNull(),
  bookableOnline: integer('bookable_online', { mode: 'boolean' }).notNull(),
  forNewClients: integer('for_new_clients', { mode: 'boolean' }).notNull(),
  forExistingClients: integer('for_existing_clients', { mode: 'boolean' }).notNull(),
  sort: integer('sort').notNull(),
  archivedAt: integer('archived_at'),
  version: integer('version').notNull().default(1),
})

export const locations = sqliteTable('locations', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  name: text('name').notNull(),
  address: text('address').notNull(),
  zone: text('zone').notNull(),
  hideAddress: integer('hide_address', { mode: 'boolean' }).notNull(),
  archivedAt: integer('archived_at'),
  version: integer('version').notNull().default(1),
})

/** A room of a location; a location without rooms needs none. */
export const rooms = sqliteTable('rooms', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  locationId: text('location_id').notNull(),
  name: text('name').notNull(),
  archivedAt: integer('archived_at'),
  version: integer('version').notNull().default(1),
})

/** Which therapist offers which service, and where. */
export const offerings = sqliteTable('offerings', {
  organizationId: text('organization_id').notNull(),
  staffId: text('staff_id').notNull(),
  serviceId: text('service_id').notNull(),
  locationId: text('location_id'),
})

/** A weekly window on the therapist's own wall clock; minutes after midnight. */
export const availability = sqliteTable('availability', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  staffId: text('staff_id').notNull(),
  weekday: integer('weekday').notNull(),
  fromMinute: integer('from_minute').notNull(),
  toMinute: integer('to_minute').notNull(),
  serviceIds: text('service_ids', { mode: 'json' }).$type<string[]>(),
  locationId: text('location_id'),
  forum: text('forum').$type<Forum>(),
  validFrom: text('valid_from'),
  validUntil: text('valid_until'),
  everyWeeks: integer('every_weeks').notNull(),
  anchorDate: text('anchor_date'),
  version: integer('version').notNull().default(1),
})

/** Extra hours, time off, holidays; without a therapist it is the whole practice's. */
export const availabilityExceptions = sqliteTable('availability_exceptions', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  staffId: text('staff_id'),
  kind: text('kind').$type<'extra' | 'off'>().notNull(),
  fromDate: text('from_date').notNull(),
  untilDate: text('until_date').notNull(),
  fromMinute: integer('from_minute').notNull(),
  toMinute: integer('to_minute').notNull(),
  label: text('label').notNull(),
  version: integer('version').notNull().default(1),
})

/** A request is an appointment that nobody has answered (SCH-20). */
export const appointments = sqliteTable('appointments', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  clientId: text('client_id').notNull(),
  staffId: text('staff_id').notNull(),
  serviceId: text('service_id').notNull(),
  locationId: text('location_id'),
  roomId: text('room_id'),
  forum: text('forum').$type<Forum>().notNull(),
  status: text('status').$type<AppointmentStatus>().notNull(),
  startsAt: integer('starts_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  blockedFrom: integer('blocked_from').notNull(),
  blockedUntil: integer('blocked_until').notNull(),
  zone: text('zone').notNull(),
  note: text('note').notNull().default(''),
  answer: text('answer').notNull().default(''),
  answerByAt: integer('answer_by_at'),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  createdByKind: text('created_by_kind').$type<'client' | 'contact' | 'staff' | 'visitor'>().notNull(),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
  updatedAt: integer('updated_at').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
  holdId: text('hold_id'),
  seriesId: text('series_id'),
  /** SCH-20: a client's wish to move that appointment, which stands until this is answered; and the start it moves from. */
  rescheduleOf: text('reschedule_of'),
  movedFromAt: integer('moved_from_at'),
  /** SCH-23: since when a request waits for the client, who was offered other times. */
  offeredAt: integer('offered_at'),
  override: integer('override', { mode: 'boolean' }).notNull().default(false),
  calendarSequence: integer('calendar_sequence').notNull().default(0),
  version: integer('version').notNull().default(1),
})

/**
 * Nobody has answered it. A literal and no bound value: by a value SQLite cannot see that the index of what is open will do, and reads
 * everything that ever was (SPD-4).
 */
export const isUnanswered = sql`${appointments.status} = 'requested'`

/** A short claim on a time while a person finishes a form, or an offer waits. */
export const holds = sqliteTable('holds', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  staffId: text('staff_id').notNull(),
  roomId: text('room_id'),
  purpose: text('purpose').$type<'visitor' | 'counter_offer' | 'waitlist'>().notNull(),
  aboutId: text('about_id'),
  startsAt: integer('starts_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  blockedFrom: integer('blocked_from').notNull(),
  blockedUntil: integer('blocked_until').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  releasedAt: integer('released_at'),
})

/** SCH-23: a held time that is offered instead of the one asked for. */
export const counterOffers = sqliteTable('counter_offers', {
  organizationId: text('organization_id').notNull(),
  id: text('id').notNull(),
  appointmentId: text('appointment_id').notNull(),
  holdId: text('hold_id').notNull(),
  position: integer('position').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  acceptedAt: integer('accepted_at'),
})
