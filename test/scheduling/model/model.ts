/**
 * The model: what there is and what must be true of it, in the plainest words there are. Nothing of it imports src/: where it and the portal
 * disagree, one of them is wrong. This file says what it keeps; rules.ts what is allowed, steps.ts what a step brings along.
 */
import { active, type State } from './machine.ts'
import * as world from './world.ts'
import type { Choices, Client, Person, Service, Therapist } from './world.ts'

/** A time with its buffers. */
export interface Time {
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
}

/** An appointment as the model keeps it. Plain data: two acts at once are tried in both orders on copies. */
export interface Kept extends Time {
  /** '' until the portal has told it: of a series only the series' id stands in the answer (learning.ts). */
  id: string
  client: Client
  staff: Therapist
  service: Service
  state: State
  version: number
  /** When its last step was. */
  changedAt: number
  /** Until when an open request waits. */
  answerByAt: number
  /** Who asked for it; null when staff made it. */
  askedBy: Person | null
  /** Somebody has answered the request, and nobody took that back. */
  answered: boolean
  /** Other times were offered, and it waits for the client. */
  offered: boolean
  /** The appointment this is a wish to move, and the start it moves from. */
  wishFor: string | null
  movesFrom: number
  series: string | null
  /** Staff knowingly put it over an open request or a hold. */
  override: boolean
  /** What the audit must say, a step for every version. */
  did: string[]
  /** What the outbox must hold: version, event, recipient. */
  told: string[]
}

/** A time that is kept for somebody: offered instead of a request's, or to somebody who waits. */
export interface Hold extends Time {
  purpose: 'counter_offer' | 'waitlist'
  /** The request, or the entry of the waitlist. */
  of: string
  staff: Therapist
  expiresAt: number
  /** Of the hold, and of the offer; '' until the portal has told them. */
  id: string
  offer: string
}

/** Somebody who waits for something earlier. */
export interface Waiting {
  /** '' until the portal has told it. */
  id: string
  client: Client
  staff: Therapist
  service: Service
  before: number | null
  appointment: string | null
  since: number
  askedBy: Person
  /** What has been free all along; null: take stock at the next look. */
  known: number[] | null
  lookAt: number
  /** Whatever was offered so far. */
  wasOffered: Time[]
  offering: boolean
}

/** A series by its rule: a weekday (0 is Monday) and a minute of the day. */
export interface Series {
  id: string
  client: Client
  staff: Therapist
  weekday: number
  minute: number
}

export interface Model {
  now: number
  choices: Choices
  appointments: Kept[]
  holds: Hold[]
  waiting: Waiting[]
  series: Series[]
  /** The last step was of two at once: each may have seen the calendar as it was before the other, and both were let in (learning.ts). */
  wasAtOnce: boolean
  /** Then: the appointments as the other order would have left them, where its answers are these, too. */
  orElse: Kept[]
  /** The last form that was accepted, and where it led: sent again it changes nothing. */
  last: Sent | null
}

/** A form as somebody sends it. */
export interface Posting {
  who: Person
  path: string
  fields: Record<string, string | number | string[]>
}
export interface Sent extends Posting {
  location: string
}

export interface Yes {
  says: 303
  change: Change
  /** An answer that changed nothing, so the portal does not keep its key. */
  forgotten?: true
  /** Another act on the same thing at the same moment may make it a 409: the form is sent again. */
  mayLose?: true
}
/**
 * How the portal must answer: 303 comes with what changes. `why` is for the statistics.
 */
export type Verdict = Yes | { says: 404 | 409 | 422; why: string }
type Change = (model: Model, id: string) => void

export const newModel = (choices: Choices): Model => ({
  now: world.beginsAt,
  choices,
  appointments: [],
  holds: [],
  waiting: [],
  series: [],
  wasAtOnce: false,
  orElse: [],
  last: null,
})

/** An appointment of the list; throws when an act aims at what is not there. */
export function the(model: Model, id: string): Kept {
  const found = model.appointments.find((one) => one.id === id)
  if (!found) throw new Error(`The model has no appointment ${id}.`)
  return found
}

export const isActive = ({ state }: { state: State }): boolean => active.includes(state)

/** The appointment that a wish would move, or has moved. */
export const originalOf = (model: Model, { wishFor }: Kept): Kept | null => (wishFor === null ? null : the(model, wishFor))

/** A wish that was granted is a part of what it moved. */
export const isAbsorbed = ({ state, wishFor, answered }: Kept): boolean => state === 'deleted' && wishFor !== null && answered

/** A new appointment before its first step; only what belongs to it is taken over of what it is made from. */
export function blank(
  of: Pick<Kept, 'id' | 'client' | 'staff' | 'service'> & Time,
  more: Partial<Pick<Kept, 'askedBy' | 'answerByAt' | 'wishFor' | 'movesFrom' | 'series' | 'override'>> = {},
): Kept {
  const { id, client, staff, service, startsAt, endsAt, blockedFrom, blockedUntil } = of
  const as = {
    state: 'requested' as const,
    version: 0,
    changedAt: 0,
    answerByAt: startsAt,
    answered: false,
    offered: false,
    override: false,
  }
  const what = { id, client, staff, service, startsAt, endsAt, blockedFrom, blockedUntil }
  return { ...what, ...as, askedBy: null, wishFor: null, movesFrom: startsAt, series: null, did: [], told: [], ...more }
}
