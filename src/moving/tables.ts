/** A table of a shard, as a move sees it. */
export interface ShardTable {
  name: string
  /** All that can be written: generated columns are not. */
  columns: string[]
  /** What tells its rows of one organization apart, in the order of an index. */
  key: string[]
  /** Columns that point into the table itself: they are filled in when every row is there. */
  ownReferences: string[]
  triggers: { name: string; sql: string }[]
}

/** Tables that name an organization and are not its data: control's, and what a shard notes of moves. */
const notMoved = ['directory', 'sessions', 'sign_ins', 'email_changes', 'owed', 'moves', 'closed_here']

/** The column by which a table's rows are an organization's. */
export const ownerOf = ({ name }: Pick<ShardTable, 'name'>): string => (name === 'organizations' ? 'id' : 'organization_id')

interface Found {
  name: string
  column: string
  pk: number
}

/** Every table of an organization's data, each behind those it points to. Read from the database itself, so that none is forgotten. */
export async function tablesOf(d1: D1Database): Promise<ShardTable[]> {
  // By name: D1 lets nobody look at the tables it keeps for itself.
  const { results: names } = await d1
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY rowid`)
    .all<{ name: string }>()
  const ours = JSON.stringify(names.map(({ name }) => name))
  const [columns, references, triggers] = (await d1.batch([
    d1
      .prepare(
        `SELECT m.value AS name, c.name AS "column", c.pk FROM json_each(?) m JOIN pragma_table_info(m.value) c ORDER BY m.key, c.cid`,
      )
      .bind(ours),
    d1
      .prepare(
        `SELECT m.value AS name, f."table" AS other, f."from" AS "column" FROM json_each(?) m JOIN pragma_foreign_key_list(m.value) f`,
      )
      .bind(ours),
    d1.prepare(`SELECT tbl_name AS "table", name, sql FROM sqlite_master WHERE type = 'trigger'`),
  ])) as [
    D1Result<Found>,
    D1Result<{ name: string; other: string; column: string }>,
    D1Result<{ table: string; name: string; sql: string }>,
  ]
  const byName = Map.groupBy(columns.results, ({ name }) => name)
  const moved = [...byName].filter(([name, all]) => !notMoved.includes(name) && (name === 'organizations' || all.some(isOwner)))
  const tables = moved.map(([name, all]) => ({
    name,
    columns: all.map(({ column }) => column),
    key: all
      .filter(({ pk }) => pk > 0)
      .toSorted((one, other) => one.pk - other.pk)
      .map(({ column }) => column),
    ownReferences: references.results
      .filter((one) => one.name === name && one.other === name && one.column !== 'organization_id')
      .map(({ column }) => column),
    triggers: triggers.results.filter(({ table }) => table === name),
  }))
  return inOrder(tables, (table) => references.results.filter(({ name }) => name === table.name).map(({ other }) => other))
}

const isOwner = ({ column }: Found): boolean => column === 'organization_id'

/** Parents first. */
function inOrder(tables: ShardTable[], parentsOf: (table: ShardTable) => string[]): ShardTable[] {
  const placed: ShardTable[] = []
  const place = (table: ShardTable) => {
    if (placed.includes(table)) return
    for (const parent of tables) if (parent !== table && parentsOf(table).includes(parent.name)) place(parent)
    placed.push(table)
  }
  for (const table of tables) place(table)
  return placed
}
