import type { AppointmentStatus } from '../scheduling/schema.ts'
import { eventsOf, holds } from './net-effect.ts'

/** What an e-mail about an appointment is held against before it is sent again. */
export interface PresentAppointment {
  status: AppointmentStatus
  version: number
  endsAt: number
  offeredAt: number | null
}

/**
 * NOT-21: why an e-mail that did not arrive is not sent again, because what it told is not so any more; null while it is. `isOvertaken`: a
 * later change of the same appointment was written to the same reader. An e-mail that is written once is held against nothing of this:
 * without a grace every event is mailed literally (NOT-3).
 */
export function untrueBy(
  { event, aboutVersion }: { event: string; aboutVersion: number },
  appointment: PresentAppointment | null,
  isOvertaken: boolean,
  now: number,
): 'past' | 'overtaken' | 'undone' | null {
  if (!appointment) return null
  if (event === 'request_received') return appointment.status === 'requested' ? null : 'overtaken'
  if (event === 'request_expired') return appointment.status === 'expired' ? null : 'overtaken'
  if (event === 'counter_offer') return appointment.status === 'requested' && appointment.offeredAt !== null ? null : 'overtaken'
  const events = eventsOf(event)
  if (events.length === 0) return null
  if (appointment.endsAt <= now) return 'past'
  if (isOvertaken) return 'overtaken'
  const isChanged = appointment.version > aboutVersion
  return isChanged && events.every((one) => !holds[one].includes(appointment.status)) ? 'undone' : null
}

/** Whether a row of the same appointment and reader tells of something later: sent, or about to be. */
export const overtakes = (
  row: { event: string; aboutVersion: number; recipient: string },
  other: { event: string; aboutVersion: number; recipient: string; droppedAt: number | null; failedAt: number | null },
): boolean =>
  other.recipient === row.recipient &&
  other.aboutVersion > row.aboutVersion &&
  eventsOf(other.event).length > 0 &&
  other.droppedAt === null &&
  other.failedAt === null
