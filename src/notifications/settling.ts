import { eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { digestRow, type Gathered } from './gathering.ts'
import { addressHash } from './mail-to.ts'
import type { Row } from './readings.ts'
import type { DropReason } from './recipients.ts'
import { addressHealth, outbox, waiting } from './schema.ts'

type Health = 'bounced' | 'complained' | 'suppressed'

/** What became of a row. */
export type Outcome = { row: Row } & (
  | { kind: 'sent'; to: string; providerId: string }
  | { kind: 'dropped'; reason: DropReason; to?: string }
  /** It is told, in the digest of that instant. */
  | ({ kind: 'gathered' } & Gathered)
  /** Looked at again then, as things are then, as if for the first time. */
  | { kind: 'later'; until: number }
  /** It did not work, and is tried again then. */
  | { kind: 'again'; until: number; reason: string }
  | { kind: 'failed'; reason: string; to?: string; address?: Health }
)

/**
 * Records what became of several rows in one batch; when that is refused, one by one, so that a row that cannot be recorded takes no
 * other with it. A row that has its end already (the answer to the batch was lost) is refused, and keeps it. Answers which could not.
 */
export async function settleAll(current: Current, outcomes: Outcome[]): Promise<Map<Row, unknown>> {
  const broken = new Map<Row, unknown>()
  if (outcomes.length === 0) return broken
  const statements = await Promise.all(outcomes.map((outcome) => settlement(current, outcome)))
  try {
    if ((await batch(current.db, statements.flat())) === null) return broken
  } catch (error) {
    if (outcomes.length === 1) return new Map(outcomes.map(({ row }) => [row, error]))
  }
  for (const [i, { row }] of outcomes.entries()) {
    await batch(current.db, statements[i] ?? []).catch((alone: unknown) => broken.set(row, alone))
  }
  return broken
}

/** The row as it is from now on, and what nobody would otherwise notice in the audit: which event, why, never to whom. */
async function settlement(current: Current, outcome: Outcome): Promise<Query[]> {
  const { row } = outcome
  const now = clock.now()
  if (outcome.kind === 'sent')
    return [settle(current, row, { sentAt: now, sentTo: outcome.to, providerId: outcome.providerId, reason: null })]
  if (outcome.kind === 'later') return [settle(current, row, { dueAt: outcome.until, leasedUntil: 0, queuedUntil: 0, tries: 0 })]
  if (outcome.kind === 'again') return [settle(current, row, { leasedUntil: outcome.until, reason: outcome.reason })]
  if (outcome.kind === 'gathered') return [settle(current, row, { droppedAt: now, reason: 'digest' }), digestRow(current, row, outcome)]
  const { reason } = outcome
  if (reason === 'nothing_new') return [settle(current, row, { droppedAt: now, reason })]
  const sentTo = outcome.to ?? row.sentTo
  if (outcome.kind === 'dropped')
    return [...ended(current, row, { droppedAt: now, sentTo, reason }), noted(current, row, 'email.dropped', reason)]
  const health = outcome.to && outcome.address ? await remember(current, outcome.to, outcome.address) : []
  const failed = ended(current, row, { failedAt: now, sentTo, reason })
  return [...health, ...failed, noted(current, row, 'email.failed', reason)]
}

const settle = (current: Current, row: Row, outcome: Partial<Row>): Query =>
  current.db.orm
    .update(outbox)
    .set(outcome)
    .where(within(current, outbox, eq(outbox.id, row.id), waiting))

/** An end of which the audit has exactly one entry. */
const ended = (current: Current, row: Row, outcome: Partial<Row>): Query[] => [settle(current, row, outcome), changedOne(current.db)]

const noted = (current: Current, { id, event, aboutId }: Row, action: 'email.dropped' | 'email.failed', reason: string): Query =>
  audit(current, action, { kind: 'outbox', id, details: { event, aboutId, reason } })

/** What the provider said of the address, under its keyed hash (NOT-21). */
async function remember(current: Current, address: string, state: Health): Promise<Query[]> {
  const known = { state, sinceAt: clock.now(), clearedAt: null }
  const key = { organizationId: current.organization.id, emailHash: await addressHash(current, address) }
  return [
    current.db.orm
      .insert(addressHealth)
      .values({ ...key, ...known })
      .onConflictDoUpdate({ target: [addressHealth.organizationId, addressHealth.emailHash], set: known }),
  ]
}
