import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { ClientCurrent } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { notifyClient, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { refusedBy } from '../settings/explain.ts'
import { remember } from '../web/idempotency.ts'
import type { AskedFor } from './asked-for.ts'
import type { ChangeRefusal } from './cancelling.ts'
import { releaseOffers } from './consequences.ts'
import { placeOf, type OfferedTime } from './counter-offers.ts'
import { freeRoom } from './free-room.ts'
import { grantMove } from './move-answers.ts'
import { counterOffers, holds } from './schema.ts'
import { aboutNext, step } from './step.ts'

/**
 * SCH-23: the client takes an offered time with one press: her request moves there and is confirmed, the other times are free again. A
 * wish to move an appointment moves it there. Whoever comes second (a second tab, the therapist) changes nothing.
 */
export async function takeOffer(
  current: ClientCurrent,
  request: AskedFor,
  offer: OfferedTime | undefined,
  version: number,
): Promise<ChangeRefusal | 'overlap' | null> {
  const { now, organization, client, facts, access } = current
  if (request.version !== version) return 'stale'
  if (request.status !== 'requested' || !offer || offer.startsAt <= now) return 'not_open'
  if (request.original && request.original.startsAt <= now) return 'not_open'
  const archived = client.archivedAt !== null
  if (refusedBy('self_scheduling', facts, { client: { archived }, access, therapist: null })) return 'off'
  const lost = await batch(current.db, [
    ...remember(current, href(paths.clientRequest, { org: organization.slug, clientId: client.id, requestId: request.id })),
    ...claim(current, offer),
    releaseOffers(current, [request.id]),
    ...(request.original
      ? grantMove(current, request, request.original, grantOf(current, request, offer))
      : confirmAt(current, request, offer)),
    ...notifyStaff(current, 'offer_taken', aboutNext(request), request.staffId),
  ])
  return lost === null ? null : lost === 'stale' ? 'stale' : 'overlap'
}

/** The hold, if it still runs; its time is given to the appointment in the same batch. */
const claim = (current: ClientCurrent, { offerId, holdId }: OfferedTime): Query[] => [
  current.db.orm
    .update(holds)
    .set({ releasedAt: current.now })
    .where(within(current, holds, and(eq(holds.id, holdId), isNull(holds.releasedAt), gt(holds.expiresAt, current.now)))),
  changedOne(current.db),
  current.db.orm
    .update(counterOffers)
    .set({ acceptedAt: current.now })
    .where(within(current, counterOffers, eq(counterOffers.id, offerId))),
]

/** Where it goes: the time that was held, in the room that was held with it while that is there. */
function grantOf({ organization, now }: ClientCurrent, request: AskedFor, offer: OfferedTime) {
  const { offeredBy, holdId, startsAt, endsAt, blockedFrom, blockedUntil } = offer
  const times = { startsAt, endsAt, blockedFrom, blockedUntil }
  const held = sql`(SELECT h.room_id FROM holds h WHERE h.organization_id = ${organization.id} AND h.id = ${holdId})`
  const place = { ...times, organizationId: organization.id, locationId: placeOf(request), now }
  const roomId = freeRoom({ ...place, holdId, present: held, self: request.id, rescheduleOf: request.rescheduleOf })
  return { answeredBy: offeredBy, to: { ...times, holdId, roomId } }
}

function confirmAt(current: ClientCurrent, request: AskedFor, offer: OfferedTime): Query[] {
  const { answeredBy, to } = grantOf(current, request, offer)
  const answered = { status: 'confirmed' as const, answeredAt: current.now, answeredBy, offeredAt: null, answer: '' }
  return [
    ...step(current, request, { ...answered, ...to, override: false }, 'request.confirmed', { counterOffer: true }),
    ...notifyClient(current, ['request_confirmed'], aboutNext(request)),
  ]
}
