import { sql } from 'drizzle-orm'
import { controlDatabase, newMeter, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { isApart } from '../shards.ts'
import type { Finding, Readable } from './invariants.ts'

// The looks at a shard that is another database than control: what they compare with control is compared here (decision 068).

/** The turns and the notes of a look are each shard's own. */
export const onShard = (name: string, { shard }: Database): string => (shard ? `${name}, ${shard}` : name)

/** A shard for `checkInvariants`: that its people and sign-ins are there is taken for granted in its own rules. `strangersOn` looks. */
export const readable = ({ d1, loan }: Database): Readable =>
  loan
    ? {
        prepare: (text) =>
          d1.prepare(
            `WITH people (id) AS (SELECT person_id FROM staff UNION SELECT person_id FROM client_logins UNION SELECT person_id FROM contacts), sign_ins (id) AS (SELECT about_id FROM outbox WHERE about_kind = 'sign_in') ${text}`,
          ),
      }
    : d1

const personsOf = sql`SELECT person_id AS id FROM staff UNION SELECT person_id FROM client_logins UNION SELECT person_id FROM contacts WHERE person_id IS NOT NULL`

/** How many ids are compared at once. */
const atOnce = 10_000

/** Whoever works or signs in on a shard apart is somebody on control. */
export async function strangersOn(env: Env, db: Database): Promise<Finding[]> {
  if (!isApart(db)) return []
  const control = controlDatabase(env, newMeter())
  const broken: string[] = []
  for (let after = ''; ;) {
    const { some } = await read(db, {
      some: db.orm.all<{ id: string }>(sql`SELECT id FROM (${personsOf}) WHERE id > ${after} ORDER BY id LIMIT ${atOnce}`),
    })
    const ids = JSON.stringify(some.map(({ id }) => id))
    const { missing } = await read(control, {
      missing: control.orm.all<{ id: string }>(
        sql`SELECT value AS id FROM json_each(${ids}) WHERE value NOT IN (SELECT p.id FROM people p) LIMIT 50`,
      ),
    })
    broken.push(...missing.map(({ id }) => id))
    if (some.length < atOnce) break
    after = some.at(-1)?.id ?? ''
  }
  return [{ name: 'who works or signs in on another shard is somebody', broken: broken.slice(0, 50), rowsRead: db.meter.rowsRead }]
}
