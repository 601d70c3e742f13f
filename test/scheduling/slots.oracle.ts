/**
 * The slow, obvious answer to SCH-10: tries every minute, and for each asks the calendar about every minute of the appointment.
 * Shares no code with src/scheduling: the wall clock is Temporal's, the rules are written from the words of the specification.
 * Below it: the questions put to both.
 */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { DatedException, Slot, SlotQuestion, WeeklyWindow } from '../../src/scheduling/slots.ts'

export interface Wall {
  date: string
  minute: number
  weekday: number
}

const minuteMs = 60_000

export function oracleSlots(question: SlotQuestion): Slot[] {
  const { rules, fromDate, days } = question
  const midnight = Temporal.PlainDate.from(fromDate).toZonedDateTime('UTC').epochMilliseconds
  const length = rules.durationMinutes * minuteMs
  const found: Slot[] = []
  // A zone is at most 14 h ahead of UTC and 12 h behind.
  for (let at = midnight - 14 * 60 * minuteMs; at < midnight + (days * 24 + 12) * 60 * minuteMs; at += minuteMs) {
    if (oracleOffers(question, at)) found.push({ startsAt: at, endsAt: at + length, date: wallAt(rules.zone, at).date })
  }
  return found
}

/** Every sentence of SCH-10 and SET-13, one after the other, for one start. */
export function oracleOffers(question: SlotQuestion, at: number): boolean {
  const { rules, now } = question
  const start = wallAt(rules.zone, at)
  const hours = hoursOn(question, start).filter(({ fromMinute }) => (start.minute - fromMinute) % rules.intervalMinutes === 0)
  if (hours.length === 0) return false
  if (start.date < question.fromDate || start.date > later(question.fromDate, question.days - 1)) return false
  if (start.date > later(dateAt(rules.zone, now), rules.horizonDays)) return false
  if (at <= now || at - now < rules.noticeMinutes * minuteMs) return false
  if (!rules.within24h && at - now < 24 * 60 * minuteMs) return false
  const minutes = minutesOf(rules.zone, at, rules.durationMinutes)
  if (!hours.some((window) => minutes.every(within(start.date, window)))) return false
  const timeOff = rules.exceptions.filter(({ kind }) => kind === 'off')
  if (minutes.some((minute) => timeOff.some((off) => covers(off, minute.date) && within(minute.date, off)(minute)))) return false
  if (question.clientBusy.some((taken) => at < taken.endsAt && at + rules.durationMinutes * minuteMs > taken.startsAt)) return false
  if (question.busy.some((taken) => tooClose(question, at, taken))) return false
  return rules.capPerDay === null || countOn(question, start.date) < rules.capPerDay
}

/** Either core inside the other with its buffers on. */
export function tooClose({ rules }: SlotQuestion, at: number, taken: SlotQuestion['busy'][number]): boolean {
  const end = at + rules.durationMinutes * minuteMs
  const theirs = at < taken.endsAt + taken.bufferAfterMinutes * minuteMs && end > taken.startsAt - taken.bufferBeforeMinutes * minuteMs
  const ours = at - rules.bufferBeforeMinutes * minuteMs < taken.endsAt && end + rules.bufferAfterMinutes * minuteMs > taken.startsAt
  return theirs || ours
}

/** How many busy times that count toward the cap start on a date. */
export const countOn = ({ rules, busy }: SlotQuestion, date: string): number =>
  busy.filter((taken) => taken.countsTowardCap === true && dateAt(rules.zone, taken.startsAt) === date).length

/** The wall clock of each minute of an appointment. */
export const minutesOf = (zone: string, at: number, durationMinutes: number): Wall[] =>
  Array.from({ length: durationMinutes }, (_, passed) => wallAt(zone, at + passed * minuteMs))

export const within =
  (date: string, { fromMinute, toMinute }: { fromMinute: number; toMinute: number }) =>
  (wall: Wall) =>
    wall.date === date && wall.minute >= fromMinute && wall.minute < toMinute

/** The windows and extra hours in which this wall clock lies. */
export const hoursOn = ({ rules }: SlotQuestion, start: Wall): Array<WeeklyWindow | DatedException> => [
  ...rules.windows.filter((window) => within(start.date, window)(start) && opens(window, start)),
  ...rules.exceptions.filter((extra) => extra.kind === 'extra' && within(start.date, extra)(start) && covers(extra, start.date)),
]

/** What Temporal's clock shows at a whole minute; remembered, because it is slow and asked often. */
export function wallAt(zone: string, at: number): Wall {
  const known = (walls[zone] ??= new Map<number, Wall>())
  const kept = known.get(at)
  if (kept) return kept
  const read = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const wall = { date: read.toPlainDate().toString(), minute: read.hour * 60 + read.minute, weekday: read.dayOfWeek }
  known.set(at, wall)
  return wall
}

const walls: Record<string, Map<number, Wall>> = {}
export const dateAt = (zone: string, at: number): string => wallAt(zone, Math.floor(at / minuteMs) * minuteMs).date

/** A date some days later. */
export const later = (date: string, days: number): string =>
  (sums[`${date} ${days}`] ??= Temporal.PlainDate.from(date).add({ days }).toString())

const sums: Record<string, string> = {}
const covers = ({ fromDate, untilDate }: DatedException, date: string) => date >= fromDate && date <= untilDate

function opens(window: WeeklyWindow, { date, weekday }: Wall): boolean {
  if (window.weekday !== weekday) return false
  if (window.validFrom && window.validFrom > date) return false
  if (window.validUntil && window.validUntil < date) return false
  if (window.everyWeeks < 2) return true
  return window.anchorDate !== null && mondayOf(date).until(mondayOf(window.anchorDate)).days % (7 * window.everyWeeks) === 0
}

function mondayOf(date: string): Temporal.PlainDate {
  const day = Temporal.PlainDate.from(date)
  return day.subtract({ days: day.dayOfWeek - 1 })
}

/** A clock change: from one wall minute to another, on a date. Forward leaves a gap, back makes a fold. Apia once skipped a whole date. */
export const changes = [
  { zone: 'America/New_York', date: '2027-03-14', from: 120, to: 180 },
  { zone: 'America/New_York', date: '2026-11-01', from: 120, to: 60 },
  { zone: 'America/Los_Angeles', date: '2027-03-14', from: 120, to: 180 },
  { zone: 'America/Los_Angeles', date: '2026-11-01', from: 120, to: 60 },
  { zone: 'America/Halifax', date: '2027-03-14', from: 120, to: 180 },
  { zone: 'America/Halifax', date: '2026-11-01', from: 120, to: 60 },
  { zone: 'Australia/Lord_Howe', date: '2026-10-04', from: 120, to: 150 },
  { zone: 'Australia/Lord_Howe', date: '2027-04-04', from: 120, to: 90 },
  { zone: 'Africa/Casablanca', date: '2026-03-22', from: 120, to: 180 },
  { zone: 'Africa/Casablanca', date: '2026-02-15', from: 180, to: 120 },
  { zone: 'Europe/Dublin', date: '2027-03-28', from: 60, to: 120 },
  { zone: 'Europe/Dublin', date: '2026-10-25', from: 120, to: 60 },
  { zone: 'Pacific/Chatham', date: '2026-09-27', from: 165, to: 225 },
  { zone: 'Pacific/Chatham', date: '2027-04-04', from: 225, to: 165 },
  { zone: 'Pacific/Apia', date: '2020-09-27', from: 180, to: 240 },
  { zone: 'Pacific/Apia', date: '2021-04-04', from: 240, to: 180 },
  { zone: 'Pacific/Apia', date: '2011-12-30', from: 0, to: 1440 },
]
const steady = [
  { zone: 'America/Phoenix', date: '2027-03-14' },
  { zone: 'Asia/Kolkata', date: '2026-11-01' },
]

const minutes = (min: number, max: number, step = 5) => fc.integer({ min: min / step, max: max / step }).map((n) => n * step)
/** Half of all times lie in the small hours, where clocks change. */
const hours = fc
  .tuple(fc.oneof(minutes(0, 300), minutes(0, 1395, 15)), minutes(5, 720))
  .map(([fromMinute, length]) => ({ fromMinute, toMinute: Math.min(fromMinute + length, 1440) }))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 })

/** Questions about one to four dates around a change, asked from some days before until within them. */
export const questions: fc.Arbitrary<SlotQuestion> = fc
  .record({ place: fc.constantFrom(...changes, ...steady), back: fc.integer({ min: 0, max: 2 }), days: fc.integer({ min: 1, max: 4 }) })
  .chain(({ place: { zone, date }, back, days }) => {
    const fromDate = later(date, -back)
    const opens = Temporal.PlainDate.from(fromDate).toZonedDateTime(zone).epochMilliseconds
    const near = (min: number, max: number) => fc.integer({ min, max }).map((n) => later(fromDate, n))
    const jitter = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: minuteMs }))
    const taken = fc.tuple(minutes(-120, days * 1440), minutes(5, 180), jitter).map(([at, length, ms]) => ({
      startsAt: opens + at * minuteMs + ms,
      endsAt: opens + (at + length) * minuteMs + ms,
    }))
    const window = fc.record({
      hours,
      weekday: near(0, days - 1),
      validFrom: maybe(near(-3, 1)),
      validUntil: maybe(near(1, 4)),
      everyWeeks: fc.constantFrom(1, 1, 1, 2, 3),
      anchorDate: maybe(near(-30, 30)),
    })
    const kind = fc.constantFrom('extra' as const, 'off' as const)
    const exception = fc.record({ hours, kind, fromDate: near(-1, 3), length: fc.integer({ min: 0, max: 2 }) })
    const rules = fc.record({
      zone: fc.constant(zone),
      durationMinutes: minutes(5, 120),
      bufferBeforeMinutes: minutes(0, 30),
      bufferAfterMinutes: minutes(0, 30),
      intervalMinutes: minutes(5, 60),
      noticeMinutes: fc.oneof(fc.constant(0), minutes(0, 1800)),
      within24h: fc.boolean(),
      horizonDays: fc.oneof(fc.constant(8), fc.integer({ min: 0, max: 6 })),
      capPerDay: maybe(fc.integer({ min: 0, max: 4 })),
      windows: fc.array(
        window.map(({ hours, ...rest }) => ({ ...rest, ...hours, weekday: Temporal.PlainDate.from(rest.weekday).dayOfWeek })),
        { minLength: 1, maxLength: 7 },
      ),
      exceptions: fc.array(
        exception.map(({ hours, length, ...rest }) => ({ ...rest, ...hours, untilDate: later(rest.fromDate, length) })),
        { maxLength: 3 },
      ),
    })
    const busy = fc
      .tuple(taken, fc.record({ bufferBeforeMinutes: minutes(0, 30), bufferAfterMinutes: minutes(0, 30), countsTowardCap: fc.boolean() }))
      .map(([time, rest]) => ({ ...time, ...rest }))
    const now = fc.integer({ min: -3 * 1440, max: days * 720 }).map((n) => opens + n * minuteMs)
    return fc.record({
      rules,
      busy: fc.array(busy, { minLength: 1, maxLength: 6 }),
      clientBusy: fc.array(taken, { maxLength: 3 }),
      now: fc.tuple(now, fc.constantFrom(0, 0, 1, -1)).map(([n, ms]) => n + ms),
      fromDate: fc.constant(fromDate),
      days: fc.constant(days),
    })
  })
