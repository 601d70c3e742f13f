import { sql } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import type { ServiceFile } from './services.ts'
import { change } from './set-up.ts'

/** Who is to offer a service from now on, and where; null: by video only. */
export type Offering = { staffId: string; locationId: string | null }

/** What is wrong with a choice: a location nobody may choose, or none for what is in person only. */
export type OfferingProblem = 'unknown_location' | 'needs_location'

/** What is wrong, by therapist; empty when nothing is. A location that is archived may stay where it was chosen before. */
export function problemsOf(service: ServiceFile, wanted: Offering[]): Map<string, OfferingProblem> {
  const problems = new Map<string, OfferingProblem>()
  for (const { staffId, locationId } of wanted) {
    const had = service.offered.find((one) => one.staffId === staffId)?.locationId
    const known = service.places.some(({ id, archivedAt }) => id === locationId && (archivedAt === null || id === had))
    if (locationId === null ? !service.telehealth : !known)
      problems.set(staffId, locationId === null ? 'needs_location' : 'unknown_location')
  }
  return problems
}

/**
 * Says which therapists offer the service, and where (SCH-1). Whoever does not work here as a therapist any more keeps what was set, for a
 * return. Appointments are not touched.
 */
export async function changeOfferings(
  current: StaffCurrent,
  service: ServiceFile,
  wanted: Offering[],
  version: number,
  leadsTo: string,
): Promise<'stale' | null> {
  if (service.version !== version) return 'stale'
  const before = service.offered.filter(({ offers }) => offers)
  const isAsBefore = (one: Offering) => before.some((had) => had.staffId === one.staffId && had.locationId === one.locationId)
  const set = wanted.filter((one) => !isAsBefore(one))
  const ended = before.filter((had) => !wanted.some(({ staffId }) => staffId === had.staffId)).map(({ staffId }) => staffId)
  if (set.length + ended.length === 0) return null
  const { db, organization } = current
  return await change(
    current,
    'service',
    service,
    {},
    {
      action: 'offerings',
      leadsTo,
      details: { set: set.map(({ staffId }) => staffId).join(' '), ended: ended.join(' ') },
      more: [
        db.orm.run(sql`DELETE FROM offerings WHERE organization_id = ${organization.id} AND service_id = ${service.id}
        AND staff_id IN (SELECT value FROM json_each(${JSON.stringify(ended)}))`),
        db.orm.run(sql`INSERT INTO offerings (organization_id, staff_id, service_id, location_id)
        SELECT ${organization.id}, value->>'staffId', ${service.id}, value->>'locationId' FROM json_each(${JSON.stringify(set)}) WHERE true
        ON CONFLICT (organization_id, staff_id, service_id) DO UPDATE SET location_id = excluded.location_id`),
      ],
    },
  )
}
