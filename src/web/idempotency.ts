import { eq } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { SignedIn } from '../current.ts'
import { read, within, type Query } from '../db.ts'
import { sha256 } from '../tokens.ts'

/** SCH-25: what a form's key was used for, so that a double click or a retry after a lost answer has one effect. */
export const idempotency = sqliteTable('idempotency', {
  organizationId: text('organization_id').notNull(),
  personId: text('person_id').notNull(),
  key: text('key').notNull(),
  fingerprint: text('fingerprint').notNull(),
  location: text('location').notNull(),
  createdAt: integer('created_at').notNull(),
})

/** One try at a change: the form's key, and what exactly it asks for. */
export interface Attempt {
  key: string
  fingerprint: string
}

/** The attempt a form makes; null when it carries no usable key. */
export async function attemptOf(path: string, fields: Record<string, string>): Promise<Attempt | null> {
  const { key, ...rest } = fields
  if (!key || !/^[\w-]{8,64}$/.test(key)) return null
  const asked = Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { key, fingerprint: await sha256(JSON.stringify([path, asked])) }
}

/**
 * For the batch of the change, as its first statement, so that a repeat is found out before anything it would collide with:
 * the same key with the same fields leads to `location` from now on.
 */
export function remember(current: SignedIn, location: string): Query[] {
  if (!current.attempt) return []
  const row = { organizationId: current.organization.id, personId: current.person.id, ...current.attempt, location, createdAt: current.now }
  return [current.db.orm.insert(idempotency).values(row)]
}

/** Where the other one of two equal forms led; null when its fields were others. Only asked after `Repeated`. */
export async function whereItLed(current: SignedIn): Promise<string | null> {
  const { attempt, person } = current
  if (!attempt) return null
  const { earlier } = await read(current.db, {
    earlier: current.db.orm
      .select({ location: idempotency.location, fingerprint: idempotency.fingerprint })
      .from(idempotency)
      .where(within(current, idempotency, eq(idempotency.personId, person.id), eq(idempotency.key, attempt.key))),
  })
  return earlier[0]?.fingerprint === attempt.fingerprint ? (earlier[0]?.location ?? null) : null
}
