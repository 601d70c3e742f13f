import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Rows of the portal's database, read while the portal is down. */
export function rowsIn(folder: string, query: string, ...values: string[]): Record<string, unknown>[] {
  const database = new DatabaseSync(fileIn(folder), { readOnly: true })
  try {
    return database.prepare(query).all(...values)
  } finally {
    database.close()
  }
}

/** What no page of the portal can bring about yet, while it is down. */
export function changeIn(folder: string, statement: string): void {
  const database = new DatabaseSync(fileIn(folder))
  try {
    database.exec(statement)
  } finally {
    database.close()
  }
}

function fileIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /d1.*[0-9a-f]{64}\.sqlite$/.test(name))
  const [largest] = files.map((name) => join(folder, name)).toSorted((a, b) => statSync(b).size - statSync(a).size)
  if (!largest) throw new Error(`No database in ${folder}.`)
  return largest
}
