import { sql } from 'drizzle-orm'
import { actor, audit } from '../audit.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { ClientCurrent } from '../current.ts'
import { batch, newId, type Query } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { clientsAppointmentWith, type Appointment } from './appointments.ts'
import type { Bookable } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { cancelRefusal, type ChangeRefusal } from './cancelling.ts'
import { bookingQueries } from './choices.ts'
import { dayBound, openBound, openStandings } from './bounds.ts'
import { freeRoom } from './free-room.ts'
import { answerBy } from './lateness.ts'
import { nearestOthers, otherTimes } from './other-times.ts'
import { readAgain } from './read-again.ts'
import { afterLoss } from './requests.ts'
import { appointments } from './schema.ts'
import { isOffered, type Slot } from './slots.ts'
import { termsColumns, type Terms } from './terms.ts'
import { startingAt } from './times.ts'

/** Why a client's wish to move an appointment was not taken. `taken` comes with the nearest times that are free. */
export type MoveRefusal =
  | { kind: ChangeRefusal | 'asked_already' | 'too_many' | 'not_offered' }
  | { kind: 'taken'; bookable: Bookable; alternatives: Slot[] }

/** For the doors: the appointment with its terms and the wish that is open for it, and everything its other times are judged by. */
export const moveFacts: AboutQueries = (at) => ({
  ...clientsAppointmentWith({ ...termsColumns, wishId, open })(at),
  ...bookingQueries(at.db, { slug: at.params.org ?? '', clientId: at.params.clientId ?? '', staffId: undefined, now: at.now }),
})

const wishId = sql<string | null>`(SELECT w.id FROM appointments w WHERE w.organization_id = ${appointments.organizationId}
  AND w.client_id = ${appointments.clientId} AND w.reschedule_of = ${appointments.id} AND w.status = 'requested')`.as('wish_id')
const open = sql<number>`(SELECT count(*) FROM appointments o WHERE o.organization_id = ${appointments.organizationId}
  AND o.client_id = ${appointments.clientId} AND o.status = 'requested')
  + ${openStandings(appointments.organizationId, appointments.clientId)}`.as('open')

export type MoveFacts = BookingRows & { appointments: (Appointment & Terms & { wishId: string | null; open: number })[] }

/** The times an appointment could move to, as its page offers them; or why none are (SET-14 covers moving, too). */
export function movesOf(
  current: ClientCurrent,
  facts: MoveFacts,
  appointment: Appointment,
): { bookable: Bookable; terms: Terms } | { refusal: MoveRefusal } {
  const [terms] = facts.appointments
  const refusal = cancelRefusal(current, appointment)
  if (refusal || !terms) return { refusal: { kind: refusal ?? 'not_open' } }
  if (terms.wishId !== null) return { refusal: { kind: 'asked_already' } }
  if (terms.open >= current.organization.openRequestsPerClient) return { refusal: { kind: 'too_many' } }
  const bookable = otherTimes(current, facts, terms, appointment.forum, [terms])
  return bookable ? { bookable, terms } : { refusal: { kind: 'not_offered' } }
}

/** Whether it may move to this start: one that is offered, and another than it has. */
export const isMoveOffered = ({ question }: Bookable, { startsAt }: Terms, start: number): boolean =>
  start !== startsAt && isOffered(question, start)

/**
 * SCH-20: a client's wish to move a confirmed appointment is a request of its own; the appointment stands until it is answered. The
 * deadline is the earlier one of both times. Answers the wish's id.
 */
export async function askToMove(
  current: ClientCurrent,
  facts: MoveFacts,
  appointment: Appointment,
  wish: { version: number; start: string },
): Promise<{ id: string } | { refusal: MoveRefusal }> {
  if (appointment.version !== wish.version) return { refusal: { kind: 'stale' } }
  const found = movesOf(current, facts, appointment)
  if ('refusal' in found) return found
  const { bookable, terms } = found
  const startsAt = Date.parse(wish.start)
  if (!isMoveOffered(bookable, terms, startsAt)) return { refusal: movesTaken(bookable, startsAt) }
  const { organization, client, db } = current
  const id = newId('apt')
  const about = { id, clientId: client.id, version: 1 }
  const lost = await batch(db, [
    ...remember(current, href(paths.clientRequest, { org: organization.slug, clientId: client.id, requestId: id })),
    asItWasSeen(current, terms),
    openBound(current),
    ...dayBound(current, bookable.choice, startsAt, { appointmentId: terms.id }),
    db.orm.insert(appointments).values(rowOf(current, appointment, terms, { id, startsAt })),
    audit(current, 'request.made', { kind: 'appointment', ...about, details: { moves: terms.id } }),
    ...notifyAlways(current, 'request_received', about),
    ...notifyStaff(current, 'new_request', about, terms.staffId),
  ])
  if (lost === 'stale') return { refusal: await judgedAgain(current, appointment, wish) }
  return lost ? { refusal: movesTaken(afterLoss(bookable, startsAt), startsAt) } : { id }
}

/** Either the appointment has changed meanwhile, or a limit was reached: what stands there now says which. */
async function judgedAgain(
  current: ClientCurrent,
  appointment: Appointment,
  { version, start }: { version: number; start: string },
): Promise<MoveRefusal> {
  const facts = await readAgain<MoveFacts & { appointments: Appointment[] }>(current, moveFacts, {
    params: { appointmentId: appointment.id },
  })
  const [present] = facts.appointments
  if (!present || present.version !== version) return { kind: 'stale' }
  const found = movesOf(current, facts, present)
  if ('refusal' in found) return found.refusal
  const startsAt = Date.parse(start)
  return isMoveOffered(found.bookable, found.terms, startsAt) ? { kind: 'stale' } : movesTaken(found.bookable, startsAt)
}

/** The time is not free: the nearest that are (SCH-24). */
export const movesTaken = (bookable: Bookable, startsAt: number): MoveRefusal => ({
  kind: 'taken',
  bookable,
  alternatives: Number.isNaN(startsAt) ? [] : nearestOthers(bookable, startsAt, 3),
})

/** The appointment does not change, so nothing else would notice that it has meanwhile (SCH-25). */
const asItWasSeen = ({ db, organization }: ClientCurrent, { id, version }: Terms): Query =>
  db.orm.run(sql`INSERT INTO assert_one SELECT count(*) FROM appointments
    WHERE organization_id = ${organization.id} AND id = ${id} AND version = ${version} AND status = 'confirmed'`)

function rowOf(current: ClientCurrent, { forum }: Appointment, terms: Terms, { id, startsAt }: { id: string; startsAt: number }) {
  const { now, organization, client, person } = current
  const times = startingAt(terms, startsAt)
  const place = { ...times, organizationId: organization.id, locationId: forum === 'in_person' ? terms.locationId : null }
  return {
    organizationId: organization.id,
    id,
    clientId: client.id,
    staffId: terms.staffId,
    serviceId: terms.serviceId,
    locationId: terms.locationId,
    roomId: freeRoom({ ...place, now, rescheduleOf: terms.id, present: terms.roomId }),
    forum,
    status: 'requested' as const,
    ...times,
    zone: terms.zone,
    answerByAt: answerBy(Math.min(startsAt, terms.startsAt), now, organization.requestDeadlineHours),
    createdAt: now,
    createdBy: person.id,
    createdByKind: actor(current).actorKind as 'client' | 'contact',
    updatedAt: now,
    rescheduleOf: terms.id,
    movedFromAt: terms.startsAt,
  }
}
