import { and, eq, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { audit } from '../audit.ts'
import type { ClientCurrent } from '../current.ts'
import { batch, changedOne, newId, read, within, type Database } from '../db.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { selectAppointments, type Appointment } from './appointments.ts'
import { bookableFrom, type Bookable } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { bookingQueries } from './choices.ts'
import { appointments, type Forum } from './schema.ts'
import { slots, type Slot } from './slots.ts'
import { instantsOf } from './zones.ts'

/** What somebody wants to wait for: a therapist's service, or something earlier than an appointment of hers. */
export interface WaitWish {
  therapist?: string | undefined
  service?: string | undefined
  forum?: string | undefined
  appointment?: string | undefined
}

interface StandsRow {
  id: string
  staffId: string
  serviceId: string
  forum: Forum
  startsAt: number
}

export type JoiningFacts = BookingRows & { stands: StandsRow[] }

/** What a wish comes to: what is waited for, what is free already, and the appointment it would take the place of. */
export interface Joining {
  bookable: Bookable
  free: Slot[]
  appointment: StandsRow | null
}

/** For the door: everything an entry is judged by, read together with who asks. */
export const joiningFacts: AboutQueries = ({ db, organizationId, params, fields, now }) => ({
  ...bookingQueries(db, { slug: params.org ?? '', clientId: params.clientId ?? '', staffId: undefined, now }),
  stands: standing(db, sql`${organizationId}`, params.clientId ?? '', fields.appointment ?? '', now),
})

/** What the page that asks says: what would be waited for, what it is earlier than (null: nothing is free at all), and what its form sends. */
export interface Wished {
  service: string
  therapist: string
  forum: Forum
  zone: string
  earlierThan: number | null
  appointmentId: string | null
  fields: Record<string, string>
}

/** For the page, when the wish is something earlier than an appointment: only that is read. */
export async function wishedOfAppointment(current: ClientCurrent, id: string): Promise<Wished | null> {
  const mine = within(current, appointments, eq(appointments.clientId, current.client.id), eq(appointments.id, id))
  const { rows } = await read(current.db, {
    rows: selectAppointments(current.db).where(
      and(mine, eq(appointments.status, 'confirmed'), sql`${appointments.startsAt} > ${current.now}`),
    ),
  })
  const [found] = rows as Appointment[]
  if (!found) return null
  const { service, therapist, forum, startsAt, locationZone, zone } = found
  const reads = forum === 'in_person' ? (locationZone ?? zone) : (current.client.zone ?? current.organization.zone)
  return { service, therapist, forum, zone: reads, earlierThan: startsAt, appointmentId: id, fields: { appointment: id } }
}

/** For the page, when the wish is a therapist's service. */
export async function wishedOfService(current: ClientCurrent, wish: WaitWish): Promise<Wished | null> {
  const { db, organization, client, now } = current
  const rows = await read(db, bookingQueries(db, { slug: organization.slug, clientId: client.id, staffId: undefined, now }))
  const joining = joiningFrom(current, { ...(rows as unknown as BookingRows), stands: [] }, wish)
  return joining && wishedOf(joining)
}

/** The page again, after a form that was refused. */
export function wishedOf({ bookable, free, appointment }: Joining): Wished {
  const { choice, forum, zone } = bookable
  const { service, therapist, staffId, serviceId } = choice
  const fields: Record<string, string> = appointment ? { appointment: appointment.id } : { therapist: staffId, service: serviceId, forum }
  const earlierThan = appointment?.startsAt ?? free[0]?.startsAt ?? null
  return { service, therapist, forum, zone, earlierThan, appointmentId: appointment?.id ?? null, fields }
}

/** Null when there is nothing to wait for: not offered to her, or the appointment does not stand. */
export function joiningFrom(current: ClientCurrent, facts: JoiningFacts, wish: WaitWish): Joining | null {
  const [appointment = null] = facts.stands
  if (wish.appointment && !appointment) return null
  const wanted = appointment ? { therapist: appointment.staffId, service: appointment.serviceId, forum: appointment.forum } : wish
  const bookable = bookableFrom(current, facts, wanted)
  return bookable && { bookable, free: slots(bookable.question), appointment }
}

/** Before which instant something is earlier: the day she names, her appointment, else the first time that is free already. */
export function boundOf({ bookable, free, appointment }: Joining, before: string | undefined): number | null {
  const [day] = before ? instantsOf(bookable.zone, before, 0) : []
  const bounds = [day, appointment?.startsAt].filter((bound) => bound !== undefined)
  return bounds.length > 0 ? Math.min(...bounds) : (free[0]?.startsAt ?? null)
}

/** SCH-28: puts her on the waitlist. Refused as `stale` when she waits for the same already. What is free now has not opened. */
export async function join(current: ClientCurrent, joining: Joining, beforeAt: number | null): Promise<'waiting' | null> {
  const { db, organization, client, person, now } = current
  const { bookable, free, appointment } = joining
  const { staffId, serviceId } = bookable.choice
  const id = newId('wle')
  const known = free.filter(({ startsAt }) => beforeAt === null || startsAt < beforeAt).map(({ startsAt }) => startsAt)
  const lost = await batch(db, [
    ...remember(current, href(paths.waitlist, { org: organization.slug, clientId: client.id })),
    db.orm.run(sql`INSERT INTO waitlist_entries
      (organization_id, id, client_id, staff_id, service_id, forum, before_at, appointment_id, created_at, created_by, known, look_at)
      SELECT ${organization.id}, ${id}, ${client.id}, ${staffId}, ${serviceId}, ${bookable.forum}, ${beforeAt}, ${appointment?.id ?? null},
        ${now}, ${person.id}, ${JSON.stringify(known)}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM waitlist_entries e WHERE e.organization_id = ${organization.id} AND e.client_id = ${client.id}
        AND e.staff_id = ${staffId} AND e.service_id = ${serviceId} AND e.forum = ${bookable.forum} AND e.ended_at IS NULL)`),
    changedOne(db),
    audit(current, 'waitlist.joined', { kind: 'waitlist_entry', id, version: 1 }),
  ])
  return lost ? 'waiting' : null
}

/** An appointment of hers that stands and lies ahead. */
const standing = ({ orm }: Database, organizationId: ReturnType<typeof sql>, clientId: string, id: string, now: number) =>
  orm
    .select({
      id: appointments.id,
      staffId: appointments.staffId,
      serviceId: appointments.serviceId,
      forum: appointments.forum,
      startsAt: appointments.startsAt,
    })
    .from(appointments)
    .where(
      and(
        eq(appointments.organizationId, organizationId),
        eq(appointments.clientId, clientId),
        eq(appointments.id, id),
        eq(appointments.status, 'confirmed'),
        sql`${appointments.startsAt} > ${now}`,
      ),
    )
