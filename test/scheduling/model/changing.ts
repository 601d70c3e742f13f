import { Act, type Aimed } from './act.ts'
import type { State } from './machine.ts'
import { always, answerBy, ifOn, take, the, timeOf, whyNot, type Kept, type Model, type Verdict } from './model.ts'
import { again, instantOf, key, pick, refused, shown, type Pick, type When } from './picking.ts'
import * as world from './world.ts'
import type { Service } from './world.ts'

/** The client's own change, by themselves or the contact who acts for them. */
abstract class Change extends Act {
  readonly pick: Pick

  constructor(pick: Pick, twice: boolean) {
    super(twice)
    this.pick = pick
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

  readonly service: Service
  readonly when: When

  constructor(pick: Pick, service: Service, when: When, twice: boolean) {
    super(pick, twice)
    this.service = service
    this.when = when
  }

  override fields(model: Model): Record<string, string> {
    return { start: new Date(instantOf(model, this.when)).toISOString() }
  }

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
