import { and, eq, lte, sql } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { inList, read, type Database } from '../db.ts'
import type { Env, OutboxMessage } from '../env.ts'
import { firstShard } from '../system.ts'
import { outbox, waiting } from './schema.ts'

/** As many rows as one statement claims, and as many claims in one run: 20,000 e-mails a minute. */
const claimed = 1000
const claims = 20
/** A queue takes a hundred messages at once. */
const atOnce = 100
/** A message that was lost is sent again after that. A backlog that drains more slowly is handed over twice, and leased once. */
const patience = 10 * 60_000

/**
 * Hands every row that is due, that nobody works on and that is not in the queue already to the queue (NOT-20). The claim is an update,
 * so two runs at once hand over each row once; a row whose message was lost, or whose sweep died, is claimed again when its claim is
 * over. What does not fit into one run is there at the next.
 */
export async function sweepOutbox(env: Env, db: Database = firstShard(env)): Promise<void> {
  let failure: unknown = null
  for (let claim = 0; claim < claims; claim++) {
    const rows = await claimDue(db)
    for (let at = 0; at < rows.length; at += atOnce) {
      const some = rows.slice(at, at + atOnce)
      await env.OUTBOX.sendBatch(some.map((body) => ({ body }))).catch(async (error: unknown) => {
        failure = error
        await giveBack(db, some)
      })
    }
    if (failure !== null) throw failure
    if (rows.length < claimed) return
  }
}

async function claimDue(db: Database): Promise<OutboxMessage[]> {
  const now = clock.now()
  const { rows } = await read(db, {
    rows: db.orm
      .update(outbox)
      .set({ queuedUntil: now + patience })
      .where(
        sql`rowid IN (SELECT rowid FROM outbox WHERE ${waiting} AND ${lte(outbox.dueAt, now)} AND ${lte(outbox.leasedUntil, now)}
          AND ${lte(outbox.queuedUntil, now)}
          AND organization_id NOT IN (SELECT c.organization_id FROM closed_here c) ORDER BY due_at LIMIT ${claimed})`,
      )
      .returning({ organizationId: outbox.organizationId, outboxId: outbox.id }),
  })
  return rows
}

/** The queue did not take them: the next run may try at once. If that does not work either, the claim lapses. */
async function giveBack(db: Database, messages: OutboxMessage[]): Promise<void> {
  const ofOne = Object.entries(Object.groupBy(messages, ({ organizationId }) => organizationId))
  for (const [organizationId, some = []] of ofOne) {
    const ids = some.map(({ outboxId }) => outboxId)
    const back = db.orm
      .update(outbox)
      .set({ queuedUntil: 0 })
      .where(and(eq(outbox.organizationId, organizationId), inList(outbox.id, ids)))
    await read(db, { back }).catch(() => undefined)
  }
}
