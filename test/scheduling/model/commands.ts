/**
 * The commands of the model test. To add a verb:
 *   1. machine.ts: the line of its audit action, from which states to which.
 *   2. beside asking.ts, answering.ts and changing.ts: a class that extends Act. `aim` picks the appointment (`pick`, by the states in which the verb is meant to work) and answers the
 *      form that is posted (the contract's path and fields) and `judge`: 303 and what changes in the model (`take` is one step; a new appointment
 *      is pushed), or 409 and why, or 404. Rules are written again from the specification, in model.ts, never imported.
 *   3. at the end of this file: its arbitrary in `commands`, with a weight.
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
import type { Pick, When } from './picking.ts'
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
export const times: fc.Arbitrary<When> = fc.record({
  workday: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 3 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 4, 70) }),
  minute: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 7 }).map((n) => world.opens + n * world.interval) },
    { weight: 1, arbitrary: fc.constantFrom(world.opens - 30, world.opens + 10, world.closes - 30, world.closes) },
  ),
})
const by = fc.oneof(
  { weight: 8, arbitrary: fc.constant('own' as const) },
  { weight: 3, arbitrary: fc.constant('dana' as const) },
  { weight: 1, arbitrary: fc.constant('other' as const) },
)

const request = fc
  .tuple(fc.constantFrom(...world.clientIds), fc.constantFrom(...world.therapistIds), fc.constantFrom(...world.serviceIds), times, twice)
  .map((args) => new Request(...args))
const confirm = fc.tuple(picks, by, twice).map((args) => new Confirm(...args))
const decline = fc.tuple(picks, by, twice).map((args) => new Decline(...args))
const undo = fc.tuple(picks, by, twice).map((args) => new Undo(...args))
const withdraw = fc.tuple(picks, twice).map((args) => new Withdraw(...args))
const cancel = fc.tuple(picks, twice).map((args) => new Cancel(...args))

/** For the seat above: its arbitrary, for whoever puts it among the acts. */
export const reschedule = fc.tuple(picks, fc.constantFrom(...world.serviceIds), times, twice).map((args) => new Reschedule(...args))

/** Every act there is, by how often it comes. */
const acts: { weight: number; arbitrary: fc.Arbitrary<Act> }[] = [
  { weight: 30, arbitrary: request },
  { weight: 15, arbitrary: confirm },
  { weight: 8, arbitrary: decline },
  { weight: 10, arbitrary: undo },
  { weight: 6, arbitrary: withdraw },
  { weight: 8, arbitrary: cancel },
]

const clock = fc.constantFrom(1, 10, 60, 3 * 60, 7 * 60, 22 * 60, 24 * 60, 46 * 60).map((minutes) => new Clock(minutes))
const atOnce = fc.tuple(fc.oneof(...acts), fc.oneof(...acts)).map((pair) => new AtOnce(...pair))

export const commands = fc.oneof(
  ...acts,
  { weight: 8, arbitrary: atOnce },
  { weight: 4, arbitrary: fc.boolean().map((other) => new Again(other)) },
  { weight: 5, arbitrary: clock },
  { weight: 5, arbitrary: fc.constant(new Cron()) },
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
