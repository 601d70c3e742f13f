import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { actor, audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, inList, newId, within } from '../db.ts'
import { appointments } from '../scheduling/schema.ts'
import { remember } from '../web/idempotency.ts'
import { untrueBy, overtakes, type PresentAppointment } from './again-rules.ts'
import type { Delivery } from './deliveries.ts'
import { isUndelivered } from './deliveries-outcome.ts'
import { willWake, wokenAtOnce } from './waking.ts'
import type { DropReason } from './recipients.ts'
import { outbox } from './schema.ts'

/** As many as are sent again at once: a page of the list. The rest is on the list again. */
export const againAtOnce = 50

/** Why nothing was sent again: somebody has dealt with it meanwhile, or what it told is not so any more. */
export type AgainRefusal = 'settled' | DropReason

type Truth = { present: PresentAppointment[]; written: Parameters<typeof overtakes>[1][]; told: { aboutVersion: number }[] }

/** For the door: what the e-mail of the address told, and what is so now. */
export const truthOfDelivery: AboutQueries = ({ db, organizationId, params }) => {
  const mine = and(eq(outbox.organizationId, organizationId), eq(outbox.id, params.deliveryId ?? ''))
  const about = db.orm.select({ aboutId: outbox.aboutId }).from(outbox).where(mine)
  return {
    told: db.orm.select({ aboutVersion: outbox.aboutVersion }).from(outbox).where(mine),
    present: db.orm
      .select({
        status: appointments.status,
        version: appointments.version,
        endsAt: appointments.endsAt,
        offeredAt: appointments.offeredAt,
      })
      .from(appointments)
      .where(and(eq(appointments.organizationId, organizationId), eq(appointments.id, about))),
    written: db.orm
      .select({
        event: outbox.event,
        aboutVersion: outbox.aboutVersion,
        recipient: outbox.recipient,
        droppedAt: outbox.droppedAt,
        failedAt: outbox.failedAt,
      })
      .from(outbox)
      .where(and(eq(outbox.organizationId, organizationId), eq(outbox.aboutId, about)))
      .limit(500),
  }
}

/** Sends what did not arrive once more, rendered from what is so then; refused with its reason when it would not be true any more. */
export async function sendAgain(current: StaffCurrent, delivery: Delivery, about: Record<string, unknown>, location: string) {
  const { present, written, told } = about as Truth
  if (!isUndelivered(delivery)) return 'settled'
  const row = { ...delivery, aboutVersion: told[0]?.aboutVersion ?? 0 }
  const untrue = untrueBy(
    row,
    present[0] ?? null,
    written.some((other) => overtakes(row, other)),
    current.now,
  )
  if (untrue) return untrue
  const lost = await batch(current.db, [
    ...remember(current, location),
    ...writeAgain(current, [delivery]),
    changedOne(current.db),
    ...audited(current, [delivery]),
  ])
  return lost ? 'settled' : null
}

/** For the door: the newest of what failed and was not dealt with, as many as are sent again at once. */
export const stuckDeliveries: AboutQueries = ({ db, organizationId }) => ({
  stuck: db.orm
    .select({ id: outbox.id, event: outbox.event })
    .from(outbox)
    .where(and(eq(outbox.organizationId, organizationId), isNotNull(outbox.failedAt), isNull(outbox.settledAt)))
    .orderBy(sql`${outbox.failedAt} DESC`)
    .limit(againAtOnce),
})

/** Everything that failed, once more. What is not true any more is dropped with its reason when its turn comes (delivery.ts). */
export async function sendAllAgain(current: StaffCurrent, stuck: Pick<Delivery, 'id' | 'event'>[], location: string): Promise<void> {
  if (stuck.length > 0) await batch(current.db, [...remember(current, location), ...writeAgain(current, stuck), ...audited(current, stuck)])
}

/**
 * A new row for each, unique by the original and how often it was sent again, and the old one dealt with. The update stands last, so that
 * `changedOne` behind it tells whether somebody was quicker: then there is no new row either.
 */
function writeAgain(current: StaffCurrent, deliveries: Pick<Delivery, 'id'>[]) {
  const { db, organization, now, staff } = current
  const pairs = deliveries.map(({ id }) => ({ id, again: newId('out') }))
  for (const { again } of pairs.slice(0, wokenAtOnce)) willWake(current, again, 0)
  return [
    db.orm.run(sql`
      INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at, again_of, again_no)
      SELECT o.organization_id, n.value->>'again', o.event, o.about_kind, o.about_id, o.about_version, o.recipient, o.client_id,
        ${actor(current).actorKind}, ${now}, ${now}, coalesce(o.again_of, o.id),
        1 + coalesce((SELECT max(a.again_no) FROM outbox a WHERE a.organization_id = o.organization_id AND a.again_of = coalesce(o.again_of, o.id)), 0)
      FROM json_each(${JSON.stringify(pairs)}) AS n JOIN outbox o ON o.organization_id = ${organization.id} AND o.id = n.value->>'id'
      WHERE o.settled_at IS NULL`),
    db.orm
      .update(outbox)
      .set({ settledAt: now, settledAs: 'again', settledByName: staff.name })
      .where(
        within(
          current,
          outbox,
          isNull(outbox.settledAt),
          inList(
            outbox.id,
            pairs.map(({ id }) => id),
          ),
        ),
      ),
  ]
}

const audited = (current: StaffCurrent, deliveries: Pick<Delivery, 'id' | 'event'>[]) =>
  deliveries.map(({ id, event }) => audit(current, 'email.sent_again', { kind: 'outbox', id, details: { event } }))
