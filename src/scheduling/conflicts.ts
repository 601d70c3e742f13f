import { spansOf, dayOf, wallClock, weekdayOf, weekOf, minuteMs } from './zones.ts'
import type { DatedException, WeeklyWindow } from './slots.ts'
import type { Taken } from './taken.ts'
import { blocks, overlaps, type Times } from './times.ts'

/** An appointment as staff would like to have it; epoch ms. */
export interface Planned extends Times {
  id?: string
  clientId: string
  staffId: string
  roomId: string | null
  /** No room is named, and it needs one of these (SCH-10); none where the place has no rooms. */
  oneOf?: string[]
}

export type ConflictKind = 'appointment' | 'request' | 'hold' | 'room' | 'no_room' | 'client' | 'hours' | 'past' | 'not_offered'

/** What stands in the way. `final`: staff cannot go over it. The others are listed, and staff may save knowingly (SCH-26). */
export interface Conflict {
  kind: ConflictKind
  /** Names what was seen: only what was listed is overridden. */
  key: string
  final: boolean
  client: string | null
  startsAt: number | null
  endsAt: number | null
}

/** A therapist's clock, weekly hours and exceptions. */
export interface Hours {
  zone: string
  windows: WeeklyWindow[]
  exceptions: DatedException[]
}

export interface Circumstances {
  taken: Taken[]
  hours: Hours
  offered: boolean
  now: number
}

/** Everything that stands in the way of a planned appointment, what is final first. Pure; the database is the referee all the same. */
export function conflictsWith(planned: Planned, { taken, hours, offered, now }: Circumstances): Conflict[] {
  const found = taken.flatMap((one) => (one.id === planned.id ? [] : meets(planned, one)))
  const warnings: Conflict[] = [
    ...(isWithinHours(planned, hours) ? [] : [warning('hours')]),
    ...(planned.startsAt < now ? [warning('past')] : []),
    ...(offered ? [] : [warning('not_offered')]),
    ...(lacksRoom(planned, taken) ? [warning('no_room')] : []),
  ]
  return [...found.filter(({ final }) => final), ...found.filter(({ final }) => !final), ...warnings]
}

/** What keeps a plan from being saved: everything final, and everything else that was not on the list its maker said yes to. */
export function unseen(conflicts: Conflict[], seen: string | undefined): Conflict[] {
  const known = new Set((seen ?? '').split(' '))
  return conflicts.some(({ final, key }) => final || !known.has(key)) ? conflicts : []
}

/** The open requests and holds among them, by id: what staff go over when they save all the same (going-over.ts). */
export const goneOver = (conflicts: Conflict[]): string[] => conflicts.filter(({ startsAt }) => startsAt !== null).map(({ key }) => key)

const warning = (kind: ConflictKind): Conflict => ({ kind, key: kind, final: false, client: null, startsAt: null, endsAt: null })

/** Whether every room it could have is taken at some moment of it. Saved all the same, it has none, and stands in no room's way. */
function lacksRoom(planned: Planned, taken: Taken[]): boolean {
  const { oneOf = [] } = planned
  return (
    oneOf.length > 0 && oneOf.every((room) => taken.some((one) => one.roomId === room && one.id !== planned.id && blocks(planned, one)))
  )
}

function meets(planned: Planned, one: Taken): Conflict[] {
  const kind = kindOf(planned, one)
  if (!kind) return []
  return [{ kind, key: one.id, final: one.kind === 'confirmed', client: one.client, startsAt: one.startsAt, endsAt: one.endsAt }]
}

/** What of the therapist's, the room's or the client's it meets; a client's own appointments meet without buffers. */
function kindOf(planned: Planned, one: Taken): ConflictKind | null {
  const blocked = blocks(planned, one)
  if (blocked && one.staffId === planned.staffId)
    return { confirmed: 'appointment', requested: 'request', hold: 'hold' }[one.kind] as ConflictKind
  if (blocked && planned.roomId !== null && one.roomId === planned.roomId) return 'room'
  return overlaps(planned, one) && one.clientId === planned.clientId ? 'client' : null
}

/** Whether every minute lies in a window or extra hours, and none in time off. */
function isWithinHours({ startsAt, endsAt }: Planned, hours: Hours): boolean {
  const [open, off] = [openSpans(hours, startsAt, endsAt), spans(hours, 'off', startsAt, endsAt)]
  if (off.some((span) => span.startsAt < endsAt && span.endsAt > startsAt)) return false
  let reached = startsAt
  for (const span of open) if (span.startsAt <= reached) reached = Math.max(reached, span.endsAt)
  return reached >= endsAt
}

interface OpenSpan {
  startsAt: number
  endsAt: number
  /** What a dated exception is for. */
  label?: string
}

/** When a therapist works, by her weekly windows and extra hours, on the dates that a stretch touches; ascending. */
export function openSpans(hours: Hours, from: number, until: number): OpenSpan[] {
  const weekly = daysOf(hours.zone, from, until).flatMap((day) =>
    hours.windows.filter((window) => isOpen(window, day)).flatMap((window) => spansOf(hours.zone, day, window.fromMinute, window.toMinute)),
  )
  return [...weekly, ...spans(hours, 'extra', from, until)].toSorted((a, b) => a.startsAt - b.startsAt)
}

/** Extra hours or time off on the dates that a stretch touches. */
export function spans({ zone, exceptions }: Hours, kind: DatedException['kind'], from: number, until: number): OpenSpan[] {
  const ofKind = exceptions.filter((exception) => exception.kind === kind)
  return daysOf(zone, from, until).flatMap((day) =>
    ofKind
      .filter(({ fromDate, untilDate }) => dayOf(fromDate) <= day && day <= dayOf(untilDate))
      .flatMap(({ fromMinute, toMinute, label }) =>
        spansOf(zone, day, fromMinute, toMinute).map((span) => (label ? { ...span, label } : span)),
      ),
  )
}

function daysOf(zone: string, from: number, until: number): number[] {
  const [first, last] = [dayOf(wallClock(zone, from).date), dayOf(wallClock(zone, Math.max(from, until - minuteMs)).date)]
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

function isOpen({ weekday, validFrom, validUntil, everyWeeks, anchorDate }: WeeklyWindow, day: number): boolean {
  if (weekday !== weekdayOf(day)) return false
  if ((validFrom && dayOf(validFrom) > day) || (validUntil && dayOf(validUntil) < day)) return false
  return everyWeeks <= 1 || (anchorDate !== null && (weekOf(day) - weekOf(dayOf(anchorDate))) % everyWeeks === 0)
}
