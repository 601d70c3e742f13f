import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { actor } from '../audit.ts'
import { clients } from '../clients/schema.ts'
import type { ClientCurrent } from '../current.ts'
import { batch, read, within, type Database } from '../db.ts'
import { newAbout } from '../notifications/notices-seen.ts'
import { notifyClient, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { cancelRefusal, type ChangeRefusal } from './cancelling.ts'
import { isLate } from './lateness.ts'
import { appointments, locations, services, type AppointmentStatus, type Forum } from './schema.ts'
import { waitingStanding, type Standing } from './standing-file.ts'
import { aboutNext, step } from './step.ts'

/** An appointment, or a request for one, with the names a page shows. */
export interface Appointment {
  id: string
  clientId: string
  client: string
  staffId: string
  therapist: string
  serviceId: string
  service: string
  location: string | null
  address: string | null
  hideAddress: boolean
  locationZone: string | null
  forum: Forum
  status: AppointmentStatus
  startsAt: number
  endsAt: number
  zone: string
  note: string
  answer: string
  answerByAt: number | null
  answeredAt: number | null
  createdAt: number
  version: number
  /** The appointment this is a wish to move, and the start it moves from (moves.ts). */
  rescheduleOf: string | null
  movedFromAt: number | null
  /** Since when it waits for the client, who was offered other times (counter-offers.ts). */
  offeredAt: number | null
}

/** Appointments with their names (and more of their row), as a query to be narrowed; every name aliased, because it runs in batches. */
export const selectAppointments = <More extends Record<string, SQLiteColumn | SQL.Aliased>>({ orm }: Database, more?: More) =>
  orm
    .select({
      ...more,
      id: appointments.id,
      clientId: appointments.clientId,
      client: clients.name.getSQL().mapWith(String).as('client'),
      staffId: appointments.staffId,
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      serviceId: appointments.serviceId,
      service: services.name.getSQL().mapWith(String).as('service'),
      location: sql<string | null>`${locations.name}`.as('location'),
      address: locations.address,
      hideAddress: sql<boolean>`coalesce(${locations.hideAddress}, 0)`.mapWith(Boolean).as('hide_address'),
      locationZone: sql<string | null>`${locations.zone}`.as('location_zone'),
      forum: appointments.forum,
      status: appointments.status,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      zone: appointments.zone,
      note: appointments.note,
      answer: appointments.answer,
      answerByAt: appointments.answerByAt,
      answeredAt: appointments.answeredAt,
      createdAt: appointments.createdAt,
      version: appointments.version,
      rescheduleOf: appointments.rescheduleOf,
      movedFromAt: appointments.movedFromAt,
      offeredAt: appointments.offeredAt,
    })
    .from(appointments)
    .innerJoin(clients, and(eq(clients.organizationId, appointments.organizationId), eq(clients.id, appointments.clientId)))
    .innerJoin(staff, and(eq(staff.organizationId, appointments.organizationId), eq(staff.id, appointments.staffId)))
    .innerJoin(services, and(eq(services.organizationId, appointments.organizationId), eq(services.id, appointments.serviceId)))
    .leftJoin(locations, and(eq(locations.organizationId, appointments.organizationId), eq(locations.id, appointments.locationId)))

/** For the door of a client's appointment or request: the row of the address, if it is hers. */
export const clientsAppointment: AboutQueries = ({ db, organizationId, params }) => ({ appointments: one(db, organizationId, params) })

/** The same, and more of its row. */
export const clientsAppointmentWith =
  (more: Record<string, SQLiteColumn | SQL.Aliased>): AboutQueries =>
  ({ db, organizationId, params }) => ({ appointments: one(db, organizationId, params, more) })

const one = (db: Database, organizationId: SQL, params: Record<string, string>, more = {}) =>
  selectAppointments(db, more).where(
    and(
      eq(appointments.organizationId, organizationId),
      eq(appointments.clientId, params.clientId ?? ''),
      eq(appointments.id, params.appointmentId ?? params.requestId ?? ''),
    ),
  )

/** What the client's page shows: what is ahead (soonest first), what is asked for, what was (latest first, 20 at most). */
export const listAppointments = async (current: ClientCurrent) => appointmentsFrom(await read(current.db, appointmentQueries(current)))

/** The queries of the list, for whoever reads it together with something else. */
export function appointmentQueries(current: ClientCurrent) {
  const mine = within(current, appointments, eq(appointments.clientId, current.client.id))
  return {
    ahead: selectAppointments(current.db)
      .where(
        and(
          mine,
          inArray(appointments.status, ['requested', 'confirmed']),
          sql`${appointments.endsAt} > ${current.now}`,
          sql`${appointments.startsAt} > ${current.now - 86_400_000}`,
        ),
      )
      .orderBy(appointments.startsAt),
    past: selectAppointments(current.db)
      .where(
        and(
          mine,
          sql`${appointments.status} <> 'deleted'`,
          sql`(${appointments.endsAt} <= ${current.now} OR ${appointments.status} NOT IN ('requested', 'confirmed'))`,
        ),
      )
      .orderBy(desc(appointments.startsAt))
      .limit(20),
    standing: waitingStanding(current),
    fresh: newAbout(current),
  }
}

/** The rows as the page groups them. */
export function appointmentsFrom({ ahead, past, standing, fresh }: Record<'ahead' | 'past' | 'standing' | 'fresh', unknown[]>) {
  const rows = ahead as Appointment[]
  return {
    upcoming: rows.filter(({ status }) => status === 'confirmed'),
    requests: rows.filter(({ status }) => status === 'requested'),
    past: past as Appointment[],
    standing: standing as Standing[],
    /** What something new happened to, that this person has not seen yet (NOT-5). */
    fresh: new Set((fresh as { aboutId: string }[]).map(({ aboutId }) => aboutId)),
  }
}

/** Cancels a confirmed appointment for its client; inside 24 h it is marked as late (SCH-20). */
export async function cancel(current: ClientCurrent, appointment: Appointment, version: number): Promise<ChangeRefusal | null> {
  if (appointment.version !== version) return 'stale'
  const refusal = cancelRefusal(current, appointment)
  if (refusal) return refusal
  const status = isLate(appointment.startsAt, current.now) ? 'late_cancelled' : 'cancelled'
  return await end(current, appointment, status, paths.appointments)
}

/** Takes an unanswered request back. Possible whatever the settings say: what is asked for can be unasked. */
export async function withdraw(current: ClientCurrent, request: Appointment, version: number): Promise<ChangeRefusal | null> {
  if (request.version !== version) return 'stale'
  if (request.status !== 'requested') return 'not_open'
  return await end(current, request, 'withdrawn', paths.clientRequest)
}

async function end(
  current: ClientCurrent,
  appointment: Appointment,
  status: 'cancelled' | 'late_cancelled' | 'withdrawn',
  leadsTo: string,
) {
  const { db, now, person, organization, client } = current
  const about = aboutNext(appointment)
  const lost = await batch(db, [
    ...remember(
      current,
      href(leadsTo as typeof paths.clientRequest, { org: organization.slug, clientId: client.id, requestId: appointment.id }),
    ),
    ...step(current, appointment, { status, endedAt: now, endedBy: person.id }, `appointment.${status}`, { by: actor(current).actorKind }),
    ...(status === 'withdrawn' ? [] : notifyClient(current, ['cancelled'], about)),
    ...notifyStaff(current, status === 'withdrawn' ? 'withdrawn_by_client' : 'cancelled_by_client', about, appointment.staffId),
  ])
  return lost ? 'stale' : null
}
