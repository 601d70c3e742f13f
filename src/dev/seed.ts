import { demoRows } from './demo.ts'
import { inserts } from './rows.ts'

/** Inserts the cast when nobody is there yet. Answers whether it did. */
export async function seed(d1: D1Database, now: number): Promise<boolean> {
  const settled = await d1.prepare('SELECT 1 FROM directory LIMIT 1').first()
  if (settled) return false
  await d1.batch(inserts(d1, demoRows(now)))
  return true
}

/** Everything gone, the cast as new, in one batch: a reset that is interrupted has not happened. No trigger says no, or does more, meanwhile. */
export async function reset(d1: D1Database, now: number): Promise<void> {
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
  await d1.batch([...statements.map((statement) => d1.prepare(statement)), ...inserts(d1, demoRows(now))])
}

/** Without an index, deleting a row of such a table looks through all the others: thousands of clients would take half a minute. */
function pointingAtThemselves({ name, sql }: { name: string; sql: string }): { name: string; columns: string }[] {
  const [, columns] = new RegExp(`FOREIGN KEY \\(([^)]*)\\) REFERENCES ${name}\\b`).exec(sql) ?? []
  return columns ? [{ name, columns }] : []
}

/** Our tables and triggers in the order they were made; not what D1 and its migrations keep for themselves. */
const everything = `SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'trigger') AND sql IS NOT NULL
  AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations' ORDER BY rowid`
