import { and, sql } from 'drizzle-orm'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { notifyAlways } from '../notifications/outbox.ts'
import { firstShard, systemCurrent } from '../system.ts'
import { appointments, isUnanswered } from './schema.ts'
import { aboutNext, step } from './step.ts'

const atOnce = 50

/**
 * SCH-22: requests past their deadline expire, and the client is told. Each is a batch of its own, guarded by its version:
 * an answer that comes at the same moment wins or loses as a whole, and running twice changes nothing.
 */
export async function expireRequests(env: Env, db: Database = firstShard(env)): Promise<void> {
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: appointments.organizationId,
        id: appointments.id,
        clientId: appointments.clientId,
        version: appointments.version,
      })
      .from(appointments)
      .where(and(isUnanswered, sql`${appointments.answerByAt} <= ${clock.now()}`))
      .limit(atOnce),
  })
  const currents = new Map<string, Current | null>()
  for (const { organizationId } of due)
    if (!currents.has(organizationId)) currents.set(organizationId, await systemCurrent(env, organizationId, db))
  for (const request of due) {
    const current = currents.get(request.organizationId)
    if (current) await expire(current, request)
  }
  if (due.length === atOnce) await expireRequests(env, db)
}

async function expire(current: Current, request: { id: string; clientId: string; version: number }) {
  await batch(current.db, [
    ...step(current, request, { status: 'expired', endedAt: current.now, endedBy: 'system' }, 'request.expired'),
    ...notifyAlways(current, 'request_expired', aboutNext(request)),
  ])
}
