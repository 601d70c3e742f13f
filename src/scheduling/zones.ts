/**
 * Wall clock <-> instant, by arithmetic (SCH-10). Instants are epoch ms, offsets minutes east of UTC; a `day` is a date counted from
 * 1970-01-01. `Intl` is asked once per zone and UTC day, since a day without a change has one offset; every later lookup is a map read.
 * An unknown zone is a RangeError. Before 1972 some offsets had seconds, which are cut off here.
 */
export const minuteMs = 60_000
export const dayMs = 1440 * minuteMs

/** Consecutive instants of one date under one offset. A date has one; two when the clock changes; none when the zone skipped the date. */
export interface Stretch {
  startsAt: number
  endsAt: number
  offset: number
}

/** What a clock on the wall shows: date YYYY-MM-DD, minutes after midnight, weekday 1 Monday .. 7 Sunday. */
export function wallClock(zone: string, instant: number): { date: string; minute: number; weekday: number } {
  const wall = instant + offsetMinutes(zone, instant) * minuteMs
  const day = Math.floor(wall / dayMs)
  return { date: dateOf(day), minute: Math.floor((wall - day * dayMs) / minuteMs), weekday: weekdayOf(day) }
}

/** The instants at which the wall clock shows this minute of this date, ascending: none in a spring gap, two in an autumn fold. */
export function instantsOf(zone: string, date: string, minute: number): number[] {
  const wall = dayOf(date) * dayMs + minute * minuteMs
  return stretchesOf(zone, dayOf(date)).flatMap(({ startsAt, endsAt, offset }) => {
    const instant = wall - offset * minuteMs
    return instant >= startsAt && instant < endsAt ? [instant] : []
  })
}

/** How far the zone's wall clock is ahead of UTC at an instant, in minutes. */
export function offsetMinutes(zone: string, instant: number): number {
  const { before, changesAt, after } = utcDayOf(zone, Math.floor(instant / dayMs))
  return instant < changesAt ? before : after
}

/** When the wall clock of a day shows `fromMinute` to `toMinute` (exclusive): its stretches cut to size, ascending. */
export function spansOf(zone: string, day: number, fromMinute: number, toMinute: number): Stretch[] {
  const spans: Stretch[] = []
  for (const { startsAt, endsAt, offset } of stretchesOf(zone, day)) {
    const midnight = day * dayMs - offset * minuteMs
    const from = Math.max(startsAt, midnight + fromMinute * minuteMs)
    const until = Math.min(endsAt, midnight + toMinute * minuteMs)
    if (from < until) spans.push({ startsAt: from, endsAt: until, offset })
  }
  return spans
}

/** A date (YYYY-MM-DD) `n` days later, or earlier when negative. */
export const addDays = (date: string, n: number): string => dateOf(dayOf(date) + n)
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs
export const dateOf = (day: number): string =>
  dates.get(day) ?? remember(dates, daysKept, day, new Date(day * dayMs).toISOString().slice(0, 10))
/** 1 Monday .. 7 Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1
/** Weeks begin on Monday; two days of one week share this number. */
export const weekOf = (day: number): number => Math.floor((day + 3) / 7)

/** The offset at the beginning of a UTC day, the instant it changes (the day's end when it does not), and the offset from then on. */
interface UtcDay {
  before: number
  changesAt: number
  after: number
}

/** The oldest entry goes first, so that no list of zones or dates, however long, can fill the Worker's memory. */
const zonesKept = 32
const daysKept = 1_000
const zones = new Map<string, { format: Intl.DateTimeFormat; utcDays: Map<number, UtcDay>; stretches: Map<number, Stretch[]> }>()
const dates = new Map<number, string>()

function stretchesOf(zone: string, day: number): Stretch[] {
  const { stretches } = zones.get(zone) ?? remember(zones, zonesKept, zone, open(zone))
  return stretches.get(day) ?? remember(stretches, daysKept, day, cutStretches(zone, day))
}

/** Offsets lie between -12 and +14 h, so a date's instants all lie in the UTC day of that name and its two neighbours. */
function cutStretches(zone: string, day: number): Stretch[] {
  const stretches: Stretch[] = []
  const add = (from: number, until: number, offset: number) => {
    const startsAt = Math.max(from, day * dayMs - offset * minuteMs)
    const endsAt = Math.min(until, (day + 1) * dayMs - offset * minuteMs)
    const last = stretches.at(-1)
    if (startsAt >= endsAt) return
    if (last?.endsAt === startsAt && last.offset === offset) last.endsAt = endsAt
    else stretches.push({ startsAt, endsAt, offset })
  }
  for (let utcDay = day - 1; utcDay <= day + 1; utcDay++) {
    const { before, changesAt, after } = utcDayOf(zone, utcDay)
    add(utcDay * dayMs, changesAt, before)
    add(changesAt, (utcDay + 1) * dayMs, after)
  }
  return stretches
}

function utcDayOf(zone: string, utcDay: number): UtcDay {
  const { format, utcDays } = zones.get(zone) ?? remember(zones, zonesKept, zone, open(zone))
  return utcDays.get(utcDay) ?? remember(utcDays, daysKept, utcDay, measure(format, utcDay, utcDays.get(utcDay - 1)?.after))
}

function remember<K, V>(kept: Map<K, V>, limit: number, key: K, value: V): V {
  if (kept.size >= limit) kept.delete(kept.keys().next().value as K)
  kept.set(key, value)
  return value
}

function open(zone: string) {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return { format, utcDays: new Map<number, UtcDay>(), stretches: new Map<number, Stretch[]>() }
}

/** No zone changes its clock twice in one UTC day, and none between two minutes: so equal ends mean a quiet day, else bisect. */
function measure(format: Intl.DateTimeFormat, utcDay: number, known: number | undefined): UtcDay {
  let low = utcDay * dayMs
  let high = low + dayMs
  const before = known ?? offsetAt(format, low)
  const after = offsetAt(format, high)
  while (before !== after && high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / minuteMs / 2) * minuteMs
    if (offsetAt(format, middle) === before) low = middle
    else high = middle
  }
  return { before, changesAt: high, after }
}

/** Reads the offset from "3/14/2027, GMT-05:00" ("GMT" alone is 0). */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(instant)) ?? []
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0
}
