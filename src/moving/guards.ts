import { ownerOf, type ShardTable } from './tables.ts'

// While an organization moves, both shards refuse every change of its rows, whoever makes it: a request that began before, a job of the
// clock, the queue. The refusal is the database's, so nothing can come between. Reads go on.

const guardsOf = (organizationId: string, table: ShardTable) =>
  (['INSERT', 'UPDATE', 'DELETE'] as const).map((event) => ({
    name: `moving_${table.name}_${event.toLowerCase()}`,
    sql: `CREATE TRIGGER moving_${table.name}_${event.toLowerCase()} BEFORE ${event} ON ${table.name}
      WHEN '${organizationId}' = ${event === 'DELETE' ? 'OLD' : 'NEW'}.${ownerOf(table)} BEGIN SELECT RAISE(ABORT, 'organization_moves'); END`,
  }))

/** Closes a shard to an organization, in one batch. Said twice, it is closed. One organization moves at a time: the guards bear no name of it. */
export const closing = (d1: D1Database, organizationId: string, tables: ShardTable[], now: number): D1PreparedStatement[] => [
  ...opening(d1, tables),
  d1.prepare('INSERT INTO closed_here (organization_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING').bind(organizationId, now),
  ...tables.flatMap((table) => guardsOf(checked(organizationId), table).map(({ sql }) => d1.prepare(sql))),
]

/** The guards gone. That it is closed for good, or open, `closed_here` says. */
export const opening = (d1: D1Database, tables: ShardTable[]): D1PreparedStatement[] =>
  tables.flatMap((table) => guardsOf('', table).map(({ name }) => d1.prepare(`DROP TRIGGER IF EXISTS ${name}`)))

/** It stands in the text of a trigger. */
function checked(organizationId: string): string {
  if (!/^[\w-]+$/.test(organizationId)) throw new Error('This is no id of an organization.')
  return organizationId
}
