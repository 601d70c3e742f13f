import { and, eq, sql } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { batch, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { notifyAlwaysOfStanding } from '../notifications/outbox.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { standingRequests } from './series-schema.ts'
import { standingStep } from './standing.ts'

const atOnce = 50

/** SCH-27: standing requests past their deadline expire as requests do (jobs.ts), and the client is told. */
export async function expireStanding(env: Env, db: Database = firstShard(env)): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: standingRequests.organizationId,
        id: standingRequests.id,
        clientId: standingRequests.clientId,
        version: standingRequests.version,
      })
      .from(standingRequests)
      .where(and(eq(standingRequests.status, 'requested'), sql`${standingRequests.answerByAt} <= ${clock.now()}`))
      .limit(atOnce),
  })
  for (const { organizationId, id, clientId, version } of due) {
    const current = await systemCurrent(env, organizationId, db)
    if (!current) continue
    await batch(current.db, [
      ...standingStep(current, { id, version }, { status: 'expired', endedAt: current.now, endedBy: 'system' }, 'standing.expired'),
      ...notifyAlwaysOfStanding(current, 'request_expired', { id, clientId, version: version + 1 }),
    ])
  }
}
