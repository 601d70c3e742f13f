import { and, eq, sql, type SQL } from 'drizzle-orm'
import { actor, audit } from '../audit.ts'
import { dropDraft } from '../accounts/drafts.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { assignments } from '../clients/schema.ts'
import type { ClientCurrent } from '../current.ts'
import { batch, newId, type Database } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { bookableFrom, type Bookable } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { bookingQueries } from './choices.ts'
import { dayBound, openBound, openStandings } from './bounds.ts'
import { freeRoom } from './free-room.ts'
import { answerBy } from './lateness.ts'
import { readAgain } from './read-again.ts'
import { appointments } from './schema.ts'
import { isOffered, nearestSlots, type Slot } from './slots.ts'
import { timesOf } from './times.ts'

/** What a client sends with a time. `start` is an instant, ISO in UTC. */
export interface RequestWish {
  therapist: string
  service: string
  forum: string
  start: string
  note: string
}

/** Why a request was not made. `taken` comes with the nearest times that are free (SCH-24). */
export type RequestRefusal = { kind: 'not_offered' } | { kind: 'too_many' } | { kind: 'taken'; bookable: Bookable; alternatives: Slot[] }

/** For the door: everything the request is judged by, read together with who asks. */
export const requestFacts: AboutQueries = ({ db, organizationId, params, fields, now }) => ({
  ...bookingQueries(db, { slug: params.org ?? '', clientId: params.clientId ?? '', staffId: fields.therapist ?? '', now }),
  openCount: openCountOf(db, organizationId, params.clientId ?? ''),
})

/** How many requests of a client wait for an answer, standing ones included (SCH-27). */
export const openCountOf = ({ orm }: Database, organizationId: SQL, clientId: string) =>
  orm
    .select({ open: sql<number>`count(*) + ${openStandings(organizationId, clientId)}`.as('open') })
    .from(appointments)
    .where(and(eq(appointments.organizationId, organizationId), eq(appointments.clientId, clientId), eq(appointments.status, 'requested')))

export type RequestFacts = BookingRows & { openCount: { open: number }[] }

/**
 * Asks for a time (SCH-21). The rules are judged from what was read; the database has the last word on the time itself, in
 * the batch that writes the request, its audit entry and its e-mails (SCH-24). Answers the new request's id.
 */
export async function requestAppointment(
  current: ClientCurrent,
  facts: RequestFacts,
  wish: RequestWish,
): Promise<{ id: string } | { refusal: RequestRefusal }> {
  const judged = judge(current, facts, wish)
  if ('refusal' in judged) return judged
  const { bookable, startsAt } = judged
  const id = newId('apt')
  const about = { id, clientId: current.client.id, version: 1 }
  const lost = await batch(current.db, [
    ...remember(current, href(paths.clientRequest, { org: current.organization.slug, clientId: current.client.id, requestId: id })),
    ...(bookable.choice.isNew ? [assign(current, bookable.choice.staffId)] : []),
    openBound(current),
    ...dayBound(current, bookable.choice, startsAt),
    current.db.orm.insert(appointments).values(rowOf(current, bookable, { id, startsAt, note: wish.note })),
    dropDraft(current, { form: 'request_note', about: current.client.id }),
    audit(current, 'request.made', { kind: 'appointment', ...about }),
    ...notifyAlways(current, 'request_received', about),
    ...notifyStaff(current, 'new_request', about, bookable.choice.staffId),
  ])
  if (lost === 'stale') return await judgedAgain(current, wish, bookable)
  if (lost) return { refusal: taken(afterLoss(bookable, startsAt), startsAt) }
  return { id }
}

/** Whether the wish can be asked for by what was read, and what exactly it is. */
function judge(
  current: ClientCurrent,
  facts: RequestFacts,
  wish: RequestWish,
): { bookable: Bookable; startsAt: number } | { refusal: RequestRefusal } {
  const bookable = bookableFrom(current, facts, wish)
  if (!bookable) return { refusal: { kind: 'not_offered' } }
  if ((facts.openCount[0]?.open ?? 0) >= current.organization.openRequestsPerClient) return { refusal: { kind: 'too_many' } }
  const startsAt = Date.parse(wish.start)
  return isOffered(bookable.question, startsAt) ? { bookable, startsAt } : { refusal: taken(bookable, startsAt) }
}

/** A limit was reached by others at the same moment: which one, and what is left, is said by what stands there now. */
async function judgedAgain(current: ClientCurrent, wish: RequestWish, bookable: Bookable): Promise<{ refusal: RequestRefusal }> {
  const facts = await readAgain<RequestFacts>(current, requestFacts, { fields: { therapist: wish.therapist } })
  const judged = judge(current, facts, wish)
  const startsAt = Date.parse(wish.start)
  return 'refusal' in judged ? judged : { refusal: taken(afterLoss(bookable, startsAt), startsAt) }
}

const taken = (bookable: Bookable, startsAt: number): RequestRefusal => ({
  kind: 'taken',
  bookable,
  alternatives: nearestSlots(bookable.question, startsAt, 3),
})

/** A new client's first request makes the therapist hers: so she finds her again, and the therapist finds the client. */
export const assign = ({ db, organization, client, now }: ClientCurrent, staffId: string) =>
  db.orm.insert(assignments).values({ organizationId: organization.id, clientId: client.id, staffId, createdAt: now }).onConflictDoNothing()

/** Somebody was quicker: that time counts as busy when the nearest others are looked for, without asking the database again. */
export function afterLoss(bookable: Bookable, startsAt: number): Bookable {
  const { question } = bookable
  const endsAt = startsAt + question.rules.durationMinutes * 60_000
  const gone = {
    startsAt,
    endsAt,
    bufferBeforeMinutes: question.rules.bufferBeforeMinutes,
    bufferAfterMinutes: question.rules.bufferAfterMinutes,
  }
  return { ...bookable, question: { ...question, busy: [...question.busy, gone] } }
}

/** The row of a request for a time. */
export function rowOf(
  current: ClientCurrent,
  { choice, forum }: Bookable,
  { id, startsAt, note, ...from }: { id: string; startsAt: number; note: string; holdId?: string | null; rescheduleOf?: string | null },
) {
  const place = {
    organizationId: current.organization.id,
    locationId: forum === 'in_person' ? choice.locationId : null,
    ...timesOf(choice, startsAt),
  }
  return {
    ...place,
    ...from,
    id,
    clientId: current.client.id,
    staffId: choice.staffId,
    serviceId: choice.serviceId,
    roomId: freeRoom({ ...place, ...from, now: current.now }),
    forum,
    status: 'requested' as const,
    zone: choice.zone,
    note,
    answerByAt: answerBy(startsAt, current.now, current.organization.requestDeadlineHours),
    createdAt: current.now,
    createdBy: current.person.id,
    createdByKind: actor(current).actorKind as 'client' | 'contact',
    updatedAt: current.now,
  }
}
