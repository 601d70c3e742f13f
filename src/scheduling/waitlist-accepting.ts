import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { audit } from '../audit.ts'
import type { ClientCurrent } from '../current.ts'
import { batch, changedOne, newId, within } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { bookableFrom } from './booking.ts'
import { longOver, type BookingRows, type BusyRow } from './booking-rows.ts'
import { dayBound } from './bounds.ts'
import { bookingQueries } from './choices.ts'
import { assign, rowOf } from './requests.ts'
import { appointments, holds } from './schema.ts'
import { isOffered } from './slots.ts'
import { endEntry } from './waitlist-ending.ts'
import { entryOf, hasOffer, theEntry, unanswered, type Waiting } from './waitlist.ts'
import { waitlistOffers } from './waitlist-schema.ts'

export type AcceptanceFacts = BookingRows & {
  known: unknown[]
  waiting: Waiting[]
  stands: { id: string; staffId: string; startsAt: number }[]
}

/** For the door: the offer, everything a request is judged by, and whether the appointment it would take the place of still stands. */
export const acceptanceFacts: AboutQueries = (at) => {
  const { db, organizationId, params, now } = at
  return {
    ...theEntry(at),
    ...bookingQueries(db, { slug: params.org ?? '', clientId: params.clientId ?? '', staffId: undefined, now }),
    stands: db.orm
      .select({ id: appointments.id, staffId: appointments.staffId, startsAt: appointments.startsAt })
      .from(appointments)
      .where(
        and(
          eq(appointments.organizationId, organizationId),
          eq(appointments.clientId, params.clientId ?? ''),
          eq(appointments.status, 'confirmed'),
          gt(appointments.startsAt, now),
        ),
      ),
  }
}

/**
 * SCH-28: takes the offered time. The same claim as a request (SCH-24): one batch that the database may refuse, and a request that the
 * therapist answers; to an entry of an appointment it is the wish to move that one. Answers the request's id, or that the offer is gone.
 */
export async function acceptOffer(current: ClientCurrent, facts: AcceptanceFacts): Promise<{ id: string } | 'gone'> {
  const offer = entryOf({ ...facts })
  if (!offer || !hasOffer(offer) || offer.startsAt === null) return 'gone'
  const { startsAt } = offer
  const kept = (one: BusyRow) => (one.hold && one.staffId === offer.staffId) || (one.roomId !== null && one.roomId === offer.roomId)
  const busy = facts.busy.map((one) => (one.startsAt === startsAt && kept(one) ? { ...one, ...longOver } : one))
  const wish = { therapist: offer.staffId, service: offer.serviceId, forum: offer.forum }
  const bookable = bookableFrom(current, { ...facts, busy }, wish)
  if (!bookable || !isOffered(bookable.question, startsAt)) return 'gone'
  const { db, now, organization, client } = current
  const id = newId('apt')
  const about = { id, clientId: client.id, version: 1 }
  const moves = facts.stands.find((stands) => stands.id === offer.appointmentId)
  // A wish to move asks the therapist whose appointment it is; this one is another's by now.
  if (moves && moves.staffId !== offer.staffId) return 'gone'
  const lost = await batch(db, [
    ...remember(current, href(paths.clientRequest, { org: organization.slug, clientId: client.id, requestId: id })),
    db.orm
      .update(waitlistOffers)
      .set({ acceptedAt: now })
      .where(
        within(current, waitlistOffers, eq(waitlistOffers.id, offer.offerId ?? ''), unanswered, sql`${waitlistOffers.expiresAt} > ${now}`),
      ),
    changedOne(db),
    ...(bookable.choice.isNew ? [assign(current, bookable.choice.staffId)] : []),
    ...dayBound(current, bookable.choice, startsAt, { holdId: offer.holdId, appointmentId: moves?.id ?? null }),
    db.orm.insert(appointments).values({
      ...rowOf(current, bookable, { id, startsAt, note: '', holdId: offer.holdId, rescheduleOf: moves?.id ?? null }),
      organizationId: organization.id,
      movedFromAt: moves?.startsAt ?? null,
    }),
    db.orm
      .update(holds)
      .set({ releasedAt: now })
      .where(within(current, holds, eq(holds.id, offer.holdId ?? ''), isNull(holds.releasedAt))),
    changedOne(db),
    ...endEntry(current, offer, 'accepted'),
    audit(current, 'request.made', { kind: 'appointment', ...about, details: { from: 'waitlist' } }),
    ...notifyAlways(current, 'request_received', about),
    ...notifyStaff(current, 'new_request', about, offer.staffId),
  ])
  return lost ? 'gone' : { id }
}
