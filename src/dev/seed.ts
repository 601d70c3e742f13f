import { getTableName } from 'drizzle-orm'
import { freshRange, goOnFrom } from '../audit-sequence.ts'
import type { Env, ShardName } from '../env.ts'
import { shardNames } from '../shards.ts'
import { organizations } from './cast.ts'
import { demoRows } from './demo.ts'
import { inserts, type Rows } from './rows.ts'

/** Inserts the cast when nobody is there yet. Answers whether it did. */
export async function seed(env: Env, now: number): Promise<boolean> {
  const settled = await env.DB.prepare('SELECT 1 FROM directory LIMIT 1').first()
  if (settled) return false
  for (const shard of shardNames(env)) await databaseOf(env, shard).batch(await beginnings(env, shard, now))
  return true
}

/** Everything gone, the cast as new, in one batch: a reset that is interrupted has not happened. With several shards, one after the other. */
export async function reset(env: Env, now: number): Promise<void> {
  for (const shard of shardNames(env)) {
    const d1 = databaseOf(env, shard)
    await d1.batch([...(await emptying(d1)), ...(await beginnings(env, shard, now))])
  }
}

const databaseOf = (env: Env, shard: ShardName): D1Database => env[shard] as D1Database

/** What a shard begins with. Each further one gives out audit numbers of its own. */
async function beginnings(env: Env, shard: ShardName, now: number): Promise<D1PreparedStatement[]> {
  const d1 = databaseOf(env, shard)
  const number = shardNames(env).indexOf(shard)
  const given = (await d1.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").first<{ seq: number }>())?.seq ?? 0
  const first = freshRange((number - 1) * 10_000_000_000)
  const own = number > 0 && given < first ? goOnFrom(first).map((statement) => d1.prepare(statement)) : []
  return [
    ...own,
    ...inserts(
      d1,
      demoRows(now)
        .map((rows) => partOf(env, shard, rows))
        .filter(({ rows }) => rows.length > 0),
    ),
  ]
}

/** With a second shard, cedar lies there; people and the directory are control's. */
export const shardOfDemo = (env: Env, organizationId: string): ShardName =>
  (env.DEMO_SHARD as ShardName) || (env.DB_2 && organizationId === organizations.cedar.id ? 'DB_2' : 'DB')

function partOf(env: Env, shard: ShardName, { table, rows }: Rows): Rows {
  const name = getTableName(table)
  const all = rows as Record<string, string>[]
  if (name === 'directory') {
    const placed = all.map((row) => ({ ...row, shard: shardOfDemo(env, row['organizationId'] ?? '') }))
    return { table, rows: shard === 'DB' ? placed : [] } as unknown as Rows
  }
  const home = (row: Record<string, string>) => {
    if (name === 'people') return 'DB'
    return shardOfDemo(env, (name === 'organizations' ? row['id'] : row['organizationId']) ?? '')
  }
  return { table, rows: all.filter((row) => home(row) === shard) } as unknown as Rows
}

/** Every row gone. No trigger says no, or does more, meanwhile. */
async function emptying(d1: D1Database): Promise<D1PreparedStatement[]> {
  const { results } = await d1.prepare(everything).all<{ type: 'table' | 'trigger'; name: string; sql: string }>()
  const tables = results.filter(({ type }) => type === 'table').toReversed()
  const triggers = results.filter(({ type }) => type === 'trigger')
  const own = tables.flatMap(pointingAtThemselves)
  const statements = [
    'PRAGMA defer_foreign_keys = on',
    ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
    ...own.map(({ name, columns }) => `CREATE INDEX ${name}_while_emptied ON ${name} (${columns})`),
    ...tables.map(({ name }) => `DELETE FROM ${name}`),
    ...own.map(({ name }) => `DROP INDEX ${name}_while_emptied`),
    ...triggers.map(({ sql }) => sql),
  ]
  return statements.map((statement) => d1.prepare(statement))
}

/** Without an index, deleting a row of such a table looks through all the others: thousands of clients would take half a minute. */
function pointingAtThemselves({ name, sql }: { name: string; sql: string }): { name: string; columns: string }[] {
  const [, columns] = new RegExp(`FOREIGN KEY \\(([^)]*)\\) REFERENCES ${name}\\b`).exec(sql) ?? []
  return columns ? [{ name, columns }] : []
}

/** Our tables and triggers in the order they were made; not what D1 and its migrations keep for themselves. */
const everything = `SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger') AND sql IS NOT NULL
  AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations' ORDER BY rowid`
