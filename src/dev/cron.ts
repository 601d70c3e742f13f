import { clock } from '../clock.ts'
import type { Env, OutboxMessage } from '../env.ts'
import { deliverBatch } from '../notifications/jobs.ts'
import { jobs, runSchedule } from '../schedule.ts'
import { mailbox } from './mailbox.tsx'
import { everyShard } from '../shards.ts'

/**
 * The scheduled work, to its end, at the portal's time: what it would put into the queue is delivered here and now, by the
 * queue's own code. Again and again until nothing new is due; then, unless only what is due was asked for, the audit is sealed and looked
 * at, too. Answers how many e-mails were looked at.
 */
export async function runToTheEnd(env: Env, { onlyDue = false } = {}): Promise<number> {
  const looked = new Set<string>()
  for (;;) {
    const due = await dueNow(env)
    const fresh = due.filter(({ outboxId }) => !looked.has(outboxId))
    if (fresh.length === 0) break
    for (const { outboxId } of fresh) looked.add(outboxId)
    await deliverBatch(batchOf(fresh), env, mailbox)
  }
  for (const { d1 } of everyShard(env)) await queueAtRest(d1)
  if (!onlyDue) await runSchedule(env, { sealAudit, lookAtWhatWasTouched, lookAtEverything })
  return looked.size
}

/** The queue may be at work on a row of its own: the end is when that has gone out, too. Two seconds at most, for what never will. */
async function queueAtRest(d1: D1Database): Promise<void> {
  const atWork = d1.prepare(`SELECT 1 FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL
    AND due_at <= ?1 AND leased_until > ?1 AND reason IS NULL LIMIT 1`)
  for (let looks = 0; looks < 100 && (await atWork.bind(clock.now()).first()); looks++) await scheduler.wait(20)
}

const { sealAudit, lookAtWhatWasTouched, lookAtEverything, ...work } = jobs
/** The jobs of the clock that can make more work due: all but those that seal and look. */
export { work }

/** Runs the schedule with a queue that only listens. */
async function dueNow(env: Env): Promise<OutboxMessage[]> {
  const due: OutboxMessage[] = []
  const listening = {
    send: async (message: OutboxMessage) => void due.push(message),
    sendBatch: async (messages: Iterable<MessageSendRequest<OutboxMessage>>) => void due.push(...[...messages].map(({ body }) => body)),
  }
  await runSchedule({ ...env, OUTBOX: listening as unknown as Env['OUTBOX'] }, work)
  return due
}

/** As the queue hands them over. What fails is not tried again at this hour: its row says when. */
function batchOf(bodies: OutboxMessage[]): MessageBatch<OutboxMessage> {
  const leave = () => {}
  const messages = bodies.map((body) => ({ id: body.outboxId, timestamp: new Date(), attempts: 1, body, ack: leave, retry: leave }))
  return { queue: 'portico-outbox', messages, ackAll: leave, retryAll: leave } as unknown as MessageBatch<OutboxMessage>
}
