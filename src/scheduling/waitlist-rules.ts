import type { Interval, Slot } from './slots.ts'
import { instantsOf, addDays, minuteMs, wallClock } from './zones.ts'

/** SCH-28: how long an offer stands. Less than the least is no offer: nobody could read it in time. */
export const offerStands = { mostMs: 120 * minuteMs, leastMs: 15 * minuteMs }
/** Nobody has to answer at night: what is offered then can be answered in the morning. Hours on the client's clock. */
const night = { fromMinute: 20 * 60, untilMinute: 8 * 60 }

/** What decides how long an offer of a time can stand. Epoch ms. */
export interface OfferFacts {
  now: number
  /** The client's zone. */
  zone: string
  /** The therapist's own minimum notice. */
  noticeMinutes: number
  /** SET-13: whether times within 24 hours may be asked for at all. */
  within24h: boolean
}

/** Until when somebody may take a time: two hours, not counting the night, and never past the moment from which it could not be asked for. */
export function deadlineOf(startsAt: number, { now, zone, noticeMinutes, within24h }: OfferFacts): number {
  const notice = Math.max(noticeMinutes, within24h ? 0 : 24 * 60) * minuteMs
  return Math.min(morningAfter(now, zone) + offerStands.mostMs, startsAt - notice)
}

/** The instant itself by day; at night the next morning at eight. */
function morningAfter(now: number, zone: string): number {
  const { date, minute } = wallClock(zone, now)
  if (minute >= night.untilMinute && minute < night.fromMinute) return now
  return instantsOf(zone, minute < night.untilMinute ? date : addDays(date, 1), night.untilMinute)[0] ?? now
}

/** What one look at somebody's free times comes to. */
export interface Look {
  /** The earliest time that has opened for her, if any. */
  opened: Slot | null
  /** What has been free all along, from now on. */
  known: number[]
}

/**
 * What has opened for somebody who waits: free now, before her bound, not free all along, not overlapping what she was offered before, and
 * far enough ahead to be answered. `known` null takes stock: nothing has opened yet, everything is known. Pure.
 */
export function lookAt(
  free: Slot[],
  { beforeAt, known, offered, facts }: { beforeAt: number | null; known: number[] | null; offered: Interval[]; facts: OfferFacts },
): Look {
  const earlier = free.filter(({ startsAt }) => beforeAt === null || startsAt < beforeAt)
  if (known === null) return { opened: null, known: earlier.map(({ startsAt }) => startsAt) }
  const before = new Set(known)
  const opened = earlier.find(
    (slot) =>
      !before.has(slot.startsAt) &&
      !offered.some((other) => other.startsAt < slot.endsAt && other.endsAt > slot.startsAt) &&
      deadlineOf(slot.startsAt, facts) >= facts.now + offerStands.leastMs,
  )
  const present = new Set(earlier.map(({ startsAt }) => startsAt))
  return { opened: opened ?? null, known: known.filter((startsAt) => present.has(startsAt)) }
}

/** A bound that is nothing to wait for: it has passed. */
export const isOver = (beforeAt: number | null, now: number): boolean => beforeAt !== null && beforeAt <= now
