import { sql, type SQL } from 'drizzle-orm'
import type { AboutAt } from './accounts/identity.ts'
import { controlDatabase, newMeter, read, type Database, type Query } from './db.ts'
import type { Env } from './env.ts'
import { together } from './loans.ts'
import { isApart } from './shards.ts'

const prefix = 'lend:'

/** For a door that reads control's rows together with a shard's: which rows the shard is lent, where it is another database. Each a SELECT of whole rows. */
export function lending({ apart, control }: AboutAt, rows: Record<string, SQL>): Record<string, Query> {
  if (!apart) return {}
  return Object.fromEntries(
    Object.entries(rows).map(([table, which]) => [prefix + table, control.orm.all<object>(which) as unknown as Query]),
  )
}

/** The loan among what a door has read. */
export const loanIn = (rows: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([name, list]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), list as object[]]] : [])),
  )

/** A job's shard that knows these people; the same shard where it is control's own. */
export async function knowing(env: Env, db: Database, personIds: string[]): Promise<Database> {
  if (!isApart(db)) return db
  return await lent(env, db, { people: sql`SELECT * FROM people WHERE id IN (SELECT value FROM json_each(${JSON.stringify(personIds)}))` })
}

/** A shard with further rows of control. */
export async function lent(env: Env, db: Database, rows: Record<string, SQL>): Promise<Database> {
  if (!isApart(db)) return db
  const control = controlDatabase(env, db.meter ?? newMeter())
  const asked = Object.fromEntries(
    Object.entries(rows).map(([table, which]) => [table, control.orm.all<object>(which) as unknown as Query]),
  )
  return { ...db, loan: together(db.loan ?? {}, (await read(control, asked)) as Record<string, object[]>) }
}
