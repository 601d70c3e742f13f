import { and, eq, gt, gte, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, read, within } from '../db.ts'
import type { Env, OutboxMessage } from '../env.ts'
import { currentOfJob, organizationQueries, shardFor } from '../system.ts'
import { compose } from './compose.ts'
import { addressHash } from './mail-to.ts'
import type { Row } from './readings.ts'
import type { DropReason } from './recipients.ts'
import { addressHealth, outbox } from './schema.ts'
import type { Mail, Sent, Transport } from './transport.ts'

/** How long whoever leased a row has, before somebody else may think she died. */
const lease = 2 * 60_000
const lastTry = 10
/** How long those take in all: about eight and a half hours. */
const allTries = 511 * 60_000

/**
 * Delivers what is due of a row and of the contacts' rows that were written with it. Whoever leases a row delivers it; a death
 * between lease and record leaves it to the sweep, with the same idempotency key (NOT-20). Answers how many rows it took.
 */
export async function deliver(env: Env, transport: Transport, { organizationId, outboxId }: OutboxMessage): Promise<number> {
  const db = shardFor(env, organizationId)
  const now = clock.now()
  const { leased, ...rows } = await read(db, {
    leased: db.orm
      .update(outbox)
      .set({ leasedUntil: now + lease, tries: sql`${outbox.tries} + 1` })
      .where(
        and(
          eq(outbox.organizationId, organizationId),
          writtenWith(outboxId),
          waiting,
          lte(outbox.dueAt, now),
          lte(outbox.leasedUntil, now),
        ),
      )
      .returning(),
    ...organizationQueries(db, organizationId),
  })
  const current = currentOfJob(env, db, rows)
  if (!current) return 0
  for (const row of leased) await deliverOne(current, transport, row)
  return leased.length
}

/**
 * The queue is through with a message (NOT-21): what was tried is recorded, for the page of what was not delivered. What was never tried is
 * left to the sweep, because nothing is known against it; unless that has gone on for as long as all tries take, and nobody would ever hear of it.
 */
export async function giveUp(env: Env, { organizationId, outboxId }: OutboxMessage): Promise<void> {
  const db = shardFor(env, organizationId)
  const { stuck, ...rows } = await read(db, {
    stuck: db.orm
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.organizationId, organizationId),
          writtenWith(outboxId),
          waiting,
          or(gt(outbox.tries, 0), lte(outbox.dueAt, clock.now() - allTries)),
        ),
      ),
    ...organizationQueries(db, organizationId),
  })
  const current = currentOfJob(env, db, rows)
  if (current) for (const row of stuck) await fail(current, row, 'dead_letter')
}

/** Rows that nobody has sent, dropped or given up. */
export const waiting = and(isNull(outbox.sentAt), isNull(outbox.droppedAt), isNull(outbox.failedAt)) as SQL

async function deliverOne(current: Current, transport: Transport, row: Row): Promise<void> {
  if (row.tries > lastTry) return await fail(current, row, 'gave_up')
  const mail = await compose(current, row)
  if (typeof mail === 'string') return await drop(current, row, mail)
  if ('unreachable' in mail) return await drop(current, { ...row, sentTo: mail.address }, mail.unreachable)
  if ('until' in mail) return await settle(current, row, { dueAt: mail.until, leasedUntil: 0, queuedUntil: 0, tries: 0 })
  const sent = await trySending(current.env, transport, mail)
  if ('id' in sent)
    return await settle(current, row, { sentAt: clock.now(), sentTo: mail.to, providerId: sent.id.slice(0, 200), reason: null })
  if (sent.permanent || row.tries >= lastTry)
    return await fail(current, { ...row, sentTo: mail.to }, sent.failed, sent.address && { address: mail.to, state: sent.address })
  await settle(current, row, { leasedUntil: clock.now() + backoff(row.tries), reason: sent.failed })
}

async function trySending(env: Env, transport: Transport, mail: Mail): Promise<Sent> {
  try {
    return await transport.send(env, mail)
  } catch {
    return { failed: 'E_TRANSPORT', permanent: false }
  }
}

/** 1, 2, 4 ... 256 minutes after the first, second, ... try. */
const backoff = (tries: number): number => 60_000 * 2 ** Math.min(tries - 1, 8)

const drop = (current: Current, row: Row, reason: DropReason) =>
  settle(current, row, { droppedAt: clock.now(), sentTo: row.sentTo, reason }, 'email.dropped')

async function fail(
  current: Current,
  row: Row,
  reason: string,
  health?: { address: string; state: 'bounced' | 'complained' | 'suppressed' },
): Promise<void> {
  if (health) {
    const known = { state: health.state, sinceAt: clock.now(), clearedAt: null }
    const key = { organizationId: current.organization.id, emailHash: await addressHash(current, health.address) }
    await batch(current.db, [
      current.db.orm
        .insert(addressHealth)
        .values({ ...key, ...known })
        .onConflictDoUpdate({ target: [addressHealth.organizationId, addressHealth.emailHash], set: known }),
    ])
  }
  await settle(current, row, { failedAt: clock.now(), sentTo: row.sentTo, reason }, 'email.failed')
}

/** Writes what became of a row, and what nobody would otherwise notice into the audit: which event, why, never to whom. */
async function settle(current: Current, row: Row, outcome: Partial<Row>, action?: 'email.dropped' | 'email.failed'): Promise<void> {
  const entry =
    action &&
    audit(current, action, {
      kind: 'outbox',
      id: row.id,
      details: { event: row.event, aboutId: row.aboutId, reason: outcome.reason ?? null },
    })
  await batch(current.db, [
    current.db.orm
      .update(outbox)
      .set(outcome)
      .where(within(current, outbox, eq(outbox.id, row.id), waiting)),
    ...(entry ? [entry] : []),
  ])
}

/** The row of that id, and the contacts' rows, whose ids begin with it and a dot (outbox.ts). */
const writtenWith = (id: string) => or(eq(outbox.id, id), and(gte(outbox.id, `${id}.`), lt(outbox.id, `${id}/`)))
