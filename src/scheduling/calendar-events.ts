import type { CalendarEvent } from './ical.ts'
import type { AppointmentStatus, Forum } from './schema.ts'

/** What a calendar needs to know of an appointment. Epoch ms. */
export interface CalendarRow {
  id: string
  /** Only for a therapist's own calendar, and only its initials leave the portal. */
  client: string
  forum: Forum
  address: string | null
  hideAddress: boolean
  status: AppointmentStatus
  startsAt: number
  endsAt: number
  calendarSequence: number
  updatedAt: number
}

/** How far back and ahead a feed reaches; what was cancelled longer ago than `pastMs` has gone from every calendar by then. */
export const feedReach = { pastMs: 30 * 86_400_000, aheadMs: 365 * 86_400_000 }

/**
 * SCH-41, SCH-42: an appointment as an event that says nothing of care: no service, no therapist, no practice, and its own id for a name.
 * The address only in person, and only where the practice does not hide it. Pure.
 */
export function eventOf(row: CalendarRow, organizationId: string, title: string, hidesAddresses: boolean): CalendarEvent {
  const shown = row.forum === 'in_person' && !row.hideAddress && !hidesAddresses
  return {
    uid: `${row.id}@${organizationId}`,
    sequence: row.calendarSequence,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    changedAt: row.updatedAt,
    status: statusOf[row.status],
    title,
    location: shown && row.address ? row.address : null,
  }
}

/** What is over, missed or not is still in the calendar; what will not be is CANCELLED, so that calendars take it away. */
const statusOf: Record<AppointmentStatus, CalendarEvent['status']> = {
  requested: 'TENTATIVE',
  confirmed: 'CONFIRMED',
  completed: 'CONFIRMED',
  no_show: 'CONFIRMED',
  declined: 'CANCELLED',
  withdrawn: 'CANCELLED',
  expired: 'CANCELLED',
  cancelled: 'CANCELLED',
  late_cancelled: 'CANCELLED',
  deleted: 'CANCELLED',
}

/** "A. P." of "Ana Pereira": all that a therapist's calendar says of a client. */
export const initialsOf = (name: string): string =>
  name
    .split(/[\s-]+/)
    .flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
    .map((letter) => `${letter.toLocaleUpperCase('en')}.`)
    .join(' ')
