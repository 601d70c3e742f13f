import { dayOf, spansOf, wallClock } from '../scheduling/zones.ts'

// When a digest is due: a minute of the reader's own day. In the autumn fold it is the first of the two, a minute that the clock skips in
// spring is the moment after the gap, and a date that a zone skips has none. Pure.

/** The last one that is not after an instant. */
export const lastDigest = (zone: string, minute: number, now: number): number =>
  Math.max(...around(zone, minute, now).filter((at) => at <= now))

/** The first one after an instant. */
export const nextDigest = (zone: string, minute: number, now: number): number =>
  Math.min(...around(zone, minute, now).filter((at) => at > now))

/** Those of the days before and after: enough to have one on either side. */
function around(zone: string, minute: number, now: number): number[] {
  const today = dayOf(wallClock(zone, now).date)
  return [-2, -1, 0, 1, 2].flatMap((days) =>
    spansOf(zone, today + days, minute, 1440)
      .slice(0, 1)
      .map(({ startsAt }) => startsAt),
  )
}
