import type { StaffCurrent } from '../current.ts'
import { batch, type DatabaseRefusal, type Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import type { NotificationEvent } from '../notifications/events.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { actRefusal, type Act, type ActRefusal } from './act-rules.ts'
import { roomOf } from './free-room.ts'
import { isLate } from './lateness.ts'
import type { AppointmentStatus } from './schema.ts'
import type { StaffAppointment } from './staff-appointments.ts'
import { aboutNext, step } from './step.ts'

export type Ending = Pick<
  StaffAppointment,
  'id' | 'clientId' | 'version' | 'status' | 'startsAt' | 'forum' | 'calendarSequence' | 'rescheduleOf' | 'answeredAt'
>

/** SCH-20, SCH-26: ends an appointment, marks what became of it, or brings a deleted one back while its time is free. */
export async function act(
  current: StaffCurrent,
  appointment: Ending,
  what: Act,
  version: number,
  late = false,
): Promise<ActRefusal | null> {
  if (appointment.version !== version) return 'stale'
  const refusal = actRefusal(what, appointment, current.now)
  if (refusal) return refusal
  return translate(
    await batch(current.db, [
      ...remember(current, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: appointment.id })),
      ...acting(current, appointment, what, late),
    ]),
  )
}

/** The statements of one act, for a batch. Past appointments never notify (NOT-5). */
export function acting(current: StaffCurrent, appointment: Ending, what: Act, late = false): Query[] {
  const { now, person } = current
  const status = statusAfter(what, late && isLate(appointment.startsAt, now))
  const ended =
    what === 'restoration'
      ? { endedAt: null, endedBy: null, override: false, roomId: roomOf(appointment, now) }
      : { endedAt: now, endedBy: person.id }
  const event = eventOf[what]
  return [
    ...step(
      current,
      appointment,
      { status, ...(what === 'completion' || what === 'no_show' ? {} : ended), calendarSequence: appointment.calendarSequence + 1 },
      what === 'restoration' ? 'appointment.restored' : `appointment.${status}`,
      { by: 'staff' },
    ),
    ...(event && appointment.startsAt > now ? notifyClient(current, [event], aboutNext(appointment)) : []),
  ]
}

/** A restored appointment is news only to whoever heard of its removal: net-effect.ts sees to that. */
const eventOf: Partial<Record<Act, NotificationEvent>> = { cancellation: 'cancelled', deletion: 'deleted', restoration: 'created' }

function statusAfter(what: Act, late: boolean): AppointmentStatus {
  if (what === 'cancellation') return late ? 'late_cancelled' : 'cancelled'
  return ({ deletion: 'deleted', restoration: 'confirmed', completion: 'completed', no_show: 'no_show' } as const)[what]
}

const translate = (refusal: DatabaseRefusal | null): ActRefusal | null =>
  refusal === null ? null : refusal === 'stale' ? 'stale' : 'overlap'
