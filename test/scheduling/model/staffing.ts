/** What staff do in the calendar (SCH-26), and how they go over what is there, knowingly. */
import { Act, type Aimed } from './act.ts'
import type { State } from './machine.ts'
import { blank, isAbsorbed, the, type Kept, type Model, type Verdict, type Yes } from './model.ts'
import { again, at, finds, instantOf, key, pick, refused, shown, whoActs, type By, type Pick, type When } from './picking.ts'
import { conflictsOf, inTheWay, shifted, timeOf, type Wanted } from './rules.ts'
import { ifOn, move, take } from './steps.ts'
import * as world from './world.ts'
import type { Client, Service, Switchable, Therapist } from './world.ts'

/** What staff saw stand in the way, and said yes to: nothing unless they are knowing. */
const seenBy = (knowing: boolean, model: Model, wanted: Wanted): string[] =>
  knowing ? conflictsOf(model, wanted).map((conflict) => conflict.key) : []

const overriding = (seen: string[]) => (seen.length > 0 ? { override: '1', seen: seen.join(' ') } : {})

/** Refused with what nobody said yes to; else whether something is gone over. */
function judged(model: Model, wanted: Wanted, seen: string[], change: (override: boolean) => Yes['change']): Verdict {
  const conflicts = conflictsOf(model, wanted)
  if (conflicts.some(({ final }) => final)) return refused('taken')
  if (conflicts.some((conflict) => !seen.includes(conflict.key))) return refused('not seen')
  return { says: 303, change: change(conflicts.some(({ isThere }) => isThere)) }
}

/** A date and a time as the form's fields have them, on the wall clock of New York. */
const wallFields = (startsAt: number) => {
  const [date = '', rest = ''] = new Date(startsAt - world.behindUtc).toISOString().split('T')
  return { date, time: rest.slice(0, 5) }
}

export class Make extends Act {
  readonly client: Client
  readonly staff: Therapist
  readonly service: Service
  readonly when: When
  readonly by: By
  readonly knowing: boolean

  constructor(client: Client, staff: Therapist, service: Service, when: When, by: By, knowing: boolean, twice: boolean) {
    super(twice)
    this.client = client
    this.staff = staff
    this.service = service
    this.when = when
    this.by = by
    this.knowing = knowing
  }

  aim(model: Model): Aimed {
    const { client, staff, service } = this
    const startsAt = instantOf(model, this.when)
    const wanted: Wanted = { client, staff, ...timeOf(service, startsAt) }
    const seen = seenBy(this.knowing, model, wanted)
    return {
      posting: {
        who: whoActs(this.by, staff),
        path: '/willow/manage/appointments',
        fields: { client, therapist: staff, service, where: 'telehealth', ...wallFields(startsAt), ...overriding(seen), key: key() },
      },
      judge: (present) => {
        if (this.by === 'other') return { says: 404, why: 'not theirs' }
        return judged(present, wanted, seen, (override) => (after, id) => {
          const made = blank({ ...wanted, id, service }, { override })
          after.appointments.push(made)
          take(after, made, 'confirmed', 'appointment.created', startsAt > after.now ? ifOn(after, ['created'], client) : [])
        })
      },
    }
  }

  toString = () =>
    `Make(${this.client} ${this.staff} ${this.service} ${at(this.when)} by ${this.by}${this.knowing ? ' knowingly' : ''}${again(this)})`
}

/** To another time, with the same therapist or another; the length stays. */
export class Move extends Act {
  readonly pick: Pick
  readonly when: When
  readonly staff: Therapist | null
  readonly by: By
  readonly knowing: boolean

  constructor(pick: Pick, when: When, staff: Therapist | null, by: By, knowing: boolean, twice: boolean) {
    super(twice)
    this.pick = pick
    this.when = when
    this.staff = staff
    this.by = by
    this.knowing = knowing
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, ({ state }) => state === 'confirmed')
    if (!picked) return null
    const { kept, version } = picked
    const staff = this.staff ?? kept.staff
    const startsAt = instantOf(model, this.when)
    const wanted: Wanted = { client: kept.client, staff, ...shifted(kept, startsAt), but: [kept.id] }
    const seen = seenBy(this.knowing, model, wanted)
    return {
      posting: {
        who: whoActs(this.by, kept.staff),
        path: `/willow/manage/appointments/${kept.id}/move`,
        fields: { therapist: staff, where: 'telehealth', ...wallFields(startsAt), ...overriding(seen), version, key: key() },
      },
      judge: (present) => {
        const one = the(present, kept.id)
        const mayFill = this.by === 'dana' || finds(this.by, kept.staff, staff)
        if (!finds(this.by, kept.staff, one.staff) || !mayFill) return { says: 404, why: 'not theirs' }
        if (one.version !== version) return refused('stale')
        if (one.state !== 'confirmed') return refused('not open')
        return judged(present, wanted, seen, (override) => (after) => {
          const moved = the(after, kept.id)
          const events: Switchable[] = [
            ...(moved.startsAt === startsAt ? [] : (['rescheduled'] as const)),
            ...(moved.staff === staff ? [] : (['staff_changed'] as const)),
          ]
          moved.override = override
          const told = startsAt > after.now ? ifOn(after, events, kept.client) : []
          move(after, moved, { ...shifted(moved, startsAt), staff }, 'appointment.moved', told)
        })
      },
    }
  }

  toString = () =>
    `Move(${shown(this.pick)} to ${at(this.when)} ${this.staff ?? ''} by ${this.by}${this.knowing ? ' knowingly' : ''}${again(this)})`
}

/** What becomes of an appointment: by which noun, to which state, and the event that the client is told of while it is ahead. */
const ends = {
  cancellation: { to: 'cancelled', event: 'cancelled' },
  deletion: { to: 'deleted', event: 'deleted' },
  restoration: { to: 'confirmed', event: 'created' },
  completion: { to: 'completed', event: null },
  'no-show': { to: 'no_show', event: null },
} as const satisfies Record<string, { to: State; event: Switchable | null }>
export type End = keyof typeof ends
export const everyEnd = Object.keys(ends) as End[]

export class EndIt extends Act {
  readonly pick: Pick
  readonly what: End
  readonly by: By

  constructor(pick: Pick, what: End, by: By, twice: boolean) {
    super(twice)
    this.pick = pick
    this.what = what
    this.by = by
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, ({ state }) => state === (this.what === 'restoration' ? 'deleted' : 'confirmed'))
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: whoActs(this.by, kept.staff),
        path: `/willow/manage/appointments/${kept.id}/${this.what}`,
        fields: { version, key: key() },
      },
      judge: (present) => {
        const one = the(present, kept.id)
        if (!finds(this.by, kept.staff, one.staff)) return { says: 404, why: 'not theirs' }
        return one.version === version ? this.decide(present, one) : refused('stale')
      },
    }
  }

  private decide(model: Model, kept: Kept): Verdict {
    const isRestored = this.what === 'restoration'
    // What was granted lives on in what it moved: there is nothing to bring back.
    if (kept.state !== (isRestored ? 'deleted' : 'confirmed') || isAbsorbed(kept)) return refused('not open')
    if ((this.what === 'completion' || this.what === 'no-show') && kept.startsAt > model.now) return refused('too early')
    const gone = isRestored && inTheWay(model, { ...kept, but: [kept.id] })
    if (gone) return refused(gone)
    const { to, event } = ends[this.what]
    return {
      says: 303,
      change: (after) => {
        const ended = the(after, kept.id)
        if (isRestored) ended.override = false
        const told = event && ended.startsAt > after.now ? ifOn(after, [event], ended.client) : []
        take(after, ended, to, `appointment.${isRestored ? 'restored' : to}`, told)
      },
    }
  }

  toString = () => `EndIt(${this.what} of ${shown(this.pick)} by ${this.by}${again(this)})`
}
