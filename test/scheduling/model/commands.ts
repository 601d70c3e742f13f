/**
 * The commands of the model test. To add a verb:
 *   1. machine.ts: the line of its audit action, from which states to which.
 *   2. a class that extends Act, beside those of its kind: asking, changing (a client's own), answering, other-times (counter-offers), staffing
 *      (the calendar), repeating and following (series), waiting (the waitlist). `aim` picks the appointment (`pick`, by what the verb is meant
 *      for) and answers the form that is posted (the contract's path and fields) and `judge`: 303 and what changes in the model (`take`, `move`
 *      and `note` are one step each; a new appointment is pushed), or 409, 404 or 422 and why. Rules are written again from the specification,
 *      in rules.ts and steps.ts, never imported. What the portal names by itself, learning.ts takes over.
 *   3. at the end of this file: its arbitrary in `acts`, with a weight.
 *   4. world.ts, if it needs a switch, a person or a setting; portal.ts `prepare` makes the world's rows.
 * A verb that comes with holds, series or two appointments at once needs nothing more: agreement.ts looks at every table already.
 */
import fc from 'fast-check'
import type { Act } from './act.ts'
import { Confirm, Decline, Undo } from './answering.ts'
import { Again, Clock, Cron } from './around.ts'
import { Request } from './asking.ts'
import { AtOnce } from './at-once.ts'
import { Cancel, Reschedule, Withdraw } from './changing.ts'
import { CancelFollowing, MoveFollowing } from './following.ts'
import { Offer, TakeBack, TakeOffer } from './other-times.ts'
import type { By, Pick, When } from './picking.ts'
import { MakeSeries } from './repeating.ts'
import { EndIt, everyEnd, Make, Move } from './staffing.ts'
import { AcceptOffer, DeclineOffer, Join, JoinAny, Leave } from './waiting.ts'
import * as world from './world.ts'

const twice = fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })
const picks: fc.Arbitrary<Pick> = fc.record({
  index: fc.nat(30),
  any: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  seen: fc.oneof(
    { weight: 10, arbitrary: fc.constant('now' as const) },
    { weight: 1, arbitrary: fc.constant('before' as const) },
    { weight: 1, arbitrary: fc.constant('after' as const) },
  ),
})
/** Mostly in the mornings of the next three working days, sometimes where nothing is offered. */
const minutes = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 7 }).map((n) => world.opens + n * world.interval) },
  { weight: 1, arbitrary: fc.constantFrom(world.opens - 30, world.opens + 10, world.closes - 30, world.closes) },
)
const timesOn = (others: number[]): fc.Arbitrary<When> =>
  fc.record({
    workday: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: fc.constantFrom(...others) }),
    minute: minutes,
  })
const times = timesOn([0, 4, 70])
/** Staff are bound to no horizon: nothing of theirs lies so far ahead that the clocks change before it. */
const soon = timesOn([0, 4])
const by: fc.Arbitrary<By> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('own' as const) },
  { weight: 3, arbitrary: fc.constant('dana' as const) },
  { weight: 1, arbitrary: fc.constant('other' as const) },
)
const mostly = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })
const seldom = mostly.map((value) => !value)
const nth = fc.nat(30)
const client = fc.constantFrom(...world.clientIds)
const staff = fc.constantFrom(...world.therapistIds)
const service = fc.constantFrom(...world.serviceIds)

/** Every act there is, by how often it comes. */
const acts: { weight: number; arbitrary: fc.Arbitrary<Act> }[] = [
  { weight: 30, arbitrary: fc.tuple(client, staff, service, times, twice).map((args) => new Request(...args)) },
  { weight: 17, arbitrary: fc.tuple(picks, by, twice).map((args) => new Confirm(...args)) },
  { weight: 6, arbitrary: fc.tuple(picks, by, twice).map((args) => new Decline(...args)) },
  { weight: 10, arbitrary: fc.tuple(picks, by, twice).map((args) => new Undo(...args)) },
  { weight: 5, arbitrary: fc.tuple(picks, twice).map((args) => new Withdraw(...args)) },
  { weight: 6, arbitrary: fc.tuple(picks, twice).map((args) => new Cancel(...args)) },
  { weight: 9, arbitrary: fc.tuple(picks, times, twice).map((args) => new Reschedule(...args)) },
  { weight: 8, arbitrary: fc.tuple(client, staff, service, soon, by, mostly, twice).map((args) => new Make(...args)) },
  { weight: 7, arbitrary: fc.tuple(picks, soon, fc.option(staff), by, mostly, twice).map((args) => new Move(...args)) },
  { weight: 8, arbitrary: fc.tuple(picks, fc.constantFrom(...everyEnd), by, twice).map((args) => new EndIt(...args)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(client, staff, service, soon, fc.integer({ min: 1, max: 4 }), by, mostly, twice)
      .map((args) => new MakeSeries(...args)),
  },
  { weight: 3, arbitrary: fc.tuple(nth, nth, by, seldom, twice).map((args) => new CancelFollowing(...args)) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(nth, nth, fc.option(fc.integer({ min: 0, max: 4 })), fc.option(minutes), fc.option(staff), by, twice)
      .map((args) => new MoveFollowing(...args)),
  },
  { weight: 6, arbitrary: fc.tuple(picks, fc.array(soon, { minLength: 1, maxLength: 3 }), by, twice).map((args) => new Offer(...args)) },
  { weight: 3, arbitrary: fc.tuple(picks, by, twice).map((args) => new TakeBack(...args)) },
  { weight: 8, arbitrary: fc.tuple(picks, nth, twice).map((args) => new TakeOffer(...args)) },
  { weight: 7, arbitrary: fc.tuple(picks, twice).map((args) => new Join(...args)) },
  { weight: 2, arbitrary: fc.tuple(client, staff, service, twice).map((args) => new JoinAny(...args)) },
  { weight: 12, arbitrary: fc.tuple(nth, twice).map((args) => new AcceptOffer(...args)) },
  { weight: 4, arbitrary: fc.tuple(nth, twice).map((args) => new DeclineOffer(...args)) },
  { weight: 1, arbitrary: fc.tuple(nth, twice).map((args) => new Leave(...args)) },
]

const clock = fc.constantFrom(1, 10, 60, 3 * 60, 7 * 60, 22 * 60, 24 * 60, 46 * 60).map((minutes) => new Clock(minutes))
const atOnce = fc.tuple(fc.oneof(...acts), fc.oneof(...acts)).map((pair) => new AtOnce(...pair))

export const commands = fc.oneof(
  ...acts,
  { weight: 8, arbitrary: atOnce },
  { weight: 4, arbitrary: fc.boolean().map((other) => new Again(other)) },
  { weight: 8, arbitrary: clock },
  { weight: 10, arbitrary: fc.constant(new Cron()) },
)

/** Everybody wants one time: what a portal without a referee gets wrong within a few steps. */
const sameTime = fc
  .constantFrom(...world.clientIds)
  .map((client) => new Request(client, 'sta_theo', 'svc_session', { workday: 3, minute: world.opens }, false))
const seenNow = fc.nat(30).map((index): Pick => ({ index, any: false, seen: 'now' }))
export const crowd = fc.oneof(
  fc.tuple(sameTime, sameTime).map((pair) => new AtOnce(...pair)),
  sameTime,
  seenNow.map((at) => new Decline(at, 'own', false)),
  seenNow.map((at) => new Undo(at, 'own', false)),
)
