import { Column, is, SQL } from 'drizzle-orm'

/** The fields of a query as drizzle keeps them (drizzle-orm 0.45, d1/session.js). */
export type Fields = { path: string[]; field: unknown }[] | undefined

interface Decoder {
  mapFromDriverValue(value: unknown): unknown
}

/**
 * The rows of a batch with the names and types of the query that asked for them. What decodes a column is found once per
 * text of a query and isolate: drizzle finds it for every value of every row.
 */
export function rowsOf(text: string, fields: Fields, rows: unknown[]): unknown[] {
  if (!fields) return rows
  const read = readers.get(text) ?? remembered(text, fields)
  return (rows as Record<string, unknown>[]).map(read)
}

type Reader = (row: Record<string, unknown>) => Record<string, unknown>
const readers = new Map<string, Reader>()

function remembered(text: string, fields: NonNullable<Fields>): Reader {
  const columns = fields.map(({ path, field }) => ({ to: path[0] as string, from: nameOf(field), ...decoderOf(field) }))
  const read: Reader = (row) => {
    const result: Record<string, unknown> = {}
    for (const { to, from, asIs, decoder } of columns) {
      const value = row[from]
      result[to] = value === null || asIs ? value : decoder.mapFromDriverValue(value)
    }
    return result
  }
  if (readers.size > 2000) readers.clear()
  readers.set(text, read)
  return read
}

const nameOf = (field: unknown): string => (is(field, Column) ? field.name : (field as SQL.Aliased).fieldAlias)

/** A decoder of a plain text or integer column changes nothing. */
function decoderOf(field: unknown): { asIs: boolean; decoder: Decoder } {
  const decoder = (
    is(field, Column)
      ? field
      : is(field, SQL)
        ? (field as unknown as { decoder: Decoder }).decoder
        : (field as { sql: { decoder: Decoder } }).sql.decoder
  ) as Decoder
  return { decoder, asIs: is(field, Column) && decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue }
}
