import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Rows of the portal's database, read while the portal is down. */
export function rowsIn(folder: string, query: string, ...values: string[]): Record<string, unknown>[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /d1.*[0-9a-f]{64}\.sqlite$/.test(name))
  const largest = files.map((name) => join(folder, name)).toSorted((a, b) => statSync(b).size - statSync(a).size)[0]
  if (!largest) throw new Error(`No database in ${folder}.`)
  const database = new DatabaseSync(largest, { readOnly: true })
  try {
    return database.prepare(query).all(...values)
  } finally {
    database.close()
  }
}
