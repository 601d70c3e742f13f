import type { Env, OutboxMessage } from '../env.ts'
import { deliver, giveUp, together } from './delivery.ts'
import type { Transport } from './transport.ts'

/**
 * A batch of the queue (NOT-20), or of the queue of letters that could not be handled (NOT-21). Ten messages at a time, so that a
 * lease is not over before its turn comes; of these, those of one organization together.
 */
export async function deliverBatch(messages: MessageBatch<OutboxMessage>, env: Env, transport: Transport): Promise<void> {
  const take = messages.queue.endsWith('-dead') ? give(env) : hand(env, transport)
  const sorted = messages.messages.toSorted((a, b) => (a.body.organizationId < b.body.organizationId ? -1 : 1))
  for (let at = 0; at < sorted.length; at += together) {
    const some = Object.values(Object.groupBy(sorted.slice(at, at + together), ({ body }) => body.organizationId))
    await Promise.all(some.map((ofOne) => take(ofOne ?? [])))
  }
}

type Messages = Message<OutboxMessage>[]

/** To the transport. */
const hand = (env: Env, transport: Transport) => async (messages: Messages) => {
  const organizationId = messages[0]?.body.organizationId ?? ''
  const ids = messages.map(({ body }) => body.outboxId)
  // What breaks before any row was looked at breaks all of them.
  const broken = await deliver(env, transport, organizationId, ids).catch((error: unknown) => new Map(ids.map((id) => [id, error])))
  for (const message of messages) {
    if (broken.has(message.body.outboxId)) again(message, broken.get(message.body.outboxId))
    else message.ack()
  }
}

/** Into the records: nothing more is tried. */
const give = (env: Env) => async (messages: Messages) => {
  for (const message of messages) {
    try {
      await giveUp(env, message.body)
      message.ack()
    } catch (error) {
      again(message, error)
    }
  }
}

function again(message: Message<OutboxMessage>, error: unknown): void {
  logFailure(error, message.body)
  message.retry({ delaySeconds: Math.min(30 * 2 ** (message.attempts - 1), 600) })
}

/** The machine's word and the row's id: nothing of what it was about. */
function logFailure(error: unknown, { outboxId }: OutboxMessage) {
  const code = /SQLITE_[A-Z_]+|D1_[A-Z_]+/.exec(error instanceof Error ? error.message : '')?.[0] ?? 'unknown'
  console.error(JSON.stringify({ event: 'delivery_failed', code, outboxId }))
}

export { sweepOutbox } from './sweep.ts'
