/**
 * Which times can be asked for (SCH-10, SCH-12, SET-13): a pure function, without clock or database. Every window of every date gives
 * its starts: the candidates, ascending. Each busy time forbids one run of neighbouring candidates: +1 is noted where the run begins,
 * -1 where it ends, and one walk with a running total keeps what nothing forbids. Linear, and the order of the input cannot matter.
 */
import { exceptionsOn, isOpen, openingsOf, type DatedException, type Hours, type WeeklyWindow } from './hours.ts'
import { dateOf, dayMs, dayOf, minuteMs, offsetMinutes, spansOf, wallClock } from './zones.ts'

export type { DatedException, WeeklyWindow } from './hours.ts'

/** Epoch ms, end exclusive; it ends after it starts. */
export interface Interval {
  startsAt: number
  endsAt: number
}

/** A time the therapist or the room is taken. Its buffers and the new appointment's are not added up: the larger one counts. */
export interface Busy extends Interval {
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  countsTowardCap?: boolean
}

export interface SlotRules {
  zone: string // the therapist's: every date and minute here is on her wall clock
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  intervalMinutes: number // between starts, counted from the beginning of each window
  noticeMinutes: number // her own minimum notice, elapsed
  within24h: boolean // SET-13: false offers nothing that starts less than 24 h (elapsed) after now; exactly 24 h is allowed
  horizonDays: number // the last date offered is today + this
  capPerDay: number | null // a date on which this many `countsTowardCap` busy times start has nothing left
  windows: WeeklyWindow[]
  exceptions: DatedException[]
}

/** May these be asked for? `busy` is the therapist's, in any order; `days` dates of the rules' zone from `fromDate` on. */
export interface SlotQuestion {
  rules: SlotRules
  busy: Busy[]
  clientBusy: Interval[]
  noRoom?: Interval[] // starts at which no room is free for as long as it takes (rooms-taken.ts)
  now: number
  fromDate: string
  days: number
}

export interface Slot extends Interval {
  date: string // in the rules' zone
}

/** Everything on offer on the dates asked about, ascending, no start twice (SCH-10). An interval or duration under a minute is a RangeError. */
export function slots(question: SlotQuestion): Slot[] {
  const { first, last } = daysOf(question)
  const candidates = candidatesOf(question, first, last)
  const changes = forbiddenRuns(candidates, question, first, last)
  let forbidding = 0
  return candidates.filter((_, at) => (forbidding += changes[at]!) === 0)
}

/** Whether `slots` would offer this start: the check at submit. It looks at that one date only. */
export function isOffered(question: SlotQuestion, startsAt: number): boolean {
  const { rules, now, fromDate, days } = question
  if (!(startsAt > now && startsAt < now + (rules.horizonDays + 3) * dayMs)) return false // spares the calendar NaN and the year 275760
  const { date } = wallClock(rules.zone, startsAt)
  if (date < fromDate || dayOf(date) >= dayOf(fromDate) + days) return false
  return slots({ ...question, fromDate: date, days: 1 }).some((slot) => slot.startsAt === startsAt)
}

/** The `count` slots nearest to a start (the earlier of two equally near), ascending: what a 409 shows (SCH-24). */
export function nearestSlots(question: SlotQuestion, startsAt: number, count: number): Slot[] {
  const nearestFirst = (a: Slot, b: Slot) => Math.abs(a.startsAt - startsAt) - Math.abs(b.startsAt - startsAt) || byStart(a, b)
  return slots(question).sort(nearestFirst).slice(0, count).sort(byStart)
}

/** The days asked about that can have a slot. Yesterday can: a clock set back across midnight shows it again. */
function daysOf({ rules, now, fromDate, days }: SlotQuestion): { first: number; last: number } {
  const today = dayOf(wallClock(rules.zone, now).date)
  const from = dayOf(fromDate)
  return { first: Math.max(from, today - 1), last: Math.min(from + days - 1, today + rules.horizonDays) }
}

/** Every start that windows, notice and cap allow; what forbids some of them comes after. */
function candidatesOf({ rules, busy, now }: SlotQuestion, first: number, last: number): Slot[] {
  if (!(rules.intervalMinutes >= 1 && rules.durationMinutes >= 1)) throw new RangeError('interval and duration: a minute at least')
  const earliest = now + Math.max(rules.noticeMinutes * minuteMs, rules.within24h ? 1 : dayMs)
  const full = fullDays(rules, busy, first, last)
  const candidates: Slot[] = []
  for (let day = first; day <= last; day++) {
    if (full.has(day)) continue
    const date = dateOf(day)
    for (const window of rules.windows) if (isOpen(window, day, date)) addStarts(candidates, rules, day, window, earliest)
    for (const extra of exceptionsOn(rules.exceptions, 'extra', date)) addStarts(candidates, rules, day, extra, earliest)
  }
  return ascending(candidates)
}

/** The days that have had enough (`capPerDay`). */
function fullDays(rules: SlotRules, busy: Busy[], first: number, last: number): Set<number> {
  if (rules.capPerDay === null) return new Set()
  const counts = Array<number>(Math.max(last - first + 1, 0)).fill(0)
  for (const { startsAt, countsTowardCap } of busy) {
    if (!countsTowardCap || startsAt < (first - 1) * dayMs || startsAt > (last + 2) * dayMs) continue // far from every day asked about
    const at = Math.floor((startsAt + offsetMinutes(rules.zone, startsAt) * minuteMs) / dayMs) - first
    if (at >= 0 && at < counts.length) counts[at]!++
  }
  return new Set(counts.flatMap((count, at) => (count >= rules.capPerDay! ? [first + at] : [])))
}

/** Adds the starts of one window on one day: on its grid, and early enough to end in it. */
function addStarts(candidates: Slot[], rules: SlotRules, day: number, hours: Hours, earliest: number): void {
  const date = dateOf(day)
  const duration = rules.durationMinutes * minuteMs
  const step = rules.intervalMinutes * minuteMs
  for (const opening of openingsOf(rules.zone, day, hours)) {
    const opensAt = day * dayMs + (hours.fromMinute - opening.offset) * minuteMs
    let startsAt = opensAt + Math.ceil((Math.max(opening.startsAt, earliest) - opensAt) / step) * step
    for (; startsAt < opening.endsAt && startsAt + duration <= opening.closesAt; startsAt += step) {
      candidates.push({ startsAt, endsAt: startsAt + duration, date })
    }
  }
}

/** Windows seldom overlap or come out of order, so sorting is seldom needed. */
function ascending(candidates: Slot[]): Slot[] {
  if (candidates.every(({ startsAt }, at) => at === 0 || candidates[at - 1]!.startsAt < startsAt)) return candidates
  return candidates.sort(byStart).filter(({ startsAt }, at, all) => all[at - 1]?.startsAt !== startsAt)
}

/** At each candidate, how many more things forbid it than the one before. A slot overlaps [from, until) iff from - duration < start < until. */
function forbiddenRuns(
  candidates: Slot[],
  { rules, busy, clientBusy, noRoom = [] }: SlotQuestion,
  first: number,
  last: number,
): Int32Array {
  const firstFrom = finder(candidates)
  const changes = new Int32Array(candidates.length + 1)
  const forbid = (from: number, until: number, duration = rules.durationMinutes * minuteMs) => {
    changes[firstFrom(from - duration + 1)]!++
    changes[firstFrom(until)]!-- // the same place, to no effect, when no candidate starts in between
  }
  for (const { startsAt, endsAt, bufferBeforeMinutes, bufferAfterMinutes } of busy) {
    const before = Math.max(bufferBeforeMinutes, rules.bufferAfterMinutes) * minuteMs
    const after = Math.max(bufferAfterMinutes, rules.bufferBeforeMinutes) * minuteMs
    forbid(startsAt - before, endsAt + after)
  }
  for (const { startsAt, endsAt } of clientBusy) forbid(startsAt, endsAt)
  for (const { startsAt, endsAt } of noRoom) forbid(startsAt, endsAt, 1)
  for (let day = first; day <= last; day++) {
    for (const { fromMinute, toMinute } of exceptionsOn(rules.exceptions, 'off', dateOf(day))) {
      for (const { startsAt, endsAt } of spansOf(rules.zone, day, fromMinute, toMinute)) forbid(startsAt, endsAt)
    }
  }
  return changes
}

/** Answers "which candidate is the first to start at or after this instant?" from a table by the hour, without searching. */
function finder(candidates: Slot[]): (instant: number) => number {
  const base = candidates[0]?.startsAt ?? 0
  const hourOf = (instant: number) => Math.floor((instant - base) / (60 * minuteMs))
  const firstByHour: number[] = []
  for (let at = 0; at < candidates.length; at++) while (firstByHour.length <= hourOf(candidates[at]!.startsAt)) firstByHour.push(at)
  return (instant) => {
    let at = instant <= base ? 0 : (firstByHour[hourOf(instant)] ?? candidates.length)
    while (at < candidates.length && candidates[at]!.startsAt < instant) at++
    return at
  }
}

const byStart = (a: Slot, b: Slot): number => a.startsAt - b.startsAt
