import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { within } from '../db.ts'
import { appointments, holds } from '../scheduling/schema.ts'
import { waitlistEntries, waitlistOffers } from '../scheduling/waitlist-schema.ts'

/** Whom an e-mail about an appointment is for. */
export const clientOfAppointment = (current: Current, id: string) =>
  current.db.orm
    .select({ clientId: appointments.clientId })
    .from(appointments)
    .where(within(current, appointments, eq(appointments.id, id)))

/** Whom an e-mail about an offer of the waitlist is for. */
export const clientOfOffer = (current: Current, id: string) =>
  current.db.orm
    .select({ clientId: waitlistEntries.clientId })
    .from(waitlistOffers)
    .innerJoin(
      waitlistEntries,
      and(eq(waitlistEntries.organizationId, waitlistOffers.organizationId), eq(waitlistEntries.id, waitlistOffers.entryId)),
    )
    .where(within(current, waitlistOffers, eq(waitlistOffers.id, id)))

/** An offer of the waitlist that can still be taken (SCH-28): its time, and who asked to be told. */
export const openOffer = (current: Current, id: string) =>
  current.db.orm
    .select({ startsAt: holds.startsAt, createdBy: waitlistEntries.createdBy })
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
        eq(waitlistOffers.id, id),
        isNull(waitlistOffers.acceptedAt),
        isNull(waitlistOffers.declinedAt),
        isNull(waitlistOffers.lapsedAt),
        gt(waitlistOffers.expiresAt, current.now),
        isNull(holds.releasedAt),
      ),
    )
