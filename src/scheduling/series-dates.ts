/**
 * The dates of a series (SCH-26): the same time on the therapist's wall clock every n weeks, each date resolved by itself, so that a
 * change of the clocks moves no appointment for whoever looks at a wall. Pure.
 */
import { addDays, dateOf, dayOf, instantsOf, weekdayOf } from './zones.ts'

/** No series has more dates: two years of every week. */
export const mostDates = 104

/** Dates YYYY-MM-DD and minutes after midnight in `zone`. It ends with `untilDate` (inclusive) or after `count` dates, whichever comes first. */
export interface SeriesRule {
  zone: string
  firstDate: string
  wallMinute: number
  everyWeeks: number
  untilDate: string | null
  count: number | null
}

/** One date of a series. `startsAt` is null where the clocks go forward over this time: it does not exist on that date. */
export interface Occurrence {
  date: string
  startsAt: number | null
}

/** The dates of a rule, ascending, `mostDates` at most. */
export function datesOf({ zone, firstDate, wallMinute, everyWeeks, untilDate, count }: SeriesRule): Occurrence[] {
  const most = Math.min(count ?? mostDates, mostDates)
  const dates: Occurrence[] = []
  for (let date = firstDate; dates.length < most && date <= (untilDate ?? date); date = addDays(date, 7 * everyWeeks))
    dates.push(occurrenceOn(zone, date, wallMinute))
  return dates
}

/** A wall time of one date. Where the clocks go back over it, it comes twice, and the first one counts. */
export const occurrenceOn = (zone: string, date: string, wallMinute: number): Occurrence => ({
  date,
  startsAt: instantsOf(zone, date, wallMinute)[0] ?? null,
})

/** The day of the same week (Monday to Sunday) that is this weekday, 1 Monday .. 7 Sunday: where a moved series puts a date. */
export const sameWeek = (date: string, weekday: number): string => addDays(date, weekday - weekdayOf(dayOf(date)))

/** The first date from `from` on that is this weekday. */
export const nextWeekday = (from: string, weekday: number): string => addDays(from, (weekday - weekdayOf(dayOf(from)) + 7) % 7)

/** Whether a text is a date of the calendar, and near enough for a person to mean it. */
export const isDate = (text: string): boolean =>
  /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(dayOf(text)) && dateOf(dayOf(text)) === text

/** "17:00" as minutes after midnight; null when it is no time. */
export function minuteOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(clock) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

/** 1020 as "17:00". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
