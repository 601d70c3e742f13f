import { asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { locations, rooms } from './schema.ts'
import { add, change, changedFields, usedAhead, type SetUpRefusal, type UsedAhead } from './set-up.ts'

/** What an administrator writes of a location (SCH-1). `zone`: IANA. */
export type LocationFields = Pick<typeof locations.$inferSelect, 'name' | 'address' | 'zone' | 'hideAddress'>
export type Location = LocationFields & Pick<typeof locations.$inferSelect, 'id' | 'archivedAt' | 'version'>
/** In the list: with the number of its rooms. */
export type ListedLocation = Location & { rooms: number }

/** A room, with what is ahead in it. */
export type Room = Pick<typeof rooms.$inferSelect, 'id' | 'name' | 'archivedAt' | 'version'> & UsedAhead

/** A location on its own page: its rooms, who offers what there, and what is ahead. */
export interface LocationFile extends Location, UsedAhead {
  rooms: Room[]
  offers: { therapist: string; services: string }[]
}

/** For the doors of the list: by name, the archived ones last. */
export const everyLocation: AboutQueries = ({ db, organizationId }) => ({
  locations: db.orm
    .select({
      ...columns(),
      rooms:
        sql<number>`(SELECT count(*) FROM rooms r WHERE r.organization_id = "locations"."organization_id" AND r.location_id = "locations"."id"
        AND r.archived_at IS NULL)`.as('rooms'),
    })
    .from(locations)
    .where(eq(locations.organizationId, organizationId))
    .orderBy(asc(isNotNull(locations.archivedAt)), locations.name, locations.id),
})

/** For the doors of one location. */
export const oneLocation: AboutQueries = ({ db, organizationId, params, now }) => ({
  location: db.orm
    .select({ ...columns(), ...usedAhead(sql`"locations"."organization_id"`, sql`a.location_id = "locations"."id"`, now) })
    .from(locations)
    .where(sql`${eq(locations.organizationId, organizationId)} AND ${eq(locations.id, params.locationId ?? '')}`),
  rooms: db.orm
    .select({
      id: rooms.id,
      name: rooms.name,
      archivedAt: rooms.archivedAt,
      version: rooms.version,
      ...usedAhead(sql`"rooms"."organization_id"`, sql`a.room_id = "rooms"."id"`, now),
    })
    .from(rooms)
    .where(sql`${eq(rooms.organizationId, organizationId)} AND ${eq(rooms.locationId, params.locationId ?? '')}`)
    .orderBy(asc(isNotNull(rooms.archivedAt)), rooms.name, rooms.id),
  offers: db.orm.all(sql`SELECT s.name AS therapist, group_concat(v.name, ', ') AS services FROM offerings o
    JOIN staff s ON s.organization_id = o.organization_id AND s.id = o.staff_id
    JOIN services v ON v.organization_id = o.organization_id AND v.id = o.service_id
    WHERE o.organization_id = ${organizationId} AND o.location_id = ${params.locationId ?? ''} AND v.in_person = 1 AND v.archived_at IS NULL
      AND s.therapist = 1 AND s.deactivated_at IS NULL GROUP BY s.id, s.name ORDER BY s.name`),
})

/** The location from the rows of its door; undefined when it is not this organization's. */
export function locationFrom(about: Record<string, unknown>): LocationFile | undefined {
  const [location] = (about.location ?? []) as (Location & UsedAhead)[]
  return location && { ...location, rooms: about.rooms as Room[], offers: about.offers as LocationFile['offers'] }
}

export const addLocation = (current: StaffCurrent, fields: LocationFields, leadsTo: (id: string) => string): Promise<string> =>
  add(current, 'location', fields, leadsTo)

/** Saves what was written. An appointment keeps its instant: in another zone its clock is another, its moment the same. */
export async function saveLocation(
  current: StaffCurrent,
  location: Location,
  fields: LocationFields,
  version: number,
  leadsTo: string,
): Promise<'stale' | null> {
  if (location.version !== version) return 'stale'
  const changed = changedFields(location, fields)
  if (changed === '') return null
  return await change(current, 'location', location, fields, { action: 'changed', leadsTo, details: { changed } })
}

/**
 * From now on nothing is offered there (docs/decisions/031): what a therapist offers there by video, too, stays on offer by video, what is in
 * person only is off every list until another location is chosen. Appointments stay as they are, and so does the choice, for a return.
 */
export async function archiveLocation(
  current: StaffCurrent,
  location: LocationFile,
  { version, sure, leadsTo }: { version: number; sure: boolean; leadsTo: string },
): Promise<SetUpRefusal | null> {
  if (location.version !== version || location.archivedAt !== null) return 'stale'
  const { openRequests, ahead, offers } = location
  if (!sure && openRequests + ahead + offers.length > 0) return 'impact'
  const details = { openRequests, ahead, therapists: offers.length }
  return await change(current, 'location', location, { archivedAt: current.now }, { action: 'archived', leadsTo, details })
}

/** Brings it back, for everybody who offered something there. */
export async function returnLocation(current: StaffCurrent, location: Location, version: number, leadsTo: string): Promise<'stale' | null> {
  if (location.version !== version || location.archivedAt === null) return 'stale'
  return await change(current, 'location', location, { archivedAt: null }, { action: 'returned', leadsTo })
}

function columns() {
  const { id, name, address, zone, hideAddress, archivedAt, version } = locations
  return { id, name, address, zone, hideAddress, archivedAt, version }
}
