import { and, desc, eq, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutAt, AboutQueries } from '../accounts/identity.ts'
import { audits } from '../audit.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { read, within, type Database } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import type { Appointment } from './appointments.ts'
import { appointments, locations, rooms, services } from './schema.ts'

/** An appointment as staff see it, with what a move needs. */
export interface StaffAppointment extends Omit<
  Appointment,
  'address' | 'hideAddress' | 'note' | 'answer' | 'answerByAt' | 'createdAt' | 'movedFromAt' | 'offeredAt'
> {
  clientZone: string | null
  serviceId: string
  locationId: string | null
  roomId: string | null
  room: string | null
  blockedFrom: number
  blockedUntil: number
  seriesId: string | null
  calendarSequence: number
}

/** One thing that happened to an appointment. */
export interface Happening {
  at: number
  actorName: string
  actorKind: string
  action: string
  details: Record<string, string | number | boolean | null>
}

export const selectStaffAppointments = ({ orm }: Database) =>
  orm
    .select({
      id: appointments.id,
      clientId: appointments.clientId,
      client: clients.name.getSQL().mapWith(String).as('client'),
      clientZone: sql<string | null>`${clients.zone}`.as('client_zone'),
      staffId: appointments.staffId,
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      serviceId: appointments.serviceId,
      service: services.name.getSQL().mapWith(String).as('service'),
      locationId: appointments.locationId,
      location: sql<string | null>`${locations.name}`.as('location'),
      locationZone: sql<string | null>`${locations.zone}`.as('location_zone'),
      roomId: appointments.roomId,
      room: sql<string | null>`${rooms.name}`.as('room'),
      forum: appointments.forum,
      status: appointments.status,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      blockedFrom: appointments.blockedFrom,
      blockedUntil: appointments.blockedUntil,
      zone: appointments.zone,
      answeredAt: appointments.answeredAt,
      rescheduleOf: appointments.rescheduleOf,
      seriesId: appointments.seriesId,
      calendarSequence: appointments.calendarSequence,
      version: appointments.version,
    })
    .from(appointments)
    .innerJoin(clients, and(eq(clients.organizationId, appointments.organizationId), eq(clients.id, appointments.clientId)))
    .innerJoin(staff, and(eq(staff.organizationId, appointments.organizationId), eq(staff.id, appointments.staffId)))
    .innerJoin(services, and(eq(services.organizationId, appointments.organizationId), eq(services.id, appointments.serviceId)))
    .leftJoin(locations, and(eq(locations.organizationId, appointments.organizationId), eq(locations.id, appointments.locationId)))
    .leftJoin(rooms, and(eq(rooms.organizationId, appointments.organizationId), eq(rooms.id, appointments.roomId)))

/** For the door: the appointment of the address. */
export const theAppointment: AboutQueries = ({ db, organizationId, params }: AboutAt) => ({
  appointments: selectStaffAppointments(db).where(
    and(eq(appointments.organizationId, organizationId), eq(appointments.id, params.appointmentId ?? '')),
  ),
})

/** The client and the service of the appointment of the address, for what a move is judged by. */
export const ofAppointment = ({ organizationId, params }: AboutAt) => ({
  clientId: sql`(SELECT client_id FROM appointments WHERE organization_id = ${organizationId} AND id = ${params.appointmentId ?? ''})`,
  serviceId: sql`(SELECT service_id FROM appointments WHERE organization_id = ${organizationId} AND id = ${params.appointmentId ?? ''})`,
})

/** The appointment, if it is this staff member's to see: a therapist's own, or any for an administrator. */
export function ownAppointment(current: StaffCurrent, rows: unknown): StaffAppointment {
  const [appointment] = rows as StaffAppointment[]
  if (!appointment || !(current.staff.administrator || appointment.staffId === current.staff.id)) throw new NotFound()
  return appointment
}

/** The appointment as it is now, after a lost race. */
export async function rereadAppointment(current: StaffCurrent, id: string): Promise<StaffAppointment | undefined> {
  const { row } = await read(current.db, {
    row: selectStaffAppointments(current.db).where(within(current, appointments, eq(appointments.id, id))),
  })
  return row[0] as StaffAppointment | undefined
}

/** Who did what to an appointment, newest first. */
export const historyQuery = (current: StaffCurrent, id: string) =>
  current.db.orm
    .select({
      at: audits.at,
      actorName: audits.actorName,
      actorKind: audits.actorKind,
      action: audits.action,
      details: audits.details,
    })
    .from(audits)
    .where(within(current, audits, eq(audits.entityKind, 'appointment'), eq(audits.entityId, id)))
    .orderBy(desc(audits.seq))
    .limit(50)
