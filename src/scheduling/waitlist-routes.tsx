import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { NewWaitPage } from '../../views/scheduling/new-wait-page.tsx'
import { WaitlistPage } from '../../views/scheduling/waitlist-page.tsx'
import type { ClientCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { mayAct, theClient } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { acceptanceFacts, acceptOffer, type AcceptanceFacts } from './waitlist-accepting.ts'
import { decline, leave } from './waitlist-ending.ts'
import {
  boundOf,
  join,
  joiningFacts,
  joiningFrom,
  wishedOf,
  wishedOfAppointment,
  wishedOfService,
  type JoiningFacts,
} from './waitlist-joining.ts'
import { isOver } from './waitlist-rules.ts'
import { entryOf, hasOffer, rereadWaiting, theEntry, waitingOfClient, type Waiting } from './waitlist.ts'

/** SCH-28: "tell me if something earlier opens", by the client or a contact for her. */
export const waitlistRoutes = new Hono<Portal>()

const joining = z.object({
  therapist: z.optional(z.string().check(z.maxLength(60))),
  service: z.optional(z.string().check(z.maxLength(60))),
  forum: z.optional(z.enum(['in_person', 'telehealth'])),
  appointment: z.optional(z.string().check(z.maxLength(60))),
  before: z.optional(z.union([z.literal(''), z.iso.date()])),
  key: z.optional(idempotencyKey),
})
const answering = z.object({ key: z.optional(idempotencyKey) })
const leaving = z.object({ version, key: z.optional(idempotencyKey) })

waitlistRoutes.get(paths.waitlist, door(theClient, { about: () => waitingOfClient }), (c) =>
  page(c, <WaitlistPage current={c.var.current} waiting={c.var.about.waiting as Waiting[]} />),
)

waitlistRoutes.get(paths.newWaitlistEntry, door(mayAct('schedule')), async (c) => {
  const { current } = c.var
  const { therapist, service, forum, appointment } = c.req.query()
  const wished = await (appointment ? wishedOfAppointment(current, appointment) : wishedOfService(current, { therapist, service, forum }))
  if (appointment && !wished) throw new NotFound()
  return await page(c, <NewWaitPage current={current} wished={wished} />)
})

waitlistRoutes.post(paths.waitlistEntries, door(mayAct('schedule'), { about: () => joiningFacts }), form(joining, badForm), async (c) => {
  const { current } = c.var
  const { before = '', key: _, ...wish } = c.req.valid('form')
  const found = joiningFrom(current, c.var.about as unknown as JoiningFacts, wish)
  if (!found && wish.appointment) throw new NotFound()
  if (!found) return await page(c, <NewWaitPage current={current} wished={null} />, 409)
  const bound = boundOf(found, before || undefined)
  if (isOver(bound, current.now))
    return await page(c, <NewWaitPage current={current} wished={wishedOf(found)} before={before} problem="past" />, 422)
  const refusal = await join(current, found, bound)
  if (refusal) return await page(c, <NewWaitPage current={current} wished={wishedOf(found)} before={before} problem={refusal} />, 409)
  return answer(c, listOf(current))
})

waitlistRoutes.post(
  paths.waitlistAcceptance,
  door(mayAct('schedule'), { about: () => acceptanceFacts }),
  form(answering, badForm),
  async (c) => {
    const { current } = c.var
    const facts = c.var.about as unknown as AcceptanceFacts
    const outcome = await acceptOffer(current, facts)
    if (outcome === 'gone') return await showGone(c, current)
    wake(c.executionCtx, current)
    return answer(c, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: outcome.id }))
  },
)

waitlistRoutes.post(paths.waitlistDecline, door(mayAct('schedule'), { about: () => theEntry }), form(answering, badForm), async (c) => {
  const { current, about } = c.var
  const entry = entryOf(about)
  if (!entry || !hasOffer(entry)) return await showGone(c, current)
  const { id, offerId, holdId } = entry
  const refusal = await decline(current, { id, offerId: offerId ?? '', holdId: holdId ?? '' }, listOf(current))
  return refusal ? await showGone(c, current) : answer(c, listOf(current))
})

waitlistRoutes.post(paths.waitlistEntryEnd, door(mayAct('schedule'), { about: () => theEntry }), form(leaving, badForm), async (c) => {
  const { current, about } = c.var
  const entry = entryOf(about)
  if (!entry) return answer(c, listOf(current)) // she has left already: that is what she wants
  const refusal = await leave(current, { id: entry.id, version: c.req.valid('form').version }, 'left', listOf(current))
  // Pressed twice at once: the other one was quicker, and she has left.
  if (!refusal || !(await rereadWaiting(current)).some(({ id }) => id === entry.id)) return answer(c, listOf(current))
  return await showGone(c, current)
})

/** Somebody was quicker, or it is too late: the list as it is now, and that what was pressed is over. */
async function showGone(c: unknown, current: ClientCurrent) {
  return await page(c as Context, <WaitlistPage current={current} waiting={await rereadWaiting(current)} gone />, 409)
}

const listOf = ({ organization, client }: ClientCurrent) => href(paths.waitlist, { org: organization.slug, clientId: client.id })
