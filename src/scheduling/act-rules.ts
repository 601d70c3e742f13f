import type { AppointmentStatus } from './schema.ts'

/** What staff can do to an appointment beside moving it. */
export type Act = 'cancellation' | 'deletion' | 'restoration' | 'completion' | 'no_show'

/** Why it was not done: somebody was quicker, its state does not allow it (SCH-20), it has not begun, or its time is taken. */
export type ActRefusal = 'stale' | 'not_open' | 'too_early' | 'overlap'

/** What stands in the way of an act now; null when nothing does. A page shows the acts that nothing stands in the way of. */
export function actRefusal(
  what: Act,
  { status, startsAt, rescheduleOf }: { status: AppointmentStatus; startsAt: number; rescheduleOf: string | null },
  now: number,
): ActRefusal | null {
  if (status !== (what === 'restoration' ? 'deleted' : 'confirmed')) return 'not_open'
  if (what === 'restoration' && rescheduleOf !== null) return 'not_open' // a wish that was granted is absorbed by what it moved
  return (what === 'completion' || what === 'no_show') && startsAt > now ? 'too_early' : null
}
