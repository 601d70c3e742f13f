import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, SignedIn } from '../current.ts'
import { batch, changedOne, within, type DatabaseRefusal, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import { holds } from './schema.ts'
import { unanswered } from './waitlist.ts'
import { waitlistEntries, waitlistOffers } from './waitlist-schema.ts'

// How an offer ends without being taken, and how waiting ends. The hold goes with the offer; the trigger of 0019 then has the next one looked at.

/** An offer and its entry, as they were read. */
export interface OfferOf {
  id: string
  offerId: string
  holdId: string
}

/**
 * For a batch: the offer is over, its time free for the next one. She has seen what else is free, so her entry takes stock again: only
 * what opens from now on is offered to her.
 */
export function endOffer(current: Current, { id, offerId, holdId }: OfferOf, as: { declinedAt: number } | { lapsedAt: number }): Query[] {
  const { db } = current
  const action = 'declinedAt' in as ? 'waitlist.offer_declined' : 'waitlist.offer_lapsed'
  return [
    db.orm
      .update(waitlistOffers)
      .set(as)
      .where(within(current, waitlistOffers, eq(waitlistOffers.id, offerId), unanswered)),
    changedOne(db),
    releaseOf(current, holdId),
    db.orm
      .update(waitlistEntries)
      .set({ known: null, lookAt: 0 })
      .where(within(current, waitlistEntries, eq(waitlistEntries.id, id), isNull(waitlistEntries.endedAt))),
    audit(current, action, { kind: 'waitlist_offer', id: offerId }),
  ]
}

/** "Not this one": refused as `stale` when it was answered or has lapsed meanwhile. */
export const decline = (current: SignedIn, offer: OfferOf, location: string): Promise<DatabaseRefusal | null> =>
  batch(current.db, [...remember(current, location), ...endOffer(current, offer, { declinedAt: current.now })])

/** For a batch: she waits no longer. */
export function endEntry(
  current: Current,
  { id, version }: { id: string; version: number },
  because: 'accepted' | 'left' | 'removed' | 'over',
): Query[] {
  const { db, now } = current
  return [
    db.orm
      .update(waitlistEntries)
      .set({ endedAt: now, endedBecause: because, version: version + 1 })
      .where(
        within(
          current,
          waitlistEntries,
          and(eq(waitlistEntries.id, id), eq(waitlistEntries.version, version), isNull(waitlistEntries.endedAt)),
        ),
      ),
    changedOne(db),
    audit(current, `waitlist.${because}`, { kind: 'waitlist_entry', id, version: version + 1 }),
  ]
}

/** Takes somebody off the list, by herself or by staff, and with her an offer that is open: its time goes to the next one. */
export const leave = (
  current: SignedIn,
  entry: { id: string; version: number },
  because: 'left' | 'removed',
  location: string,
): Promise<DatabaseRefusal | null> =>
  batch(current.db, [...remember(current, location), ...endEntry(current, entry, because), ...withdrawOffers(current, entry.id)])

/** For a batch: what was offered to an entry is offered no longer. */
export function withdrawOffers(current: Current, entryId: string): Query[] {
  const { db, organization, now } = current
  const open = within(current, waitlistOffers, eq(waitlistOffers.entryId, entryId), unanswered)
  return [
    db.orm.run(sql`UPDATE holds SET released_at = ${now} WHERE organization_id = ${organization.id} AND released_at IS NULL
      AND id IN (SELECT o.hold_id FROM waitlist_offers o WHERE o.organization_id = ${organization.id} AND o.entry_id = ${entryId}
        AND o.accepted_at IS NULL AND o.declined_at IS NULL AND o.lapsed_at IS NULL)`),
    db.orm.update(waitlistOffers).set({ lapsedAt: now }).where(open),
  ]
}

const releaseOf = (current: Current, holdId: string): Query =>
  current.db.orm
    .update(holds)
    .set({ releasedAt: current.now })
    .where(within(current, holds, eq(holds.id, holdId), isNull(holds.releasedAt)))
