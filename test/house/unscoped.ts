import { bracketed, withoutComments } from './support.ts'

/**
 * The queries of a source that do not name the organization of a table they touch: `from(clients)`, `FROM client_logins`.
 * Text, not types: it follows a chain of calls, names of conditions defined in the same file, and query makers of other files
 * (`selectAppointments(db).where(...)`). It cannot see a condition that is handed in as an argument; there is none, and the
 * list of exceptions shows when somebody writes one.
 *
 * `tables`: the names of organization tables, in code and in the database. `all`: every source, to find the query makers in.
 */
export function unscoped(text: string, tables: Map<string, string>, all: Record<string, string>): string[] {
  const code = withoutComments(text)
  return [...ofBuilder(code, tables, makersIn(all, tables)), ...byHand(code, tables)]
}

function ofBuilder(code: string, tables: Map<string, string>, makers: Map<string, string>): string[] {
  const calls = [...code.matchAll(/\.(from|update|delete|insert|innerJoin|leftJoin|crossJoin)\((\w+)(?=[,)])/g)]
  const touched = calls.flatMap(({ 1: verb = '', 2: table = '', index }) => {
    if (!tables.has(table) || isMaker(code, index)) return []
    const named = verb === 'insert' ? insertNames(code, index) : isScoped(conditionsOf(code, index, verb), table, code)
    return named ? [] : [`${verb}(${table})`]
  })
  const made = [...makers].flatMap(([maker, table]) =>
    [...code.matchAll(new RegExp(`(?<!const |function )\\b${maker}\\(`, 'g'))].flatMap(({ index }) => (isScoped(chainFrom(code, index), table, code) ? [] : [`${maker}()`])),
  )
  return [...touched, ...made]
}

/** Every table in hand-written SQL must be followed by its organization, in the same template. */
function byHand(code: string, tables: Map<string, string>): string[] {
  const templates = [...code.matchAll(/\bsql(?:<[^>`]*>)?`((?:\\[\s\S]|[^`\\])*)`/g)].map(([, body = '']) => body)
  return templates.flatMap((body) =>
    [...body.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:\$\{(\w+)\}|(\w+))\s*(\w*)/g)].flatMap(({ 0: found, 1: filled, 2: written, 3: alias }) => {
      const name = (filled && tables.get(filled)) ?? written ?? ''
      if (![...tables.values()].includes(name)) return []
      const scoped = found.startsWith('INTO') ? /\(\s*organization_id\b/ : new RegExp(`\\b(${alias}|${name})\\.organization_id\\b`)
      return scoped.test(body) ? [] : [`${found.split(/\s/)[0]} ${name}`]
    }),
  )
}

/** The text in which a table's condition must stand: a join's own arguments, or everything that is chained behind. */
function conditionsOf(code: string, index: number, verb: string): string {
  const behind = chainFrom(code, index)
  return verb === 'innerJoin' || verb === 'leftJoin' ? bracketed(code, code.indexOf('(', index)) : behind
}

/** The calls chained from here on: `.from(x).where(...).limit(1)`, up to what does not belong to them. */
function chainFrom(code: string, index: number): string {
  let at = index
  for (;;) {
    const link = /^\s*\.?\s*\w+(<[^>(]*>)?(?=\()/.exec(code.slice(at))
    if (!link) return code.slice(index, at)
    at += link[0].length
    at += bracketed(code, at).length
  }
}

/** `within(current, table` or `eq(table.organizationId,`; or the name of a condition of this file that says so. */
function isScoped(conditions: string, table: string, code: string): boolean {
  const says = new RegExp(`\\bwithin\\(\\s*\\w+,\\s*${table}\\b|\\beq\\(\\s*${table}\\.organizationId,`)
  if (says.test(conditions)) return true
  const renamed = new RegExp(`const \\{[^}]*\\borganizationId\\b[^}]*\\} = ${table}\\b`).test(code) && /\beq\(\s*organizationId\b|\b=\s*\$\{organizationId\}/.test(conditions)
  const names = [...code.matchAll(/\b(?:const|let)\s+(\w+)(?::[^=]+)?\s*=\s*([^\n]*)/g)].filter(([, , value = '']) => says.test(value)).map(([, name]) => name)
  return renamed || names.some((name) => new RegExp(`\\b${name}\\b`).test(conditions))
}

/** An insertion names its organization in its values, or inserts a row that this file makes with one. The column has no default, so the database insists. */
function insertNames(code: string, index: number): boolean {
  const values = chainFrom(code, index)
  if (/\borganizationId\b/.test(values)) return true
  const rows = [...values.matchAll(/(?:\.\.\.|values\()(\w+)/g)].map(([, name = '']) => name)
  return rows.some((name) => new RegExp(`\\b${name}\\b`).test(code) && /\borganizationId:/.test(code))
}

/** A query without a condition that is exported to be narrowed: `export const selectAppointments = ({ orm }) => orm.select()...`. */
function isMaker(code: string, index: number): boolean {
  const before = code.slice(0, index)
  const start = before.lastIndexOf('export const ')
  return start >= 0 && /^export const select\w+ =/.test(code.slice(start)) && !code.slice(start, index).includes('\n\n') && !chainFrom(code, index).includes('.where(')
}

/** Query makers by name, with the table they read. */
function makersIn(all: Record<string, string>, tables: Map<string, string>): Map<string, string> {
  const found = Object.values(all).flatMap((text) =>
    [...text.matchAll(/export const (select\w+) =/g)].flatMap(({ 1: name = '', index }) => {
      const [, table = ''] = /\.from\((\w+)\)/.exec(text.slice(index)) ?? []
      return tables.has(table) ? [[name, table] as const] : []
    }),
  )
  return new Map(found)
}
