import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { organizations } from '../accounts/schema.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { holds } from './schema.ts'
import { lookFor } from './waitlist-looking.ts'
import { endOffer } from './waitlist-ending.ts'
import { unanswered } from './waitlist.ts'
import { waitlistEntries, waitlistOffers } from './waitlist-schema.ts'

const atOnce = 50

/** SCH-28: offers that nobody took go to the next one, and whoever waits is offered what has opened. Safe to run twice, and twice at once. */
export async function tendWaitlist(env: Env, db: Database = firstShard(env)): Promise<void> {
  await lapseOffers(env, db)
  await offerWhatOpened(env, db)
}

async function lapseOffers(env: Env, db: Database): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: waitlistOffers.organizationId,
        id: waitlistOffers.entryId,
        offerId: waitlistOffers.id.getSQL().mapWith(String).as('offer_id'),
        holdId: waitlistOffers.holdId,
      })
      .from(waitlistOffers)
      .innerJoin(holds, and(eq(holds.organizationId, waitlistOffers.organizationId), eq(holds.id, waitlistOffers.holdId)))
      .where(and(unanswered, or(lte(waitlistOffers.expiresAt, clock.now()), sql`${holds.releasedAt} IS NOT NULL`)))
      .limit(atOnce),
  })
  const currents = await systemOf(env, db, due)
  for (const { organizationId, ...offer } of due) {
    const current = currents.get(organizationId)
    if (current) await batch(current.db, endOffer(current, offer, { lapsedAt: current.now }))
  }
  if (due.length === atOnce) await lapseOffers(env, db)
}

/** Whoever has waited longest is looked at first; whoever has an open offer is not looked at. What does not fit is there in a minute. */
async function offerWhatOpened(env: Env, db: Database): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: waitlistEntries.organizationId,
        slug: organizations.slug,
        id: waitlistEntries.id.getSQL().mapWith(String).as('entry_id'),
        clientId: waitlistEntries.clientId,
        staffId: waitlistEntries.staffId,
        serviceId: waitlistEntries.serviceId,
        forum: waitlistEntries.forum,
        beforeAt: waitlistEntries.beforeAt,
        appointmentId: waitlistEntries.appointmentId,
        known: waitlistEntries.known,
        version: waitlistEntries.version,
      })
      .from(waitlistEntries)
      .innerJoin(organizations, eq(organizations.id, waitlistEntries.organizationId))
      .where(
        and(
          isNull(waitlistEntries.endedAt),
          lte(waitlistEntries.lookAt, clock.now()),
          sql`NOT EXISTS (SELECT 1 FROM waitlist_offers o WHERE o.organization_id = "waitlist_entries"."organization_id"
            AND o.entry_id = "waitlist_entries"."id" AND o.accepted_at IS NULL AND o.declined_at IS NULL AND o.lapsed_at IS NULL)`,
        ),
      )
      .orderBy(asc(waitlistEntries.createdAt), asc(waitlistEntries.id))
      .limit(atOnce),
  })
  const currents = await systemOf(env, db, due)
  for (const entry of due) {
    const current = currents.get(entry.organizationId)
    if (current) await lookFor(current, entry)
  }
}

/** The portal itself in each of these organizations. */
async function systemOf(env: Env, db: Database, rows: { organizationId: string }[]): Promise<Map<string, Current | null>> {
  const currents = new Map<string, Current | null>()
  for (const { organizationId } of rows)
    if (!currents.has(organizationId)) currents.set(organizationId, await systemCurrent(env, organizationId, db))
  return currents
}
