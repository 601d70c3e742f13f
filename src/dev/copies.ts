/** Kept by triggers, made from a secret, or of another keeper: not to be copied. */
const apart = new Set([
  'client_directory',
  'client_search',
  'shortcut_links',
  'audit_seals',
  'sessions',
  'sign_ins',
  'email_changes',
  'calendar_feeds',
  'invitations',
  'staff_invitations',
  'safe_addresses',
])

/**
 * Puts so many copies of an organization beside it, with people of their own: `org_willow_1`, `willow-1`. For what must be the same however
 * many practices share a database (SPD-4, SCL-1). `first`: the number of the first one. Rows of tables that hold secret hashes are left out.
 */
export async function copyOrganization(d1: D1Database, id: string, copies: number, first = 1): Promise<void> {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${first + copies - 1})`
  const tables = (await tablesOf(d1)).filter(({ name }) => !apart.has(name))
  const statements = tables.map(({ name, columns }) => {
    const values = columns.map((column) => `${valueOf(name, column)} AS ${column}`)
    const mine = name === 'people' ? peopleOf : name === 'organizations' ? 'o.id = ?' : 'o.organization_id = ?'
    return `INSERT INTO ${name} (${columns.join()}) ${numbers} SELECT ${values.join()} FROM ${name} o, n WHERE ${mine}`
  })
  await d1.batch([d1.prepare('PRAGMA defer_foreign_keys = on'), ...statements.map((sql) => d1.prepare(sql).bind(id))])
}

const peopleOf = `o.id IN (SELECT person_id FROM staff WHERE organization_id = ?1 UNION SELECT person_id FROM client_logins WHERE organization_id = ?1
  UNION SELECT person_id FROM contacts WHERE organization_id = ?1)`

/** What stands in a column of a copy. */
function valueOf(table: string, column: string): string {
  if (column === 'organization_id' || (table === 'organizations' && column === 'id')) return `o.${column} || '_' || n.i`
  if (column === 'person_id' || column === 'whose' || (table === 'people' && column === 'id'))
    return `CASE WHEN o.${column} GLOB 'per_*' THEN o.${column} || '_' || n.i ELSE o.${column} END`
  if (column === 'slug' && table !== 'staff') return `o.slug || '-' || n.i`
  if (table === 'people' && column === 'email') return `n.i || '.' || o.email`
  return `o.${column}`
}

/** The tables that hold something of an organization, and the columns of theirs that are written. People and the organization come first. */
async function tablesOf(d1: D1Database): Promise<{ name: string; columns: string[] }[]> {
  const list = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'`
  const names = (await d1.prepare(list).all<{ name: string }>()).results.map(({ name }) => name)
  const described = await d1.batch<{ name: string }>(names.map((name) => d1.prepare(`PRAGMA table_info(${name})`)))
  const all = names.map((name, at) => ({
    name,
    columns: described[at]!.results.map((column) => column.name).filter((column) => column !== 'seq'),
  }))
  const first = ['people', 'organizations']
  return [
    ...all.filter(({ name }) => first.includes(name)),
    ...all.filter(({ name, columns }) => !first.includes(name) && columns.includes('organization_id')),
  ]
}
