import { and, eq, isNull, sql } from 'drizzle-orm'
import { actor } from '../audit.ts'
import type { Current } from '../current.ts'
import { inList, within, type Query } from '../db.ts'
import { appointments, holds } from './schema.ts'

/**
 * What hangs on an appointment and ends when it is answered, ends or moves: the client's open wish to move it, and the times that were
 * offered instead of the one she asked for (SCH-20, SCH-23). Part of `step`, and of what changes many at once (series-rows.ts), so that no
 * change of an appointment can forget it.
 */
export const consequences = (current: Current, ids: string[]): Query[] => [...endWishes(current, ids), releaseOffers(current, ids)]

/** The times offered for a request are free again. */
export const releaseOffers = (current: Current, requestIds: string[]): Query =>
  current.db.orm
    .update(holds)
    .set({ releasedAt: current.now })
    .where(within(current, holds, eq(holds.purpose, 'counter_offer'), inList(holds.aboutId, requestIds), isNull(holds.releasedAt)))

/** Whoever acts for the client takes her wish back with it; whoever else does has answered it with that. */
function endWishes(current: Current, ids: string[]): Query[] {
  const { db, now, organization, requestId, network } = current
  const { actorId, actorName, actorKind, onBehalfOf } = actor(current)
  const hers = current.access !== null
  const open = and(inList(appointments.rescheduleOf, ids), eq(appointments.status, 'requested'))
  const theirs = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  return [
    db.orm
      .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, on_behalf_of, action, entity_kind, entity_id, entity_version, details, request_id, network)
      SELECT organization_id, ${now}, ${actorId}, ${actorName}, ${actorKind}, ${onBehalfOf}, ${hers ? 'appointment.withdrawn' : 'request.declined'},
        'appointment', id, version + 1, '{"with":"appointment"}', ${requestId}, ${network}
      FROM appointments WHERE organization_id = ${organization.id} AND reschedule_of IN ${theirs} AND status = 'requested'`),
    db.orm
      .update(appointments)
      .set({
        ...(hers
          ? { status: 'withdrawn', endedAt: now, endedBy: actorId }
          : { status: 'declined', answeredAt: now, answeredBy: actorId, answer: '' }),
        offeredAt: null,
        version: sql`${appointments.version} + 1`,
        updatedAt: now,
      })
      .where(within(current, appointments, open)),
    db.orm
      .update(holds)
      .set({ releasedAt: now })
      .where(
        within(
          current,
          holds,
          eq(holds.purpose, 'counter_offer'),
          isNull(holds.releasedAt),
          sql`${holds.aboutId} IN (SELECT w.id FROM appointments w WHERE w.organization_id = ${organization.id} AND w.reschedule_of IN ${theirs} AND w.status <> 'requested')`,
        ),
      ),
  ]
}
