import { sql } from 'drizzle-orm'
import type { Context } from 'hono'
import { LocationPage, type LocationPageProps } from '../../views/scheduling/location-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { newKey } from '../web/new-key.ts'
import { locationFrom, oneLocation, type LocationFile } from './locations.ts'
import { askingAgain } from '../shards.ts'

// What the doors of a location and of its rooms share.

export const oneLocationOf = { about: () => oneLocation }

/** The location of the address. Not this organization's is not there. */
export function own(context: unknown): LocationFile {
  const location = locationFrom(varOf(context).about)
  if (!location) throw new NotFound()
  return location
}

/** As it is now: after a lost race the page must tell the truth. */
export async function again(context: unknown, before: LocationFile): Promise<LocationFile> {
  const { db, organization, person, now } = varOf(context).current
  const params = { locationId: before.id }
  const at = { ...askingAgain(db), now, organizationId: sql`${organization.id}`, personId: sql`${person.id}`, params, fields: {} }
  return locationFrom(await read(db, oneLocation(at))) ?? before
}

type Shown = Omit<LocationPageProps, 'current' | 'location' | 'formKey'>

export const show = (context: unknown, location: LocationFile | null, shown: Shown = {}, status: 200 | 409 | 422 = 200) =>
  page(context as Context, <LocationPage current={varOf(context).current} location={location} formKey={newKey()} {...shown} />, status)

const varOf = (context: unknown) => (context as { var: { current: StaffCurrent; about: Record<string, unknown> } }).var
