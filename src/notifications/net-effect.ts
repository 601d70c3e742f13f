import type { AppointmentStatus } from '../scheduling/schema.ts'
import { isEvent, type NotificationEvent } from './events.ts'

/** A row of the outbox about one appointment and one recipient, as the rules below see it. */
export interface Told {
  event: string
  aboutVersion: number
  createdAt: number
  dueAt: number
  tries: number
  sentAt: number | null
  droppedAt: number | null
  failedAt: number | null
  reason: string | null
}

export interface Present {
  status: AppointmentStatus
  version: number
  createdAt: number
  createdByKind: 'client' | 'contact' | 'staff' | 'visitor'
}

/**
 * NOT-3: what became of an act while its e-mail waited. Answers why it is not to be sent, or null. `others` are the rows of the
 * same appointment and recipient; `isOn` says whether a row's switch is on. Without a grace every event is mailed literally.
 */
export function netEffect(
  row: Told,
  others: Told[],
  present: Present,
  isOn: (event: string) => boolean,
): 'overtaken' | 'undone' | 'unchanged' | null {
  if (row.dueAt <= row.createdAt) return null
  const newer = others.filter((other) => other.aboutVersion > row.aboutVersion && eventsOf(other.event).length > 0)
  if (newer.some((other) => isWaiting(other) && isOn(other.event))) return 'overtaken'
  if (present.version > row.aboutVersion && eventsOf(row.event).every((event) => !holds[event].includes(present.status))) return 'undone'
  const older = others.filter((other) => other.aboutVersion < row.aboutVersion).toSorted((a, b) => a.aboutVersion - b.aboutVersion)
  if (undoesNothingTold(row, older, present) || restoresUnheard(row, older)) return 'undone'
  return repeatsWhatWasTold(row, older) ? 'unchanged' : null
}

/** The events a row stands for: NOT-2 joins those of one change with a plus. */
export const eventsOf = (event: string): NotificationEvent[] => event.split('+').filter(isEvent)

/** No grace is longer; what waits longer than that waits for the end of quiet hours or for a digest, and its reader had time to hear otherwise. */
const longestGrace = 600_000

const live: AppointmentStatus[] = ['requested', 'confirmed', 'completed', 'no_show']

/** In which states of the appointment an event is still true. */
export const holds: Record<NotificationEvent, AppointmentStatus[]> = {
  created: live,
  rescheduled: live,
  staff_changed: live,
  cancelled: ['cancelled', 'late_cancelled'],
  deleted: ['deleted'],
  request_confirmed: ['confirmed', 'completed', 'no_show'],
  request_declined: ['declined'],
  request_answer_undone: ['requested'],
}

const isWaiting = (row: Told) => row.sentAt === null && row.droppedAt === null && row.failedAt === null
/** Sent before this row, in a digest, or perhaps: a try of which nothing is known counts, because a word too many is better than one too few. */
const toldBefore = (row: Told) => (other: Told) =>
  other.sentAt !== null || other.reason === 'digest' || (isWaiting(other) && other.tries > 0 && other.dueAt <= row.createdAt)

/** An undo of an answer that never went out; the end of an appointment of whose beginning nobody heard. */
function undoesNothingTold(row: Told, older: Told[], present: Present): boolean {
  const events = eventsOf(row.event)
  const told = older.filter(toldBefore(row))
  // A move that was granted and taken back (SCH-20): what it takes back is the move before it.
  if (events.includes('request_answer_undone') && events.includes('rescheduled'))
    return !told.some((other) => other === older.findLast(({ event }) => event === 'rescheduled'))
  if (events.includes('request_answer_undone')) return lastAnswer(told)?.event.startsWith('request_answer_undone') ?? true
  if (!events.some((event) => event === 'cancelled' || event === 'deleted') || told.length > 0) return false
  const justMade =
    present.createdByKind === 'staff' && row.createdAt - present.createdAt < Math.min(row.dueAt - row.createdAt, longestGrace)
  return justMade || older.some((other) => other.event === 'created' && wasSuperseded(other))
}

/** A removed appointment is back (`created` once more: made, removed, restored is the third version at least) and nobody heard of the removal: nothing changed for them. */
function restoresUnheard(row: Told, older: Told[]): boolean {
  if (row.event !== 'created' || row.aboutVersion < 3) return false
  const told = older.filter(toldBefore(row))
  return !told.some(({ event }) => event === 'deleted') && !older.some((other) => other.event === 'created' && wasSuperseded(other))
}

/** The same answer again, with nothing told in between but an undo that never went out. */
function repeatsWhatWasTold(row: Told, older: Told[]): boolean {
  const last = lastAnswer(older.filter(toldBefore(row)))
  if (!last || last.event !== row.event) return false
  return older.some((other) => other.event === 'request_answer_undone' && other.aboutVersion > last.aboutVersion && wasSuperseded(other))
}

/** Written, but not told because something came after it. */
const wasSuperseded = (row: Told) => isWaiting(row) || row.reason === 'overtaken'

const lastAnswer = (rows: Told[]): Told | undefined =>
  rows.findLast(({ event }) => /^request_(confirmed|declined|answer_undone)$/.test(event))
