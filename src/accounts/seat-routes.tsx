import { Hono } from 'hono'
import * as z from 'zod/mini'
import { CardProcessingPage } from '../../views/accounts/card-processing-page.tsx'
import { PlanPage } from '../../views/accounts/plan-page.tsx'
import { SeatChanged, SeatsPage } from '../../views/accounts/seats-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { declarationOf, settingKeys } from '../settings/declarations.ts'
import type { InFlight } from '../settings/declare.ts'
import { countInFlight, impactOf } from '../settings/impact.ts'
import { linesOf } from '../settings/impact-lines.ts'
import { changedUnder, isPlan } from '../settings/plan-change.ts'
import { isUndo } from '../settings/switches.ts'
import { answer, page, refuse } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, onOff, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { changeSeat, seatAtHand, seatsFrom, staffAndSeats } from './seats.ts'
import type { AboutQueries } from './identity.ts'

/** Organization > Staff & seats, the plan, and card processing. */
export const seatRoutes = new Hono<Portal>()
const wish = z.object({ value: onOff, version, confirm: z.optional(z.literal('1')), undo: z.optional(z.literal('1')) })

seatRoutes.post(paths.seat, door(administrators, { about: () => seatAtHand }), form(wish, badForm), async (c) => {
  const { current, about } = c.var
  const seats = seatsFrom(current, about)
  const member = seats.members.find(({ id }) => id === c.req.param('staffId'))
  if (!member) throw new NotFound()
  const { value, version: seen, confirm, undo } = c.req.valid('form')
  const sure = confirm === '1' || isUndo(undo === '1', member.changedAt === null ? null : { at: member.changedAt }, current.now)
  const [open] = about.open as { openRequests: number }[]
  const { refusal, seats: after } = await changeSeat(current, seats, member, { value, version: seen, sure }, open?.openRequests ?? 0)
  const now = after.members.find(({ id }) => id === member.id) ?? member
  if (refusal)
    return refuse(
      c,
      409,
      <SeatsPage current={current} seats={after} refused={{ staffId: member.id, refusal }} />,
      <SeatChanged current={current} seats={after} member={now} refusal={refusal} />,
    )
  const back = href(paths.seats, { org: current.organization.slug }, {}, `seat-${member.id}`)
  return answer(c, back, <SeatChanged current={current} seats={after} member={now} justSwitched={now !== member} />)
})

seatRoutes.get(paths.planPreview, door(administrators, { about: () => whatAPlanMeets }), (c) => {
  const { current, about } = c.var
  const plan = c.req.query('plan') ?? 'essentials'
  if (!isPlan(plan)) throw new NotFound()
  const stopping = changedUnder(plan, current.facts).filter(({ before, after }) => before.effective && !after.effective)
  const kinds = stopping.flatMap(({ key }) => declarationOf(key).inFlight)
  const meets = linesOf(
    impactOf(everyKind, about).filter(({ kind }) => kinds.includes(kind)),
    current.language,
  )
  return page(c, <PlanPage current={current} seats={seatsFrom(current, about)} plan={plan} meets={meets} />)
})

seatRoutes.get(paths.cardProcessing, door(administrators), (c) => page(c, <CardProcessingPage current={c.var.current} />))

const everyKind: InFlight[] = settingKeys.flatMap((key) => declarationOf(key).inFlight)

/** What is in flight of every setting: which of them would stop is known when the facts are. */
const whatAPlanMeets: AboutQueries = (at) => ({ ...staffAndSeats(at), ...countInFlight(everyKind)({ ...at, fields: { value: 'off' } }) })
