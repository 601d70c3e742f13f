import type { Bookable } from './booking.ts'
import type { Slot } from './slots.ts'
import { addDays, wallClock } from './zones.ts'

/** A day of the strip, in the zone the client reads: its date and its free times. */
export interface DayOfSlots {
  date: string
  slots: Slot[]
}

/** The strip: 14 days around the chosen one; `chosen` is the first day with something free from the asked one on. */
export interface Days {
  chosen: DayOfSlots | null
  strip: DayOfSlots[]
  earlier: string | null
  later: string | null
}

const perPage = 14

/**
 * Groups free times by the day they have for their reader, and finds the page of the strip where the asked day is. A day
 * without times leads on to the next that has some, so nobody pages through empty weeks (SCH-11). Pure.
 */
export function daysOf(slots: Slot[], { zone }: Bookable, now: number, from: string | undefined): Days {
  const byDate = Map.groupBy(slots, ({ startsAt }) => wallClock(zone, startsAt).date)
  const today = wallClock(zone, now).date
  const asked = from && /^\d{4}-\d{2}-\d{2}$/.test(from) && from > today ? from : today
  const dates = [...byDate.keys()]
  const chosen = dates.find((date) => date >= asked) ?? dates.at(-1)
  if (!chosen) return { chosen: null, strip: [], earlier: null, later: null }
  const first = pageOf(today, chosen)
  const strip = Array.from({ length: perPage }, (_, i) => dayAt(byDate, addDays(first, i)))
  const after = addDays(first, perPage)
  return {
    chosen: dayAt(byDate, chosen),
    strip,
    earlier: dates.findLast((date) => date < first) ?? null,
    later: dates.find((date) => date >= after) ?? null,
  }
}

const dayAt = (byDate: Map<string, Slot[]>, date: string): DayOfSlots => ({ date, slots: byDate.get(date) ?? [] })

/** The first date of the page of 14, counted from today, on which a date lies. */
function pageOf(today: string, date: string): string {
  let first = today
  for (let next = addDays(first, perPage); next <= date; next = addDays(next, perPage)) first = next
  return first
}
