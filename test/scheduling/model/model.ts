/**
 * The model: a list of appointments and what must be true of them, in the plainest words there are. It imports nothing of src/: where it and the
 * portal disagree, one of them is wrong.
 */
import { active, type State } from './machine.ts'
import * as world from './world.ts'
import type { Choices, Client, Person, Service, Switchable, Therapist } from './world.ts'

/** An appointment as the model keeps it. Plain data: two acts at once are tried in both orders on copies. */
export interface Kept {
  id: string
  client: Client
  staff: Therapist
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
  state: State
  version: number
  /** Until when an open request waits. */
  answerByAt: number
  askedBy: Person
  /** Staff knowingly put it over an open request. */
  override: boolean
  /** What the audit must say, a step for every version. */
  did: string[]
  /** What the outbox must hold: version, event, recipient. */
  told: string[]
}

export interface Model {
  now: number
  choices: Choices
  appointments: Kept[]
  /** The last form that was accepted, and where it led: sent again it changes nothing. */
  last: Sent | null
}

/** A form as somebody sends it. */
export interface Posting {
  who: Person
  path: string
  fields: Record<string, string | number>
}
export interface Sent extends Posting {
  location: string
}

/**
 * How the portal must answer: 303 comes with what changes. `why` is for the statistics.
 */
export type Verdict = { says: 303; change: Change } | { says: 404 | 409; why: string }
type Change = (model: Model, id: string) => void

export const newModel = (choices: Choices): Model => ({ now: world.beginsAt, choices, appointments: [], last: null })

/** An appointment of the list; throws when an act aims at what is not there. */
export function the(model: Model, id: string): Kept {
  const found = model.appointments.find((one) => one.id === id)
  if (!found) throw new Error(`The model has no appointment ${id}.`)
  return found
}

export const isActive = ({ state }: { state: State }): boolean => active.includes(state)

/** One step: the next version, what the audit says of it, and who is told. */
export function take(kept: Kept, state: State, action: string, told: string[]): void {
  kept.state = state
  kept.version += 1
  kept.did.push(action)
  kept.told.push(...told.map((one) => `${kept.version} ${one}`))
}

/** The e-mail to the client of a switched event, if it is on. */
export const ifOn = (model: Model, event: Switchable, client: Client): string[] =>
  model.choices.on.includes(event) ? [`${event} client:${client}`] : []

/** What is always sent: to the client, and to the contact who asked for them. */
export const always = (event: string, { client, askedBy }: { client: Client; askedBy: Person }): string[] => [
  `${event} client:${client}`,
  ...(askedBy === 'gail' ? [`${event} contact:con_gail`] : []),
]

export function answerBy(startsAt: number, now: number): number {
  const twoHoursBefore = startsAt - 2 * world.hour
  return twoHoursBefore <= now ? startsAt : Math.min(twoHoursBefore, now + world.deadlineHours * world.hour)
}

/** A time of a service: the appointment itself, and with the buffers it asks for. */
export function timeOf(service: Service, startsAt: number) {
  const { lasts, before, after } = world.services[service]
  const endsAt = startsAt + lasts * world.minute
  return { startsAt, endsAt, blockedFrom: startsAt - before * world.minute, blockedUntil: endsAt + after * world.minute }
}
export type Time = ReturnType<typeof timeOf>

/** The one meets the other with its buffers. */
export const meet = (a: Time, b: Time): boolean =>
  (a.startsAt < b.blockedUntil && a.endsAt > b.blockedFrom) || (b.startsAt < a.blockedUntil && b.endsAt > a.blockedFrom)

/** Why a client cannot have this time; null when they can (SCH-10, SET-13). `but` is not in its own way. */
export function whyNot(model: Model, client: Client, staff: Therapist, time: Time, but?: string): string | null {
  const { now, choices } = model
  const date = world.dayOf(time.startsAt)
  const at = world.minuteOf(time.startsAt)
  const ends = at + (time.endsAt - time.startsAt) / world.minute
  if (!world.isWorkday(date) || at < world.opens || ends > world.closes || (at - world.opens) % world.interval !== 0) return 'no such time'
  if (time.startsAt <= now || date > world.dayOf(now) + world.horizonDays) return 'no such time'
  if (!choices.scheduleWithin24h && time.startsAt - now < world.day) return 'within 24 h'
  return inTheWay(model, client, staff, time, but)
}

/** The two limits on asking: no two at once pass them together (SCH-2, SCH-10). */
export function overLimit({ appointments }: Model, client: Client, staff: Therapist, time: Time): string | null {
  const open = appointments.filter((one) => one.client === client && one.state === 'requested').length
  if (open >= world.openRequestsPerClient) return 'too many'
  const { capPerDay } = world.therapists[staff]
  const date = world.dayOf(time.startsAt)
  const thatDay = appointments.filter((one) => isActive(one) && one.staff === staff && world.dayOf(one.startsAt) === date).length
  return capPerDay !== null && thatDay >= capPerDay ? 'day is full' : null
}

/** What stands at this time: something of the therapist's, or something of the client's own. */
export function inTheWay(model: Model, client: Client, staff: Therapist, time: Time, but?: string): string | null {
  const others = model.appointments.filter((one) => isActive(one) && one.id !== but)
  if (others.some((one) => one.staff === staff && meet(one, time))) return 'taken'
  if (others.some((one) => one.client === client && one.startsAt < time.endsAt && time.startsAt < one.endsAt)) return 'own time'
  return null
}

/** What the clock does: requests past their deadline expire (SCH-22). */
export function runClock(model: Model): void {
  for (const kept of model.appointments)
    if (kept.state === 'requested' && kept.answerByAt <= model.now)
      take(kept, 'expired', 'request.expired', always('request_expired', kept))
}
