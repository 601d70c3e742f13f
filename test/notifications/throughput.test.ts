import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { clock } from '../../src/clock.ts'
import type { OutboxMessage } from '../../src/env.ts'
import { deliverBatch, sweepOutbox } from '../../src/notifications/jobs.ts'
import { writeReminders } from '../../src/notifications/reminders.ts'
import { outbox } from '../../src/notifications/schema.ts'
import type { Mail, Transport } from '../../src/notifications/transport.ts'
import { appointments } from '../../src/scheduling/schema.ts'
import { batchOf, env, fresh, orm, start } from './support.ts'

// How much the clock and a batch of the queue ask of the database: whole runs of ten thousand are in docs/performance.md.

const hour = 3_600_000
/** As in wrangler.toml. */
const perBatch = 50

beforeEach(async () => {
  await fresh()
  await orm.update(appointments).set({ status: 'completed' })
})

/** So many appointments of so many practices, of a client each, whose 48-hour reminder is due at `start`. */
async function dueAtOnce(count: number, practices: number): Promise<void> {
  const numbers = (many: number) => sql`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${many} - 1)`
  const org = sql`'org_t' || CAST(n.i % ${practices} AS INTEGER)`
  await orm.run(sql`${numbers(practices)} INSERT INTO organizations (id, slug, name, phone, zone, created_at)
    SELECT 'org_t' || i, 'practice-t' || i, 'Practice', '', 'America/New_York', 1 FROM n`)
  await orm.run(
    sql`${numbers(practices)} INSERT INTO services (organization_id, id, name, duration_minutes) SELECT 'org_t' || i, 'svc', 'Session', 50 FROM n`,
  )
  await orm.run(sql`${numbers(count)} INSERT INTO staff (organization_id, id, person_id, name, zone, therapist, created_at)
    SELECT ${org}, 'sta_t' || i, 'per_s' || i, 'Theo', 'America/New_York', 1, 1 FROM n`)
  await orm.run(
    sql`${numbers(count)} INSERT INTO people (id, name, email, created_at) SELECT 'per_t' || i, 'Ana', 'ana' || i || '@client.example', 1 FROM n WHERE i % 2`,
  )
  await orm.run(sql`${numbers(count)} INSERT INTO clients (organization_id, id, name, sort_name, email, created_at)
    SELECT ${org}, 'cli_t' || i, 'Ana', 'ana', 'ana' || i || '@client.example', 1 FROM n`)
  await orm.run(sql`${numbers(count)} INSERT INTO client_logins (organization_id, client_id, person_id, created_at)
    SELECT ${org}, 'cli_t' || i, 'per_t' || i, 1 FROM n WHERE i % 2`)
  await orm.run(sql`${numbers(count)} INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at,
      blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
    SELECT ${org}, 'apt_t' || i, 'cli_t' || i, 'sta_t' || i, 'svc', 'telehealth', 'confirmed', ${start + 48 * hour}, ${start + 49 * hour},
      ${start + 48 * hour}, ${start + 49 * hour}, 'America/New_York', 1, 'system', 'staff', 1 FROM n`)
}

/** An environment that counts what is asked of it, and a provider that counts what it is handed. */
function counting() {
  const asked = { roundTrips: 0, statements: 0, rowsRead: 0, sendings: 0 }
  const messages: OutboxMessage[] = []
  const handed: Mail[] = []
  const batch = async (statements: D1PreparedStatement[]) => {
    asked.roundTrips += 1
    asked.statements += statements.length
    const results = await env.DB.batch(statements)
    asked.rowsRead += results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
    return results
  }
  const sendBatch = async (some: Iterable<{ body: OutboxMessage }>) => {
    asked.sendings += 1
    messages.push(...[...some].map(({ body }) => body))
  }
  const transport: Transport = { send: async (_env, mail) => ({ id: `p${handed.push(mail)}` }) }
  const DB = { prepare: (text: string) => env.DB.prepare(text), batch } as unknown as D1Database
  return { asked, messages, handed, transport, env: { ...env, DB, OUTBOX: { sendBatch } as never } }
}

async function theClock() {
  const run = counting()
  await writeReminders(run.env)
  await sweepOutbox(run.env)
  return run
}

describe('NOT-20 what it takes to send', () => {
  test('one run of the clock writes 2,000 reminders and hands them over: five statements and a message each', async () => {
    await dueAtOnce(2000, 1)
    clock.stand(start)
    const { asked, messages } = await theClock()
    expect(new Set(messages.map(({ outboxId }) => outboxId)).size).toBe(2000)
    expect(asked.statements).toBeLessThanOrEqual(5)
    expect(asked.sendings).toBe(20)
    expect(asked.rowsRead / 2000).toBeLessThan(40)
    const again = await theClock()
    expect([again.messages, again.asked.statements]).toEqual([[], 3])
  })

  test('100 e-mails of one practice: at most 300 statements, 60 round trips, 80 rows an e-mail', async () => {
    await dueAtOnce(100, 1)
    clock.stand(start)
    const { messages } = await theClock()
    const run = counting()
    for (let at = 0; at < 100; at += perBatch) await deliverBatch(batchOf(messages.slice(at, at + perBatch)), run.env, run.transport)
    expect(new Set(run.handed.map(({ to }) => to)).size).toBe(100)
    expect(run.asked.statements).toBeLessThanOrEqual(300)
    expect(run.asked.roundTrips).toBeLessThanOrEqual(60)
    expect(run.asked.rowsRead / 100).toBeLessThan(80)
  })

  test('a batch of 50 practices, the most that one can ask for, keeps under the 1,000 statements of an invocation', async () => {
    await dueAtOnce(50, 50)
    clock.stand(start)
    const { messages } = await theClock()
    const run = counting()
    await deliverBatch(batchOf(messages), run.env, run.transport)
    expect(run.handed).toHaveLength(50)
    expect(run.asked.statements).toBeLessThanOrEqual(850)
  })

  test('one that cannot be recorded, and one that cannot be rendered, keep none of their batch from going out', async () => {
    await dueAtOnce(20, 1)
    clock.stand(start)
    const { messages } = await theClock()
    const [unrecorded, unrendered] = [messages[7]?.outboxId ?? '', messages[8]?.outboxId ?? '']
    await orm.run(
      `CREATE TRIGGER never BEFORE UPDATE OF sent_at ON outbox WHEN NEW.id = '${unrecorded}' BEGIN SELECT RAISE(ABORT, 'never'); END`,
    )
    const run = counting()
    const batch = batchOf(messages)
    const again: string[] = []
    for (const message of batch.messages as unknown as { id: string; retry: () => void }[])
      message.retry = () => void again.push(message.id)
    // A time in a zone that does not exist cannot be printed.
    const [row] = await orm.select().from(outbox).where(eq(outbox.id, unrendered))
    await orm.run(sql`UPDATE clients SET zone = 'No/Zone', discreet = 'date_and_time' WHERE id = ${row?.clientId}`)
    await deliverBatch(batch, run.env, run.transport)
    await orm.run(sql`DROP TRIGGER never`)
    expect(again.toSorted()).toEqual([unrecorded, unrendered].toSorted())
    const sent = await orm
      .select()
      .from(outbox)
      .where(sql`${outbox.event} = 'reminder' AND ${outbox.sentAt} IS NOT NULL`)
    expect(sent).toHaveLength(18)
  })
})
