import { eq, ne, sql } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import type { OutboxMessage } from '../../src/env.ts'
import { sweepOutbox } from '../../src/notifications/jobs.ts'
import { outbox } from '../../src/notifications/schema.ts'
import { batchOf, change, due, env, fates, fresh, later, mailbox, newAppointment, orm, willow } from './support.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'

beforeEach(() => fresh({ on: ['cancelled'] }))

/** So many rows that are due, about nothing that is there. */
const manyRows = (count: number) =>
  orm.run(sql`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, created_at, due_at)
    SELECT ${willow}, 'out_' || i, 'cancelled', 'appointment', 'apt_none', i, 'client:cli_ana', 1, 2 FROM n`)

/** A queue that takes what it is given, or says no from its so-manieth sending on. */
function queue(takes = Number.POSITIVE_INFINITY) {
  const taken: OutboxMessage[] = []
  let sendings = 0
  const sendBatch = async (all: Iterable<{ body: OutboxMessage }>) => {
    if (++sendings > takes) throw new Error('queue down')
    taken.push(...[...all].map(({ body }) => body))
  }
  return { taken, sendings: () => sendings, env: { ...env, OUTBOX: { sendBatch } as never } }
}

test('NOT-20 a row that was handed to the queue is not handed over again while it waits there', async () => {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  later(61)
  expect(await due()).toHaveLength(1)
  later(60)
  expect(await due()).toEqual([])
})

test('NOT-20 a message that was lost is sent again after ten minutes', async () => {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  later(61)
  await due()
  later(599)
  expect(await due()).toEqual([])
  later(2)
  const found = await due()
  await deliverBatch(batchOf(found), env, mailbox)
  expect(await fates(id)).toEqual(['sent'])
})

test('NOT-20 two sweeps at once hand over each row once, in hundreds', async () => {
  await manyRows(2350)
  const [one, other] = [queue(), queue()]
  await Promise.all([sweepOutbox(one.env), sweepOutbox(other.env)])
  const all = [...one.taken, ...other.taken].map(({ outboxId }) => outboxId)
  expect([all.length, new Set(all).size]).toEqual([2350, 2350])
  expect(one.sendings() + other.sendings()).toBeLessThanOrEqual(26)
})

test('NOT-20 what the queue did not take is there for the next sweep, and the run counts as failed', async () => {
  await manyRows(250)
  const broken = queue(1)
  await expect(sweepOutbox(broken.env)).rejects.toThrow('queue down')
  expect(broken.taken).toHaveLength(100)
  const next = queue()
  await sweepOutbox(next.env)
  expect(next.taken).toHaveLength(150)
  expect(await orm.select().from(outbox).where(ne(outbox.queuedUntil, 0))).toHaveLength(250)
  expect(await orm.select().from(outbox).where(eq(outbox.queuedUntil, 0))).toEqual([])
})
