/**
 * The commands of the model test. To add a verb:
 *   1. machine.ts: the line of its audit action, from which states to which.
 *   2. here: a class that extends Act. `aim` picks the appointment (`pick`, by the states in which the verb is meant to work) and answers the
 *      form that is posted (the contract's path and fields) and `judge`: 303 and what changes in the model (`take` is one step; a new appointment
 *      is pushed), or 409 and why, or 404. Rules are written again from the specification, in model.ts, never imported.
 *   3. at the end of this file: its arbitrary in `commands`, with a weight.
 *   4. world.ts, if it needs a switch, a person or a setting; portal.ts `prepare` makes the world's rows.
 * A verb that comes with holds, series or two appointments at once needs nothing more: agreement.ts looks at every table already.
 */
import fc from 'fast-check'
import { Act, type Aimed } from './act.ts'
import { AtOnce } from './at-once.ts'
import { Again, Clock, Cron } from './around.ts'
import type { State } from './machine.ts'
import { always, answerBy, ifOn, inTheWay, isActive, take, the, timeOf, whyNot, type Kept, type Model, type Verdict } from './model.ts'
import * as world from './world.ts'
import type { Client, Person, Service, Therapist } from './world.ts'

/** Which appointment, and at which version it was seen. */
export interface Pick {
  index: number
  /** Any of all, not only of those for which the verb is meant. */
  any: boolean
  seen: 'now' | 'before' | 'after'
}

/** A time in the next working days. */
export interface When {
  workday: number
  minute: number
}

const refused = (why: string): Verdict => ({ says: 409, why })
const key = () => crypto.randomUUID()

function pick(model: Model, { index, any, seen }: Pick, states: State[]): { kept: Kept; version: number } | null {
  const fitting = any ? [] : model.appointments.filter(({ state }) => states.includes(state))
  const list = fitting.length ? fitting : model.appointments
  const kept = list[index % Math.max(list.length, 1)]
  return kept ? { kept, version: kept.version + { now: 0, before: -1, after: 1 }[seen] } : null
}

export function instantOf(model: Model, { workday, minute }: When): number {
  let date = world.dayOf(model.now)
  for (let left = workday; left > 0;) if (world.isWorkday(++date)) left--
  return world.instantOf(date, minute)
}

export class Request extends Act {
  constructor(
    readonly client: Client,
    readonly staff: Therapist,
    readonly service: Service,
    readonly when: When,
    twice: boolean,
  ) {
    super(twice)
  }

  aim(model: Model): Aimed {
    const { client, staff, service } = this
    const startsAt = instantOf(model, this.when)
    const time = timeOf(service, startsAt)
    const { person } = world.clients[client]
    const start = new Date(startsAt).toISOString()
    return {
      posting: {
        who: person,
        path: `/willow/my/${client}/requests`,
        fields: { therapist: staff, service, forum: 'telehealth', start, key: key() },
      },
      judge: (at) => {
        const why = whyNot(at, client, staff, time)
        if (why) return refused(why)
        return {
          says: 303,
          change: (after, id) => {
            const made: Kept = {
              ...{ id, client, staff, ...time, askedBy: person, override: false },
              ...{ state: 'requested', version: 0, answerByAt: answerBy(startsAt, after.now), did: [], told: [] },
            }
            take(made, 'requested', 'request.made', [...always('request_received', made), `new_request staff:${staff}`])
            after.appointments.push(made)
          },
        }
      },
    }
  }

  toString = () => `Request(${this.client} ${this.staff} ${this.service} day ${this.when.workday} minute ${this.when.minute}${again(this)})`
}

/** An answer by staff: the therapist asked, an administrator, or the wrong therapist, who finds nothing. */
abstract class Answer extends Act {
  constructor(
    readonly pick: Pick,
    readonly by: 'own' | 'dana' | 'other',
    twice: boolean,
  ) {
    super(twice)
  }

  abstract readonly door: string
  abstract readonly states: State[]
  abstract decide(model: Model, kept: Kept): Verdict

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, this.states)
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: this.who(kept.staff),
        path: `/willow/manage/requests/${kept.id}/${this.door}`,
        fields: { version, key: key() },
      },
      judge: (at) => {
        const present = the(at, kept.id)
        if (this.by === 'other') return { says: 404, why: 'not theirs' }
        if (present.version !== version) return refused('stale')
        if (!this.states.includes(present.state)) return refused('not open')
        if (present.startsAt <= at.now) return refused('past')
        return this.decide(at, present)
      },
    }
  }

  private who(staff: Therapist): Person {
    const { person } = world.therapists[staff]
    return this.by === 'dana' ? 'dana' : this.by === 'own' ? person : person === 'theo' ? 'tess' : 'theo'
  }

  toString = () => `${this.constructor.name}(${shown(this.pick)} by ${this.by}${again(this)})`
}

export class Confirm extends Answer {
  readonly door = 'confirmation'
  readonly states: State[] = ['requested']

  decide(model: Model, kept: Kept): Verdict {
    if (model.appointments.some((one) => one !== kept && one.state === 'confirmed' && one.staff === kept.staff && overlap(one, kept)))
      return refused('taken')
    return {
      says: 303,
      change: (after) => take(the(after, kept.id), 'confirmed', 'request.confirmed', ifOn(after, 'request_confirmed', kept.client)),
    }
  }
}

export class Decline extends Answer {
  readonly door = 'decline'
  readonly states: State[] = ['requested']

  decide(_: Model, kept: Kept): Verdict {
    return {
      says: 303,
      change: (after) => take(the(after, kept.id), 'declined', 'request.declined', ifOn(after, 'request_declined', kept.client)),
    }
  }
}

export class Undo extends Answer {
  readonly door = 'undo'
  readonly states: State[] = ['confirmed', 'declined']

  decide(model: Model, kept: Kept): Verdict {
    const gone = kept.state === 'declined' && inTheWay(model, kept.client, kept.staff, kept, kept.id)
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const undone = the(after, kept.id)
        take(undone, 'requested', 'request.answer_undone', ifOn(after, 'request_answer_undone', kept.client))
        undone.answerByAt = answerBy(undone.startsAt, after.now)
      },
    }
  }
}

/** The client's own change, by themselves or the contact who acts for them. */
abstract class Change extends Act {
  constructor(
    readonly pick: Pick,
    twice: boolean,
  ) {
    super(twice)
  }

  abstract readonly states: State[]
  abstract door(kept: Kept): string
  abstract decide(model: Model, kept: Kept): Verdict
  /** What the form carries besides version and key. */
  fields(_model: Model): Record<string, string> {
    return {}
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, this.states)
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: world.clients[kept.client].person,
        path: `/willow/my/${kept.client}/${this.door(kept)}`,
        fields: { ...this.fields(model), version, key: key() },
      },
      judge: (at) => {
        const present = the(at, kept.id)
        return present.version === version ? this.decide(at, present) : refused('stale')
      },
    }
  }

  toString = () => `${this.constructor.name}(${shown(this.pick)}${again(this)})`
}

export class Withdraw extends Change {
  readonly states: State[] = ['requested']
  door = ({ id }: Kept) => `requests/${id}/withdrawal`

  decide(_: Model, kept: Kept): Verdict {
    if (kept.state !== 'requested') return refused('not open')
    return {
      says: 303,
      change: (after) => take(the(after, kept.id), 'withdrawn', 'appointment.withdrawn', [`withdrawn_by_client staff:${kept.staff}`]),
    }
  }
}

export class Cancel extends Change {
  readonly states: State[] = ['confirmed']
  door = ({ id }: Kept) => `appointments/${id}/cancellation`

  decide(model: Model, kept: Kept): Verdict {
    const ahead = kept.startsAt - model.now
    if (kept.state !== 'confirmed' || ahead <= 0) return refused('not open')
    if (ahead < world.day && !model.choices.cancelWithin24h) return refused('too late')
    const state = ahead < world.day ? 'late_cancelled' : 'cancelled'
    return {
      says: 303,
      change: (after) =>
        take(the(after, kept.id), state, `appointment.${state}`, [
          ...ifOn(after, 'cancelled', kept.client),
          `cancelled_by_client staff:${kept.staff}`,
        ]),
    }
  }
}

/**
 * A seat: the contract's `.../appointments/{id}/reschedule`, with `start`. The wish is a request of its own, and the appointment stands until it is
 * answered (SCH-20). Not among the commands yet: its audit actions and what confirming it does to both belong to the verb. When it is there, it
 * goes into `acts`, its actions into machine.ts, and Confirm and Decline learn what `rescheduleOf` means.
 */
export class Reschedule extends Change {
  readonly states: State[] = ['confirmed']
  door = ({ id }: Kept) => `appointments/${id}/reschedule`

  constructor(
    pick: Pick,
    readonly service: Service,
    readonly when: When,
    twice: boolean,
  ) {
    super(pick, twice)
  }

  override fields = (model: Model) => ({ start: new Date(instantOf(model, this.when)).toISOString() })

  decide(model: Model, kept: Kept): Verdict {
    const ahead = kept.startsAt - model.now
    if (kept.state !== 'confirmed' || ahead <= 0) return refused('not open')
    if (ahead < world.day && !model.choices.cancelWithin24h) return refused('too late')
    const time = timeOf(this.service, instantOf(model, this.when))
    const why = whyNot(model, kept.client, kept.staff, time, kept.id)
    if (why) return refused(why)
    return {
      says: 303,
      change: (after, id) => {
        const wish: Kept = {
          ...kept,
          ...time,
          id,
          state: 'requested',
          version: 0,
          answerByAt: answerBy(time.startsAt, after.now),
          did: [],
          told: [],
        }
        take(wish, 'requested', 'request.made', [...always('request_received', wish), `new_request staff:${kept.staff}`])
        after.appointments.push(wish)
      },
    }
  }
}

const overlap = (a: Kept, b: Kept) => isActive(a) && isActive(b) && a.startsAt < b.endsAt && b.startsAt < a.endsAt
const again = ({ twice }: { twice: boolean }) => (twice ? ' twice' : '')
const shown = ({ index, any, seen }: Pick) => `${any ? 'any' : 'fitting'} ${index}${seen === 'now' ? '' : `, seen ${seen}`}`

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
