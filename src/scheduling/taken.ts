import { sql } from 'drizzle-orm'
import { appointments, holds } from './schema.ts'
import type { Times } from './times.ts'

/** What stands in a calendar already: an appointment, a request, or a hold (a hold has no client). Epoch ms. */
export interface Taken extends Times {
  id: string
  kind: 'confirmed' | 'requested' | 'hold'
  staffId: string
  clientId: string | null
  client: string | null
  roomId: string | null
}

// Aliased, because both run in batches, as parts of one union. Of one table drizzle leaves its name out inside `sql`: the subquery names it in words.
export const takenAppointment = {
  id: appointments.id.getSQL().mapWith(String).as('taken_id'),
  kind: sql<Taken['kind']>`${appointments.status}`.as('kind'),
  staffId: appointments.staffId,
  clientId: sql<string | null>`${appointments.clientId}`.as('client_id'),
  client: sql<
    string | null
  >`(SELECT c.name FROM clients c WHERE c.organization_id = "appointments"."organization_id" AND c.id = "appointments"."client_id")`.as(
    'client',
  ),
  roomId: appointments.roomId,
  startsAt: appointments.startsAt,
  endsAt: appointments.endsAt,
  blockedFrom: appointments.blockedFrom,
  blockedUntil: appointments.blockedUntil,
}

export const takenHold = {
  id: holds.id.getSQL().mapWith(String).as('taken_id'),
  kind: sql<Taken['kind']>`'hold'`.as('kind'),
  staffId: holds.staffId,
  clientId: sql<string | null>`NULL`.as('client_id'),
  client: sql<string | null>`NULL`.as('client'),
  roomId: holds.roomId,
  startsAt: holds.startsAt,
  endsAt: holds.endsAt,
  blockedFrom: holds.blockedFrom,
  blockedUntil: holds.blockedUntil,
}
