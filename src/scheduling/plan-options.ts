import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import { searchWords } from '../clients/search-words.ts'
import type { StaffCurrent } from '../current.ts'
import { within } from '../db.ts'
import { locations, rooms, services } from './schema.ts'

/** What the form of an appointment offers to choose from. */
export interface PlanOptions {
  therapists: { id: string; name: string; zone: string }[]
  clients: { id: string; name: string }[]
  services: { id: string; name: string; durationMinutes: number; inPerson: boolean; telehealth: boolean }[]
  /** Locations, each with its rooms: one row for each room, one without for a location that has none. */
  places: { locationId: string; location: string; roomId: string | null; room: string | null }[]
}

/** As many clients as a select can carry; whoever has more finds them by name. */
export const clientsAtOnce = 40

/** The choices for a page, in its one round trip: a therapist's own clients, or everybody's for an administrator; by name when asked. */
export function optionQueries(current: StaffCurrent, find = '', chosen = '') {
  const { orm } = current.db
  const mine = current.staff.administrator
    ? undefined
    : sql`EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = ${clients.organizationId} AND a.client_id = ${clients.id}
        AND a.staff_id = ${current.staff.id} AND a.ended_at IS NULL)`
  const words = searchWords(find).map(
    (word) => sql`EXISTS (SELECT 1 FROM client_search s WHERE s.organization_id = ${clients.organizationId} AND s.client_id = ${clients.id}
      AND s.token >= ${word} AND s.token < ${`${word}\u{10ffff}`})`,
  )
  return {
    therapists: orm
      .select({ id: staff.id, name: staff.name, zone: staff.zone })
      .from(staff)
      .where(
        within(
          current,
          staff,
          eq(staff.therapist, true),
          isNull(staff.deactivatedAt),
          current.staff.administrator ? undefined : eq(staff.id, current.staff.id),
        ),
      )
      .orderBy(staff.name),
    clients: orm
      .select({ id: clients.id, name: clients.name })
      .from(clients)
      .where(within(current, clients, isNull(clients.archivedAt), isNull(clients.mergedInto), mine, ...words))
      .orderBy(sql`${clients.id} <> ${chosen}`, asc(clients.sortName))
      .limit(clientsAtOnce),
    services: orm
      .select({
        id: services.id,
        name: services.name,
        durationMinutes: services.durationMinutes,
        inPerson: services.inPerson,
        telehealth: services.telehealth,
      })
      .from(services)
      .where(within(current, services, isNull(services.archivedAt)))
      .orderBy(services.sort, services.name),
    places: orm
      .select({
        locationId: locations.id.getSQL().mapWith(String).as('location_id'),
        location: locations.name.getSQL().mapWith(String).as('location'),
        roomId: sql<string | null>`${rooms.id}`.as('room_id'),
        room: sql<string | null>`${rooms.name}`.as('room'),
      })
      .from(locations)
      .leftJoin(
        rooms,
        and(eq(rooms.organizationId, locations.organizationId), eq(rooms.locationId, locations.id), isNull(rooms.archivedAt)),
      )
      .where(within(current, locations, isNull(locations.archivedAt)))
      .orderBy(locations.name, rooms.name),
  }
}
