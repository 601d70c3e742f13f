/** SCH-28: somebody waits for something earlier, and takes or leaves what is offered. */
import { Act, type Aimed } from './act.ts'
import { endOffer, endWaiting } from './clockwork.ts'
import { blank, the, type Hold, type Model, type Verdict, type Waiting } from './model.ts'
import { again, key, nth, pick, refused, shown, type Pick } from './picking.ts'
import { dayIsFull, freeStarts, whyNot } from './rules.ts'
import { always, answerBy, take } from './steps.ts'
import * as world from './world.ts'
import type { Client, Service, Therapist } from './world.ts'

/** Earlier than an appointment. */
export class Join extends Act {
  readonly pick: Pick

  constructor(pick: Pick, twice: boolean) {
    super(twice)
    this.pick = pick
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, ({ state, startsAt }) => state === 'confirmed' && startsAt > model.now)
    if (!picked) return null
    const { id, client } = picked.kept
    return {
      posting: joining(client, { appointment: id }),
      judge: (present) => {
        const { state, startsAt, staff, service } = the(present, id)
        if (state !== 'confirmed' || startsAt <= present.now) return { says: 404, why: 'nothing to be earlier than' }
        return joined(present, { client, staff, service }, startsAt, id)
      },
    }
  }

  toString = () => `Join(earlier than ${shown(this.pick)}${again(this)})`
}

/** Earlier than the first time that is free now. */
export class JoinAny extends Act {
  readonly client: Client
  readonly staff: Therapist
  readonly service: Service

  constructor(client: Client, staff: Therapist, service: Service, twice: boolean) {
    super(twice)
    this.client = client
    this.staff = staff
    this.service = service
  }

  aim(): Aimed {
    const { client, staff, service } = this
    return {
      posting: joining(client, { therapist: staff, service, forum: 'telehealth' }),
      judge: (present) =>
        joined(present, { client, staff, service }, freeStarts(present, { client, staff, service }, null)[0] ?? null, null),
    }
  }

  toString = () => `JoinAny(${this.client} ${this.staff} ${this.service}${again(this)})`
}

const joining = (client: Client, fields: Record<string, string>) => ({
  who: world.clients[client].person,
  path: `/willow/my/${client}/waitlist/entries`,
  fields: { ...fields, key: key() },
})

function joined(
  model: Model,
  of: { client: Client; staff: Therapist; service: Service },
  before: number | null,
  appointment: string | null,
): Verdict {
  const { client, staff, service } = of
  if (model.waiting.some((one) => one.client === client && one.staff === staff && one.service === service)) return refused('waits already')
  return {
    says: 303,
    change: (after) => {
      const stands = { since: after.now, lookAt: after.now, known: freeStarts(after, of, before).filter((start) => start !== before) }
      const askedBy = world.clients[client].person
      after.waiting.push({ id: '', ...of, before, appointment, askedBy, ...stands, wasOffered: [], offering: false })
    },
  }
}

/** An answer to an offer, or leaving: aimed at somebody who waits. */
abstract class Answer extends Act {
  readonly index: number

  constructor(index: number, twice: boolean) {
    super(twice)
    this.index = index
  }

  abstract list(model: Model): Waiting[]
  abstract path(one: Waiting, hold: Hold | undefined): string
  abstract decide(model: Model, one: Waiting | undefined, hold: Hold | undefined, before: Waiting): Verdict
  readonly fields: Record<string, number> = {}

  aim(model: Model): Aimed | null {
    const one = nth(this.list(model), this.index)
    if (!one) return null
    const hold = model.holds.find(({ of }) => of === one.id)
    return {
      posting: {
        who: world.clients[one.client].person,
        path: `/willow/my/${one.client}/waitlist/${this.path(one, hold)}`,
        fields: { ...this.fields, key: key() },
      },
      judge: (present) =>
        this.decide(
          present,
          present.waiting.find(({ id }) => id === one.id),
          present.holds.find(({ id, expiresAt }) => id === hold?.id && expiresAt > present.now),
          one,
        ),
    }
  }

  toString = () => `${this.constructor.name}(${this.index}${again(this)})`
}

export class AcceptOffer extends Answer {
  list = ({ waiting }: Model) => waiting.filter(({ offering }) => offering)
  path = (_: Waiting, hold: Hold | undefined) => `offers/${hold?.offer}/acceptance`

  /** The same claim as a request; to an entry of an appointment that stands it is the wish to move that one. */
  decide(model: Model, one: Waiting | undefined, hold: Hold | undefined): Verdict {
    if (!one || !hold) return refused('gone')
    const { client, staff, service, askedBy } = one
    const { startsAt, endsAt, blockedFrom, blockedUntil, id: held } = hold
    const wanted = { client, staff, startsAt, endsAt, blockedFrom, blockedUntil, without: ({ id }: Hold) => id === held }
    const why = whyNot(model, wanted) ?? (dayIsFull(model, wanted) ? 'day is full' : null)
    if (why) return refused(why)
    const appointment = one.appointment === null ? null : the(model, one.appointment)
    const moves = appointment?.state === 'confirmed' && appointment.startsAt > model.now ? appointment : null
    if (moves && moves.staff !== staff) return refused('gone')
    if (moves && model.appointments.some(({ wishFor, state }) => wishFor === moves.id && state === 'requested'))
      return refused('asked already')
    return {
      says: 303,
      change: (after, id) => {
        endWaiting(after, one)
        const made = blank({ ...wanted, id, service }, { askedBy, answerByAt: answerBy(startsAt, after.now) })
        if (moves) Object.assign(made, { wishFor: moves.id, movesFrom: moves.startsAt })
        after.appointments.push(made)
        take(after, made, 'requested', 'request.made', [...always('request_received', made), `new_request staff:${staff}`], 'client')
      },
    }
  }
}

export class DeclineOffer extends Answer {
  list = ({ waiting }: Model) => waiting.filter(({ offering }) => offering)
  path = (_: Waiting, hold: Hold | undefined) => `offers/${hold?.offer}/decline`

  decide(_: Model, one: Waiting | undefined, hold: Hold | undefined): Verdict {
    if (!one || !hold) return refused('gone')
    return {
      says: 303,
      change: (after) => {
        const declined = after.waiting.find(({ id }) => id === one.id)
        if (declined) endOffer(after, declined)
      },
    }
  }
}

export class Leave extends Answer {
  list = ({ waiting }: Model) => waiting
  path = ({ id }: Waiting) => `entries/${id}/end`
  override readonly fields = { version: 1 }

  decide(_: Model, one: Waiting | undefined): Verdict {
    if (!one) return { says: 303, change: () => {}, forgotten: true } // that is what they want
    return { says: 303, change: (after) => endWaiting(after, one) }
  }
}
