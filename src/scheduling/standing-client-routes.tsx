import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { NewStandingPage } from '../../views/scheduling/new-standing-page.tsx'
import { RefusedPage } from '../../views/scheduling/refused-page.tsx'
import { StandingPage } from '../../views/scheduling/standing-page.tsx'
import type { ClientCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { mayAct, theClient } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form, freeText, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { bookingFrom, findBooking } from './booking.ts'
import { firstAvailable } from './first-available.ts'
import { requestFacts, type RequestFacts } from './requests.ts'
import { isDate } from './series-dates.ts'
import { clientsStanding, theStanding } from './standing-file.ts'
import { firstDateOf, nameOfTime, wallTimesOf } from './standing-times.ts'
import { askStanding, withdrawStanding } from './standing.ts'

/** What a client asks for every week, by herself or a contact for her (SCH-27). */
export const standingClientRoutes = new Hono<Portal>()

const asking = z.object({
  therapist: z.string().check(z.maxLength(60)),
  service: z.string().check(z.maxLength(60)),
  forum: z.enum(['in_person', 'telehealth']),
  time: z.string().check(z.maxLength(10)),
  every: z.string().check(z.maxLength(3)),
  from: z.string().check(z.maxLength(10)),
  note: z.optional(freeText(1000)),
  key: z.optional(idempotencyKey),
})
const withdrawing = z.object({ version, key: z.optional(idempotencyKey) })
const rhythms = ['1', '2', '4']

standingClientRoutes.get(paths.newStanding, door(mayAct('schedule')), async (c) => {
  const { current } = c.var
  const { therapist: asked, service, forum } = c.req.query()
  const therapist = asked === firstAvailable ? undefined : asked // every week is with somebody
  return await page(c, <NewStandingPage current={current} booking={await findBooking(current, { therapist, service, forum })} />)
})

standingClientRoutes.post(
  paths.clientStandings,
  door(mayAct('schedule'), { about: () => requestFacts }),
  form(asking, badForm),
  async (c) => {
    const { current, about } = c.var
    const { note = '', key: _, ...typed } = c.req.valid('form')
    const facts = about as unknown as RequestFacts
    const booking = bookingFrom(current, facts, typed)
    if (!booking.bookable) return await page(c, <RefusedPage current={current} refusal={{ kind: 'not_offered' }} note={note} />, 409)
    if ((facts.openCount[0]?.open ?? 0) >= current.organization.openRequestsPerClient)
      return await page(c, <RefusedPage current={current} refusal={{ kind: 'too_many' }} note={note} />, 409)
    const time = wallTimesOf(booking.slots, booking.bookable.choice.zone).find((one) => nameOfTime(one) === typed.time)
    const firstDate = time && isDate(typed.from) ? firstDateOf(booking.bookable, time, typed.from) : null
    const problems = [
      ...(time ? [] : ['time']),
      ...(!time || firstDate ? [] : ['from']),
      ...(rhythms.includes(typed.every) ? [] : ['every']),
    ]
    if (!time || !firstDate || problems.length > 0)
      return await page(c, <NewStandingPage {...{ current, booking, problems }} typed={{ ...typed, note }} />, 422)
    const { weekday, minute: wallMinute } = time
    const wish = { weekday, wallMinute, everyWeeks: Number(typed.every), firstDate, note }
    const outcome = await askStanding(current, booking.bookable, wish)
    if (outcome === 'too_many') return await page(c, <RefusedPage current={current} refusal={{ kind: 'too_many' }} note={note} />, 409)
    wake(c.executionCtx, current)
    return answer(c, addressOf(current, outcome.id))
  },
)

standingClientRoutes.get(paths.clientStanding, door(theClient, { about: () => theStanding }), (c) =>
  page(c, <StandingPage current={c.var.current} standing={clientsStanding(c.var.about)} />),
)

standingClientRoutes.post(
  paths.standingWithdrawal,
  door(mayAct('schedule'), { about: () => theStanding }),
  form(withdrawing, badForm),
  async (c) => {
    const { current, about } = c.var
    const standing = clientsStanding(about)
    const refusal = await withdrawStanding(current, standing, c.req.valid('form').version)
    if (refusal) return await showStale(c, current, standing)
    wake(c.executionCtx, current)
    return answer(c, addressOf(current, standing.id))
  },
)

const showStale = (c: Context, current: ClientCurrent, standing: ReturnType<typeof clientsStanding>) =>
  page(c, <StandingPage current={current} standing={standing} refused />, 409)

const addressOf = ({ organization, client }: ClientCurrent, standingId: string): string =>
  href(paths.clientStanding, { org: organization.slug, clientId: client.id, standingId })
