import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { inList, within } from '../db.ts'
import { holds } from '../scheduling/schema.ts'
import { waitlistEntries, waitlistOffers } from '../scheduling/waitlist-schema.ts'

/** Of these offers of the waitlist those that can still be taken (SCH-28): for whom, their time, and who asked to be told. */
export const openOffers = (current: Current, ids: string[]) =>
  current.db.orm
    .select({
      id: waitlistOffers.id,
      clientId: waitlistEntries.clientId,
      startsAt: holds.startsAt,
      createdBy: waitlistEntries.createdBy,
    })
    .from(waitlistOffers)
    .innerJoin(holds, and(eq(holds.organizationId, waitlistOffers.organizationId), eq(holds.id, waitlistOffers.holdId)))
    .innerJoin(
      waitlistEntries,
      and(eq(waitlistEntries.organizationId, waitlistOffers.organizationId), eq(waitlistEntries.id, waitlistOffers.entryId)),
    )
    .where(
      within(
        current,
        waitlistOffers,
        inList(waitlistOffers.id, ids),
        isNull(waitlistOffers.acceptedAt),
        isNull(waitlistOffers.declinedAt),
        isNull(waitlistOffers.lapsedAt),
        gt(waitlistOffers.expiresAt, current.now),
        isNull(holds.releasedAt),
      ),
    )
