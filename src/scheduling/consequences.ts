import { and, eq, isNull, sql } from 'drizzle-orm'
import { actor } from '../audit.ts'
import type { Current } from '../current.ts'
import { within, type Query } from '../db.ts'
import { appointments, holds } from './schema.ts'

/**
 * What hangs on an appointment and ends when it is answered, ends or moves: the client's open wish to move it, and the times that were
 * offered instead of the one she asked for (SCH-20, SCH-23). Part of `step`, so that no change of an appointment can forget it.
 */
export const consequences = (current: Current, id: string): Query[] => [...endWishes(current, id), releaseOffers(current, id)]

/** The times offered for a request are free again. */
export const releaseOffers = (current: Current, requestId: string): Query =>
  current.db.orm
    .update(holds)
    .set({ releasedAt: current.now })
    .where(within(current, holds, eq(holds.purpose, 'counter_offer'), eq(holds.aboutId, requestId), isNull(holds.releasedAt)))

/** Whoever acts for the client takes her wish back with it; whoever else does has answered it with that. */
function endWishes(current: Current, id: string): Query[] {
  const { db, now, organization, requestId, network } = current
  const { actorId, actorName, actorKind, onBehalfOf } = actor(current)
  const hers = current.access !== null
  const open = and(eq(appointments.rescheduleOf, id), eq(appointments.status, 'requested'))
  return [
    db.orm
      .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, on_behalf_of, action, entity_kind, entity_id, entity_version, details, request_id, network)
      SELECT organization_id, ${now}, ${actorId}, ${actorName}, ${actorKind}, ${onBehalfOf}, ${hers ? 'appointment.withdrawn' : 'request.declined'},
        'appointment', id, version + 1, '{"with":"appointment"}', ${requestId}, ${network}
      FROM appointments WHERE organization_id = ${organization.id} AND reschedule_of = ${id} AND status = 'requested'`),
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
          sql`${holds.aboutId} IN (SELECT w.id FROM appointments w WHERE w.organization_id = ${organization.id} AND w.reschedule_of = ${id} AND w.status <> 'requested')`,
        ),
      ),
  ]
}
