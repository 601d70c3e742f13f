import { db } from '../support/portal.ts'
import { canaried } from './canary.data.ts'

/** A word that is nowhere else. Letters only: a name is printed only when it is plainly one. */
function canary(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(14))].map((byte) => String.fromCharCode(97 + (byte % 26)))
  return `zq${letters.join('')}`
}

/** Where each canary sits: `table.column organization`, and what is beside it in the row. */
export interface Planted {
  column: string
  organizationId: string
  /** The address of the one whose first name it is. */
  firstNameOf?: string
}

export const planted = new Map<string, Planted>()
/** Every column with an organization that has a canary: an address sits in several. */
export const plantedAt = new Set<string>()
/** Addresses are the same in every table: who signs in is found by them. */
const addresses = new Map<string, string>()
let phones = 0

type Row = Record<string, string | number | null>

/** Replaces what people wrote in every column, in every row that has no canary yet. No trigger says no, or does more, meanwhile. */
export async function plantEverywhere(): Promise<void> {
  const { results: triggers } = await db()
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all<{ name: string; sql: string }>()
  const statements: D1PreparedStatement[] = []
  // Addresses first: whose first name it is, is known by them.
  const kinds = Object.keys(canaried).toSorted((a, b) => Number(b === 'email') - Number(a === 'email')) as (keyof typeof canaried)[]
  for (const kind of kinds) for (const column of canaried[kind]) statements.push(...(await planting(kind, column)))
  await db().batch([
    ...triggers.map(({ name }) => db().prepare(`DROP TRIGGER ${name}`)),
    ...statements,
    ...triggers.map(({ sql }) => db().prepare(sql)),
  ])
}

async function planting(kind: keyof typeof canaried, column: string): Promise<D1PreparedStatement[]> {
  const [table = '', name = ''] = column.split('.')
  const { results: columns } = await db().prepare(`SELECT name, pk FROM pragma_table_info('${table}')`).all<{ name: string; pk: number }>()
  const key = columns.filter(({ pk }) => pk > 0).map((one) => one.name)
  const where = key.map((one) => `${one} = ?`).join(' AND ')
  const { results } = await db()
    .prepare(`SELECT *${ofPerson(columns)} FROM ${table} WHERE ${orEmpty(kind, name)} NOT LIKE '%zq%'`)
    .all<Row>()
  return results.map((row) => {
    const organizationId = table === 'organizations' ? row['id'] : row['organization_id']
    const value = valueFor(
      kind,
      { value: String(row[name] ?? ''), email: row['email'] ?? row['email_of_person'] ?? null },
      { column, organizationId: String(organizationId ?? '') },
    )
    return db()
      .prepare(`UPDATE ${table} SET ${name} = ? WHERE ${where}`)
      .bind(value, ...key.map((one) => row[one]))
  })
}

/** What is empty is filled, too, where nothing else depends on whether it is. */
const orEmpty = (kind: keyof typeof canaried, name: string): string =>
  kind === 'phone' || kind === 'json' || /^(decided|undone)_by_name$/.test(name) ? `coalesce(${name}, '')` : name

/** Staff have no address of their own: it is their person's. */
const ofPerson = (columns: { name: string }[]): string =>
  columns.some(({ name }) => name === 'person_id') ? ', (SELECT p.email FROM people p WHERE p.id = person_id) AS email_of_person' : ''

function valueFor(kind: keyof typeof canaried, row: { value: string; email: string | number | null }, where: Planted): string {
  plantedAt.add(`${where.column} ${where.organizationId}`.trim())
  if (kind === 'email') {
    const known = addresses.get(row.value) ?? `${canary()}@canary.example`
    addresses.set(row.value, known)
    planted.set(known, where)
    return known
  }
  const word = canary()
  if (kind === 'phone') {
    const phone = `+1 907 555 ${1000 + phones++}`
    planted.set(phone, where)
    return phone
  }
  planted.set(word, where)
  if (kind === 'name') {
    const first = canary()
    planted.set(first, { ...where, firstNameOf: addresses.get(String(row.email)) ?? String(row.email) })
    return `${first} ${word}`
  }
  if (kind === 'address') return `https://video.example/${word}`
  if (kind === 'json') return JSON.stringify({ ...(JSON.parse(row.value || '{}') as object), zq: word })
  return word
}
