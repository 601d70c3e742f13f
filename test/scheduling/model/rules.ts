/** What is allowed, written again from the specification. */
import { isActive, type Hold, type Kept, type Model, type Time } from './model.ts'
import * as world from './world.ts'
import type { Client, Service, Therapist } from './world.ts'

/** A time of a service: the appointment itself, and with the buffers it asks for. */
export function timeOf(service: Service, startsAt: number): Time {
  const { lasts, before, after } = world.services[service]
  const endsAt = startsAt + lasts * world.minute
  return { startsAt, endsAt, blockedFrom: startsAt - before * world.minute, blockedUntil: endsAt + after * world.minute }
}

/** The same length and buffers from another start on. */
export function shifted({ startsAt: from, endsAt, blockedFrom, blockedUntil }: Time, startsAt: number): Time {
  const by = startsAt - from
  return { startsAt, endsAt: endsAt + by, blockedFrom: blockedFrom + by, blockedUntil: blockedUntil + by }
}

/** The one meets the other with its buffers. */
export const meet = (a: Time, b: Time): boolean =>
  (a.startsAt < b.blockedUntil && a.endsAt > b.blockedFrom) || (b.startsAt < a.blockedUntil && b.endsAt > a.blockedFrom)

/** A client is in one place at a time; buffers are the therapist's. */
const overlap = (a: Time, b: Time): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt

/** What is wanted, and what does not stand in its way: itself, and what it would take the place of. */
export interface Wanted extends Time {
  client: Client
  staff: Therapist
  but?: (string | null)[]
  /** Held times that are given up for it. */
  without?: (hold: Hold) => boolean
}

/** Whether a start lies in the therapist's hours, whatever the grid. */
export function isWithinHours({ startsAt, endsAt }: Time): boolean {
  const at = world.minuteOf(startsAt)
  return world.isWorkday(world.dayOf(startsAt)) && at >= world.opens && at + (endsAt - startsAt) / world.minute <= world.closes
}

/** Why a client cannot have this time; null when they can (SCH-10, SET-13). */
export function whyNot(model: Model, wanted: Wanted): string | null {
  const { now, choices } = model
  const { startsAt } = wanted
  if (!isWithinHours(wanted) || (world.minuteOf(startsAt) - world.opens) % world.interval !== 0) return 'no such time'
  if (startsAt <= now || world.dayOf(startsAt) > world.dayOf(now) + world.horizonDays) return 'no such time'
  if (!choices.scheduleWithin24h && startsAt - now < world.day) return 'within 24 h'
  return inTheWay(model, wanted)
}

/** SCH-2: a client's open requests: no two at once pass it together. */
export const tooMany = ({ appointments }: Model, client: Client): boolean =>
  appointments.filter((one) => one.client === client && one.state === 'requested').length >= world.openRequestsPerClient

/** SCH-2: the therapist's cap of a day. A time that is kept for somebody who waits counts as the request it becomes. */
export function dayIsFull({ appointments, holds, now }: Model, { staff, startsAt, but = [], without = () => false }: Wanted): boolean {
  const { capPerDay } = world.therapists[staff]
  const thatDay = (one: Time & { staff: Therapist }) => one.staff === staff && world.dayOf(one.startsAt) === world.dayOf(startsAt)
  const others = appointments.filter((one) => isActive(one) && thatDay(one) && !but.includes(one.id))
  const kept = holds.filter((one) => one.purpose === 'waitlist' && thatDay(one) && one.expiresAt > now && !without(one))
  return capPerDay !== null && others.length + kept.length >= capPerDay
}

/** What stands at this time: something of the therapist's, a time kept for somebody, or something of the client's own. */
export function inTheWay(model: Model, wanted: Wanted): string | null {
  const { client, staff, but = [] } = wanted
  const others = model.appointments.filter((one) => isActive(one) && !but.includes(one.id))
  if (others.some((one) => one.staff === staff && meet(one, wanted))) return 'taken'
  if (runningHolds(model, wanted).some((hold) => meet(hold, wanted))) return 'held'
  return others.some((one) => one.client === client && overlap(one, wanted)) ? 'own time' : null
}

/** Held times of the therapist, as far as they are not given up for what is wanted. */
export const runningHolds = (model: Model, { staff, without = () => false }: Pick<Wanted, 'staff' | 'without'>): Hold[] =>
  model.holds.filter((hold) => hold.staff === staff && hold.expiresAt > model.now && !without(hold))

/** What staff are shown before they save (SCH-26): `final` stops them, the rest they may go over, knowingly. */
export interface Conflict {
  key: string
  final: boolean
  /** It is there at that time, and is gone over; else a rule that is not kept. */
  isThere: boolean
}

export function conflictsOf(model: Model, wanted: Wanted): Conflict[] {
  const { client, staff, but = [] } = wanted
  const others = model.appointments.filter((one) => isActive(one) && !but.includes(one.id))
  const met = others.filter((one) => (one.staff === staff && meet(one, wanted)) || (one.client === client && overlap(one, wanted)))
  const rule = (key: string): Conflict => ({ key, final: false, isThere: false })
  return [
    ...met.map(({ id, state }) => ({ key: id, final: state === 'confirmed', isThere: true })),
    ...runningHolds(model, wanted)
      .filter((hold) => meet(hold, wanted))
      .map(({ id }) => ({ key: id, final: false, isThere: true })),
    ...(isWithinHours(wanted) ? [] : [rule('hours')]),
    ...(wanted.startsAt < model.now ? [rule('past')] : []),
  ]
}

/** Every start that a client could ask for, ascending, before an instant; without one, until the first is found. */
export function freeStarts(model: Model, of: { client: Client; staff: Therapist; service: Service }, before: number | null): number[] {
  const found: number[] = []
  const [first, last] = [world.dayOf(model.now), world.dayOf(before ?? model.now + world.horizonDays * world.day)]
  for (let date = first; date <= last && (before !== null || found.length === 0); date++)
    for (let minute = world.opens; world.isWorkday(date) && minute < world.closes; minute += world.interval) {
      const wanted: Wanted = { ...of, ...timeOf(of.service, world.instantOf(date, minute)) }
      if ((before === null || wanted.startsAt < before) && !whyNot(model, wanted) && !dayIsFull(model, wanted)) found.push(wanted.startsAt)
    }
  return found
}

/** When a wish to move must be answered: by the earlier one of both times. */
export const earlierOf = (kept: Kept, original: Kept | null): number =>
  original ? Math.min(kept.startsAt, original.startsAt) : kept.startsAt
