import { isDate } from './series-dates.ts'
import type { Slot } from './slots.ts'
import { addDays, wallClock } from './zones.ts'

/** A day of the strip, in the zone the client reads: its date and its free times. */
export interface DayOfSlots<Of extends Slot = Slot> {
  date: string
  slots: Of[]
}

/**
 * The strip: 14 days around the chosen one; `chosen` is the first day with something free from the asked one on, and `passed` the day that
 * was asked for when it has nothing free.
 */
export interface Days<Of extends Slot = Slot> {
  chosen: DayOfSlots<Of> | null
  passed: string | null
  strip: DayOfSlots<Of>[]
  earlier: string | null
  later: string | null
}

const perPage = 14

/**
 * Groups free times by the day they have for their reader, and finds the page of the strip where the asked day is. A day
 * without times leads on to the next that has some, so nobody pages through empty weeks (SCH-11). Pure.
 */
export function daysOf<Of extends Slot>(
  slots: Of[],
  { zone }: { zone: string },
  now: number,
  from: string | undefined,
  zoneOf: (slot: Of) => string = () => zone,
): Days<Of> {
  const byDate = Map.groupBy(slots, (slot) => wallClock(zoneOf(slot), slot.startsAt).date)
  const today = wallClock(zone, now).date
  const asked = from && isDate(from) && from > today ? from : today
  const dates = [...byDate.keys()].toSorted()
  const chosen = dates.find((date) => date >= asked) ?? dates.at(-1)
  if (!chosen) return { chosen: null, passed: null, strip: [], earlier: null, later: null }
  const first = pageOf(today, chosen)
  const strip = Array.from({ length: perPage }, (_, i) => dayAt(byDate, addDays(first, i)))
  const after = addDays(first, perPage)
  return {
    chosen: dayAt(byDate, chosen),
    passed: asked !== today && asked !== chosen ? asked : null,
    strip,
    earlier: dates.findLast((date) => date < first) ?? null,
    later: dates.find((date) => date >= after) ?? null,
  }
}

const dayAt = <Of extends Slot>(byDate: Map<string, Of[]>, date: string): DayOfSlots<Of> => ({ date, slots: byDate.get(date) ?? [] })

/** The first date of the page of 14, counted from today, on which a date lies. */
function pageOf(today: string, date: string): string {
  let first = today
  for (let next = addDays(first, perPage); next <= date; next = addDays(next, perPage)) first = next
  return first
}
