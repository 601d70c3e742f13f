import { and, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import { staff } from '../accounts/schema.ts'
import { assignments } from '../clients/schema.ts'
import type { Database } from '../db.ts'
import { appointments, availability, availabilityExceptions, holds, locations, offerings, services, type Forum } from './schema.ts'

/** One therapist's one service that this client may ask for, with what decides its times. */
export interface Choice {
  staffId: string
  therapist: string
  zone: string
  noticeMinutes: number
  horizonDays: number
  intervalMinutes: number
  capPerDay: number | null
  serviceId: string
  service: string
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  inPerson: boolean
  telehealth: boolean
  locationId: string | null
  location: string | null
  locationZone: string | null
}

export interface WindowRow {
  staffId: string
  weekday: number
  fromMinute: number
  toMinute: number
  serviceIds: string[] | null
  forum: Forum | null
  validFrom: string | null
  validUntil: string | null
  everyWeeks: number
  anchorDate: string | null
}

export interface ExceptionRow {
  staffId: string | null
  kind: 'extra' | 'off'
  fromDate: string
  untilDate: string
  fromMinute: number
  toMinute: number
}

/** What is taken: of a therapist (appointments, requests, holds) or of the client herself. Buffers as blocked time, epoch ms. */
export interface BusyRow {
  staffId: string
  mine: boolean
  hold: boolean
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
}

export interface BookingRows {
  choices: Choice[]
  windows: WindowRow[]
  exceptions: ExceptionRow[]
  busy: BusyRow[]
}

interface Scope {
  organizationId: SQL | string
  clientId: string
  /** Only this therapist's calendar, when she is chosen already. */
  staffId: string | undefined
  now: number
}

const day = 86_400_000

/**
 * Everything that decides what a client may ask for, as four statements for one round trip. Only assigned, active and
 * subscribed therapists are there at all (SET-12). What is taken is read from yesterday on: history is not scanned (SPD-4).
 */
export function bookingQueries({ orm }: Database, { organizationId, clientId, staffId, now }: Scope) {
  const caring = orm
    .select({ id: assignments.staffId })
    .from(assignments)
    .where(and(eq(assignments.organizationId, organizationId), eq(assignments.clientId, clientId), isNull(assignments.endedAt)))
  const whose = (column: typeof availability.staffId | typeof appointments.staffId) => (staffId ? eq(column, staffId) : sql`${column} IN ${caring}`)
  return {
    choices: orm
      .select({
        staffId: staff.id.getSQL().mapWith(String).as('staff_id'), therapist: staff.name.getSQL().mapWith(String).as('therapist'),
        zone: staff.zone.getSQL().mapWith(String).as('staff_zone'), noticeMinutes: staff.noticeMinutes, horizonDays: staff.horizonDays,
        intervalMinutes: staff.intervalMinutes, capPerDay: staff.capPerDay,
        serviceId: services.id.getSQL().mapWith(String).as('service_id'), service: services.name.getSQL().mapWith(String).as('service'),
        durationMinutes: services.durationMinutes, bufferBeforeMinutes: services.bufferBeforeMinutes, bufferAfterMinutes: services.bufferAfterMinutes,
        inPerson: services.inPerson, telehealth: services.telehealth,
        locationId: offerings.locationId, location: locations.name, locationZone: locations.zone,
      })
      .from(staff)
      .innerJoin(offerings, and(eq(offerings.organizationId, staff.organizationId), eq(offerings.staffId, staff.id)))
      .innerJoin(services, and(eq(services.organizationId, staff.organizationId), eq(services.id, offerings.serviceId)))
      .leftJoin(locations, and(eq(locations.organizationId, staff.organizationId), eq(locations.id, offerings.locationId)))
      .where(and(
        eq(staff.organizationId, organizationId), eq(staff.therapist, true), isNull(staff.deactivatedAt), isNotNull(staff.subscribedAt),
        sql`${staff.id} IN ${caring}`, eq(services.bookableOnline, true), eq(services.forExistingClients, true), isNull(services.archivedAt),
      ))
      .orderBy(staff.name, services.sort, services.name),
    windows: orm
      .select({
        staffId: availability.staffId, weekday: availability.weekday, fromMinute: availability.fromMinute, toMinute: availability.toMinute,
        serviceIds: availability.serviceIds, forum: availability.forum, validFrom: availability.validFrom, validUntil: availability.validUntil,
        everyWeeks: availability.everyWeeks, anchorDate: availability.anchorDate,
      })
      .from(availability)
      .where(and(eq(availability.organizationId, organizationId), whose(availability.staffId))),
    exceptions: orm
      .select({
        staffId: availabilityExceptions.staffId, kind: availabilityExceptions.kind, fromDate: availabilityExceptions.fromDate,
        untilDate: availabilityExceptions.untilDate, fromMinute: availabilityExceptions.fromMinute, toMinute: availabilityExceptions.toMinute,
      })
      .from(availabilityExceptions)
      .where(and(
        eq(availabilityExceptions.organizationId, organizationId),
        or(isNull(availabilityExceptions.staffId), staffId ? eq(availabilityExceptions.staffId, staffId) : sql`${availabilityExceptions.staffId} IN ${caring}`),
        sql`${availabilityExceptions.untilDate} >= ${new Date(now - 2 * day).toISOString().slice(0, 10)}`,
      )),
    busy: busyQuery(orm, { organizationId, clientId, now }, whose(appointments.staffId), staffId ? eq(holds.staffId, staffId) : sql`${holds.staffId} IN ${caring}`),
  }
}

function busyQuery(orm: Database['orm'], { organizationId, clientId, now }: Omit<Scope, 'staffId'>, whose: SQL, heldBy: SQL) {
  const active = sql`${appointments.status} IN ('requested', 'confirmed')`
  const taken = (mine: boolean) => ({
    staffId: appointments.staffId, mine: flag(mine, 'mine'), hold: flag(false, 'hold'),
    startsAt: appointments.startsAt, endsAt: appointments.endsAt, blockedFrom: appointments.blockedFrom, blockedUntil: appointments.blockedUntil,
  })
  return unionAll(
    orm
      .select(taken(false))
      .from(appointments)
      .where(and(eq(appointments.organizationId, organizationId), whose, active, sql`${appointments.startsAt} > ${now - day}`)),
    orm
      .select(taken(true))
      .from(appointments)
      .where(and(eq(appointments.organizationId, organizationId), eq(appointments.clientId, clientId), active, sql`${appointments.startsAt} > ${now - day}`)),
    orm
      .select({
        staffId: holds.staffId, mine: flag(false, 'mine'), hold: flag(true, 'hold'),
        startsAt: holds.startsAt, endsAt: holds.endsAt, blockedFrom: holds.blockedFrom, blockedUntil: holds.blockedUntil,
      })
      .from(holds)
      .where(and(eq(holds.organizationId, organizationId), heldBy, isNull(holds.releasedAt), sql`${holds.expiresAt} > ${now}`, sql`${holds.startsAt} > ${now - day}`)),
  )
}

const flag = (value: boolean, name: string) => sql<boolean>`${value ? 1 : 0}`.mapWith(Boolean).as(name)
