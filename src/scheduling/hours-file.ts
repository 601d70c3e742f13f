import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { exceptionColumns, rowOfTherapist, windowColumns } from './hours-columns.ts'
import type { Exception, HoursRules, LastHoursChange, Window } from './hours-schema.ts'
import { outsideHours } from './outside.ts'
import { appointments, availability, availabilityExceptions, locations, offerings, services, type Forum } from './schema.ts'
import { addDays, wallClock } from './zones.ts'
import { askingAgain } from '../shards.ts'

/** A confirmed appointment or an open request that is ahead. */
export interface Ahead {
  id: string
  client: string
  status: 'requested' | 'confirmed'
  startsAt: number
  endsAt: number
  serviceId: string
  locationId: string | null
  forum: Forum
}

/** Somebody whose hours these are, with the version a change must have seen. */
export interface TherapistOfHours extends HoursRules {
  id: string
  name: string
  zone: string
  version: number
  subscribed: boolean
  /** The last change of hers. */
  last: LastHoursChange | null
}

/** Everything about a therapist's hours that a page or a change needs. */
export interface HoursFile extends TherapistOfHours {
  windows: Window[]
  /** Her own and the practice's (`mine` false), from yesterday on. */
  exceptions: (Exception & { mine: boolean })[]
  services: { id: string; name: string }[]
  locations: { id: string; name: string }[]
  /** SCH-3: what is ahead and not inside. */
  outside: Ahead[]
}

/** For the doors of somebody's hours: five statements in the round trip of who asks. */
export const hoursFile: AboutQueries = ({ db: { orm }, organizationId, params, now }) => {
  const staffId = params.staffId ?? ''
  return {
    therapist: orm
      .select(rowOfTherapist)
      .from(staff)
      .where(and(eq(staff.organizationId, organizationId), eq(staff.id, staffId), eq(staff.therapist, true), isNull(staff.deactivatedAt))),
    windows: orm
      .select(windowColumns)
      .from(availability)
      .where(and(eq(availability.organizationId, organizationId), eq(availability.staffId, staffId)))
      .orderBy(asc(availability.weekday), asc(availability.fromMinute)),
    exceptions: orm
      .select({ ...exceptionColumns, mine: sql<boolean>`${availabilityExceptions.staffId} IS NOT NULL`.mapWith(Boolean).as('mine') })
      .from(availabilityExceptions)
      .where(
        and(
          eq(availabilityExceptions.organizationId, organizationId),
          or(isNull(availabilityExceptions.staffId), eq(availabilityExceptions.staffId, staffId)),
          sql`${availabilityExceptions.untilDate} >= ${dayBefore(now)}`,
        ),
      )
      .orderBy(asc(availabilityExceptions.fromDate), asc(availabilityExceptions.fromMinute)),
    offered: orm
      .select({
        serviceId: offerings.serviceId,
        service: services.name.getSQL().mapWith(String).as('service'),
        locationId: offerings.locationId,
        location: sql<string | null>`${locations.name}`.as('location'),
      })
      .from(offerings)
      .innerJoin(services, and(eq(services.organizationId, offerings.organizationId), eq(services.id, offerings.serviceId)))
      .leftJoin(locations, and(eq(locations.organizationId, offerings.organizationId), eq(locations.id, offerings.locationId)))
      .where(and(eq(offerings.organizationId, organizationId), eq(offerings.staffId, staffId), isNull(services.archivedAt)))
      .orderBy(asc(services.sort), asc(services.name)),
    ahead: orm
      .select({
        id: appointments.id,
        client: clients.name.getSQL().mapWith(String).as('client'),
        status: appointments.status,
        startsAt: appointments.startsAt,
        endsAt: appointments.endsAt,
        serviceId: appointments.serviceId,
        locationId: appointments.locationId,
        forum: appointments.forum,
      })
      .from(appointments)
      .innerJoin(clients, and(eq(clients.organizationId, appointments.organizationId), eq(clients.id, appointments.clientId)))
      .where(
        and(
          eq(appointments.organizationId, organizationId),
          eq(appointments.staffId, staffId),
          sql`${appointments.status} IN ('requested', 'confirmed')`,
          sql`${appointments.startsAt} > ${now}`,
        ),
      )
      .orderBy(asc(appointments.startsAt))
      .limit(1000),
  }
}

/** The file of the address, if it is this staff member's to see: her own, or any therapist's for an administrator. */
export function hoursFrom(current: StaffCurrent, about: Record<string, unknown>): HoursFile {
  const therapist = theTherapist(current, about)
  const { windows, exceptions, offered, ahead } = about as unknown as Pick<HoursFile, 'windows' | 'exceptions'> & Rows
  const places = offered.flatMap(({ locationId, location }) => (locationId && location ? [[locationId, location] as const] : []))
  return {
    ...therapist,
    windows,
    exceptions,
    services: offered.map(({ serviceId, service }) => ({ id: serviceId, name: service })),
    locations: [...new Map(places)].map(([id, name]) => ({ id, name })),
    outside: outsideHours({ zone: therapist.zone, windows, exceptions }, ahead),
  }
}

interface Rows {
  offered: { serviceId: string; service: string; locationId: string | null; location: string | null }[]
  ahead: Ahead[]
}

/** Whose hours the address names; somebody else's are nobody's but an administrator's. */
export function theTherapist({ staff }: StaffCurrent, about: Record<string, unknown>): TherapistOfHours {
  const [therapist] = (about.therapist ?? []) as TherapistOfHours[]
  if (!therapist || !(staff.administrator || therapist.id === staff.id)) throw new NotFound()
  return therapist
}

/** The same, read again: after a lost race the page must tell the truth. */
export async function rereadHours(current: StaffCurrent, staffId: string): Promise<HoursFile> {
  const { db, organization, person, now } = current
  const at = {
    ...askingAgain(db),
    now,
    organizationId: sql`${organization.id}`,
    personId: sql`${person.id}`,
    params: { staffId },
    fields: {},
  }
  return hoursFrom(current, await read(db, hoursFile(at)))
}

/** Yesterday in UTC: a zone behind it may still have that date. */
export const dayBefore = (now: number): string => addDays(wallClock('UTC', now).date, -1)
