import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Miniflare } from 'miniflare'
import { unstable_splitSqlQuery as splitSql } from 'wrangler'
import { root } from './quiet.ts'

const ledger = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`

/**
 * Applies what is missing of migrations/*.sql to a local D1, in order, each file in one transaction together with its line in
 * `d1_migrations` (the table `wrangler d1 migrations apply` keeps). Returns the names applied now: none, the second time.
 */
export async function applyMigrations(mf: Miniflare, binding = 'DB'): Promise<string[]> {
  const db = await mf.getD1Database(binding)
  await db.prepare(ledger).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const done = new Set(results.map((row) => row.name))
  const missing = (await migrationNames()).filter((name) => !done.has(name))
  for (const name of missing) {
    const sql = await readFile(join(root, 'migrations', name), 'utf8')
    const statements = splitSql(sql).map((statement) => db.prepare(statement))
    await db.batch([...statements, db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)])
  }
  return missing
}

async function migrationNames(): Promise<string[]> {
  const names = await readdir(join(root, 'migrations'))
  return names.filter((name) => name.endsWith('.sql')).sort()
}
