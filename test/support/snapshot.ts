import { db } from './portal.ts'

/** Everything that the database holds, as the statements that put it back. */
export type Snapshot = { sql: string; rows: string }[]

interface Column {
  name: string
  type: string
}

/** Reads every row of every table of ours. Blobs travel as hex: JSON has none. */
export async function takeSnapshot(): Promise<Snapshot> {
  const tables = await namesOf('table')
  // Without generated columns, which pragma_table_info leaves out and an INSERT may not name.
  const columns = await db().batch<Column>(tables.map(({ name }) => db().prepare(`SELECT name, type FROM pragma_table_info('${name}')`)))
  const read = tables.map(({ name }, at) => {
    const values = columns[at]?.results.map((column) => `'${column.name}', ${isBlob(column) ? `hex(${column.name})` : column.name}`)
    return db().prepare(`SELECT json_group_array(json_object(${values?.join(', ')})) AS "rows" FROM ${name}`)
  })
  const found = await db().batch<{ rows: string }>(read)
  return tables.map(({ name }, at) => {
    const all = columns[at]?.results ?? []
    const values = all.map((column) => (isBlob(column) ? `unhex(value->>'${column.name}')` : `value->>'${column.name}'`))
    return {
      sql: `INSERT INTO ${name} (${all.map((column) => column.name).join(', ')}) SELECT ${values.join(', ')} FROM json_each(?)`,
      rows: found[at]?.results[0]?.rows ?? '[]',
    }
  })
}

/** The database as it was when the snapshot was taken, in one batch. No trigger says no, or does more, meanwhile. */
export async function restoreSnapshot(snapshot: Snapshot): Promise<void> {
  const [tables, triggers] = [await namesOf('table'), await namesOf('trigger')]
  const statements = [
    'PRAGMA defer_foreign_keys = on',
    ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
    ...tables.toReversed().map(({ name }) => `DELETE FROM ${name}`),
  ]
  await db().batch([
    ...statements.map((sql) => db().prepare(sql)),
    ...snapshot.filter(({ rows }) => rows !== '[]').map(({ sql, rows }) => db().prepare(sql).bind(rows)),
    ...triggers.map(({ sql }) => db().prepare(sql)),
  ])
}

const isBlob = ({ type }: Column): boolean => type.toUpperCase() === 'BLOB'

async function namesOf(type: 'table' | 'trigger'): Promise<{ name: string; sql: string }[]> {
  const ours = `SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL
    AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations' ORDER BY rowid`
  return (await db().prepare(ours).bind(type).all<{ name: string; sql: string }>()).results
}
