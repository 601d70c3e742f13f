/** SCH-26: weekly series, made with their conflicts in view. */
import { Act, type Aimed } from './act.ts'
import { blank, type Model, type Series } from './model.ts'
import { again, at, instantOf, key, refused, whoActs, type By, type When } from './picking.ts'
import { conflictsOf, timeOf, type Conflict, type Wanted } from './rules.ts'
import { ifOn, take } from './steps.ts'
import * as world from './world.ts'
import type { Client, Service, Therapist } from './world.ts'

const week = 7 * world.day

export class MakeSeries extends Act {
  readonly client: Client
  readonly staff: Therapist
  readonly service: Service
  readonly when: When
  readonly count: number
  readonly by: By
  /** Leaves out what cannot be had, and goes over open requests knowingly; else chooses every date. */
  readonly careful: boolean

  constructor(client: Client, staff: Therapist, service: Service, when: When, count: number, by: By, careful: boolean, twice: boolean) {
    super(twice)
    this.client = client
    this.staff = staff
    this.service = service
    this.when = when
    this.count = count
    this.by = by
    this.careful = careful
  }

  aim(model: Model): Aimed {
    const { client, staff, service, count } = this
    const first = instantOf(model, this.when)
    const all = Array.from({ length: count }, (_, n): Wanted => ({ client, staff, ...timeOf(service, first + n * week) }))
    const chosen = this.careful ? all.filter((one) => can(model, one) !== 'none') : all
    const over = this.careful ? chosen.filter((one) => can(model, one) === 'over') : []
    const seen = shownOf(model, over)
    const rule = { weekday: world.weekdayOf(first), minute: world.minuteOf(first) }
    const dates = (list: Wanted[]) => list.map(({ startsAt }) => dateOf(startsAt))
    return {
      posting: {
        who: whoActs(this.by, staff),
        path: '/willow/manage/series',
        fields: {
          client,
          offering: `${staff}:${service}`,
          forum: 'telehealth',
          room: '',
          date: dateOf(first),
          time: world.clockOf(world.minuteOf(first)),
          every: '1',
          until: '',
          count: String(count),
          key: key(),
          keep: dates(chosen.filter((one) => !over.includes(one))),
          over: dates(over),
          seen,
        },
      },
      judge: (present) => {
        if (this.by === 'other') return { says: 404, why: 'not theirs' }
        const isLost = (one: Wanted) =>
          can(present, one) === 'none' || (can(present, one) === 'over' && !(over.includes(one) && isSeen(present, one, seen)))
        if (chosen.some(isLost)) return refused('taken')
        if (chosen.length === 0) return { says: 422, why: 'nothing' }
        return { says: 303, change: (after, id) => make(after, { id, client, staff, ...rule }, service, chosen) }
      },
    }
  }

  toString = () =>
    `MakeSeries(${this.client} ${this.staff} ${this.service} ${this.count} from ${at(this.when)} by ${this.by}${this.careful ? ' carefully' : ''}${again(this)})`
}

/** One e-mail for the whole (NOT-2). */
function make(model: Model, series: Series, service: Service, chosen: Wanted[]): void {
  model.series.push(series)
  for (const [at, wanted] of chosen.entries()) {
    const override = can(model, wanted) === 'over'
    const made = blank({ ...wanted, id: '', service }, { series: series.id, override })
    model.appointments.push(made)
    take(model, made, 'confirmed', 'appointment.created', at === 0 ? ifOn(model, ['created'], wanted.client) : [])
  }
}

/** Whether a date can be had: only over an open request or a held time, or not at all. A client's own time is never gone over. */
export function can(model: Model, wanted: Wanted): 'free' | 'over' | 'none' {
  if (wanted.startsAt <= model.now) return 'none'
  const there = conflictsOf(model, wanted).filter(({ isThere }) => isThere)
  const isHers = ({ key: id }: Conflict) =>
    model.appointments.some((one) => one.id === id && one.client === wanted.client && one.staff !== wanted.staff)
  if (there.some((one) => one.final || isHers(one))) return 'none'
  return there.length > 0 ? 'over' : 'free'
}

/** The requests and holds that the form lists for these dates. */
export const shownOf = (model: Model, dates: Wanted[]): string[] =>
  dates.flatMap((wanted) => conflictsOf(model, wanted).flatMap(({ isThere, key }) => (isThere ? [key] : [])))

/** Nothing but what the form listed is gone over (SCH-22). */
export const isSeen = (model: Model, wanted: Wanted, seen: string[]): boolean => shownOf(model, [wanted]).every((id) => seen.includes(id))

const dateOf = (startsAt: number): string => new Date(startsAt - world.behindUtc).toISOString().slice(0, 10)
