import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm'
import { unionAll, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import type { Query } from '../db.ts'
import { takenAppointment, takenHold, type Taken } from './taken.ts'
import { hoursQueries } from './working-hours.ts'
import { appointments, availability, availabilityExceptions, holds, locations, offerings, rooms, services } from './schema.ts'
import type { DatedException, WeeklyWindow } from './slots.ts'
import { dayMs, dayOf } from './zones.ts'

/** What staff ask for: ids as the form has them, the date on the therapist's wall clock. `where` is `telehealth`, `loc_1` or `loc_1/rom_1`. */
export interface Wish {
  /** From the form, or from the appointment that is moved. */
  clientId: string | SQL
  staffId: string
  serviceId: string | SQL
  where: string
  date: string
}

/** What a plan is judged by, read in one round trip. */
export interface PlanRows {
  plan: PlanRow[]
  taken: Taken[]
  windows: WeeklyWindow[]
  exceptions: DatedException[]
}

interface PlanRow {
  staffId: string
  therapist: string
  zone: string
  clientId: string | null
  assigned: boolean
  serviceId: string | null
  durationMinutes: number | null
  bufferBeforeMinutes: number | null
  bufferAfterMinutes: number | null
  inPerson: boolean | null
  telehealth: boolean | null
  offered: boolean
  locationId: string | null
  roomId: string | null
  /** Every room of that place. */
  rooms: string[]
}

/** `loc_1/rom_1` in its parts; neither for telehealth. */
export const placeIn = (where: string): { locationId: string | null; roomId: string | null } => {
  const [locationId = '', roomId] = where === 'telehealth' || where === '' ? [] : where.split('/')
  return { locationId: locationId || null, roomId: roomId ?? null }
}

/** Everything a plan is judged by: who and what, what is taken around that date, the therapist's hours. For a door, or a page. */
export function planQueries(orm: StaffCurrent['db']['orm'], organizationId: SQL, now: number, wish: Wish): Record<keyof PlanRows, Query> {
  return {
    plan: whoAndWhat(orm, organizationId, wish),
    taken: takenAround(orm, organizationId, now, wish),
    ...hoursQueries(
      orm,
      organizationId,
      sql`${availability.staffId} = ${wish.staffId}`,
      sql`${availabilityExceptions.staffId} = ${wish.staffId}`,
    ),
  }
}

const whoAndWhat = (orm: StaffCurrent['db']['orm'], organizationId: SQL, { clientId, staffId, serviceId, where }: Wish) => {
  const place = placeIn(where)
  return orm
    .select({
      staffId: staff.id.getSQL().mapWith(String).as('staff_id'),
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      zone: staff.zone.getSQL().mapWith(String).as('staff_zone'),
      clientId: sql<string | null>`${clients.id}`.as('client_id'),
      assigned: sql<boolean>`EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = ${organizationId} AND a.client_id = ${clientId}
        AND a.staff_id = ${staffId} AND a.ended_at IS NULL)`
        .mapWith(Boolean)
        .as('assigned'),
      serviceId: sql<string | null>`${services.id}`.as('service_id'),
      durationMinutes: services.durationMinutes,
      bufferBeforeMinutes: services.bufferBeforeMinutes,
      bufferAfterMinutes: services.bufferAfterMinutes,
      inPerson: services.inPerson,
      telehealth: services.telehealth,
      offered: sql<boolean>`${offerings.staffId} IS NOT NULL`.mapWith(Boolean).as('offered'),
      locationId: sql<string | null>`${locations.id}`.as('location_id'),
      roomId: sql<string | null>`${rooms.id}`.as('room_id'),
      rooms: sql<string[]>`(SELECT json_group_array(p.id) FROM rooms p WHERE p.organization_id = ${organizationId}
        AND p.location_id = ${place.locationId ?? ''} AND p.archived_at IS NULL)`
        .mapWith((text: string) => JSON.parse(text) as string[])
        .as('rooms'),
    })
    .from(staff)
    .leftJoin(
      clients,
      and(
        eq(clients.organizationId, staff.organizationId),
        eq(clients.id, clientId),
        isNull(clients.archivedAt),
        isNull(clients.mergedInto),
      ),
    )
    .leftJoin(services, and(eq(services.organizationId, staff.organizationId), eq(services.id, serviceId), isNull(services.archivedAt)))
    .leftJoin(
      offerings,
      and(eq(offerings.organizationId, staff.organizationId), eq(offerings.staffId, staff.id), eq(offerings.serviceId, services.id)),
    )
    .leftJoin(
      locations,
      and(eq(locations.organizationId, staff.organizationId), eq(locations.id, place.locationId ?? ''), isNull(locations.archivedAt)),
    )
    .leftJoin(
      rooms,
      and(
        eq(rooms.organizationId, staff.organizationId),
        eq(rooms.id, place.roomId ?? ''),
        eq(rooms.locationId, locations.id),
        isNull(rooms.archivedAt),
      ),
    )
    .where(and(eq(staff.organizationId, organizationId), eq(staff.id, staffId), eq(staff.therapist, true), isNull(staff.deactivatedAt)))
}

/** In the room that was chosen; without one, in any of the place. */
const roomsOf =
  (organizationId: SQL, { locationId, roomId }: { locationId: string | null; roomId: string | null }) =>
  (column: SQLiteColumn): SQL =>
    roomId === null
      ? sql`${column} IN (SELECT p.id FROM rooms p WHERE p.organization_id = ${organizationId} AND p.location_id = ${locationId ?? ''})`
      : eq(column, roomId)

/** What is active within two days of the date, of the therapist, the room or the client: enough for any zone and the longest buffers. */
function takenAround(orm: StaffCurrent['db']['orm'], organizationId: SQL, now: number, { clientId, staffId, where, date }: Wish) {
  const inItsRooms = roomsOf(organizationId, placeIn(where))
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) && Number.isFinite(dayOf(date)) ? dayOf(date) : 0
  const [from, until] = [(day - 2) * dayMs, (day + 3) * dayMs]
  const ofWhom = (whose: SQL) =>
    orm
      .select(takenAppointment)
      .from(appointments)
      .where(
        and(
          eq(appointments.organizationId, organizationId),
          whose,
          sql`${appointments.status} IN ('requested', 'confirmed') AND ${appointments.startsAt} > ${from} AND ${appointments.startsAt} < ${until}`,
        ),
      )
  return unionAll(
    ofWhom(eq(appointments.staffId, staffId)),
    ofWhom(eq(appointments.clientId, clientId)),
    ofWhom(inItsRooms(appointments.roomId)),
    orm
      .select(takenHold)
      .from(holds)
      .where(
        and(
          eq(holds.organizationId, organizationId),
          or(eq(holds.staffId, staffId), inItsRooms(holds.roomId)),
          isNull(holds.releasedAt),
          sql`${holds.expiresAt} > ${now} AND ${holds.startsAt} > ${from} AND ${holds.startsAt} < ${until}`,
        ),
      ),
  )
}
