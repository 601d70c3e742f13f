import { bracketed, withoutComments } from './support.ts'

/**
 * The queries of a source that do not name the organization of a table they touch: `from(clients)`, `FROM client_logins`.
 * Text, not types: it follows a chain of calls, names of conditions defined in the same file, and query makers of other files
 * (`selectAppointments(db).where(...)`). It cannot see a condition that is handed in as an argument; there is none, and the
 * list of exceptions shows when somebody writes one.
 *
 * `tables`: the names of organization tables, in code and in the database; a table that no code declares has one name. `all`: every source, to find the query makers in.
 */
export function unscoped(text: string, tables: Map<string, string>, all: Record<string, string>): string[] {
  const code = withoutComments(text)
  return [...ofBuilder(code, tables, makersIn(all, tables)), ...byHand(code, tables)]
}

function ofBuilder(code: string, tables: Map<string, string>, makers: Map<string, string>): string[] {
  const calls = [...code.matchAll(/\.(from|update|delete|insert|innerJoin|leftJoin|crossJoin)\((\w+)(?=[,)])/g)]
  const touched = calls.flatMap(({ 1: verb = '', 2: table = '', index }) => {
    if (!tables.has(table) || (verb === 'from' && isMaker(code, index))) return []
    const named = verb === 'insert' ? insertNames(code, index) : isScoped(conditionsOf(code, index, verb), table, code)
    return named ? [] : [`${verb}(${table})`]
  })
  const made = [...makers].flatMap(([maker, table]) =>
    [...code.matchAll(new RegExp(`(?<!const |function )\\b${maker}\\(`, 'g'))].flatMap(({ index }) =>
      isScoped(chainFrom(code, index), table, code) ? [] : [`${maker}()`],
    ),
  )
  return [...touched, ...made]
}

/** Every table in hand-written SQL must be followed by its organization, in the same template or in a piece that is filled into it. */
function byHand(code: string, tables: Map<string, string>): string[] {
  const templates = [...code.matchAll(/\bsql(?:<[^>`]*>)?`((?:\\[\s\S]|[^`\\])*)`/g)].map(([, body = '']) => body)
  return templates.flatMap((body) =>
    [...body.matchAll(/\b(FROM|JOIN|UPDATE|INTO)\s+(?:\$\{(\w+)\}|(\w+))(?:\s+(?!WHERE\b|SET\b|ON\b)([a-z]\w*))?/g)].flatMap(
      ([, verb = '', filled = '', written = '', alias]) => {
        const name = tables.get(filled) ?? written
        if (![...tables.values()].includes(name)) return []
        const whole = body.replace(/\$\{(\w+)\(/g, (piece, maker: string) => `${definitions(code).get(maker) ?? ''}${piece}`)
        const scoped =
          verb === 'INTO'
            ? /\(\s*organization_id\b/
            : alias
              ? new RegExp(`\\b${alias}\\.organization_id\\b`)
              : new RegExp(`(?<!\\.)\\borganization_id =|\\b${name}\\.organization_id\\b`)
        return scoped.test(whole) ? [] : [`${verb} ${name}`]
      },
    ),
  )
}

/** What this file calls by a name: `const mine = within(...)`, to the end of the line or of its brackets. */
function definitions(code: string): Map<string, string> {
  const all = [...code.matchAll(/\bconst\s+(\w+)(?::[^=\n]+)?\s*=(?!=)\s*([^\n]*(?:\n\s+sql`[^\n]*)?)/g)]
  return new Map(
    all.map(({ 0: found, 1: name = '', 2: line = '', index }) => {
      const open = line.search(/[([{]\s*$/)
      return [name, open < 0 ? line : bracketed(code, index + found.length - line.length + open)]
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
  const renamed =
    new RegExp(`const \\{[^}]*\\borganizationId\\b[^}]*\\} = ${table}\\b`).test(code) &&
    /\beq\(\s*organizationId\b|\b=\s*\$\{organizationId\}/.test(conditions)
  const names = [...definitions(code)].filter(([, value]) => says.test(value)).map(([name]) => name)
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
  return (
    start >= 0 &&
    /^export const select[A-Z]\w* =/.test(code.slice(start)) &&
    !code.slice(start, index).includes('\n\n') &&
    !chainFrom(code, index).includes('.where(')
  )
}

/** Query makers by name, with the table they read. */
function makersIn(all: Record<string, string>, tables: Map<string, string>): Map<string, string> {
  const found = Object.values(all).flatMap((text) =>
    [...text.matchAll(/export const (select[A-Z]\w*) =[\s\S]*?(?=\n\n|$)/g)].flatMap(([body, name = '']) => {
      const [, table = ''] = /\.from\((\w+)\)/.exec(body) ?? []
      return tables.has(table) && !body.includes('.where(') ? [[name, table] as const] : []
    }),
  )
  return new Map(found)
}
