import { and, eq, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { changedOne, within, type Query } from '../db.ts'
import { consequences } from './consequences.ts'
import { appointments } from './schema.ts'

type Row = typeof appointments.$inferInsert
type Columns = { [Name in keyof Row]?: Row[Name] | SQL }

/** The appointment as it was read, and as it is after the step: what audit entries and e-mails are about. */
export const aboutNext = ({ id, clientId, version }: { id: string; clientId: string; version: number }) => ({
  id,
  clientId,
  version: version + 1,
})

/**
 * One step of an appointment along its machine (SCH-20), for a batch: the row at the version that was read and no other (SCH-25), one more
 * version, its audit entry. The batch is refused as `stale` when somebody was quicker, and by the overlap triggers when the time is
 * taken (SCH-24). What hangs on the appointment ends with its state or its time (consequences.ts). E-mails, the idempotency key and what else belongs to the change stand beside it.
 */
export function step(
  current: Current,
  appointment: { id: string; clientId: string; version: number },
  to: Columns,
  action: string,
  details?: Record<string, string | number | boolean | null>,
): Query[] {
  const { db, now } = current
  const about = aboutNext(appointment)
  return [
    db.orm
      .update(appointments)
      .set({ ...to, version: about.version, updatedAt: now })
      .where(and(within(current, appointments, eq(appointments.id, about.id)), eq(appointments.version, appointment.version))),
    changedOne(db),
    audit(current, action, { kind: 'appointment', ...about, ...(details && { details }) }),
    ...(to.status !== undefined || to.startsAt !== undefined ? consequences(current, [about.id]) : []),
  ]
}
