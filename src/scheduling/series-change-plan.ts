import type { StaffCurrent } from '../current.ts'
import { NotFound } from '../web/errors.ts'
import { forumsOf } from './forums.ts'
import { occurrenceOn, sameWeek } from './series-dates.ts'
import type { Offering, PlanRows } from './series-facts.ts'
import type { Member, SeriesFile } from './series-file.ts'
import {
  factsOf,
  mayFill,
  plannedOf,
  shapeOf,
  type Chosen,
  type Obstacle,
  type PlanFacts,
  type Planned,
  type Shape,
} from './series-plan.ts'
import { dayOf, wallClock, weekdayOf } from './zones.ts'

/** "This and following": from which appointment on, to which weekday and time of the therapist's wall clock, with whom. */
export interface ChangeWish {
  fromId: string
  weekday: number
  wallMinute: number
  staffId: string
}

/** A change with every appointment it is about, and what stands in its way. */
export interface ChangePlan {
  series: SeriesFile
  wish: ChangeWish
  from: Member
  /** This and those that follow, as they are. */
  members: Member[]
  offering: Offering
  shape: Shape
  facts: PlanFacts
  dates: Planned[]
}

/** The weekday a series has by its rule. */
export const weekdayOfSeries = ({ firstDate }: SeriesFile): number => weekdayOf(dayOf(firstDate))

/** How the form names an appointment: with the version that was seen (SCH-25). */
export const keyOf = ({ id, version }: { id: string; version: number }): string => `${id}.${version}`
const idOf = (key: string): string => key.slice(0, key.lastIndexOf('.'))

/** The plan of a change; null when nothing of the series can be changed from there on, or that therapist does not offer it. */
export function changeFrom(
  current: StaffCurrent,
  series: SeriesFile,
  rows: PlanRows,
  wish: ChangeWish,
  chosen?: Chosen,
): ChangePlan | null {
  const members = following(series, wish.fromId, current.now)
  const [from] = members
  const offering = rows.offerings.find(({ staffId, serviceId }) => staffId === wish.staffId && serviceId === series.serviceId)
  if (!from || !offering || !mayFill(current, wish.staffId) || !forumsOf(offering).includes(from.forum)) return null
  const shape = shapeOf(offering, from.forum, series.clientId, null) // each keeps its room where that is free
  const itself = new Set(members.map(({ id }) => id))
  const all = factsOf(rows, offering, from.forum, current.now)
  const facts = { ...all, taken: all.taken.filter(({ id }) => !itself.has(id)) }
  const dates = members.flatMap((member) => plannedMove(series, member, wish, shape, facts, chosen))
  return { series, wish, from, members, offering, shape, facts, dates }
}

function plannedMove(
  series: SeriesFile,
  member: Member,
  wish: ChangeWish,
  shape: Shape,
  facts: PlanFacts,
  chosen: Chosen | undefined,
): Planned[] {
  const to = whereTo(series, member, wish, shape.zone)
  if (to.startsAt === member.startsAt && wish.staffId === series.staffId) return []
  const seen = chosen ? [...chosen.keep, ...chosen.over, ...chosen.instead.keys()].find((key) => idOf(key) === member.id) : undefined
  const more: Obstacle[] = [
    ...(seen !== undefined && seen !== keyOf(member) ? [{ kind: 'stale' as const, what: '' }] : []),
    ...(isOnItsOwn(series, member) ? [{ kind: 'own_time' as const, what: '' }] : []),
  ]
  return [plannedOf({ key: keyOf(member), ...to }, shape, facts, more)]
}

/** With a new therapist alone every appointment keeps its instant; at a new time it stays in its week. */
function whereTo(series: SeriesFile, member: Member, wish: ChangeWish, zone: string) {
  const { date } = wallClock(zone, member.startsAt)
  const sameTime = wish.weekday === weekdayOfSeries(series) && wish.wallMinute === series.wallMinute
  return sameTime ? { date, startsAt: member.startsAt } : occurrenceOn(zone, sameWeek(date, wish.weekday), wish.wallMinute)
}

/** It was moved by itself before: an exception, which stays unless it is chosen. */
function isOnItsOwn(series: SeriesFile, { startsAt }: Member): boolean {
  const { weekday, minute } = wallClock(series.zone, startsAt)
  return weekday !== weekdayOfSeries(series) || minute !== series.wallMinute
}

/** This appointment of the series and those that follow it, as far as they can still be changed: confirmed, and ahead. Of '' all. */
export function following({ members }: SeriesFile, fromId: string, now: number): Member[] {
  const from = fromId === '' ? members[0] : members.find(({ id }) => id === fromId)
  if (!from && fromId === '') return []
  if (!from) throw new NotFound()
  return members.filter(({ status, startsAt }) => status === 'confirmed' && startsAt >= from.startsAt && startsAt > now)
}
