import { freshRange, goOnFrom } from '../audit-sequence.ts'
import { clock } from '../clock.ts'
import { isControl, type Database } from '../db.ts'
import type { Env, ShardName } from '../env.ts'
import { isOnlyOne, shardNames } from '../shards.ts'
import { copyTable, deleteRows, isAlike, type Budget } from './copying.ts'
import { closing, opening } from './guards.ts'
import { ownerOf, tablesOf, type ShardTable } from './tables.ts'

/** A move as control keeps it. Times are epoch ms. */
export interface Move {
  organization_id: string
  from_shard: ShardName
  to_shard: ShardName
  asked_at: number
  done: string
  switched_at: number | null
  opened_at: number | null
}

/** How long a run of the clock keeps others from the same move, and how long it begins anything new. */
const lease = 120_000
const runFor = 50_000
const statementsOfARun = 700
/** Whoever read the directory just before it changed has read the old shard to its end by then. */
const grace = 60_000

/**
 * SCL-1: goes on with the move of an organization to another shard (decision 069): closes both shards to it, copies, compares, lets the
 * directory name the new one, opens that, and clears the old one. As far as a run comes; each step can be done again, so a run that was
 * killed anywhere is gone on with by the next. `npm run move` asks for it.
 */
export async function moveOrganizations(env: Env, shard: Database): Promise<void> {
  if (isOnlyOne(env) || !isControl(env, shard)) return
  const now = clock.now()
  const move = await control(env)
    .prepare('UPDATE moves SET leased_until = ? WHERE leased_until <= ? RETURNING *')
    .bind(now + lease, now)
    .first<Move>()
  if (!move) return
  const budget = { statements: statementsOfARun }
  const until = performance.now() + runFor
  while (budget.statements > 0 && performance.now() < until) if (await step(env, move, budget)) break
  await control(env).prepare('UPDATE moves SET leased_until = 0 WHERE organization_id = ?').bind(move.organization_id).run()
}

/** One step; whether there is nothing more to do now. `move` is kept as control has it. */
async function step(env: Env, move: Move, budget: Budget): Promise<boolean> {
  const [from, to] = [databaseOf(env, move.from_shard), databaseOf(env, move.to_shard)]
  if (move.switched_at !== null) return await clearUp(env, move, from, budget)
  const tables = await tablesOf(from)
  const done = JSON.parse(move.done) as string[]
  if (done.length === 0) return await begin(env, move, { from, to, tables }, done, budget)
  const next = tables.find(({ name }) => !done.includes(name))
  if (next) return await take(env, move, { from, to, table: next }, done, budget)
  await change(env, move, { from, to, tables })
  return false
}

/** Marks a step that is no table's. */
const begun = '(closed)'

/** Both shards are closed to the organization; the new one gives out audit numbers that nobody has. */
async function begin(
  env: Env,
  move: Move,
  at: { from: D1Database; to: D1Database; tables: ShardTable[] },
  done: string[],
  budget: Budget,
): Promise<boolean> {
  const { from, to, tables } = at
  const id = move.organization_id
  const there = await tablesOf(to)
  const shape = (all: ShardTable[]) => JSON.stringify(all.map(({ name, columns }) => [name, columns]).toSorted())
  if (shape(tables) !== shape(there)) throw new Error('The new shard has another schema: apply the migrations to it.')
  await from.batch(closing(from, id, tables, clock.now()))
  await to.batch([
    ...closing(to, id, tables, clock.now()),
    to
      .prepare(
        `INSERT INTO watches (name, at, seq) VALUES ('sealed until', ?, (SELECT coalesce(max(to_seq), 0) FROM audit_seals)) ON CONFLICT DO NOTHING`,
      )
      .bind(clock.now()),
  ])
  const highest = await Promise.all(shardNames(env).map((name) => lastSeq(databaseOf(env, name))))
  const first = freshRange(Math.max(...highest))
  await to.batch(goOnFrom(first).map((statement) => to.prepare(statement)))
  await note(env, move, [...done, begun])
  budget.statements -= 12 * tables.length
  return false
}

async function take(
  env: Env,
  move: Move,
  { from, to, table }: { from: D1Database; to: D1Database; table: ShardTable },
  done: string[],
  budget: Budget,
): Promise<boolean> {
  // The triggers are the new shard's own: the guards are among them.
  const there = (await tablesOf(to)).find(({ name }) => name === table.name)
  if (!there) throw new Error('The new shard has another schema: apply the migrations to it.')
  const id = move.organization_id
  const alike = await isAlike(from, to, table, id, budget)
  if (alike === null) return true
  if (alike) return (await note(env, move, [...done, table.name]), false)
  return !(await copyTable(from, to, { ...there, columns: table.columns }, id, budget))
}

/** Everything is there, and alike. From here on the directory names the new shard; then that is opened. */
async function change(
  env: Env,
  move: Move,
  { from, to, tables }: { from: D1Database; to: D1Database; tables: ShardTable[] },
): Promise<void> {
  const id = move.organization_id
  const counts = await Promise.all([from, to].map((d1) => countsOf(d1, tables, id)))
  if (JSON.stringify(counts[0]) !== JSON.stringify(counts[1])) {
    await note(env, move, [begun])
    return
  }
  const now = clock.now()
  await control(env).batch([
    control(env).prepare('UPDATE directory SET shard = ? WHERE organization_id = ? AND shard = ?').bind(move.to_shard, id, move.from_shard),
    control(env).prepare('UPDATE moves SET switched_at = ? WHERE organization_id = ? AND switched_at IS NULL').bind(now, id),
  ])
  move.switched_at = now
}

/** The new shard takes changes; a minute later nothing of the organization is left on the old one. */
async function clearUp(env: Env, move: Move, from: D1Database, budget: Budget): Promise<boolean> {
  const id = move.organization_id
  const to = databaseOf(env, move.to_shard)
  const tables = await tablesOf(from)
  if (move.opened_at === null) {
    await to.batch([
      ...opening(to, tables),
      to.prepare('DELETE FROM closed_here WHERE organization_id = ?').bind(id),
      to.prepare(`INSERT INTO watches (name, at) VALUES ('seal ' || ?, ?) ON CONFLICT DO NOTHING`).bind(id, clock.now()),
      to
        .prepare(`INSERT INTO audit (organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, details, request_id, network)
          SELECT ?1, ?2, 'system', 'system', 'organization.moved', 'organization', ?1, json_object('from', ?3, 'to', ?4), ?5, 'system'
          WHERE NOT EXISTS (SELECT 1 FROM audit WHERE organization_id = ?1 AND entity_id = ?1 AND request_id = ?5)`)
        .bind(id, clock.now(), move.from_shard, move.to_shard, `move-${move.asked_at}`),
    ])
    move.opened_at = clock.now()
    await control(env).prepare('UPDATE moves SET opened_at = ? WHERE organization_id = ?').bind(move.opened_at, id).run()
  }
  if (clock.now() < (move.switched_at ?? 0) + grace) return true
  for (const table of tables.toReversed()) if (!(await deleteRows(from, table, id, budget))) return true
  await from.batch([
    ...opening(from, tables),
    // How far is sealed here cannot be behind what is left.
    from.prepare(`UPDATE watches SET seq = min(seq, (SELECT coalesce(max(seq), 0) FROM audit)) WHERE name = 'sealed until'`),
  ])
  await control(env).prepare('DELETE FROM moves WHERE organization_id = ?').bind(id).run()
  return true
}

/** How far the move is, for the next step and for the next run. */
async function note(env: Env, move: Move, done: string[]): Promise<void> {
  move.done = JSON.stringify(done)
  await control(env).prepare('UPDATE moves SET done = ? WHERE organization_id = ?').bind(move.done, move.organization_id).run()
}

async function countsOf(d1: D1Database, tables: ShardTable[], id: string): Promise<number[]> {
  const counted = await d1.batch<{ n: number }>(
    tables.map((table) => d1.prepare(`SELECT count(*) AS n FROM ${table.name} WHERE ${ownerOf(table)} = ?`).bind(id)),
  )
  return counted.map(({ results }) => results[0]?.n ?? -1)
}

const lastSeq = async (d1: D1Database): Promise<number> =>
  (await d1.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").first<{ seq: number }>())?.seq ?? 0

const control = (env: Env): D1Database => databaseOf(env, 'DB')

function databaseOf(env: Env, name: ShardName): D1Database {
  const d1 = env[name]
  if (!d1) throw new Error(`This Worker is not bound to the shard ${name}.`)
  return d1
}

/** The organizations a shard must leave alone now: on their way to it, or from it. */
export async function movingOn(env: Env, shard: Database): Promise<string[]> {
  if (isOnlyOne(env)) return []
  const name = shard.shard ?? 'DB'
  const { results } = await control(env)
    .prepare('SELECT organization_id AS id FROM moves WHERE NOT (to_shard = ? AND opened_at IS NOT NULL)')
    .bind(name)
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}
