import { Hono } from 'hono'
import * as z from 'zod/mini'
import { AppointmentsPage } from '../../views/scheduling/appointments-page.tsx'
import { NewAppointmentPage } from '../../views/scheduling/new-appointment-page.tsx'
import { RefusedPage } from '../../views/scheduling/refused-page.tsx'
import { RequestPage } from '../../views/scheduling/request-page.tsx'
import { draftsOf } from '../accounts/drafts.ts'
import { offersPasskey } from '../accounts/passkey-offer.ts'
import type { ClientCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { mayAct, theClient } from '../policies.ts'
import { answer, page, refuse } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, freeText, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { cancel, clientsAppointment, listAppointments, withdraw, type Appointment } from './appointments.ts'
import { findBooking } from './booking.ts'
import { aroundRequest, clientsRequest } from './client-request.ts'
import { partAsked } from './parts-of-day.ts'
import { requestAppointment, requestFacts, type RequestFacts } from './requests.ts'
import { waitingOfClient, type Waiting } from './waitlist.ts'

/** A client's appointments and requests, by herself or a contact for her. */
export const clientSchedulingRoutes = new Hono<Portal>()

const changing = z.object({ version, key: z.optional(idempotencyKey) })
const asking = z.object({
  therapist: z.string().check(z.maxLength(60)),
  service: z.string().check(z.maxLength(60)),
  forum: z.enum(['in_person', 'telehealth']),
  start: z.iso.datetime(),
  note: z.optional(freeText(1000)),
  key: z.optional(idempotencyKey),
})

clientSchedulingRoutes.get(paths.appointments, door(theClient, { about: () => waitingOfClient }), async (c) => {
  const { current, about } = c.var
  const waiting = about.waiting as Waiting[]
  return await page(
    c,
    <AppointmentsPage current={current} {...await listAppointments(current)} waiting={waiting} offersPasskey={offersPasskey(c, current)} />,
  )
})

clientSchedulingRoutes.get(paths.newAppointment, door(mayAct('schedule')), async (c) => {
  const { current } = c.var
  const { therapist, service, forum, from, part } = c.req.query()
  const booking = await findBooking(current, { therapist, service, forum })
  const drafts = await draftsOf(current, 'request_note')
  const draft = drafts.get(current.client.id)
  return await page(c, <NewAppointmentPage {...{ current, booking, from, draft }} part={partAsked(part)} />)
})

clientSchedulingRoutes.post(
  paths.clientRequests,
  door(mayAct('schedule'), {
    about: () => requestFacts,
    draft: (c) => ({ form: 'request_note', about: c.req.param('clientId') ?? '' }),
  }),
  form(asking, badForm),
  async (c) => {
    const { current } = c.var
    const { note = '', ...wish } = c.req.valid('form')
    const outcome = await requestAppointment(current, c.var.about as unknown as RequestFacts, { ...wish, note })
    if ('refusal' in outcome) return await page(c, <RefusedPage current={current} refusal={outcome.refusal} note={note} />, 409)
    wake(c.executionCtx, current)
    return answer(c, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: outcome.id }))
  },
)

clientSchedulingRoutes.get(paths.clientRequest, door(theClient, { about: () => clientsRequest }), async (c) => {
  const { current, about } = c.var
  const request = own(about)
  return await page(c, <RequestPage current={current} request={request} around={await aroundRequest(current, request, about)} />)
})

clientSchedulingRoutes.post(
  paths.withdrawal,
  door(mayAct('schedule'), { about: () => clientsAppointment }),
  form(changing, badForm),
  async (c) => {
    const { current, about } = c.var
    const request = own(about)
    const refusal = await withdraw(current, request, c.req.valid('form').version)
    if (refusal) return await refuse(c, 409, ...refusedTwice(current, request, refusal))
    wake(c.executionCtx, current)
    return answer(c, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: request.id }))
  },
)

clientSchedulingRoutes.post(
  paths.cancellation,
  door(mayAct('schedule'), { about: () => clientsAppointment }),
  form(changing, badForm),
  async (c) => {
    const { current, about } = c.var
    const appointment = own(about)
    const refusal = await cancel(current, appointment, c.req.valid('form').version)
    if (refusal) return await refuse(c, 409, ...refusedTwice(current, appointment, refusal))
    wake(c.executionCtx, current)
    return answer(c, href(paths.appointments, { org: current.organization.slug, clientId: current.client.id }))
  },
)

/** The appointment of the address. Not hers is not there. */
function own(about: Record<string, unknown>): Appointment {
  const [appointment] = about.appointments as Appointment[]
  if (!appointment) throw new NotFound()
  return appointment
}

/** The page of the appointment with the reason, whole and for htmx the same: there is one thing to read now. */
function refusedTwice(current: ClientCurrent, request: Appointment, refusal: Parameters<typeof RequestPage>[0]['refusal']) {
  const shown = <RequestPage current={current} request={request} refusal={refusal} />
  return [shown, shown] as const
}
