import { getTableColumns, getTableName } from 'drizzle-orm'
import {
  authenticators,
  challenges,
  directory,
  emailChanges,
  passkeys,
  people,
  rateCounters,
  recoveryCodes,
  sessions,
  signIns,
} from './accounts/schema.ts'

/**
 * Rows of control, by table, as their columns are called: what a shard in another database is told of them for as long as a request takes
 * (decision 068). A query of that shard names the tables as always, and reads these rows in their place.
 */
export type Loan = Record<string, object[]>

const control = [authenticators, challenges, directory, emailChanges, passkeys, people, rateCounters, recoveryCodes, sessions, signIns]
const columnsOf = new Map<string, string[]>(
  control.map((table) => [getTableName(table), Object.values(getTableColumns(table)).map(({ name }) => name)]),
)
const names = [...columnsOf.keys()].join('|')
const read = new RegExp(`\\b(?:from|join)\\s+"?(${names})\\b`, 'gi')
const written = new RegExp(`\\b(?:into|update|delete\\s+from)\\s+"?(?:${names})\\b`, 'i')

/** The tables of control that a text reads. A text that writes to one is a mistake wherever it is found. */
function tablesIn(text: string): string[] {
  if (written.test(text)) throw new Error('A statement for a shard writes to a table of control.')
  return [...new Set([...text.matchAll(read)].map(([, name]) => (name as string).toLowerCase()))]
}

/** A statement for a shard in another database, with the rows it is lent in front. What was not lent cannot be read: that is a mistake, and said. */
export function withLoan(text: string, params: unknown[], loan: Loan): { text: string; params: unknown[] } {
  const tables = tablesIn(text)
  if (tables.length === 0) return { text, params }
  const missing = tables.filter((name) => !loan[name])
  if (missing.length > 0) throw new Error(`A statement for a shard reads ${missing.join(' and ')}, which was not lent to it.`)
  const lent = tables.map((name) => {
    const columns = columnsOf.get(name) ?? []
    return `${name} (${columns.join(', ')}) AS (SELECT ${columns.map((column) => `value->>'${column}'`).join(', ')} FROM json_each(?))`
  })
  const [, recursive = '', rest = text] = /^\s*with\s+(recursive\s+)?([\s\S]*)$/i.exec(text) ?? []
  const more = rest === text ? ` ${text}` : `, ${rest}`
  return { text: `WITH ${recursive}${lent.join(', ')}${more}`, params: [...tables.map((name) => JSON.stringify(loan[name])), ...params] }
}

/** Both loans together; what both have is there once. */
export function together(one: Loan, other: Loan): Loan {
  const tables = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(
    tables.map((name) => {
      const rows = new Map([...(one[name] ?? []), ...(other[name] ?? [])].map((row) => [JSON.stringify(row), row]))
      return [name, [...rows.values()]]
    }),
  )
}
