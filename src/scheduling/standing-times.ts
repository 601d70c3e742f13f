/** Which times can be asked for every week (SCH-27): the wall times at which something is offered in the coming weeks. Pure. */
import type { Bookable } from './booking.ts'
import { nextWeekday, occurrenceOn } from './series-dates.ts'
import type { Slot } from './slots.ts'
import { addDays, wallClock } from './zones.ts'

/** A weekday and minute of the therapist's wall clock, and the first instant at which it is free. */
export interface WallTime {
  weekday: number
  minute: number
  firstAt: number
}

/** The wall times of what is offered, by weekday (in the therapist's zone) and time. */
export function wallTimesOf(slots: Slot[], zone: string): WallTime[] {
  const times = new Map<string, WallTime>()
  for (const { startsAt } of slots) {
    const { weekday, minute } = wallClock(zone, startsAt)
    const key = `${weekday}-${minute}`
    if (!times.has(key)) times.set(key, { weekday, minute, firstAt: startsAt })
  }
  return [...times.values()].toSorted((a, b) => a.weekday - b.weekday || a.minute - b.minute)
}

/** "2-1020" as a form says it. */
export const nameOfTime = ({ weekday, minute }: { weekday: number; minute: number }): string => `${weekday}-${minute}`

/** The first date of a wish: the day itself or the next of its weekday; null before today, beyond the horizon, or when it is over. */
export function firstDateOf({ choice, question }: Bookable, time: WallTime, from: string): string | null {
  const today = wallClock(choice.zone, question.now).date
  const last = addDays(today, choice.horizonDays)
  if (from < today || from > last) return null
  const date = nextWeekday(from, time.weekday)
  const { startsAt } = occurrenceOn(choice.zone, date, time.minute)
  const isAhead = startsAt === null || startsAt > question.now
  return isAhead ? date : nextWeekday(addDays(date, 1), time.weekday)
}
