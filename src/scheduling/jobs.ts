import { and, eq, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, read, within } from '../db.ts'
import type { Env } from '../env.ts'
import { notifyAlways } from '../notifications/outbox.ts'
import { shardFor, systemCurrent } from '../system.ts'
import { appointments } from './schema.ts'

const atOnce = 50

/**
 * SCH-22: requests past their deadline expire, and the client is told. Each is a batch of its own, guarded by its version:
 * an answer that comes at the same moment wins or loses as a whole, and running twice changes nothing.
 */
export async function expireRequests(env: Env): Promise<void> {
  const db = shardFor(env)
  const { due } = await read(db, {
    due: db.orm
      .select({
        organizationId: appointments.organizationId,
        id: appointments.id,
        clientId: appointments.clientId,
        version: appointments.version,
      })
      .from(appointments)
      .where(and(eq(appointments.status, 'requested'), sql`${appointments.answerByAt} <= ${clock.now()}`))
      .limit(atOnce),
  })
  const currents = new Map<string, Current | null>()
  for (const { organizationId } of due)
    if (!currents.has(organizationId)) currents.set(organizationId, await systemCurrent(env, organizationId))
  for (const request of due) {
    const current = currents.get(request.organizationId)
    if (current) await expire(current, request)
  }
  if (due.length === atOnce) await expireRequests(env)
}

async function expire(current: Current, { id, clientId, version }: { id: string; clientId: string; version: number }) {
  const about = { id, clientId, version: version + 1 }
  await batch(current.db, [
    current.db.orm
      .update(appointments)
      .set({ status: 'expired', version: about.version, updatedAt: current.now, endedAt: current.now, endedBy: 'system' })
      .where(within(current, appointments, eq(appointments.id, id), eq(appointments.version, version))),
    changedOne(current.db),
    audit(current, 'request.expired', { kind: 'appointment', ...about }),
    ...notifyAlways(current, 'request_expired', about),
  ])
}
