import type { Env, OutboxMessage } from '../src/env.ts'
import { deliverBatch } from '../src/notifications/jobs.ts'
import { writeReminders } from '../src/notifications/reminders.ts'
import { sweepOutbox } from '../src/notifications/sweep.ts'
import { seed } from './reminders-seed.ts'

/** What an invocation asked for. */
export interface Asked {
  roundTrips: number
  statements: number
  rowsRead: number
  rowsWritten: number
  databaseMs: number
  sendBatches: number
  handed: number
  e_mails: number
}

/**
 * The clock's part and the queue's part of reminders, each an invocation of its own that answers what it asked for: `/seed`, `/clock`
 * (answers the messages, too), `/batch` (of messages). The provider takes every e-mail at once: what it takes is its own time.
 */
export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url)
    const number = (name: string) => Number(searchParams.get(name))
    if (pathname === '/seed') return Response.json(await seed(env.DB, number('count'), number('organizations')))
    const asked: Asked = {
      roundTrips: 0,
      statements: 0,
      rowsRead: 0,
      rowsWritten: 0,
      databaseMs: 0,
      sendBatches: 0,
      handed: 0,
      e_mails: 0,
    }
    const messages: OutboxMessage[] = []
    const counting = { ...env, DB: counted(env.DB, asked), OUTBOX: listening(messages, asked) }
    if (pathname === '/clock') {
      await writeReminders(counting)
      await sweepOutbox(counting)
    } else {
      const send = async () => ({ id: `bench-${asked.e_mails++}` })
      await deliverBatch(batchOf(await request.json()), counting, { send })
    }
    return Response.json({ asked, messages })
  },
} satisfies ExportedHandler<Env>

function counted(d1: D1Database, asked: Asked): D1Database {
  const batch = async (statements: D1PreparedStatement[]) => {
    asked.roundTrips += 1
    asked.statements += statements.length
    const results = await d1.batch(statements)
    for (const { meta } of results) {
      asked.rowsRead += meta.rows_read
      asked.rowsWritten += meta.rows_written
      asked.databaseMs += meta.duration
    }
    return results
  }
  return { prepare: (sql: string) => d1.prepare(sql), batch } as unknown as D1Database
}

function listening(messages: OutboxMessage[], asked: Asked): Env['OUTBOX'] {
  const sendBatch = async (some: Iterable<MessageSendRequest<OutboxMessage>>) => {
    const bodies = [...some].map(({ body }) => body)
    asked.sendBatches += 1
    asked.handed += bodies.length
    messages.push(...bodies)
  }
  return { sendBatch } as unknown as Env['OUTBOX']
}

function batchOf(bodies: OutboxMessage[]): MessageBatch<OutboxMessage> {
  const retry = () => {
    throw new Error('A message failed.')
  }
  const messages = bodies.map((body) => ({ id: body.outboxId, timestamp: new Date(), attempts: 1, body, ack: () => {}, retry }))
  return { queue: 'portico-outbox', messages } as unknown as MessageBatch<OutboxMessage>
}
