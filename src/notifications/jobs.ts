import { and, asc, gt, lte, or, sql } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { read } from '../db.ts'
import type { Env, OutboxMessage } from '../env.ts'
import { shardFor } from '../system.ts'
import { deliver, giveUp, waiting } from './delivery.ts'
import { outbox } from './schema.ts'
import type { Transport } from './transport.ts'

/** A batch of the queue (NOT-20), or of the queue of letters that could not be handled (NOT-21). */
export async function deliverBatch(messages: MessageBatch<OutboxMessage>, env: Env, transport: Transport): Promise<void> {
  const dead = messages.queue.endsWith('-dead')
  await Promise.all(
    messages.messages.map(async (message) => {
      try {
        await (dead ? giveUp(env, message.body) : deliver(env, transport, message.body))
        message.ack()
      } catch (error) {
        logFailure(error, message.body)
        message.retry({ delaySeconds: Math.min(30 * 2 ** (message.attempts - 1), 600) })
      }
    }),
  )
}

/** Puts every row that is due and nobody works on into the queue again, page by page. Safe to run twice, and twice at once. */
export async function sweepOutbox(env: Env): Promise<void> {
  let after = { dueAt: 0, id: '' }
  for (let page = 0; page < pages; page++) {
    const rows = await duePage(env, after)
    if (rows.length > 0) await env.OUTBOX.sendBatch(rows.map(({ organizationId, id }) => ({ body: { organizationId, outboxId: id } })))
    if (rows.length < pageSize) return
    after = rows.at(-1) ?? after
  }
}

/** A queue takes a hundred messages at once. What does not fit into one sweep is there at the next. */
const pageSize = 100
const pages = 50

async function duePage(env: Env, after: { dueAt: number; id: string }) {
  const db = shardFor(env)
  const now = clock.now()
  const { rows } = await read(db, {
    rows: db.orm
      .select({ organizationId: outbox.organizationId, id: outbox.id, dueAt: outbox.dueAt })
      .from(outbox)
      .where(
        and(
          waiting,
          lte(outbox.dueAt, now),
          lte(outbox.leasedUntil, now),
          or(gt(outbox.dueAt, after.dueAt), and(sql`${outbox.dueAt} = ${after.dueAt}`, gt(outbox.id, after.id))),
        ),
      )
      .orderBy(asc(outbox.dueAt), asc(outbox.id))
      .limit(pageSize),
  })
  return rows
}

/** The machine's word and the row's id: nothing of what it was about. */
function logFailure(error: unknown, { outboxId }: OutboxMessage) {
  const code = /SQLITE_[A-Z_]+|D1_[A-Z_]+/.exec(error instanceof Error ? error.message : '')?.[0] ?? 'unknown'
  console.error(JSON.stringify({ event: 'delivery_failed', code, outboxId }))
}
