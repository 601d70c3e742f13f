import { isAbsorbed } from './absorbed.ts'
import type { AppointmentStatus } from './schema.ts'

/** What staff can do to an appointment beside moving it. */
export type Act = 'cancellation' | 'deletion' | 'restoration' | 'completion' | 'no_show'

/** Why it was not done: somebody was quicker, its state does not allow it (SCH-20), it has not begun, or its time is taken. */
export type ActRefusal = 'stale' | 'not_open' | 'too_early' | 'overlap'

/**
 * What stands in the way of an act now; null when nothing does. A page shows the acts that nothing stands in the way of. A granted wish
 * to move is no appointment that was deleted: it lives on in the one it moved, so there is nothing to restore (absorbed.ts).
 */
export function actRefusal(
  what: Act,
  appointment: { status: AppointmentStatus; startsAt: number; rescheduleOf: string | null; answeredAt: number | null },
  now: number,
): ActRefusal | null {
  const { status, startsAt } = appointment
  if (status !== (what === 'restoration' ? 'deleted' : 'confirmed') || isAbsorbed(appointment)) return 'not_open'
  return (what === 'completion' || what === 'no_show') && startsAt > now ? 'too_early' : null
}
