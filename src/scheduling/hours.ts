/**
 * When a therapist can be had at all: weekly windows and dated exceptions, resolved on her wall clock. What is offered (`slots`) and what lies
 * outside (`liesInHours`) read the same lines. Pure.
 */
import { dayOf, spansOf, wallClock, weekdayOf, weekOf } from './zones.ts'

/** Minutes after midnight on the therapist's wall clock, `toMinute` exclusive, at most 1440. */
export interface Hours {
  fromMinute: number
  toMinute: number
}

/** `weekday` 1 Monday .. 7 Sunday; valid dates YYYY-MM-DD inclusive, null for no limit. */
export interface WeeklyWindow extends Hours {
  weekday: number
  validFrom: string | null
  validUntil: string | null
  everyWeeks: number
  /** Any date of a week in which an every-n-weeks window counts. Without one it never opens: we do not guess which weeks she meant. */
  anchorDate: string | null
}

/** Extra hours or time off on every date from `fromDate` to `untilDate` (inclusive). Where they meet, time off wins. */
export interface DatedException extends Hours {
  kind: 'extra' | 'off'
  fromDate: string
  untilDate: string
  /** What it is for, as the practice wrote it: shown to staff, no rule looks at it. */
  label?: string
}

/** For what a window is open: null is everything. */
export interface Condition {
  serviceIds: string[] | null
  forum: string | null
  locationId: string | null
}

/** Whether a window opens on a day. */
export function isOpen({ weekday, validFrom, validUntil, everyWeeks, anchorDate }: WeeklyWindow, day: number, date: string): boolean {
  if (weekday !== weekdayOf(day) || date < (validFrom ?? date) || date > (validUntil ?? date)) return false
  return everyWeeks <= 1 || (anchorDate !== null && (weekOf(day) - weekOf(dayOf(anchorDate))) % everyWeeks === 0)
}

export const exceptionsOn = <E extends DatedException>(exceptions: E[], kind: E['kind'], date: string): E[] =>
  exceptions.filter((exception) => exception.kind === kind && exception.fromDate <= date && date <= exception.untilDate)

/** Whether a window is for this service in this forum. Bound to a place it is for meeting there, never for video. */
export function isFor(
  window: Condition,
  { serviceId, forum, locationId }: { serviceId: string; forum: string; locationId: string | null },
) {
  if (window.serviceIds && !window.serviceIds.includes(serviceId)) return false
  if (window.forum && window.forum !== forum) return false
  return !window.locationId || (forum === 'in_person' && window.locationId === locationId)
}

/** One stretch of time in which to be: from when to when, and until when one may stay (epoch ms). */
export interface Opening {
  startsAt: number
  endsAt: number
  /** Where the stretches that follow without a break end. */
  closesAt: number
  /** Minutes east of UTC. */
  offset: number
}

/**
 * When hours are open on one day. Spans that touch are one time to be in, since a spring gap costs no elapsed time; spans that do not
 * touch (a short window in an autumn fold) are two.
 */
export function openingsOf(zone: string, day: number, { fromMinute, toMinute }: Hours): Opening[] {
  return spansOf(zone, day, fromMinute, toMinute).map((span, index, spans) => {
    let closesAt = span.endsAt
    for (let next = index + 1; spans[next]?.startsAt === closesAt; next++) closesAt = spans[next]!.endsAt
    return { ...span, closesAt }
  })
}

/** Windows and exceptions of one therapist, for one service in one forum. */
export interface OpenHours {
  zone: string
  windows: WeeklyWindow[]
  exceptions: DatedException[]
}

/** SCH-3: whether a time (epoch ms, end exclusive) lies wholly in one window or extra hours, and in no time off. */
export function liesInHours({ zone, windows, exceptions }: OpenHours, { startsAt, endsAt }: { startsAt: number; endsAt: number }): boolean {
  const { date } = wallClock(zone, startsAt)
  const day = dayOf(date)
  const open = [...windows.filter((window) => isOpen(window, day, date)), ...exceptionsOn(exceptions, 'extra', date)]
  const fits = open.some((hours) =>
    openingsOf(zone, day, hours).some((opening) => opening.startsAt <= startsAt && startsAt < opening.endsAt && endsAt <= opening.closesAt),
  )
  if (!fits) return false
  return !exceptionsOn(exceptions, 'off', date).some((off) =>
    openingsOf(zone, day, off).some((closed) => closed.startsAt < endsAt && startsAt < closed.endsAt),
  )
}
