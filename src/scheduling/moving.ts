import type { SQL } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import { batch, type DatabaseRefusal, type Query } from '../db.ts'
import type { NotificationEvent } from '../notifications/events.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { goingOver } from './going-over.ts'
import { assigning } from './making.ts'
import type { StaffAppointment } from './staff-appointments.ts'
import { aboutNext, step } from './step.ts'
import { startingAt } from './times.ts'

/** Where an appointment goes: another start, another therapist (with her zone), another place; the length stays. */
export interface Move {
  startsAt: number
  staffId: string
  zone: string
  forum: StaffAppointment['forum']
  locationId: string | null
  /** The one that was chosen, or a free one (free-room.ts). */
  roomId: string | null | SQL<string | null>
  /** The open requests and holds that staff knowingly put it over. */
  over: string[]
  /** The client is not this therapist's yet. */
  assigns?: boolean
}

/** What can be moved: the columns that decide where it is. */
export type Movable = Pick<
  StaffAppointment,
  'id' | 'clientId' | 'version' | 'startsAt' | 'endsAt' | 'blockedFrom' | 'blockedUntil' | 'staffId' | 'calendarSequence'
>

/** SCH-26: moves an appointment in place; it keeps its id, and calendars learn that it changed. Answers what the database refused. */
export async function moveAppointment(current: StaffCurrent, appointment: Movable, to: Move): Promise<DatabaseRefusal | null> {
  return await batch(current.db, [
    ...remember(current, href(paths.staffAppointment, { org: current.organization.slug, appointmentId: appointment.id })),
    ...moving(current, appointment, to),
  ])
}

/** The statements of one move, for a batch. A change of time and therapist together is one e-mail (NOT-2); the past is silent (NOT-5). */
export function moving(current: StaffCurrent, appointment: Movable, { assigns = false, over, ...to }: Move): Query[] {
  const events: NotificationEvent[] = [
    ...(to.startsAt === appointment.startsAt ? [] : (['rescheduled'] as const)),
    ...(to.staffId === appointment.staffId ? [] : (['staff_changed'] as const)),
  ]
  const times = startingAt(appointment, to.startsAt)
  const override = over.length > 0
  return [
    ...(assigns ? assigning(current, { clientId: appointment.clientId, staffId: to.staffId }) : []),
    ...goingOver(current, { ...to, clientId: appointment.clientId }, [{ ...times, id: appointment.id, over }]),
    ...step(
      current,
      appointment,
      {
        ...to,
        ...times,
        override,
        calendarSequence: appointment.calendarSequence + 1,
      },
      'appointment.moved',
      { from: appointment.startsAt, to: to.startsAt, fromStaff: appointment.staffId, toStaff: to.staffId, override },
    ),
    ...(events.length > 0 && to.startsAt > current.now ? notifyClient(current, events, aboutNext(appointment)) : []),
  ]
}
