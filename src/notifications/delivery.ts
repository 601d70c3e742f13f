import { and, eq, gt, gte, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { read } from '../db.ts'
import type { Env, OutboxMessage } from '../env.ts'
import { currentOfJob, organizationQueries, shardOf } from '../system.ts'
import { compose } from './compose.ts'
import { readObstaclesOf } from './obstacles.ts'
import { readTogether, type Row } from './readings.ts'
import { outbox, waiting } from './schema.ts'
import { settleAll, type Outcome } from './settling.ts'
import type { Sent, Transport } from './transport.ts'

/** How long whoever leased a row has, before somebody else may think she died. */
const lease = 2 * 60_000
const lastTry = 10
/** How long those take in all: about eight and a half hours. */
const allTries = 511 * 60_000
/**
 * So many e-mails are rendered, sent and recorded together: they share their readings, and a death between sending and recording
 * repeats so many at most, where the provider knows no idempotency key (decision 058).
 */
export const together = 10

/**
 * Delivers what is due of these rows of one organization, and of the contacts' rows that were written with them. Whoever leases a row
 * delivers it; a death between lease and record leaves it to the sweep, with the same idempotency key (NOT-20). Answers which of the
 * ids could not be handled, and why: one that breaks keeps no other from going out.
 */
export async function deliver(env: Env, transport: Transport, organizationId: string, ids: string[]): Promise<Map<string, unknown>> {
  const db = await shardOf(env, organizationId)
  const now = clock.now()
  const { leased, ...rows } = await read(db, {
    leased: db.orm
      .update(outbox)
      // The queue has come: from now on the lease says when somebody else may look, no longer the sweep's claim.
      .set({ leasedUntil: now + lease, queuedUntil: 0, tries: sql`${outbox.tries} + 1` })
      .where(
        and(
          eq(outbox.organizationId, organizationId),
          writtenWithAny(organizationId, ids),
          waiting,
          lte(outbox.dueAt, now),
          lte(outbox.leasedUntil, now),
        ),
      )
      .returning(),
    ...organizationQueries(db, organizationId),
  })
  const broken = new Map<string, unknown>()
  const current = currentOfJob(env, db, rows)
  if (!current) return broken
  const idOf = (row: Row) => ids.find((id) => row.id === id || row.id.startsWith(`${id}.`)) ?? row.id
  for (let at = 0; at < leased.length; at += together) {
    for (const [row, error] of await deliverTogether(current, transport, leased.slice(at, at + together))) broken.set(idOf(row), error)
  }
  return broken
}

/**
 * The queue is through with a message (NOT-21): what was tried is recorded, for the page of what was not delivered. What was never tried is
 * left to the sweep, because nothing is known against it; unless that has gone on for as long as all tries take, and nobody would ever hear of it.
 */
export async function giveUp(env: Env, { organizationId, outboxId }: OutboxMessage): Promise<void> {
  const db = await shardOf(env, organizationId)
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
  if (!current) return
  const broken = await settleAll(
    current,
    stuck.map((row) => ({ row, kind: 'failed', reason: 'dead_letter' })),
  )
  for (const error of broken.values()) throw error
}

/** Answers the rows that broke, with what broke them. */
async function deliverTogether(current: Current, transport: Transport, rows: Row[]): Promise<Map<Row, unknown>> {
  await readTogether(current, rows)
  await readObstaclesOf(current, rows)
  const broken = new Map<Row, unknown>()
  const outcomes = await Promise.all(
    rows.map((row) =>
      deliverOne(current, transport, row).catch((error: unknown) => {
        broken.set(row, error)
        return null
      }),
    ),
  )
  const unsettled = await settleAll(
    current,
    outcomes.flatMap((outcome) => outcome ?? []),
  )
  return new Map([...broken, ...unsettled])
}

/** Renders and sends a row; what became of it is for `settleAll` to record. */
async function deliverOne(current: Current, transport: Transport, row: Row): Promise<Outcome> {
  if (row.tries > lastTry) return { row, kind: 'failed', reason: 'gave_up' }
  const mail = await compose(current, row)
  if (typeof mail === 'string') return { row, kind: 'dropped', reason: mail }
  if ('unreachable' in mail) return { row, kind: 'dropped', reason: mail.unreachable, to: mail.address }
  if ('digest' in mail) return { row, kind: 'gathered', digest: mail.digest }
  if ('until' in mail) return { row, kind: 'later', until: mail.until }
  const sent = await trySending(current.env, transport, mail)
  if ('id' in sent) return { row, kind: 'sent', to: mail.to, providerId: sent.id.slice(0, 200) }
  if (sent.permanent || row.tries >= lastTry)
    return { row, kind: 'failed', reason: sent.failed, to: mail.to, ...(sent.address && { address: sent.address }) }
  return { row, kind: 'again', until: clock.now() + backoff(row.tries), reason: sent.failed }
}

async function trySending(env: Env, transport: Transport, mail: Parameters<Transport['send']>[1]): Promise<Sent> {
  try {
    return await transport.send(env, mail)
  } catch {
    return { failed: 'E_TRANSPORT', permanent: false }
  }
}

/** 1, 2, 4 ... 256 minutes after the first, second, ... try. */
const backoff = (tries: number): number => 60_000 * 2 ** Math.min(tries - 1, 8)

/** The row of that id, and the contacts' rows, whose ids begin with it and a dot (outbox.ts). */
const writtenWith = (id: string) => or(eq(outbox.id, id), and(gte(outbox.id, `${id}.`), lt(outbox.id, `${id}/`)))

/** The same for several. One list of ids, because SQLite looks up an OR of two by reading every row of the organization. */
const writtenWithAny = (organizationId: string, ids: string[]): SQL => sql`${outbox.id} IN (
  SELECT value FROM json_each(${JSON.stringify(ids)})
  UNION ALL SELECT o.id FROM json_each(${JSON.stringify(ids)}) m CROSS JOIN outbox o
    ON o.organization_id = ${organizationId} AND o.id >= m.value || '.' AND o.id < m.value || '/')`
