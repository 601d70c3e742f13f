import { sql } from 'drizzle-orm'
import { Hono, type Context } from 'hono'
import { ServicePage, type ServicePageProps } from '../../views/scheduling/service-page.tsx'
import { ServicesPage } from '../../views/scheduling/services-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { read } from '../db.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { fieldsOf, form } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { changeOfferings, problemsOf, type Offering } from './offering.ts'
import {
  addService,
  archiveService,
  everyService,
  moveService,
  oneService,
  returnService,
  saveService,
  serviceFrom,
  type ListedService,
  type ServiceFile,
} from './services.ts'
import { archiving, moving, newService, offeringForm, savedService, serviceOf } from './set-up-forms.ts'
import { askingAgain } from '../shards.ts'

/** Organization > Services: what clients can have an appointment for, and who offers it where (SCH-1). Administrators only. */
export const serviceRoutes = new Hono<Portal>()

const list = { about: () => everyService }
const one = { about: () => oneService }

serviceRoutes.get(paths.services, door(administrators, list), (c) => showList(c))

serviceRoutes.post(
  paths.services,
  door(administrators),
  form(newService, (c, problem) => show(c, null, { problem }, 422)),
  async (c) => {
    const { current } = c.var
    return answer(c, await addService(current, serviceOf(c.req.valid('form')), (id) => addressOf(current, id)))
  },
)

serviceRoutes.get(paths.newService, door(administrators), (c) => show(c, null))
serviceRoutes.get(paths.service, door(administrators, one), (c) => show(c, own(c)))

serviceRoutes.post(
  paths.service,
  door(administrators, one),
  form(savedService, (c, problem) => show(c, own(c), { problem }, 422)),
  async (c) => {
    const { current } = c.var
    const service = own(c)
    const typed = c.req.valid('form')
    const back = addressOf(current, service.id)
    if (!(await saveService(current, service, serviceOf(typed), typed.version, back))) return answer(c, back)
    const problem = { fields: [], typed: await fieldsOf(c) }
    return await show(c, await again(c, service), { stale: 'fields', problem }, 409)
  },
)

serviceRoutes.post(paths.serviceOfferings, door(administrators, one), form(offeringForm, badForm), async (c) => {
  const { current } = c.var
  const service = own(c)
  const back = addressOf(current, service.id, 'offerings')
  const wanted = await offeringsIn(c, service)
  const wrong = problemsOf(service, wanted)
  if (wrong.size > 0) return await show(c, service, { offering: { wanted, wrong } }, 422)
  if (!(await changeOfferings(current, service, wanted, c.req.valid('form').version, back))) return answer(c, back)
  return await show(c, await again(c, service), { stale: 'offerings', offering: { wanted, wrong } }, 409)
})

serviceRoutes.post(paths.servicePosition, door(administrators, list), form(moving, badForm), async (c) => {
  const { current, about } = c.var
  const all = about.services as ListedService[]
  const id = c.req.param('serviceId')
  if (!all.some((service) => service.id === id)) throw new NotFound()
  const leadsTo = href(paths.services, { org: current.organization.slug }, {}, `service-${id}`)
  if (!(await moveService(current, all, id, { ...c.req.valid('form'), leadsTo }))) return answer(c, leadsTo)
  return await showList(c, (await read(current.db, everyService(here(c)))).services as ListedService[])
})

serviceRoutes.post(paths.serviceArchive, door(administrators, one), form(archiving, badForm), async (c) => {
  const { current } = c.var
  const service = own(c)
  const { version, confirm } = c.req.valid('form')
  const leadsTo = addressOf(current, service.id)
  const refusal = await archiveService(current, service, { version, sure: confirm === '1', leadsTo })
  if (!refusal) return answer(c, leadsTo)
  return await show(c, await again(c, service), refusal === 'impact' ? { asks: true } : { stale: 'archive' }, 409)
})

serviceRoutes.post(paths.serviceReturn, door(administrators, one), form(archiving, badForm), async (c) => {
  const { current } = c.var
  const service = own(c)
  const leadsTo = addressOf(current, service.id)
  if (!(await returnService(current, service, c.req.valid('form').version, leadsTo))) return answer(c, leadsTo)
  return await show(c, await again(c, service), { stale: 'archive' }, 409)
})

/** The boxes that are ticked, each with its location. Where the page shows no choice of one, what was set stays. */
async function offeringsIn(context: unknown, service: ServiceFile): Promise<Offering[]> {
  const fields = await fieldsOf(context as Context)
  const ticked = (fields.therapist ?? '').split('\n')
  return service.offered
    .filter(({ staffId }) => ticked.includes(staffId))
    .map(({ staffId, locationId }) => ({ staffId, locationId: locationOf(fields[`location_${staffId}`], locationId) }))
}

const locationOf = (chosen: string | undefined, before: string | null) => (chosen === undefined ? before : chosen || null)

const addressOf = ({ organization }: StaffCurrent, serviceId: string, hash?: string): string =>
  href(paths.service, { org: organization.slug, serviceId }, {}, hash)

const varOf = (context: unknown) => (context as { var: { current: StaffCurrent; about: Record<string, unknown> } }).var

/** The service of the address. Not this organization's is not there. */
function own(context: unknown): ServiceFile {
  const service = serviceFrom(varOf(context).about)
  if (!service) throw new NotFound()
  return service
}

/** For reading once more what a door has read. */
function here(context: unknown) {
  const { db, organization, person, now } = varOf(context).current
  return {
    ...askingAgain(db),
    now,
    organizationId: sql`${organization.id}`,
    personId: sql`${person.id}`,
    params: (context as Context).req.param(),
    fields: {},
  }
}

/** As it is now: after a lost race the page must tell the truth. */
const again = async (context: unknown, before: ServiceFile): Promise<ServiceFile> =>
  serviceFrom(await read(varOf(context).current.db, oneService(here(context)))) ?? before

function showList(context: unknown, now?: ListedService[]) {
  const { current, about } = varOf(context)
  const services = now ?? (about.services as ListedService[])
  return page(
    context as Context,
    <ServicesPage current={current} services={services} formKey={newKey()} stale={now !== undefined} />,
    now ? 409 : 200,
  )
}

type Shown = Omit<ServicePageProps, 'current' | 'service' | 'formKey'>

const show = (context: unknown, service: ServiceFile | null, shown: Shown = {}, status: 200 | 409 | 422 = 200) =>
  page(context as Context, <ServicePage current={varOf(context).current} service={service} formKey={newKey()} {...shown} />, status)
