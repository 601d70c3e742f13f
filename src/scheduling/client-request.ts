import { and, eq, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { ClientCurrent } from '../current.ts'
import { clientsAppointment, type Appointment } from './appointments.ts'
import { findBooking, type Bookable } from './booking.ts'
import { theOffers, type OfferedTime } from './counter-offers.ts'
import { appointments } from './schema.ts'
import { nearestSlots, type Slot } from './slots.ts'

/** What the page of a client's request or appointment shows beside the row itself. */
export interface AroundRequest {
  /** Times that were offered instead, while they are held (SCH-23). */
  offers: OfferedTime[]
  /** The client's open wish to move it. */
  wish: { id: string; startsAt: number } | null
  /** The therapist's video room; '' when there is none. The page shows it only around the appointment. */
  room: string
  /** Other times that are free, where hers came to nothing (SCH-22). */
  others: { bookable: Bookable; slots: Slot[] } | null
}

/** For the door: the row with what is around it, one round trip. */
export const clientsRequest: AboutQueries = (at) => {
  const { db, organizationId, params } = at
  const id = params.requestId ?? ''
  const mine = and(eq(appointments.organizationId, organizationId), eq(appointments.clientId, params.clientId ?? ''))
  return {
    ...clientsAppointment(at),
    ...theOffers(at),
    wishes: db.orm
      .select({ id: appointments.id, startsAt: appointments.startsAt })
      .from(appointments)
      .where(and(mine, eq(appointments.rescheduleOf, id), eq(appointments.status, 'requested'))),
    rooms: db.orm
      .select({ telehealthUrl: staff.telehealthUrl })
      .from(staff)
      .where(
        and(
          eq(staff.organizationId, organizationId),
          sql`${staff.id} = (SELECT a.staff_id FROM appointments a WHERE a.organization_id = ${organizationId}
            AND a.client_id = ${params.clientId ?? ''} AND a.id = ${id})`,
        ),
      ),
  }
}

/** What was read at the door, and for a request that came to nothing the nearest times that are free now. */
export async function aroundRequest(current: ClientCurrent, request: Appointment, about: Record<string, unknown>): Promise<AroundRequest> {
  const { offers, wishes, rooms } = about as { offers: OfferedTime[]; wishes: AroundRequest['wish'][]; rooms: { telehealthUrl: string }[] }
  return {
    offers: request.status === 'requested' ? offers : [],
    wish: wishes[0] ?? null,
    room: rooms[0]?.telehealthUrl ?? '',
    others: await othersFor(current, request),
  }
}

async function othersFor(current: ClientCurrent, request: Appointment): Promise<AroundRequest['others']> {
  const cameToNothing = request.status === 'expired' || request.status === 'declined'
  if (!cameToNothing || request.rescheduleOf !== null || request.startsAt <= current.now) return null
  const { bookable } = await findBooking(current, { therapist: request.staffId, service: request.serviceId, forum: request.forum })
  return bookable && { bookable, slots: nearestSlots(bookable.question, request.startsAt, 3) }
}
