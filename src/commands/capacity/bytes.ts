import type { Base } from '../org/base.ts'
import { sql } from '../org/sql.ts'

/** Bytes and rows by table, each with its indexes. */
export type Weight = Map<string, { bytes: number; rows: number }>

/** What is in use of every page (SQLite's dbstat): an empty half of a page is room for more, not data. */
export async function bytesOf(base: Base): Promise<Weight> {
  const [found = []] = await base.run([
    sql`SELECT m.tbl_name AS name, sum(s.payload + s.ncell * 12) AS bytes, sum(CASE WHEN m.type = 'table' AND s.pagetype = 'leaf' THEN s.ncell ELSE 0 END) AS rows
      FROM dbstat s JOIN sqlite_master m ON m.name = s.name WHERE m.tbl_name NOT GLOB 'sqlite_*' AND m.tbl_name NOT GLOB 'dev_*' GROUP BY m.tbl_name`,
  ])
  return new Map(found.map(({ name, bytes, rows }) => [String(name), { bytes: Number(bytes), rows: Number(rows) }]))
}

/** What was added, the heaviest first. */
export const growth = (before: Weight, after: Weight): [string, { bytes: number; rows: number }][] =>
  [...after]
    .map(([name, { bytes, rows }]): [string, { bytes: number; rows: number }] => {
      const was = before.get(name) ?? { bytes: 0, rows: 0 }
      return [name, { bytes: bytes - was.bytes, rows: rows - was.rows }]
    })
    .filter(([, { bytes }]) => bytes > 0)
    .toSorted(([, one], [, other]) => other.bytes - one.bytes)

/** As lines, divided by how many there were. Pages are full to about two thirds: the last line says what the file grows by. */
export function table(grown: [string, { bytes: number; rows: number }][], count: number): string {
  const total = grown.reduce((sum, [, { bytes, rows }]) => ({ bytes: sum.bytes + bytes, rows: sum.rows + rows }), { bytes: 0, rows: 0 })
  const line = (name: string, { bytes, rows }: { bytes: number; rows: number }) =>
    `  ${name.padEnd(24)} ${(rows / count).toFixed(1).padStart(6)} rows ${Math.round(bytes / count)
      .toLocaleString('en')
      .padStart(8)} bytes`
  return [
    ...grown.map(([name, weight]) => line(name, weight)),
    line('in all', total),
    line('in the file', { ...total, bytes: total.bytes * 1.5 }),
  ].join('\n')
}
