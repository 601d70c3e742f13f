import { eq, sql } from 'drizzle-orm'
import { directory } from './accounts/schema.ts'
import type { Current } from './current.ts'
import {
  batch,
  batchAnd,
  controlDatabase,
  isControl,
  Moving,
  newId,
  newMeter,
  read,
  type Database,
  type DatabaseRefusal,
  type Query,
} from './db.ts'
import { runTexts, textOf, type Text } from './db-texts.ts'
import type { Env } from './env.ts'
import { isApart, isOnlyOne, shardNamed } from './shards.ts'

// One change over control and a shard (docs/decisions/068). In one database it is one batch, as everything is. In two it has an order, and
// every place it can break off at is harmless. Nothing of it is acknowledged before its last statement, or before control has written down
// what is still to do.

type Both = Pick<Current, 'env' | 'control' | 'db' | 'now'> & { organization: { id: string } }

/**
 * A change that control decides, and a shard only notes: its audit entry, its e-mail. Apart, what the shard is owed is written down in the
 * batch of the decision, carried out at once, and by the clock should that fail: once. `onShard` must not be refusable. `after` is read from
 * control behind the change.
 */
export async function decide<Q extends Record<string, Query> = Record<never, Query>>(
  current: Both,
  onControl: Query[],
  onShard: Query[],
  after: Q = {} as Q,
) {
  const { env, control, db, now, organization } = current
  if (!isApart(db)) return await batchAnd(control, [...onControl, ...onShard], after)
  const debt = { id: newId('owe'), organizationId: organization.id, statements: JSON.stringify(onShard.map((query) => textOf(db, query))) }
  const written = control.orm.run(
    sql`INSERT INTO owed (id, organization_id, statements, created_at) VALUES (${debt.id}, ${debt.organizationId}, ${debt.statements}, ${now})`,
  )
  const outcome = await batchAnd(control, [...onControl, written], after)
  // It is decided: whatever happens to the rest now, the clock makes up for it.
  if (outcome.refusal === null) await pay(env, db, debt, now).catch(logUnpaid)
  return outcome
}

/**
 * A change that is decided step by step: each leg is a batch of its database, the first refusal ends it. In one database all of them are
 * one batch. Whoever calls it says why each leg alone is harmless.
 */
export async function inTurn(legs: [Database, Query[]][]): Promise<DatabaseRefusal | null> {
  const [first] = legs
  if (!first) return null
  if (legs.every(([{ d1 }]) => d1 === first[0].d1))
    return await batch(
      first[0],
      legs.flatMap(([, statements]) => statements),
    )
  for (const [db, statements] of legs) {
    const refusal = statements.length > 0 ? await batch(db, statements) : null
    if (refusal) return refusal
  }
  return null
}

interface Debt {
  id: string
  organizationId: string
  statements: string
}

/** Carries out what a shard is owed, and strikes it off. Done twice, the second finds it paid. */
async function pay(env: Env, db: Database, { id, organizationId, statements }: Debt, now: number): Promise<void> {
  const asked = JSON.parse(statements) as Text[]
  const paid = ['INSERT INTO paid (organization_id, id, at) VALUES (?, ?, ?)', [organizationId, id, now]] as Text
  await runTexts(db, [paid, ...asked]).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : ''
    if (text.includes('organization_moves')) throw new Moving()
    if (!text.includes('UNIQUE constraint failed: paid')) throw error
  })
  await runTexts(controlDatabase(env, db.meter), [['DELETE FROM owed WHERE id = ?', [id]]])
}

const atOnce = 100

/** Pays what is owed, oldest first: what broke off between the two databases. A shard that takes nothing now is asked again in a minute. */
export async function payDebts(env: Env, shard: Database): Promise<void> {
  if (isOnlyOne(env) || !isControl(env, shard)) return
  const control = controlDatabase(env, newMeter())
  const { owed } = await read(control, {
    owed: control.orm
      .select({
        id: sql<string>`o.id`.as('id'),
        statements: sql<string>`o.statements`.as('statements'),
        createdAt: sql<number>`o.created_at`.as('created_at'),
        organizationId: directory.organizationId,
        shard: directory.shard,
      })
      .from(directory)
      .innerJoin(sql`owed o`, eq(sql`o.organization_id`, directory.organizationId))
      .where(sql`NOT EXISTS (SELECT 1 FROM moves m WHERE m.organization_id = ${directory.organizationId} AND m.opened_at IS NULL)`)
      .orderBy(sql`o.created_at`)
      .limit(atOnce),
  })
  let failure: unknown = null
  for (const debt of owed)
    await pay(env, shardNamed(env, debt.shard, newMeter()), debt, debt.createdAt).catch((error: unknown) => {
      failure = error
    })
  if (failure !== null) throw failure
}

/** The machine's word only: an error may hold what it was about. */
function logUnpaid(error: unknown): void {
  if (error instanceof Moving) return
  const code = /SQLITE_[A-Z_]+|D1_[A-Z_]+/.exec(error instanceof Error ? error.message : '')?.[0] ?? 'unknown'
  console.error(JSON.stringify({ event: 'shard_owed', code }))
}
