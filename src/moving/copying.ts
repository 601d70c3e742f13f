import { ownerOf, type ShardTable } from './tables.ts'

/** How many rows are read at once, and how long a text of them is written at once. */
const atOnce = 500
const longest = 500_000

/** How many statements a run of the clock may still use: D1 has 1,000 for one invocation. */
export interface Budget {
  statements: number
}

/** One of an organization's rows: its values in the order of the columns, as JSON, and its key. */
interface Line {
  line: string
  key: string
}

/** The rows of an organization behind a key, in its order. */
async function linesAfter(d1: D1Database, table: ShardTable, organizationId: string, key: string | null, budget: Budget): Promise<Line[]> {
  const own = table.key.filter((column) => column !== ownerOf(table))
  const columns = (own.length > 0 ? own : table.key).join(', ')
  const after =
    key === null
      ? ''
      : `AND (${columns}) > (SELECT ${columns
          .split(', ')
          .map((_, i) => `value->>${i}`)
          .join(', ')} FROM (SELECT ? AS value))`
  const statement = d1.prepare(`SELECT json_array(${table.columns.join(', ')}) AS line, json_array(${columns}) AS key FROM ${table.name}
    WHERE ${ownerOf(table)} = ? ${after} ORDER BY ${columns} LIMIT ${atOnce}`)
  budget.statements -= 1
  return (await statement.bind(organizationId, ...(key === null ? [] : [key])).all<Line>()).results
}

/** Every row of an organization in a table, a page at a time. Null instead of a page: the budget is used up. */
async function* pagesOf(d1: D1Database, table: ShardTable, organizationId: string, budget: Budget): AsyncGenerator<Line[] | null> {
  let key: string | null = null
  for (;;) {
    if (budget.statements <= 0) yield null
    const lines: Line[] = await linesAfter(d1, table, organizationId, key, budget)
    if (lines.length > 0) yield lines
    if (lines.length < atOnce) return
    key = lines.at(-1)?.key ?? null
  }
}

/** Statements that no trigger of the table says no to, or does more at: gone and back within the batch, so nobody else is without them. */
export const undisturbed = (d1: D1Database, { triggers }: ShardTable, statements: D1PreparedStatement[]): D1PreparedStatement[] => [
  d1.prepare('PRAGMA defer_foreign_keys = on'),
  ...triggers.map(({ name }) => d1.prepare(`DROP TRIGGER ${name}`)),
  ...statements,
  ...triggers.map(({ sql }) => d1.prepare(sql)),
]

/** Copies a table's rows of an organization, from nothing. Answers whether it came to the end; if not, it begins anew next time. */
export async function copyTable(
  from: D1Database,
  to: D1Database,
  table: ShardTable,
  organizationId: string,
  budget: Budget,
): Promise<boolean> {
  if (!(await deleteRows(to, table, organizationId, budget))) return false
  for await (const lines of pagesOf(from, table, organizationId, budget)) {
    if (!lines) return false
    const statements = textsOf(lines).map((text) => to.prepare(insertion(table)).bind(text))
    await spend(to, undisturbed(to, table, statements), budget)
  }
  if (table.ownReferences.length === 0) return true
  for await (const lines of pagesOf(from, table, organizationId, budget)) {
    if (!lines) return false
    await spend(
      to,
      undisturbed(
        to,
        table,
        textsOf(lines).map((text) => to.prepare(completion(table)).bind(text)),
      ),
      budget,
    )
  }
  return true
}

const insertion = ({ name, columns, ownReferences }: ShardTable): string =>
  `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${columns
    .map((column, i) => (ownReferences.includes(column) ? 'NULL' : `value->>${i}`))
    .join(', ')} FROM json_each(?)`

/** The references into the table itself, once every row is there. */
const completion = ({ name, columns, key, ownReferences }: ShardTable): string =>
  `UPDATE ${name} SET ${ownReferences.map((column) => `${column} = j.value->>${columns.indexOf(column)}`).join(', ')} FROM json_each(?) j
    WHERE ${key.map((column) => `${name}.${column} = j.value->>${columns.indexOf(column)}`).join(' AND ')}`

function textsOf(lines: Line[]): string[] {
  const texts: string[] = []
  let some: string[] = []
  let length = 0
  const close = () => void (some.length > 0 && texts.push(`[${some.join(',')}]`), (some = []), (length = 0))
  for (const { line } of lines) {
    if (length + line.length > longest) close()
    some.push(line)
    length += line.length
  }
  close()
  return texts
}

/** Whether both shards have the same rows in a table, to the letter; null when the budget is used up before it is known. Both are closed meanwhile. */
export async function isAlike(
  from: D1Database,
  to: D1Database,
  table: ShardTable,
  organizationId: string,
  budget: Budget,
): Promise<boolean | null> {
  const copies = pagesOf(to, table, organizationId, budget)
  for await (const lines of pagesOf(from, table, organizationId, budget)) {
    const { value: copy, done } = await copies.next()
    if (lines === null || copy === null) return null
    if (done || digestText(lines) !== digestText(copy)) return false
  }
  return (await copies.next()).done === true
}

const digestText = (lines: Line[]): string => lines.map(({ line }) => line).join('\n')

/** Removes a table's rows of an organization. Answers whether none is left. */
export async function deleteRows(d1: D1Database, table: ShardTable, organizationId: string, budget: Budget): Promise<boolean> {
  const mine = `${ownerOf(table)} = ?`
  const columns = table.key.join(', ')
  const page = `SELECT ${columns} FROM ${table.name} WHERE ${mine} LIMIT ${atOnce}`
  const own = table.ownReferences.map((column) =>
    d1.prepare(`UPDATE ${table.name} SET ${column} = NULL WHERE ${mine} AND ${column} IS NOT NULL`).bind(organizationId),
  )
  for (;;) {
    const left = await d1.prepare(`SELECT 1 FROM ${table.name} WHERE ${mine} LIMIT 1`).bind(organizationId).first()
    budget.statements -= 1
    if (!left) return true
    if (budget.statements <= 0) return false
    const deletion = d1
      .prepare(`DELETE FROM ${table.name} WHERE ${mine} AND (${columns}) IN (${page})`)
      .bind(organizationId, organizationId)
    await spend(d1, undisturbed(d1, table, [...own, deletion]), budget)
  }
}

async function spend(d1: D1Database, statements: D1PreparedStatement[], budget: Budget): Promise<void> {
  budget.statements -= statements.length
  await d1.batch(statements)
}
