import { Act, type Aimed } from './act.ts'
import type { State } from './machine.ts'
import { blank, the, type Kept, type Model, type Verdict } from './model.ts'
import { again, at, instantOf, key, pick, refused, shown, type Pick, type When } from './picking.ts'
import { dayIsFull, shifted, tooMany, whyNot } from './rules.ts'
import { always, answerBy, ifOn, take } from './steps.ts'
import * as world from './world.ts'

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
    const picked = pick(model, this.pick, ({ state }) => this.states.includes(state))
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: world.clients[kept.client].person,
        path: `/willow/my/${kept.client}/${this.door(kept)}`,
        fields: { ...this.fields(model), version, key: key() },
      },
      judge: (present) => {
        const one = the(present, kept.id)
        return one.version === version ? this.decide(present, one) : refused('stale')
      },
    }
  }

  toString = () => `${this.constructor.name}(${shown(this.pick)}${this.where()}${again(this)})`
  protected where = () => ''
}

export class Withdraw extends Change {
  readonly states: State[] = ['requested']
  door = ({ id }: Kept) => `requests/${id}/withdrawal`

  decide(_: Model, kept: Kept): Verdict {
    if (kept.state !== 'requested') return refused('not open')
    const told = [`withdrawn_by_client staff:${kept.staff}`]
    return { says: 303, change: (after) => take(after, the(after, kept.id), 'withdrawn', 'appointment.withdrawn', told, 'client') }
  }
}

export class Cancel extends Change {
  readonly states: State[] = ['confirmed']
  door = ({ id }: Kept) => `appointments/${id}/cancellation`

  decide(model: Model, kept: Kept): Verdict {
    const why = whyNotChange(model, kept)
    if (why) return refused(why)
    const state = kept.startsAt - model.now < world.day ? 'late_cancelled' : 'cancelled'
    const told = [...ifOn(model, ['cancelled'], kept.client), `cancelled_by_client staff:${kept.staff}`]
    return { says: 303, change: (after) => take(after, the(after, kept.id), state, `appointment.${state}`, told, 'client') }
  }
}

/** SCH-20: the wish is a request of its own, and the appointment stands until it is answered. It is as long as the appointment is. */
export class Reschedule extends Change {
  readonly states: State[] = ['confirmed']
  door = ({ id }: Kept) => `appointments/${id}/reschedule`

  readonly when: When

  constructor(pick: Pick, when: When, twice: boolean) {
    super(pick, twice)
    this.when = when
  }

  override fields(model: Model): Record<string, string> {
    return { start: new Date(instantOf(model, this.when)).toISOString() }
  }

  decide(model: Model, kept: Kept): Verdict {
    const why = whyNotChange(model, kept)
    if (why) return refused(why)
    if (model.appointments.some(({ wishFor, state }) => wishFor === kept.id && state === 'requested')) return refused('asked already')
    const { id: original, client, staff, service } = kept
    const wanted = { client, staff, ...shifted(kept, instantOf(model, this.when)), but: [original] }
    if (wanted.startsAt === kept.startsAt) return refused('no other time')
    const taken = whyNot(model, wanted)
    if (taken) return refused(taken)
    const change = (after: Model, id: string) => {
      const wish = blank({ ...wanted, id, service }, { askedBy: world.clients[client].person, wishFor: original, movesFrom: kept.startsAt })
      wish.answerByAt = answerBy(Math.min(wanted.startsAt, kept.startsAt), after.now)
      after.appointments.push(wish)
      take(after, wish, 'requested', 'request.made', [...always('request_received', wish), `new_request staff:${staff}`], 'client')
    }
    const limit = tooMany(model, client) ? 'too many' : dayIsFull(model, wanted) ? 'day is full' : null
    return limit ? refused(limit) : { says: 303, change }
  }

  protected override where = () => ` to ${at(this.when)}`
}

/** SET-14: what a client may still change. */
function whyNotChange(model: Model, { state, startsAt }: Kept): string | null {
  const ahead = startsAt - model.now
  if (state !== 'confirmed' || ahead <= 0) return 'not open'
  return ahead < world.day && !model.choices.cancelWithin24h ? 'too late' : null
}
