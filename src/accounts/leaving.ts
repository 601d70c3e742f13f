import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { decide } from '../across.ts'
import { audits } from '../audit.ts'
import { batchAnd, read, type Database, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { lent } from '../lending.ts'
import { isOnlyOne, placeQuery, shardNamed } from '../shards.ts'
import { directory, people, sessions } from './schema.ts'

/** What a person may do to her own session without saying at which practice: end it, or choose a language. */
interface Own {
  env: Env
  control: Database
  tokenHash: string
  now: number
  requestId: string
}

/** Ends the session. Answers the slug of the practice where it began, to show its sign-in page. */
export async function signOut(own: Own): Promise<string | null> {
  const { orm } = own.control
  const slug = orm
    .select({ slug: directory.slug })
    .from(sessions)
    .innerJoin(directory, eq(directory.organizationId, sessions.organizationId))
    .where(eq(sessions.tokenHash, own.tokenHash))
  const ended = orm
    .update(sessions)
    .set({ endedAt: own.now })
    .where(and(eq(sessions.tokenHash, own.tokenHash), isNull(sessions.endedAt)))
  const rows = await change(own, 'signed_out', ended, { slug })
  return rows?.slug[0]?.slug ?? null
}

/** Keeps the language a person chose, for every browser of hers. */
export async function chooseLanguage(own: Own, language: 'en' | 'es'): Promise<void> {
  const person = sql`(SELECT person_id FROM sessions WHERE token_hash = ${own.tokenHash} AND ended_at IS NULL)`
  const chosen = own.control.orm.update(people).set({ language }).where(eq(people.id, person))
  await change(own, 'language_chosen', chosen, {}, sql`p.language IS NOT ${language}`)
}

/** The change and its entry; with several shards the entry goes to that of the practice where the session began. */
async function change<Q extends Record<string, Query>>(own: Own, action: string, statement: Query, after: Q, condition = sql`1`) {
  const { env, control, tokenHash, now } = own
  if (isOnlyOne(env)) return (await batchAnd(control, [entry(own, control, action, condition), statement], after)).rows
  const session = sql`SELECT * FROM sessions WHERE token_hash = ${tokenHash} AND ended_at IS NULL`
  const { place } = await read(control, { place: placeQuery(control, { id: sql`(SELECT organization_id FROM (${session}))` }) })
  const shard = shardNamed(env, place[0]?.shard ?? 'DB', control.meter)
  const db = await lent(env, shard, {
    sessions: session,
    people: sql`SELECT * FROM people WHERE id = (SELECT person_id FROM (${session}))`,
  })
  const where = { env, control, db, now, organization: { id: place[0]?.organizationId ?? '' } }
  return (await decide(where, db.loan ? [statement] : [], [entry(own, db, action, condition), ...(db.loan ? [] : [statement])], after)).rows
}

/** The audit entry of a running session's own act; none without one, and none of what changes nothing. */
function entry({ tokenHash, now, requestId }: Own, db: Database, action: string, condition: SQL) {
  return db.orm.run(sql`
    INSERT INTO ${audits} (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, request_id)
    SELECT s.organization_id, ${now}, s.person_id, p.name, 'person', ${action}, 'person', s.person_id, ${requestId}
    FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL AND ${condition}`)
}
