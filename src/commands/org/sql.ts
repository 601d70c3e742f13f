/** A statement with its values written in: `wrangler d1 execute` binds none. */
export type Statement = string & { readonly statement: unique symbol }
export type Value = string | number | null

/** Builds a statement; every value is quoted, nothing else can be put in. */
export function sql(text: TemplateStringsArray, ...values: Value[]): Statement {
  return text.reduce((all, piece, i) => all + literal(values[i - 1] ?? null) + piece) as Statement
}

function literal(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return text(value)
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number.`)
  return String(value)
}

/** In SQLite's quotes only the quote itself means anything; a NUL would end the statement. */
function text(value: string): string {
  if (value.includes('\0')) throw new Error('A text cannot hold a NUL.')
  return `'${value.replaceAll("'", "''")}'`
}
