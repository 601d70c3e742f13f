import { openSpans, spans, type Hours } from './conflicts.ts'
import type { DatedException, WeeklyWindow } from './slots.ts'
import { dayOf, minuteMs, offsetMinutes, spansOf } from './zones.ts'

export type ItemKind = 'confirmed' | 'requested' | 'completed' | 'no_show' | 'hold' | 'off' | 'free'

/** Something in a therapist's day; epoch ms. Time off and free time have no id. */
export interface CalendarItem {
  id: string | null
  kind: ItemKind
  staffId: string
  client: string | null
  service: string | null
  /** What time off is for, as the practice wrote it. */
  label?: string
  startsAt: number
  endsAt: number
}

export interface CalendarRows {
  items: CalendarItem[]
  windows: (WeeklyWindow & { staffId: string })[]
  exceptions: (DatedException & { staffId: string | null })[]
}

/** One date. A day has 23 or 25 hours when the clock changes: `hours` has the instant of each that begins in it. */
export interface CalendarDay {
  date: string
  startsAt: number
  endsAt: number
  hours: number[]
  columns: { staffId: string; items: CalendarItem[] }[]
}

interface Frame {
  zone: string
  dates: string[]
  therapists: { id: string; zone: string }[]
  now: number
}

/** The rows by date and therapist, ascending, with time off, and with the free time that is still ahead. Pure. */
export function calendarDays(rows: CalendarRows, { zone, dates, therapists, now }: Frame): CalendarDay[] {
  const ofStaff = Map.groupBy(rows.items, ({ staffId }) => staffId)
  const people = therapists.map((therapist) => ({ ...therapist, items: ofStaff.get(therapist.id) ?? [], hours: hoursOf(rows, therapist) }))
  return dates.map((date) => {
    const { startsAt, endsAt } = boundsOf(zone, date)
    return {
      date,
      startsAt,
      endsAt,
      hours: hoursIn(zone, startsAt, endsAt),
      columns: people.map(({ id, items, hours }) => ({ staffId: id, items: itemsOf(id, items, hours, { startsAt, endsAt }, now) })),
    }
  })
}

/** When a date begins and ends on a clock. */
export function boundsOf(zone: string, date: string): { startsAt: number; endsAt: number } {
  const stretches = spansOf(zone, dayOf(date), 0, 1440)
  const noon = dayOf(date) * 1440 * minuteMs
  return { startsAt: stretches[0]?.startsAt ?? noon, endsAt: stretches.at(-1)?.endsAt ?? noon + 1440 * minuteMs }
}

/** Every instant of a day at which its clock shows a full hour: 23, 24 or 25. */
function hoursIn(zone: string, startsAt: number, endsAt: number): number[] {
  const hours: number[] = []
  for (let at = startsAt; at < endsAt; at += 60 * minuteMs)
    hours.push(at - ((((at / minuteMs + offsetMinutes(zone, at)) % 60) + 60) % 60) * minuteMs)
  return hours
}

const hoursOf = ({ windows, exceptions }: CalendarRows, { id, zone }: { id: string; zone: string }): Hours => ({
  zone,
  windows: windows.filter(({ staffId }) => staffId === id),
  exceptions: exceptions.filter(({ staffId }) => staffId === null || staffId === id),
})

interface Span {
  startsAt: number
  endsAt: number
  label?: string
}

function itemsOf(staffId: string, all: CalendarItem[], hours: Hours, day: Span, now: number): CalendarItem[] {
  const items = all.filter(({ startsAt }) => startsAt >= day.startsAt && startsAt < day.endsAt)
  const off = spans(hours, 'off', day.startsAt, day.endsAt).flatMap((span) => cut(span, day))
  const busy = [...all.filter(({ startsAt, endsAt }) => startsAt < day.endsAt && endsAt > day.startsAt), ...off]
  const plain = (kind: 'off' | 'free') => (span: Span) => ({ ...span, id: null, kind, staffId, client: null, service: null })
  return [
    ...items,
    ...off.map(plain('off')),
    ...freeIn(openSpans(hours, day.startsAt, day.endsAt), busy, day, now).map(plain('free')),
  ].toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt)
}

const cut = ({ startsAt, endsAt, ...rest }: Span, day: Span): Span[] => {
  const span = { ...rest, startsAt: Math.max(startsAt, day.startsAt), endsAt: Math.min(endsAt, day.endsAt) }
  return span.startsAt < span.endsAt ? [span] : []
}

/** Working time that nothing fills, from now on, half an hour at least. */
function freeIn(open: Span[], busy: Span[], day: Span, now: number): Span[] {
  const merged: Span[] = []
  for (const span of open.flatMap((one) => cut(one, { startsAt: Math.max(day.startsAt, now), endsAt: day.endsAt }))) {
    const last = merged.at(-1)
    if (last && span.startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, span.endsAt)
    else merged.push({ ...span })
  }
  const taken = busy.toSorted((a, b) => a.startsAt - b.startsAt)
  return merged.flatMap((span) => without(span, taken)).filter(({ startsAt, endsAt }) => endsAt - startsAt >= 30 * minuteMs)
}

function without(span: Span, taken: Span[]): Span[] {
  const left: Span[] = []
  let from = span.startsAt
  for (const { startsAt, endsAt } of taken) {
    if (endsAt <= from || startsAt >= span.endsAt) continue
    if (startsAt > from) left.push({ startsAt: from, endsAt: startsAt })
    from = Math.max(from, endsAt)
  }
  if (from < span.endsAt) left.push({ startsAt: from, endsAt: span.endsAt })
  return left
}
