import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import { clients } from '../clients/schema.ts'
import type { ClientCurrent } from '../current.ts'
import { read, type Database } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { holds, locations, offerings, services, type Forum } from './schema.ts'
import { waitlistEntries, waitlistOffers } from './waitlist-schema.ts'
import { askingAgain } from '../shards.ts'

/** Somebody who waits, with the names a page shows and the offer that is open, if there is one. Epoch ms. */
export interface Waiting {
  id: string
  clientId: string
  client: string
  staffId: string
  therapist: string
  serviceId: string
  service: string
  forum: Forum
  beforeAt: number | null
  appointmentId: string | null
  createdAt: number
  version: number
  zone: string
  locationZone: string | null
  offerId: string | null
  holdId: string | null
  /** The room that is kept with the time. */
  roomId: string | null
  offerExpiresAt: number | null
  startsAt: number | null
  endsAt: number | null
}

/** What makes an offer open besides its time: nobody has answered it, and its hold was not given up. */
export const unanswered = sql`"waitlist_offers"."accepted_at" IS NULL AND "waitlist_offers"."declined_at" IS NULL AND "waitlist_offers"."lapsed_at" IS NULL`

/** Who waits, as a query to be narrowed; every name aliased, because it runs in batches. */
export const selectWaiting = ({ orm }: Database, now: number) =>
  orm
    .select({
      id: waitlistEntries.id,
      clientId: waitlistEntries.clientId,
      client: clients.name.getSQL().mapWith(String).as('client'),
      staffId: waitlistEntries.staffId,
      therapist: staff.name.getSQL().mapWith(String).as('therapist'),
      serviceId: waitlistEntries.serviceId,
      service: services.name.getSQL().mapWith(String).as('service'),
      forum: waitlistEntries.forum,
      beforeAt: waitlistEntries.beforeAt,
      appointmentId: waitlistEntries.appointmentId,
      createdAt: waitlistEntries.createdAt,
      version: waitlistEntries.version,
      zone: staff.zone.getSQL().mapWith(String).as('staff_zone'),
      locationZone: sql<string | null>`${locations.zone}`.as('location_zone'),
      offerId: sql<string | null>`${waitlistOffers.id}`.as('offer_id'),
      holdId: sql<string | null>`${holds.id}`.as('hold_id'),
      roomId: sql<string | null>`${holds.roomId}`.as('room_id'),
      offerExpiresAt: sql<number | null>`${waitlistOffers.expiresAt}`.as('offer_expires_at'),
      startsAt: sql<number | null>`${holds.startsAt}`.as('offer_starts_at'),
      endsAt: sql<number | null>`${holds.endsAt}`.as('offer_ends_at'),
    })
    .from(waitlistEntries)
    .innerJoin(clients, and(eq(clients.organizationId, waitlistEntries.organizationId), eq(clients.id, waitlistEntries.clientId)))
    .innerJoin(staff, and(eq(staff.organizationId, waitlistEntries.organizationId), eq(staff.id, waitlistEntries.staffId)))
    .innerJoin(services, and(eq(services.organizationId, waitlistEntries.organizationId), eq(services.id, waitlistEntries.serviceId)))
    .leftJoin(
      offerings,
      and(
        eq(offerings.organizationId, waitlistEntries.organizationId),
        eq(offerings.staffId, waitlistEntries.staffId),
        eq(offerings.serviceId, waitlistEntries.serviceId),
      ),
    )
    .leftJoin(locations, and(eq(locations.organizationId, offerings.organizationId), eq(locations.id, offerings.locationId)))
    .leftJoin(
      waitlistOffers,
      and(
        eq(waitlistOffers.organizationId, waitlistEntries.organizationId),
        eq(waitlistOffers.entryId, waitlistEntries.id),
        unanswered,
        sql`${waitlistOffers.expiresAt} > ${now}`,
      ),
    )
    .leftJoin(
      holds,
      and(eq(holds.organizationId, waitlistOffers.organizationId), eq(holds.id, waitlistOffers.holdId), isNull(holds.releasedAt)),
    )

/** For the door of a client's pages: what she waits for, oldest first. */
export const waitingOfClient: AboutQueries = ({ db, organizationId, params, now }) => ({
  waiting: selectWaiting(db, now)
    .where(
      and(
        eq(waitlistEntries.organizationId, organizationId),
        eq(waitlistEntries.clientId, params.clientId ?? ''),
        isNull(waitlistEntries.endedAt),
      ),
    )
    .orderBy(asc(waitlistEntries.createdAt), asc(waitlistEntries.id)),
})

/**
 * For the door of a change: the entry, or the entry of the offer, that the address names; hers, where the address names a client. `known`
 * says whether there ever was one: what is over is refused with a reason, what is not hers is not there.
 */
export const theEntry: AboutQueries = ({ db, organizationId, params, now }) => {
  const { clientId, entryId, offerId } = params
  const hers = clientId === undefined ? undefined : eq(waitlistEntries.clientId, clientId)
  const named =
    offerId === undefined
      ? eq(waitlistEntries.id, entryId ?? '')
      : sql`${waitlistEntries.id} = (SELECT o.entry_id FROM waitlist_offers o WHERE o.organization_id = ${organizationId} AND o.id = ${offerId})`
  return {
    known: db.orm
      .select({ id: waitlistEntries.id, staffId: waitlistEntries.staffId })
      .from(waitlistEntries)
      .where(and(eq(waitlistEntries.organizationId, organizationId), hers, named)),
    waiting: selectWaiting(db, now).where(
      and(
        eq(waitlistEntries.organizationId, organizationId),
        isNull(waitlistEntries.endedAt),
        hers,
        named,
        offerId === undefined ? undefined : eq(waitlistOffers.id, offerId),
      ),
    ),
  }
}

/** The entry that a change is about, as it waits now; null when it does no longer. Not hers is not there. */
export function entryOf(about: Record<string, unknown>): Waiting | null {
  if ((about.known as unknown[]).length === 0) throw new NotFound()
  return (about.waiting as Waiting[])[0] ?? null
}

/** What a client waits for, after a change was refused: the page must tell the truth. */
export async function rereadWaiting(current: ClientCurrent): Promise<Waiting[]> {
  const { db, organization, client, now } = current
  const at = {
    ...askingAgain(db),
    organizationId: sql`${organization.id}`,
    personId: sql`''`,
    params: { clientId: client.id },
    fields: {},
    now,
  }
  return (await read(db, waitingOfClient(at))).waiting as unknown as Waiting[]
}

/** For the door of the staff's list: who waits for the asking therapist, or for anybody when she is an administrator who is none. */
export const waitingOfStaff: AboutQueries = ({ db, organizationId, personId, now }) => ({
  waiting: selectWaiting(db, now)
    .where(
      and(
        eq(waitlistEntries.organizationId, organizationId),
        isNull(waitlistEntries.endedAt),
        sql`EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = ${organizationId} AND s.person_id = ${personId}
          AND s.deactivated_at IS NULL AND (s.id = "waitlist_entries"."staff_id" OR (s.administrator = 1 AND s.therapist = 0)))`,
      ),
    )
    .orderBy(asc(waitlistEntries.createdAt), asc(waitlistEntries.id))
    .limit(100),
})

/** Whether the offer that was read is still one: its hold stands. */
export const hasOffer = ({ offerId, holdId }: Waiting): boolean => offerId !== null && holdId !== null
