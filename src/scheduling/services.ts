import { asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import type { Database } from '../db.ts'
import { locations, offerings, services } from './schema.ts'
import { staff } from '../accounts/schema.ts'
import { add, change, changedFields, usedAhead, type SetUpRefusal, type UsedAhead } from './set-up.ts'

/** What an administrator writes of a service (SCH-1). Lengths in minutes, the price in cents. */
export type ServiceFields = Pick<typeof services.$inferSelect, Exclude<keyof ReturnType<typeof columns>, 'id' | 'archivedAt' | 'version'>>

export type Service = ServiceFields & Pick<typeof services.$inferSelect, 'id' | 'archivedAt' | 'version'>
/** In the list: with the names of those who offer it. */
export type ListedService = Service & { therapists: string | null }

/** Whether a therapist offers the service, and where: null for by video only. */
export interface Offered {
  staffId: string
  therapist: string
  offers: boolean
  locationId: string | null
}

export interface Place {
  id: string
  name: string
  archivedAt: number | null
}

/** A service on its own page: with who offers it, where it could be, and what is ahead of it. */
export interface ServiceFile extends Service, UsedAhead {
  offered: Offered[]
  places: Place[]
}

/** For the doors of the list: the services as clients see them, the archived ones last. */
export const everyService: AboutQueries = ({ db, organizationId }) => ({
  services: db.orm
    .select({
      ...columns(),
      therapists:
        sql`(SELECT group_concat(n.name, ', ') FROM (SELECT s.name FROM offerings o JOIN staff s ON s.organization_id = o.organization_id AND s.id = o.staff_id
        WHERE o.organization_id = "services"."organization_id" AND o.service_id = "services"."id" AND s.therapist = 1 AND s.deactivated_at IS NULL
        ORDER BY s.name) n)`
          .mapWith(String)
          .as('therapists'),
    })
    .from(services)
    .where(eq(services.organizationId, organizationId))
    .orderBy(asc(isNotNull(services.archivedAt)), services.sort, services.name, services.id),
})

/** For the doors of one service. */
export const oneService: AboutQueries = ({ db, organizationId, params, now }) => ({
  service: db.orm
    .select({ ...columns(), ...usedAhead(sql`"services"."organization_id"`, sql`a.service_id = "services"."id"`, now) })
    .from(services)
    .where(sql`${eq(services.organizationId, organizationId)} AND ${eq(services.id, params.serviceId ?? '')}`),
  offered: offeredOf(db, organizationId, params.serviceId ?? ''),
  places: db.orm
    .select({ id: locations.id, name: locations.name, archivedAt: locations.archivedAt })
    .from(locations)
    .where(eq(locations.organizationId, organizationId))
    .orderBy(locations.name, locations.id),
})

/** The service from the rows of its door; undefined when it is not this organization's. */
export function serviceFrom(about: Record<string, unknown>): ServiceFile | undefined {
  const [service] = (about.service ?? []) as (Service & UsedAhead)[]
  return service && { ...service, offered: about.offered as Offered[], places: about.places as Place[] }
}

/** A new one, the last in the list. Answers where its page is. */
export const addService = (current: StaffCurrent, fields: ServiceFields, leadsTo: (id: string) => string): Promise<string> =>
  add(current, 'service', { ...fields, sort: lastPlace(current) }, leadsTo)

/** Saves what was written. It counts for new requests: appointments keep their time, their buffers and their price (SCH-3). */
export async function saveService(
  current: StaffCurrent,
  service: Service,
  fields: ServiceFields,
  version: number,
  leadsTo: string,
): Promise<'stale' | null> {
  if (service.version !== version) return 'stale'
  const changed = changedFields(service, fields)
  if (changed === '') return null
  return await change(current, 'service', service, fields, { action: 'changed', leadsTo, details: { changed } })
}

/** Moves a service up or down by one place. The places are counted where they are written, so that two moves at once are two moves. */
export async function moveService(
  current: StaffCurrent,
  all: Service[],
  id: string,
  { direction, version, leadsTo }: { direction: 'up' | 'down'; version: number; leadsTo: string },
): Promise<'stale' | null> {
  const shown = all.filter(({ archivedAt }) => archivedAt === null)
  const at = shown.findIndex((service) => service.id === id)
  const service = shown[at]
  if (!service || service.version !== version) return 'stale'
  if (!shown[direction === 'up' ? at - 1 : at + 1]) return null
  const step = direction === 'up' ? -3 : 3
  const organizationId = current.organization.id
  const places = current.db.orm
    .run(sql`UPDATE services SET sort = n.place FROM (SELECT id, row_number() OVER (ORDER BY 2 * m.place + (m.id = ${id}) * ${step}) AS place
    FROM (SELECT s.id, row_number() OVER (ORDER BY s.sort, s.name, s.id) AS place FROM services s
      WHERE s.organization_id = ${organizationId} AND s.archived_at IS NULL) m) n
    WHERE services.organization_id = ${organizationId} AND services.id = n.id`)
  return await change(current, 'service', service, {}, { action: 'moved', leadsTo, details: { direction }, more: [places] })
}

/** Takes a service off every list. What is ahead stays as it is; whoever archives it has been told how much that is. */
export async function archiveService(
  current: StaffCurrent,
  service: ServiceFile,
  { version, sure, leadsTo }: { version: number; sure: boolean; leadsTo: string },
): Promise<SetUpRefusal | null> {
  if (service.version !== version || service.archivedAt !== null) return 'stale'
  const { openRequests, ahead } = service
  if (!sure && openRequests + ahead > 0) return 'impact'
  const to = { archivedAt: current.now }
  return await change(current, 'service', service, to, { action: 'archived', leadsTo, details: { openRequests, ahead } })
}

/** Brings it back, with those who offered it, at the end of the list. */
export async function returnService(current: StaffCurrent, service: Service, version: number, leadsTo: string): Promise<'stale' | null> {
  if (service.version !== version || service.archivedAt === null) return 'stale'
  return await change(current, 'service', service, { archivedAt: null, sort: lastPlace(current) }, { action: 'returned', leadsTo })
}

const lastPlace = (current: StaffCurrent) =>
  sql<number>`(SELECT coalesce(max(s.sort), 0) + 1 FROM services s WHERE s.organization_id = ${current.organization.id})`

const offeredOf = ({ orm }: Database, organizationId: Parameters<AboutQueries>[0]['organizationId'], serviceId: string) =>
  orm
    .select({
      staffId: staff.id,
      therapist: staff.name,
      offers: sql<boolean>`${offerings.staffId} IS NOT NULL`.mapWith(Boolean).as('offers'),
      locationId: offerings.locationId,
    })
    .from(staff)
    .leftJoin(
      offerings,
      sql`${eq(offerings.organizationId, staff.organizationId)} AND ${eq(offerings.staffId, staff.id)} AND ${eq(offerings.serviceId, serviceId)}`,
    )
    .where(sql`${eq(staff.organizationId, organizationId)} AND ${eq(staff.therapist, true)} AND ${staff.deactivatedAt} IS NULL`)
    .orderBy(staff.name, staff.id)

function columns() {
  return {
    id: services.id,
    name: services.name,
    durationMinutes: services.durationMinutes,
    priceCents: services.priceCents,
    inPerson: services.inPerson,
    telehealth: services.telehealth,
    bufferBeforeMinutes: services.bufferBeforeMinutes,
    bufferAfterMinutes: services.bufferAfterMinutes,
    bookableOnline: services.bookableOnline,
    forNewClients: services.forNewClients,
    forExistingClients: services.forExistingClients,
    archivedAt: services.archivedAt,
    version: services.version,
  }
}
