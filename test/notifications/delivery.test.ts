import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { audits } from '../../src/audit.ts'
import { deliverBatch } from '../../src/notifications/jobs.ts'
import { notifyClient } from '../../src/notifications/outbox.ts'
import { wake } from '../../src/notifications/waking.ts'
import { addressHealth, outbox } from '../../src/notifications/schema.ts'
import type { Mail, Sent, Transport } from '../../src/notifications/transport.ts'
import {
  batchOf,
  change,
  currentOf,
  deliverDue,
  due,
  env,
  fates,
  fresh,
  kinds,
  later,
  mailbox,
  mails,
  newAppointment,
  rowsAbout,
  orm,
} from './support.ts'

beforeEach(() => fresh({ on: ['cancelled'] }))

/** A cancelled appointment whose e-mail is due. */
async function cancelledOne(): Promise<string> {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  later(61)
  return id
}

/** A provider that says the same to everybody, and remembers what it was handed. */
function provider(says: Sent | Error): Transport & { handed: Mail[] } {
  const handed: Mail[] = []
  return {
    handed,
    send: async (_env, mail) => {
      handed.push(mail)
      if (says instanceof Error) throw says
      return says
    },
  }
}

test('NOT-20 the consumer run twice, and ten times at once, sends one e-mail', async () => {
  await cancelledOne()
  const found = await due()
  const taking = provider({ id: 'p1' })
  await Promise.all(Array.from({ length: 10 }, () => deliverBatch(batchOf(found), env, taking)))
  await deliverBatch(batchOf(found), env, taking)
  expect(taking.handed).toHaveLength(1)
})

test('NOT-20 a death between sending and recording sends again, with the same idempotency key', async () => {
  const id = await cancelledOne()
  const [row] = await rowsAbout(id)
  const taking = provider({ id: 'p1' })
  await deliverDue(taking)
  // As if the Worker had been killed before it wrote: the lease stands, nothing is recorded.
  await orm.update(outbox).set({ sentAt: null, providerId: null }).where(eq(outbox.aboutId, id))
  expect(await due()).toEqual([])
  later(121)
  await deliverDue(taking)
  expect(taking.handed.map(({ idempotencyKey }) => idempotencyKey)).toEqual([row?.id, row?.id])
  expect((await rowsAbout(id))[0]).toMatchObject({ providerId: 'p1', tries: 2 })
})

test('NOT-20 a transport with idempotency sends it once', async () => {
  const id = await cancelledOne()
  await deliverDue()
  await orm.update(outbox).set({ sentAt: null, leasedUntil: 0 }).where(eq(outbox.aboutId, id))
  await deliverDue()
  expect(await kinds()).toEqual(['cancelled'])
})

test('NOT-20 a death before sending leaves the row to the sweep', async () => {
  const id = await cancelledOne()
  await orm
    .update(outbox)
    .set({ leasedUntil: Date.UTC(2027, 11, 1, 15, 3), tries: 1 })
    .where(eq(outbox.aboutId, id))
  expect(await due()).toEqual([])
  later(180)
  await deliverDue()
  expect(await fates(id)).toEqual(['sent'])
})

test('NOT-20 the queue is told ids and nothing else, when the grace is over; a lost wake is swallowed', async () => {
  const current = await currentOf()
  const told: unknown[] = []
  const queue = {
    sendBatch: async (messages: unknown[]) => {
      told.push(...messages)
      throw new Error('queue down')
    },
  }
  const waiting: Promise<unknown>[] = []
  const about = { id: await newAppointment(), clientId: 'cli_ana', version: 2 }
  const woken = { ...current, env: { ...env, OUTBOX: queue as never } }
  notifyClient(woken, ['cancelled'], about)
  wake({ waitUntil: (promise) => void waiting.push(promise) }, woken)
  await Promise.all(waiting)
  expect(told).toEqual([{ body: { organizationId: 'org_willow', outboxId: expect.stringMatching(/^out_[\w-]{22}$/) }, delaySeconds: 60 }])
})

test('NOT-20 the row and its change land together or not at all', async () => {
  const id = await newAppointment()
  await change(id, ['cancelled'], 'cancelled')
  const written = await rowsAbout(id)
  expect(written.map(({ aboutVersion, event, recipient }) => [aboutVersion, event, recipient])).toEqual([
    [2, 'cancelled', 'client:cli_ana'],
  ])
})

test('NOT-21 what may pass is tried again with growing pauses, ten times, then failed, and the audit says so', async () => {
  const id = await cancelledOne()
  const broken = provider(new Error('550 no'))
  const minutes: number[] = []
  for (let minute = 0; minute < 600; minute++) {
    const before = broken.handed.length
    await deliverDue(broken)
    if (broken.handed.length > before) minutes.push(minute)
    later(60)
  }
  expect(minutes).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511])
  expect((await rowsAbout(id))[0]).toMatchObject({ tries: 10, reason: 'E_TRANSPORT' })
  expect(await orm.select({ action: audits.action }).from(audits).where(eq(audits.action, 'email.failed'))).toHaveLength(1)
}, 60_000)

test('NOT-21 what will not pass is failed at once, and nothing more goes to that address', async () => {
  const id = await cancelledOne()
  await deliverDue(provider({ failed: 'E_RECIPIENT_SUPPRESSED', permanent: true, address: 'suppressed' }))
  expect((await rowsAbout(id))[0]).toMatchObject({ failedAt: expect.any(Number), reason: 'E_RECIPIENT_SUPPRESSED' })
  expect(JSON.stringify(await orm.select().from(addressHealth))).not.toContain('ana@')
  const next = await cancelledOne()
  await deliverDue()
  expect([await fates(next), await mails()]).toEqual([['suppressed'], []])
})

test('NOT-21 the dead-letter queue records what was tried; what nobody tried is left to the sweep', async () => {
  const tried = await cancelledOne()
  const untried = await cancelledOne()
  await orm.update(outbox).set({ tries: 3 }).where(eq(outbox.aboutId, tried))
  const found = await due()
  await deliverBatch(batchOf(found, 'portico-outbox-dead'), env, mailbox)
  expect([await fates(tried), await fates(untried)]).toEqual([['dead_letter'], ['waiting']])
})

test('NOT-20 the sweep goes on past its first page', async () => {
  const id = await newAppointment()
  const row = {
    organizationId: 'org_willow',
    event: 'cancelled',
    aboutKind: 'appointment' as const,
    aboutId: id,
    recipient: 'client:cli_ana',
    actorKind: 'staff' as const,
    createdAt: 1,
    dueAt: 2,
  }
  for (let version = 1; version <= 205; version++) await orm.insert(outbox).values({ ...row, id: `out_${version}`, aboutVersion: version })
  expect(new Set((await due()).map(({ outboxId }) => outboxId)).size).toBe(205)
})
