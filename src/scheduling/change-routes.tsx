import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { CancelPage } from '../../views/scheduling/cancel-page.tsx'
import { MovePage } from '../../views/scheduling/move-page.tsx'
import { RequestPage } from '../../views/scheduling/request-page.tsx'
import type { ClientCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { mayAct } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { clientsAppointment, type Appointment } from './appointments.ts'
import { askedForFrom, theRequest } from './asked-for.ts'
import { cancelRefusal } from './cancelling.ts'
import { theOffers, type OfferedTime } from './counter-offers.ts'
import { askToMove, isMoveOffered, moveFacts, movesOf, movesTaken, type MoveFacts, type MoveRefusal } from './moves.ts'
import { takeOffer } from './offer-taking.ts'

/** What a client changes herself: moving, with a look at what it means before it is done; cancelling, looked at; taking an offered time (SCH-41). */
export const changeRoutes = new Hono<Portal>()

const moving = z.object({ start: z.iso.datetime(), version, key: z.optional(idempotencyKey) })
const changing = z.object({ version, key: z.optional(idempotencyKey) })
const mayMove = door(mayAct('schedule'), { about: () => moveFacts })

changeRoutes.get(paths.reschedule, mayMove, async (c) => {
  const { current } = c.var
  const facts = c.var.about as unknown as MoveFacts
  const appointment = own(c.var.about)
  const found = movesOf(current, facts, appointment)
  if ('refusal' in found) return await showRefusal(c, current, appointment, found.refusal)
  const { from, start, part } = c.req.query()
  const shown = { current, appointment, bookable: found.bookable, from, part }
  if (start === undefined) return await page(c, <MovePage {...shown} />)
  const chosen = Date.parse(start)
  const offered = isMoveOffered(found.bookable, found.terms, chosen)
  return offered
    ? await page(c, <MovePage {...shown} chosen={chosen} />)
    : await showRefusal(c, current, appointment, movesTaken(found.bookable, chosen))
})

changeRoutes.post(paths.reschedule, mayMove, form(moving, badForm), async (c) => {
  const { current } = c.var
  const appointment = own(c.var.about)
  const outcome = await askToMove(current, c.var.about as unknown as MoveFacts, appointment, c.req.valid('form'))
  if ('refusal' in outcome) return await showRefusal(c, current, appointment, outcome.refusal)
  wake(c.executionCtx, current)
  return answer(c, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: outcome.id }))
})

changeRoutes.get(paths.cancellation, door(mayAct('schedule'), { about: () => clientsAppointment }), async (c) => {
  const { current, about } = c.var
  const appointment = own(about)
  const refusal = cancelRefusal(current, appointment)
  if (refusal) return await showRefusal(c, current, appointment, { kind: refusal })
  return await page(c, <CancelPage current={current} appointment={appointment} />)
})

changeRoutes.post(
  paths.counterOfferAcceptance,
  door(mayAct('schedule'), { about: () => (at) => ({ ...theRequest(at), ...theOffers(at) }) }),
  form(changing, badForm),
  async (c) => {
    const { current, about } = c.var
    const request = askedForFrom(about)
    if (!request || request.clientId !== current.client.id) throw new NotFound()
    const offer = (about.offers as OfferedTime[]).find(({ offerId }) => offerId === c.req.param('counterOfferId'))
    const refusal = await takeOffer(current, request, offer, c.req.valid('form').version)
    if (refusal) return await showRefusal(c, current, request, { kind: refusal })
    wake(c.executionCtx, current)
    return answer(c, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: request.id }))
  },
)

/** Not hers is not there. */
function own(about: Record<string, unknown>): Appointment {
  const [appointment] = about.appointments as Appointment[]
  if (!appointment) throw new NotFound()
  return appointment
}

/** Why not: with other times where there are some, else on the page of the appointment. */
function showRefusal(c: Context, current: ClientCurrent, appointment: Appointment, refusal: MoveRefusal | { kind: 'overlap' }) {
  if (refusal.kind === 'taken')
    return page(c, <MovePage {...{ current, appointment }} bookable={refusal.bookable} taken={refusal.alternatives} />, 409)
  return page(c, <RequestPage current={current} request={appointment} refusal={refusal.kind} />, 409)
}
