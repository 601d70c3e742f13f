import { minuteMs } from './zones.ts'

/** The times of an appointment, with what it blocks around them, epoch ms. */
export interface Times {
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
}

/** How long a service is, and which buffers it asks for. */
export interface Lengths {
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
}

/** When a service at a start is over, and what it blocks. */
export function timesOf({ durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }: Lengths, startsAt: number): Times {
  const endsAt = startsAt + durationMinutes * minuteMs
  return { startsAt, endsAt, blockedFrom: startsAt - bufferBeforeMinutes * minuteMs, blockedUntil: endsAt + bufferAfterMinutes * minuteMs }
}

/** The same length and buffers from another start on: what was agreed stays agreed, whatever the service is now. */
export function startingAt({ startsAt: from, endsAt, blockedFrom, blockedUntil }: Times, startsAt: number): Times {
  const by = startsAt - from
  return { startsAt, endsAt: endsAt + by, blockedFrom: blockedFrom + by, blockedUntil: blockedUntil + by }
}

/** As the triggers see it (migrations/0021): the core of one meets the other with its buffers. */
export const blocks = (one: Times, other: Times): boolean =>
  (one.startsAt < other.blockedUntil && one.endsAt > other.blockedFrom) ||
  (one.blockedFrom < other.endsAt && one.blockedUntil > other.startsAt)

/** Two of a client's own: without buffers, which are the therapist's. */
export const overlaps = (one: Times, other: Times): boolean => one.startsAt < other.endsAt && one.endsAt > other.startsAt
