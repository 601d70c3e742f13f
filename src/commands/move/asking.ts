import { sql } from '../org/sql.ts'
import type { Base } from '../org/base.ts'
import { Refusal } from '../quiet.ts'
import type { Bases } from './bases.ts'

/** Asks for a move: from now on the organization is read, and not changed, until it is there. Answers what was asked for. */
export async function askToMove(bases: Bases, slug: string, shard: string, now: number): Promise<string> {
  const control = bases.get('DB') as Base
  const there = bases.get(shard)
  if (!there) throw new Refusal(`There is no shard "${shard}". There are: ${[...bases.keys()].join(', ')}.`)
  const [[found] = [], [other] = []] = await control.run([
    sql`SELECT organization_id AS id, shard FROM directory WHERE slug = ${slug}`,
    sql`SELECT d.slug, m.to_shard FROM moves m JOIN directory d ON d.organization_id = m.organization_id`,
  ])
  if (!found) throw new Refusal(`There is no organization "${slug}". "npm run org -- list" shows them.`)
  if (other && (other['slug'] !== slug || other['to_shard'] !== shard))
    throw new Refusal(`${other['slug']} is on its way to ${other['to_shard']}. One moves at a time.`)
  if (other) return `${slug} is on its way to ${shard} already.`
  const [from, id] = [String(found['shard']), String(found['id'])]
  if (from === shard) return `${slug} lies on ${shard} already.`
  await checkSchema(bases.get(from) as Base, there, shard)
  await control.run([
    sql`INSERT INTO assert_one SELECT (SELECT count(*) FROM moves) = 0 AND EXISTS (SELECT 1 FROM directory WHERE organization_id = ${id} AND shard = ${from})`,
    sql`INSERT INTO moves (organization_id, from_shard, to_shard, asked_at) VALUES (${id}, ${from}, ${shard}, ${now})`,
  ])
  return `${slug} moves from ${from} to ${shard}. The portal begins within a minute.`
}

/** A shard on which a migration is missing cannot hold what another one has. */
async function checkSchema(from: Base, to: Base, shard: string): Promise<void> {
  const migrations = sql`SELECT name FROM d1_migrations ORDER BY name`
  const [here, there] = await Promise.all([from, to].map((base) => base.run([migrations])))
  if (JSON.stringify(here) !== JSON.stringify(there))
    throw new Refusal(`The schema of ${shard} is another one: apply the migrations to it first (docs/scale.md).`)
}

/** What moves, or how far one is, in a sentence; it says "moves" for as long as it does. */
export async function howFar(bases: Bases, slug?: string): Promise<string> {
  const [rows = [], [one] = []] = await (bases.get('DB') as Base).run([
    sql`SELECT d.slug, m.from_shard, m.to_shard, m.opened_at, json_array_length(m.done) AS done FROM moves m
      JOIN directory d ON d.organization_id = m.organization_id`,
    sql`SELECT slug, shard FROM directory WHERE slug = ${slug ?? ''}`,
  ])
  const moving = rows.filter((row) => slug === undefined || row['slug'] === slug)
  if (moving.length > 0)
    return moving
      .map(({ slug: name, from_shard, to_shard, opened_at, done }) =>
        opened_at === null
          ? `${name} moves from ${from_shard} to ${to_shard}: ${Math.max(0, Number(done) - 1)} tables are there.`
          : `${name} is on ${to_shard} and can be changed; what is left on ${from_shard} moves out within some minutes.`,
      )
      .join('\n')
  return one ? `${one['slug']} lies on ${one['shard']}.` : 'Nothing is on its way.'
}
