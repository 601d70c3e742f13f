import { and, eq, fillPlaceholders, sql, type SQL } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { refuseDuplicateColumns } from './db-columns.ts'
import { rowsOf } from './db-rows.ts'
import type { Env } from './env.ts'
import { withLoan, type Loan } from './loans.ts'
import { batchOf } from './db-sessions.ts'
import { randomToken } from './tokens.ts'

/** One database as this request sees it: the query builder, and the meter that counts what it costs. */
export interface Database {
  orm: DrizzleD1Database
  d1: D1Database
  meter: Meter
  /** Of a shard that is another database than control: what it is lent of control's rows (loans.ts). */
  loan?: Loan
  /** How such a shard is bound. */
  shard?: string
  /** Where what is merely shown is read: a copy (replicas.ts). */
  session?: D1DatabaseSession
}

/** What a request asked of the databases. Shown in `Server-Timing`, asserted by the round-trip test (SPD-1). */
export interface Meter {
  roundTrips: number
  statements: number
  rowsRead: number
  milliseconds: number
  /** Of a request that can change something, where pages read copies: its sessions with the primaries, by shard (SCL-2). */
  sessions?: Map<string, D1DatabaseSession>
}

/** A query of the builder, not yet run. */
export type Query = BatchItem<'sqlite'>
type Rows<Q> = { [K in keyof Q]: Q[K] extends { _: { result: infer R } } ? R : never }

/** What the database, as referee, can say no with. */
export const databaseRefusals = ['stale', 'appointment_overlap', 'room_overlap', 'client_overlap', 'hold_overlap'] as const
export type DatabaseRefusal = (typeof databaseRefusals)[number]

/** The same form was sent twice at once, and the other one was quicker: whoever catches this answers as it was answered. */
export class Repeated extends Error {}

/** The organization is being moved to another shard: it can be read, and changed again in a minute (SCL-1). Nothing was changed. */
export class Moving extends Error {}

export const newMeter = (): Meter => ({ roundTrips: 0, statements: 0, rowsRead: 0, milliseconds: 0 })

/** The control database: people, sessions, and which shard an organization's data is on. */
export const controlDatabase = (env: Env, meter: Meter): Database => open(env.DB, meter)

/** The condition that keeps a query inside the organization: every query of an organization's table begins with it. */
export function within(
  current: { organization: { id: string } },
  table: { organizationId: SQLiteColumn },
  ...conditions: (SQL | undefined)[]
): SQL {
  return and(eq(table.organizationId, current.organization.id), ...conditions) as SQL
}

/** Reads several things in one round trip; the answer has the same names. */
export async function read<Q extends Record<string, Query>>(db: Database, queries: Q): Promise<Rows<Q>> {
  const names = Object.keys(queries)
  const results = await roundTrip(
    db,
    names.map((name) => queries[name] as Query),
  )
  return Object.fromEntries(names.map((name, i) => [name, results[i]])) as Rows<Q>
}

/**
 * The only transaction there is: all statements or none, in one round trip.
 * Answers what the database, as referee, refused; any other failure is thrown without the values it was about.
 */
export async function batch(db: Database, statements: Query[]): Promise<DatabaseRefusal | null> {
  const { refusal } = await batchAnd(db, statements, {})
  return refusal
}

/** As `batch`, and reads the named things behind it in the same round trip: what the page shows after the change. */
export async function batchAnd<Q extends Record<string, Query>>(db: Database, statements: Query[], after: Q) {
  const names = Object.keys(after)
  try {
    const results = await roundTrip(db, [...statements, ...names.map((name) => after[name] as Query)])
    const rows = Object.fromEntries(names.map((name, i) => [name, results[statements.length + i]])) as Rows<Q>
    return { refusal: null, rows } as const
  } catch (error) {
    return { refusal: refusalIn(error), rows: null } as const
  }
}

/** In a batch right after an update: unless that changed exactly one row, the whole batch is undone and refused as `stale`. */
export const changedOne = (db: Database): Query => db.orm.run(sql`INSERT INTO assert_one SELECT changes()`)

/** Queries of a fixed shape with named places for values (`sql.placeholder`). */
export type Prepared = (db: Database, values: Record<string, unknown>) => Record<string, Query>

/**
 * Builds queries once per isolate instead of once per request: putting a query together costs more than running it. Worth it
 * for what every request asks (identity); elsewhere a plain query reads better.
 */
export function prepare(build: (orm: DrizzleD1Database) => Record<string, Query>): Prepared {
  const made = new WeakMap<DrizzleD1Database, [string, Ready][]>()
  return ({ orm }, values) => {
    let ready = made.get(orm)
    if (!ready)
      made.set(orm, (ready = Object.entries(build(orm)).map(([name, query]) => [name, (query as unknown as Preparable)._prepare()])))
    return Object.fromEntries(ready.map(([name, query]) => [name, filled(query, values, orm) as unknown as Query]))
  }
}

function filled(query: Ready, values: Record<string, unknown>, orm: DrizzleD1Database): Preparable & { dialect: object } {
  const { sql: text, params } = query.getQuery()
  const bound = { sql: text, params: fillPlaceholders(params, values) }
  return {
    dialect: dialectOf(orm),
    _prepare: () => ({ stmt: query.stmt, ...(query.fields && { fields: query.fields }), getQuery: () => bound }),
  }
}

/** A list as one bound parameter: D1 takes a hundred at most. */
export const inList = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/** A new id: what it is, and 128 random bits. */
export const newId = (prefix: string): string => `${prefix}_${randomToken(16)}`

const builders = new WeakMap<D1Database, DrizzleD1Database>()

/** A database, to build queries for and to run them on. */
export function open(d1: D1Database, meter: Meter): Database {
  let orm = builders.get(d1)
  if (!orm) {
    builders.set(d1, (orm = drizzle(d1)))
    homes.set(dialectOf(orm), orm)
  }
  return { orm, d1, meter }
}

/** Which builder made a query: each has a dialect of its own (drizzle-orm 0.45). */
const homes = new WeakMap<object, DrizzleD1Database>()
const dialectOf = (one: unknown): object => (one as { dialect: object }).dialect

/** Whether a query was built for this database. A statement of one database that ran on another would find, or change, something else. */
export const isOf = ({ orm }: Database, query: Query): boolean => homes.get(dialectOf(query)) === orm

/** What a query builder's item can do that its public type does not say (drizzle-orm 0.45, d1/session.js). */
export interface Preparable {
  _prepare(): Ready
}

interface Ready {
  stmt: D1PreparedStatement
  fields?: Parameters<typeof refuseDuplicateColumns>[1]
  getQuery(): { sql: string; params: unknown[] }
}

/** Whether a database is control's own. */
export const isControl = (env: Env, { d1 }: Pick<Database, 'd1'>): boolean => d1 === env.DB

async function roundTrip(db: Database, queries: Query[]): Promise<unknown[]> {
  if (!queries.every((query) => isOf(db, query))) throw new Error('A statement was built for another database.')
  const prepared = queries.map((query) => (query as unknown as Preparable)._prepare())
  const texts: string[] = []
  const statements = prepared.map((one) => {
    const { sql: text, params } = one.getQuery()
    texts.push(text)
    refuseDuplicateColumns(text, one.fields)
    if (!db.loan) return (one.stmt ?? db.d1.prepare(text)).bind(...params)
    const lent = withLoan(text, params, db.loan)
    return db.d1.prepare(lent.text).bind(...lent.params)
  })
  const startedAt = performance.now()
  db.meter.roundTrips += 1
  db.meter.statements += statements.length
  const results = await batchOf(db)
    .batch(statements)
    .catch((error: unknown) => {
      throw error instanceof Error && error.message.includes('organization_moves') ? new Moving() : error
    })
  db.meter.milliseconds += performance.now() - startedAt
  db.meter.rowsRead += results.reduce((sum, result) => sum + (result.meta?.rows_read ?? 0), 0)
  return results.map((result, i) => rowsOf(texts[i] ?? '', prepared[i]?.fields, result.results))
}

function refusalIn(error: unknown): DatabaseRefusal {
  const text = error instanceof Error ? error.message : ''
  if (/UNIQUE constraint failed: (idempotency|registrations|email_changes)\b/.test(text)) throw new Repeated()
  if (text.includes('UNIQUE constraint failed: audit')) return 'stale'
  const refusal = databaseRefusals.find((code) => text.includes(`: ${code}:`) || text.includes(`${code}: SQLITE_CONSTRAINT`))
  if (refusal) return refusal
  throw error
}
