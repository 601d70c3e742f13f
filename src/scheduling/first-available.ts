import type { Choice } from './booking-rows.ts'
import type { Bookable } from './booking.ts'
import { forumsOf } from './forums.ts'
import type { Forum } from './schema.ts'
import { slots, type Slot } from './slots.ts'

/** What the field of the therapist says when it does not matter who (SCH-11). Only a page is asked so: a request names somebody. */
export const firstAvailable = 'first'

/** A free time; where several therapists are looked at together, with the one whose time it is. */
export interface FreeTime extends Slot {
  of?: Bookable
}

/** The zone in which a client reads a time. */
export const zoneOf =
  ({ zone }: Bookable) =>
  ({ of }: FreeTime): string =>
    of?.zone ?? zone

/** Who offers the same service in the same forum, in the order of the page; one alone is no choice. */
export const offeringToo = (choices: Choice[], serviceId: string, forum: Forum): Choice[] =>
  choices.filter((choice) => choice.serviceId === serviceId && forumsOf(choice).includes(forum))

/**
 * The times of several therapists as one list, ascending, each instant once (SCH-11). Of those who are free at the same time, whoever
 * has most times left that day is named, so that nobody's day fills up for having a name early in the alphabet. Pure.
 */
export function firstTimes(everyone: Bookable[]): FreeTime[] {
  const all = everyone.flatMap((of) => slots(of.question).map((slot) => ({ ...slot, of })))
  const left = new Map<string, number>()
  const dayOf = ({ of, date }: { of: Bookable; date: string }) => `${of.choice.staffId} ${date}`
  for (const time of all) left.set(dayOf(time), (left.get(dayOf(time)) ?? 0) + 1)
  const byStart = new Map<number, (typeof all)[number]>()
  for (const time of all) {
    const other = byStart.get(time.startsAt)
    if (!other || left.get(dayOf(time))! > left.get(dayOf(other))!) byStart.set(time.startsAt, time)
  }
  return [...byStart.values()].toSorted((a, b) => a.startsAt - b.startsAt)
}
