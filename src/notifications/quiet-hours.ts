import { addDays, dayOf, spansOf, wallClock } from '../scheduling/zones.ts'
import type { QuietHours } from './wishes.ts'

/**
 * When the quiet hours that hold at an instant are over; null when none hold. Their end is a time on the wall: in the autumn fold it is the
 * first one that is still ahead, and one that the clock skips in spring is the moment after the gap. Pure.
 */
export function endOfQuiet({ from, until }: QuietHours, zone: string, now: number): number | null {
  const { date, minute } = wallClock(zone, now)
  const overMidnight = from > until
  const holds = overMidnight ? minute >= from || minute < until : minute >= from && minute < until
  if (!holds) return null
  const last = overMidnight && minute >= from ? addDays(date, 1) : date
  // A zone can skip a whole date; then it is the next.
  for (const day of [dayOf(last), dayOf(last) + 1]) {
    const ahead = spansOf(zone, day, until, 1440).flatMap(({ startsAt }) => (startsAt > now ? [startsAt] : []))
    if (ahead.length > 0) return Math.min(...ahead)
  }
  return null
}
