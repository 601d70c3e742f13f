import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, newId, read, within, type Database, type Query } from '../db.ts'
import { notifyAlways } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import type { AskedFor } from './asked-for.ts'
import type { BookingRows } from './booking-rows.ts'
import { bookingQueries } from './choices.ts'
import { releaseOffers } from './consequences.ts'
import { freeRoom } from './free-room.ts'
import { answerBy } from './lateness.ts'
import { nearestOthers, otherTimes } from './other-times.ts'
import { counterOffers, holds } from './schema.ts'
import type { Slot } from './slots.ts'
import { aboutNext, step } from './step.ts'
import { startingAt, type Times } from './times.ts'

/** A time that is offered instead of the one asked for, while it is held (SCH-23). */
export interface OfferedTime extends Times {
  offerId: string
  requestId: string
  holdId: string
  offeredBy: string
  expiresAt: number
}

/** Why other times were not offered, or not taken back. */
export type OfferRefusal = 'stale' | 'not_open' | 'past' | 'overlap'

const longestHold = 7 * 86_400_000

/** Offers whose time is held at this moment, as a query to be narrowed. */
const running = ({ orm }: Database, organizationId: SQL | string, now: number, ...conditions: (SQL | undefined)[]) =>
  orm
    .select({
      offerId: counterOffers.id,
      requestId: counterOffers.appointmentId,
      holdId: counterOffers.holdId,
      offeredBy: counterOffers.createdBy,
      startsAt: holds.startsAt,
      endsAt: holds.endsAt,
      blockedFrom: holds.blockedFrom,
      blockedUntil: holds.blockedUntil,
      expiresAt: holds.expiresAt,
    })
    .from(counterOffers)
    .innerJoin(holds, and(eq(holds.organizationId, counterOffers.organizationId), eq(holds.id, counterOffers.holdId)))
    .where(
      and(
        eq(counterOffers.organizationId, organizationId),
        isNull(holds.releasedAt),
        gt(holds.expiresAt, now),
        isNull(counterOffers.acceptedAt),
        ...conditions,
      ),
    )
    .orderBy(asc(holds.startsAt))

/** The offers that wait for a client: of one therapist, or of everybody. */
export const runningOffers = (current: StaffCurrent, staffId: string | undefined) =>
  running(current.db, current.organization.id, current.now, staffId === undefined ? undefined : eq(holds.staffId, staffId)).limit(100)

/** For doors: the offers that wait for the answer to the request of the address. */
export const theOffers: AboutQueries = ({ db, organizationId, params, now }) => ({
  offers: running(db, organizationId, now, eq(counterOffers.appointmentId, params.requestId ?? '')),
})

/** The nearest free times that could be offered, by the rules of what the client may ask for; none when she could not ask online. */
export async function suggestions(current: StaffCurrent, request: AskedFor, count: number): Promise<Slot[]> {
  const scope = { slug: current.organization.slug, clientId: request.clientId, staffId: request.staffId, now: current.now }
  return suggestionsFrom(current, (await read(current.db, bookingQueries(current.db, scope))) as unknown as BookingRows, request, count)
}

/** The same from what was read. Pure. */
export function suggestionsFrom(current: StaffCurrent, rows: BookingRows, request: AskedFor, count: number): Slot[] {
  const givingWay = [request.terms, ...(request.original ? [request.original] : [])]
  const bookable = otherTimes(current, rows, request.terms, request.forum, givingWay)
  return bookable ? nearestOthers(bookable, request.startsAt, count) : []
}

/**
 * SCH-23: instead of declining, up to three other times, each held against others. The request stays open and keeps its own time, too; its
 * deadline is now the client's. Times offered before are given up. The overlap trigger has the last word on every one.
 */
export async function offerOthers(
  current: StaffCurrent,
  request: AskedFor,
  version: number,
  offer: { starts: number[]; message: string },
): Promise<OfferRefusal | null> {
  if (request.version !== version) return 'stale'
  if (request.status !== 'requested') return 'not_open'
  const { now, organization } = current
  const earliest = Math.min(request.startsAt, request.original?.startsAt ?? request.startsAt, ...offer.starts)
  if (earliest <= now) return 'past'
  const answerByAt = Math.min(answerBy(earliest, now, organization.requestDeadlineHours), now + longestHold)
  const lost = await batch(current.db, [
    ...remember(current, rowAddress(current, request)),
    ...forgetOffers(current, request),
    ...step(current, request, { offeredAt: now, answer: offer.message, answerByAt }, 'request.counter_offered', {
      times: offer.starts.length,
    }),
    ...offer.starts.flatMap((start, i) => hold(current, request, i + 1, startingAt(request.terms, start), answerByAt)),
    ...notifyAlways(current, 'counter_offer', aboutNext(request)),
  ])
  return translate(lost)
}

/** The offers are taken back while nobody has taken one; the request waits for its therapist again, with a new deadline. */
export async function takeOffersBack(current: StaffCurrent, request: AskedFor, version: number): Promise<OfferRefusal | null> {
  if (request.version !== version) return 'stale'
  if (request.status !== 'requested' || request.offeredAt === null) return 'not_open'
  const { now, organization } = current
  const earliest = Math.min(request.startsAt, request.original?.startsAt ?? request.startsAt)
  const answerByAt = answerBy(earliest, now, organization.requestDeadlineHours)
  const lost = await batch(current.db, [
    ...remember(current, rowAddress(current, request)),
    ...forgetOffers(current, request),
    ...step(current, request, { offeredAt: null, answer: '', answerByAt }, 'request.counter_offer_undone'),
  ])
  return translate(lost)
}

/** Where the request stands in the therapist's list. */
export const rowAddress = ({ organization }: Current, { id }: { id: string }): string =>
  href(paths.requests, { org: organization.slug }, {}, `request-${id}`)

const forgetOffers = (current: StaffCurrent, { id }: AskedFor): Query[] => [
  releaseOffers(current, [id]),
  current.db.orm.delete(counterOffers).where(within(current, counterOffers, eq(counterOffers.appointmentId, id))),
]

function hold(current: StaffCurrent, request: AskedFor, position: number, times: Times, expiresAt: number): Query[] {
  const { db, now, organization, person } = current
  const { id: requestId, terms } = request
  const holdId = newId('hld')
  const of = { organizationId: organization.id, createdAt: now }
  return [
    db.orm.insert(holds).values({
      ...of,
      ...times,
      id: holdId,
      staffId: terms.staffId,
      roomId: freeRoom({
        ...times,
        organizationId: organization.id,
        locationId: placeOf(request),
        now,
        present: terms.roomId,
        self: requestId,
        rescheduleOf: request.rescheduleOf,
      }),
      purpose: 'counter_offer',
      aboutId: requestId,
      expiresAt,
    }),
    db.orm.insert(counterOffers).values({ ...of, id: newId('off'), appointmentId: requestId, holdId, position, createdBy: person.id }),
  ]
}

/** Where it would be: by video nowhere. */
export const placeOf = ({ forum, terms }: AskedFor): string | null => (forum === 'in_person' ? terms.locationId : null)

const translate = (lost: string | null): OfferRefusal | null => (lost === null ? null : lost === 'stale' ? 'stale' : 'overlap')
