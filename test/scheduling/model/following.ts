/** SCH-26 "this and following": a series is cancelled, or moved to another weekday, time and therapist, from one of its appointments on. */
import { Act, type Aimed } from './act.ts'
import { the, type Kept, type Model, type Series, type Verdict } from './model.ts'
import { again, key, nth, refused, whoActs, type By } from './picking.ts'
import { can, isSeen, shownOf } from './repeating.ts'
import { conflictsOf, meet, shifted, type Wanted } from './rules.ts'
import { ifOn, move, take } from './steps.ts'
import * as world from './world.ts'
import type { Switchable, Therapist } from './world.ts'

const keyOf = ({ id, version }: Kept): string => `${id}.${version}`

/** Soonest first; a deleted one is no member any more. */
const membersOf = ({ appointments }: Model, id: string): Kept[] =>
  appointments.filter(({ series, state }) => series === id && state !== 'deleted').toSorted((a, b) => a.startsAt - b.startsAt)

/** As far as they stand and lie ahead. */
const following = (model: Model, id: string, from: Kept): Kept[] =>
  membersOf(model, id).filter(({ state, startsAt }) => state === 'confirmed' && startsAt >= from.startsAt && startsAt > model.now)

abstract class FromOneOn extends Act {
  readonly series: number
  readonly member: number
  readonly by: By

  constructor(series: number, member: number, by: By, twice: boolean) {
    super(twice)
    this.series = series
    this.member = member
    this.by = by
  }

  protected aimedAt(model: Model): { series: Series; from: Kept } | null {
    const series = nth(model.series, this.series)
    const from = series && nth(membersOf(model, series.id), this.member)
    return series && from ? { series, from } : null
  }

  protected posting(series: Series, door: string, fields: Record<string, string | string[]>) {
    return { who: whoActs(this.by, series.staff), path: `/willow/manage/series/${series.id}/${door}`, fields: { ...fields, key: key() } }
  }
}

export class CancelFollowing extends FromOneOn {
  /** With versions that are older than those seen. */
  readonly stale: boolean

  constructor(series: number, member: number, by: By, stale: boolean, twice: boolean) {
    super(series, member, by, twice)
    this.stale = stale
  }

  aim(model: Model): Aimed | null {
    const aimed = this.aimedAt(model)
    if (!aimed) return null
    const { series, from } = aimed
    const keep = following(model, series.id, from).map(({ id, version }) => `${id}.${version - (this.stale ? 1 : 0)}`)
    return {
      posting: this.posting(series, 'cancellation', { from: from.id, keep }),
      judge: (present) => this.decide(present, series, from.id, keep),
    }
  }

  private decide(model: Model, { id, client }: Series, fromId: string, keep: string[]): Verdict {
    if (this.by === 'other') return { says: 404, why: 'not theirs' }
    const from = membersOf(model, id).find((one) => one.id === fromId)
    if (!from) return { says: 404, why: 'deleted' }
    const rows = following(model, id, from).map(keyOf)
    if (keep.some((one) => !rows.includes(one))) return refused('stale')
    if (keep.length === 0) return { says: 422, why: 'nothing' }
    return {
      says: 303,
      mayLose: true,
      change: (after) => {
        const ended = following(after, id, from).filter((row) => keep.includes(keyOf(row)))
        for (const [at, one] of ended.entries())
          take(after, one, 'cancelled', 'appointment.cancelled', at === 0 ? ifOn(after, ['cancelled'], client) : [])
      },
    }
  }

  toString = () => `CancelFollowing(${this.member} of series ${this.series} by ${this.by}${this.stale ? ', stale' : ''}${again(this)})`
}

/** Those that can be had there become a series of their own; the rest stays as it is. */
export class MoveFollowing extends FromOneOn {
  /** Null: as the series has it. */
  readonly weekday: number | null
  readonly minute: number | null
  readonly staff: Therapist | null

  constructor(
    series: number,
    member: number,
    weekday: number | null,
    minute: number | null,
    staff: Therapist | null,
    by: By,
    twice: boolean,
  ) {
    super(series, member, by, twice)
    this.weekday = weekday
    this.minute = minute
    this.staff = staff
  }

  aim(model: Model): Aimed | null {
    const aimed = this.aimedAt(model)
    if (!aimed) return null
    const { series, from } = aimed
    const staff = this.staff ?? series.staff
    const plan = this.planOf(model, series, from, staff)
    const chosen = plan.filter(({ to }) => can(model, to) !== 'none')
    // One that goes where another one leaves: whether that works, the order in which the database takes them decides.
    if (chosen.some(({ one, to }) => chosen.some((other) => other.one !== one && meet(other.one, to)))) return null
    const goesOver = chosen.filter(({ to }) => can(model, to) === 'over')
    const over = goesOver.map(({ one }) => keyOf(one))
    const seen = shownOf(
      model,
      goesOver.map(({ to }) => to),
    )
    const keep = chosen.map(({ one }) => keyOf(one)).filter((one) => !over.includes(one))
    const rule = {
      weekday: String((this.weekday ?? series.weekday) + 1),
      time: world.clockOf(this.minute ?? series.minute),
      therapist: staff,
    }
    return {
      posting: this.posting(series, 'change', { from: from.id, ...rule, keep, over, seen }),
      judge: (present) => this.decide(present, series, from.id, staff, { keep, over, seen }),
    }
  }

  private decide(
    model: Model,
    series: Series,
    fromId: string,
    staff: Therapist,
    { keep, over, seen }: Record<'keep' | 'over' | 'seen', string[]>,
  ): Verdict {
    if (this.by === 'other') return { says: 404, why: 'not theirs' }
    const from = membersOf(model, series.id).find((one) => one.id === fromId)
    if (!from) return { says: 404, why: 'deleted' }
    if (following(model, series.id, from).length === 0 || (this.by === 'own' && staff !== series.staff)) return refused('nothing to move')
    const plan = this.planOf(model, series, from, staff)
    const chosen = plan.filter(({ one }) => [...keep, ...over].includes(keyOf(one)))
    if (chosen.length < keep.length + over.length) return refused('stale')
    if (
      chosen.some(
        ({ one, to }) =>
          can(model, to) === 'none' || (can(model, to) === 'over' && !(over.includes(keyOf(one)) && isSeen(model, to, seen))),
      )
    )
      return refused('taken')
    const leaving = chosen.map(({ one }) => one.id)
    if (chosen.some(({ to }) => conflictsOf(model, { ...to, but: leaving }).some(({ final }) => final))) return refused('taken by the rest')
    if (chosen.some(({ to }) => chosen.some((other) => other.to !== to && meet(other.to, to)))) return refused('into one week')
    const [first] = chosen.toSorted((a, b) => a.to.startsAt - b.to.startsAt)
    if (!first) return { says: 422, why: 'nothing' }
    const goneOver = chosen.filter(({ to }) => can(model, to) === 'over').map(({ one }) => one.id)
    const isMoved = chosen.some(({ one, to }) => one.startsAt !== to.startsAt)
    const events: Switchable[] = [
      ...(isMoved ? (['rescheduled'] as const) : []),
      ...(staff === series.staff ? [] : (['staff_changed'] as const)),
    ]
    return {
      says: 303,
      mayLose: true,
      change: (after, id) => {
        after.series.push({ ...series, id, staff, weekday: world.weekdayOf(first.to.startsAt), minute: this.minute ?? series.minute })
        for (const { one, to } of chosen) {
          const moved = the(after, one.id)
          moved.override = goneOver.includes(one.id)
          moved.series = id
          const told = one === first.one ? ifOn(after, events, series.client) : []
          move(after, moved, { ...to, staff }, isMoved ? 'appointment.moved' : 'appointment.reassigned', told)
        }
      },
    }
  }

  /** Where each goes: in its own week; with a new therapist alone at its own time. Who is there already is no part of it. */
  private planOf(model: Model, series: Series, from: Kept, staff: Therapist): { one: Kept; to: Wanted }[] {
    const members = following(model, series.id, from)
    const { weekday, minute } = { weekday: this.weekday ?? series.weekday, minute: this.minute ?? series.minute }
    const sameTime = weekday === series.weekday && minute === series.minute
    return members.flatMap((one) => {
      const day = world.dayOf(one.startsAt) - world.weekdayOf(one.startsAt) + weekday
      const startsAt = sameTime ? one.startsAt : world.instantOf(day, minute)
      if (startsAt === one.startsAt && staff === series.staff) return []
      return [{ one, to: { client: one.client, staff, ...shifted(one, startsAt), but: members.map(({ id }) => id) } }]
    })
  }

  toString = () =>
    `MoveFollowing(${this.member} of series ${this.series} to weekday ${this.weekday ?? 'as it was'} minute ${this.minute ?? 'as it was'} ${this.staff ?? ''} by ${this.by}${again(this)})`
}
