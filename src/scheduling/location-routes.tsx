import { Hono } from 'hono'
import { LocationsPage } from '../../views/scheduling/locations-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { fieldsOf, form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { again, oneLocationOf, own, show } from './location-answers-routes.tsx'
import { addLocation, archiveLocation, everyLocation, returnLocation, saveLocation, type ListedLocation } from './locations.ts'
import { archiving, locationOf, newLocation, savedLocation } from './set-up-forms.ts'

/** Organization > Locations: where clients come to (SCH-1). Administrators only. */
export const locationRoutes = new Hono<Portal>()

locationRoutes.get(paths.locations, door(administrators, { about: () => everyLocation }), (c) =>
  page(c, <LocationsPage current={c.var.current} locations={c.var.about.locations as ListedLocation[]} />),
)

locationRoutes.post(
  paths.locations,
  door(administrators),
  form(newLocation, (c, problem) => show(c, null, { problem }, 422)),
  async (c) => {
    const { current } = c.var
    const { slug: org } = current.organization
    const leadsTo = (locationId: string) => href(paths.location, { org, locationId })
    return answer(c, await addLocation(current, locationOf(c.req.valid('form')), leadsTo))
  },
)

locationRoutes.get(paths.newLocation, door(administrators), (c) => show(c, null))
locationRoutes.get(paths.location, door(administrators, oneLocationOf), (c) => show(c, own(c)))

locationRoutes.post(
  paths.location,
  door(administrators, oneLocationOf),
  form(savedLocation, (c, problem) => show(c, own(c), { problem }, 422)),
  async (c) => {
    const { current } = c.var
    const location = own(c)
    const typed = c.req.valid('form')
    const leadsTo = href(paths.location, { org: current.organization.slug, locationId: location.id })
    if (!(await saveLocation(current, location, locationOf(typed), typed.version, leadsTo))) return answer(c, leadsTo)
    return await show(c, await again(c, location), { stale: 'fields', problem: { fields: [], typed: await fieldsOf(c) } }, 409)
  },
)

locationRoutes.post(paths.locationArchive, door(administrators, oneLocationOf), form(archiving, badForm), async (c) => {
  const { current } = c.var
  const location = own(c)
  const { version, confirm } = c.req.valid('form')
  const leadsTo = href(paths.location, { org: current.organization.slug, locationId: location.id })
  const refusal = await archiveLocation(current, location, { version, sure: confirm === '1', leadsTo })
  if (!refusal) return answer(c, leadsTo)
  return await show(c, await again(c, location), refusal === 'impact' ? { asks: location.id } : { stale: 'archive' }, 409)
})

locationRoutes.post(paths.locationReturn, door(administrators, oneLocationOf), form(archiving, badForm), async (c) => {
  const { current } = c.var
  const location = own(c)
  const leadsTo = href(paths.location, { org: current.organization.slug, locationId: location.id })
  if (!(await returnLocation(current, location, c.req.valid('form').version, leadsTo))) return answer(c, leadsTo)
  return await show(c, await again(c, location), { stale: 'archive' }, 409)
})
