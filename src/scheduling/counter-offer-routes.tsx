import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { CounterOfferPage } from '../../views/scheduling/counter-offer-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form, freeText, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { ownRequest, theRequest, type AskedFor } from './asked-for.ts'
import { offerOthers, rowAddress, suggestions, takeOffersBack, type OfferRefusal } from './counter-offers.ts'
import { startsFrom, type OfferFields, type OfferProblem } from './offer-form.ts'

/** SCH-23: other times, instead of a decline. */
export const counterOfferRoutes = new Hono<Portal>()

const changing = z.object({ version, key: z.optional(idempotencyKey) })
const offering = z.extend(changing, {
  offer: z.pipe(
    z.optional(z.union([z.iso.datetime(), z.array(z.iso.datetime()).check(z.maxLength(20))])),
    z.transform((times) => [times ?? []].flat()),
  ),
  date: z._default(z.string().check(z.maxLength(10)), ''),
  time: z._default(z.string().check(z.maxLength(5)), ''),
  message: z.optional(freeText(1000)),
})
const aRequest = { about: () => theRequest }

counterOfferRoutes.get(paths.counterOffer, door(staffMembers, aRequest), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  noteOpening(c, current, 'request', [request.clientId])
  return await showForm(c, current, request, {}, request.status === 'requested' ? 200 : 409)
})

counterOfferRoutes.post(paths.counterOffer, door(staffMembers, aRequest), form(offering, badForm), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  const { version: seen, message = '', ...fields } = c.req.valid('form')
  const found = startsFrom(fields, request.zone, current.now)
  if ('problem' in found) return await showForm(c, current, request, { problem: found.problem, typed: { ...fields, message } }, 422)
  const refusal = await offerOthers(current, request, seen, { starts: found.starts, message })
  if (refusal) return await showForm(c, current, request, { refusal, typed: { ...fields, message } }, 409)
  wake(c.executionCtx, current)
  return answer(c, rowAddress(current, request))
})

counterOfferRoutes.post(paths.counterOfferUndo, door(staffMembers, aRequest), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  const refusal = await takeOffersBack(current, request, c.req.valid('form').version)
  return refusal ? await showForm(c, current, request, { refusal }, 409) : answer(c, rowAddress(current, request))
})

interface Shown {
  problem?: OfferProblem
  refusal?: OfferRefusal
  typed?: OfferFields & { message: string }
}

async function showForm(c: Context, current: StaffCurrent, request: AskedFor, shown: Shown, status: 200 | 409 | 422) {
  const nearest = await suggestions(current, request, 6)
  return await page(c, <CounterOfferPage {...{ current, request, nearest }} {...shown} />, status)
}
