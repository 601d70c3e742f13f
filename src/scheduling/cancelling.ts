import type { ClientCurrent } from '../current.ts'
import { refusedBy } from '../settings/explain.ts'
import { isEffective } from '../settings/standing.ts'
import type { Appointment } from './appointments.ts'
import { freeToChangeUntil } from './lateness.ts'

/** Why a client's change was not made. */
export type ChangeRefusal = 'stale' | 'too_late' | 'not_open' | 'off'

/** SET-14: what stands in the way of a client who wants to cancel now; null when nothing does. */
export function cancelRefusal(current: ClientCurrent, appointment: Appointment): ChangeRefusal | null {
  if (appointment.status !== 'confirmed' || appointment.startsAt <= current.now) return 'not_open'
  const client = { archived: current.client.archivedAt !== null }
  if (refusedBy('self_scheduling', current.facts, { client, access: current.access, therapist: null })) return 'off'
  return current.now > freeToChangeUntil(appointment.startsAt, isEffective('cancel_within_24h', current.facts)) ? 'too_late' : null
}
