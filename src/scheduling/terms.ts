import type { Database } from '../db.ts'
import { appointments, type AppointmentStatus } from './schema.ts'
import type { Times } from './times.ts'

/** What an appointment is made of, where it is moved or another time is offered for it. */
export interface Terms extends Times {
  id: string
  clientId: string
  staffId: string
  serviceId: string
  locationId: string | null
  roomId: string | null
  zone: string
  status: AppointmentStatus
  calendarSequence: number
  version: number
}

/** The columns they stand in. */
export const termsColumns = {
  id: appointments.id,
  clientId: appointments.clientId,
  staffId: appointments.staffId,
  serviceId: appointments.serviceId,
  locationId: appointments.locationId,
  roomId: appointments.roomId,
  zone: appointments.zone,
  status: appointments.status,
  startsAt: appointments.startsAt,
  endsAt: appointments.endsAt,
  blockedFrom: appointments.blockedFrom,
  blockedUntil: appointments.blockedUntil,
  calendarSequence: appointments.calendarSequence,
  version: appointments.version,
}

/** The terms of appointments, as a query to be narrowed. */
export const selectTerms = ({ orm }: Database) => orm.select(termsColumns).from(appointments)
