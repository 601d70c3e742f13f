import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import type { Database, Query } from '../db.ts'
import type { ExceptionRow, WindowRow } from './booking-rows.ts'
import { availability, availabilityExceptions, locations, offerings, services } from './schema.ts'
import type { Taken } from './taken.ts'
import { takenQuery } from './series-taken.ts'
import { forWhatColumns, offColumns, openColumns } from './hours-columns.ts'

/** One therapist's one service, as staff may put it into the calendar: not only what clients can book. */
export interface Offering {
  staffId: string
  therapist: string
  zone: string
  intervalMinutes: number
  serviceId: string
  service: string
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  inPerson: boolean
  telehealth: boolean
  locationId: string | null
  location: string | null
  rooms: { id: string; name: string }[]
}

export interface ClientOfSeries {
  id: string
  name: string
  /** The therapist of the series cares for the client. */
  assigned: boolean
}

/** What a plan is judged by, as it was read. */
export interface PlanRows {
  offerings: Offering[]
  client: ClientOfSeries[]
  taken: Taken[]
  windows: (WindowRow & { locationId: string | null })[]
  exceptions: (ExceptionRow & { label: string })[]
}

/** Whose calendar, between which instants (epoch ms): the therapist's and the client's, and with it the rooms where she works. */
export interface PlanScope {
  staffId: string | SQL
  clientId: string | SQL
  from: number
  until: number
  now: number
}

/** Everything that a plan is judged by, as five statements for one round trip. */
export const planQueries = (db: Database, organizationId: SQL, scope: PlanScope): Record<string, Query> => ({
  offerings: offeringsQuery(db, organizationId),
  client: db.orm
    .select({
      id: clients.id,
      name: clients.name,
      assigned:
        sql<boolean>`EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id"
        AND a.staff_id = ${scope.staffId} AND a.ended_at IS NULL)`
          .mapWith(Boolean)
          .as('assigned'),
    })
    .from(clients)
    .where(
      and(
        eq(clients.organizationId, organizationId),
        eq(clients.id, scope.clientId),
        isNull(clients.mergedInto),
        isNull(clients.archivedAt),
      ),
    ),
  taken: takenQuery(db, organizationId, scope),
  windows: db.orm
    .select({ staffId: availability.staffId, ...openColumns, ...forWhatColumns })
    .from(availability)
    .where(and(eq(availability.organizationId, organizationId), eq(availability.staffId, scope.staffId))),
  exceptions: db.orm
    .select({ staffId: availabilityExceptions.staffId, ...offColumns, label: availabilityExceptions.label })
    .from(availabilityExceptions)
    .where(
      and(
        eq(availabilityExceptions.organizationId, organizationId),
        sql`(${availabilityExceptions.staffId} IS NULL OR ${availabilityExceptions.staffId} = ${scope.staffId})`,
        sql`${availabilityExceptions.untilDate} >= ${dateAt(scope.from)} AND ${availabilityExceptions.fromDate} <= ${dateAt(scope.until)}`,
      ),
    ),
})

/** What every therapist here offers, with the rooms of the place. */
export const offeringsQuery = ({ orm }: Database, organizationId: SQL) =>
  orm
    .select({
      staffId: staff.id.getSQL().mapWith(String).as('staff_id'),
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      zone: staff.zone.getSQL().mapWith(String).as('staff_zone'),
      intervalMinutes: staff.intervalMinutes,
      serviceId: services.id.getSQL().mapWith(String).as('service_id'),
      service: services.name.getSQL().mapWith(String).as('service'),
      durationMinutes: services.durationMinutes,
      bufferBeforeMinutes: services.bufferBeforeMinutes,
      bufferAfterMinutes: services.bufferAfterMinutes,
      inPerson: services.inPerson,
      telehealth: services.telehealth,
      locationId: offerings.locationId,
      location: sql<string | null>`${locations.name}`.as('location'),
      rooms: sql<{ id: string; name: string }[]>`(SELECT json_group_array(json_object('id', r.id, 'name', r.name)) FROM rooms r
        WHERE r.organization_id = ${offerings.organizationId} AND r.location_id = ${offerings.locationId} AND r.archived_at IS NULL)`
        .mapWith((text: string) => JSON.parse(text) as { id: string; name: string }[])
        .as('rooms'),
    })
    .from(staff)
    .innerJoin(offerings, and(eq(offerings.organizationId, staff.organizationId), eq(offerings.staffId, staff.id)))
    .innerJoin(services, and(eq(services.organizationId, staff.organizationId), eq(services.id, offerings.serviceId)))
    .leftJoin(locations, and(eq(locations.organizationId, staff.organizationId), eq(locations.id, offerings.locationId)))
    .where(
      and(eq(staff.organizationId, organizationId), eq(staff.therapist, true), isNull(staff.deactivatedAt), isNull(services.archivedAt)),
    )
    .orderBy(staff.name, services.sort, services.name)

/** The instants between which a rule's dates lie, in whatever zone: two days more on either side. */
export const around = (firstDate: string, lastDate: string) => ({
  from: Date.parse(`${firstDate}T00:00:00Z`) - 2 * 86_400_000,
  until: Date.parse(`${lastDate}T00:00:00Z`) + 3 * 86_400_000,
})

const dateAt = (instant: number): string => new Date(instant).toISOString().slice(0, 10)
