import { getTableColumns, type InferInsertModel } from 'drizzle-orm'
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { audits } from '../audit.ts'
import { seedRequestId } from './cast.ts'

/** Rows for a table of the schema, all with the same fields. */
export interface Rows<T extends SQLiteTable = SQLiteTable> {
  table: T
  rows: InferInsertModel<T>[]
}

export const rowsFor = <T extends SQLiteTable>(table: T, rows: InferInsertModel<T>[]): Rows => ({ table, rows }) as unknown as Rows

/** The statements that insert many rows: a thousand as one JSON parameter, since D1 binds a hundred values at most. */
export function inserts(d1: D1Database, all: Rows[]): D1PreparedStatement[] {
  return all.flatMap(({ table, rows }) => chunksOf(rows, 1000).map((some) => insert(d1, table, some)))
}

/** One thing that was made up: who did it, what it is, as which version. */
interface Made {
  organizationId: string
  kind: string
  id: string
  at: number
  version?: number
  action?: string
  by?: { id: string; name: string }
  details?: Record<string, string>
}

/** The audit entries of what is made up: one per entity and version, as if it had been done through the portal. */
export const auditsOf = (made: Made[]): Rows =>
  rowsFor(
    audits,
    made.map(({ organizationId, kind, id, at, version = 1, action = 'created', by, details = {} }) => ({
      organizationId,
      at,
      actorId: by?.id ?? 'system',
      actorName: by?.name ?? '',
      actorKind: by ? ('staff' as const) : ('system' as const),
      action: `${kind}.${action}`,
      entityKind: kind,
      entityId: id,
      entityVersion: version,
      details,
      requestId: seedRequestId,
      network: '',
    })),
  )

function insert(d1: D1Database, table: SQLiteTable, rows: Record<string, unknown>[]): D1PreparedStatement {
  const columns = getTableColumns(table)
  const fields = Object.keys(rows[0] ?? {})
  const names = fields.map((field) => columns[field]?.name).join(', ')
  const values = fields.map((field) => `value->>'${field}'`).join(', ')
  return d1.prepare(`INSERT INTO ${getTableConfig(table).name} (${names}) SELECT ${values} FROM json_each(?)`).bind(JSON.stringify(rows))
}

const chunksOf = <T>(list: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size))
