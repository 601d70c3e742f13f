import { and, eq, isNull, sql } from 'drizzle-orm'
import { audits } from '../audit.ts'
import { batchAnd, type Database } from '../db.ts'
import { organizations, people, sessions } from './schema.ts'

/** What a person may do to her own session without saying at which practice: end it, or choose a language. */
interface Own {
  control: Database
  tokenHash: string
  now: number
  requestId: string
}

/** Ends the session. Answers the slug of the practice where it began, to show its sign-in page. */
export async function signOut(own: Own): Promise<string | null> {
  const { orm } = own.control
  const slug = orm
    .select({ slug: organizations.slug })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(eq(sessions.tokenHash, own.tokenHash))
  const { rows } = await batchAnd(
    own.control,
    [
      entry(own, 'signed_out'),
      orm
        .update(sessions)
        .set({ endedAt: own.now })
        .where(and(eq(sessions.tokenHash, own.tokenHash), isNull(sessions.endedAt))),
    ],
    { slug },
  )
  return rows?.slug[0]?.slug ?? null
}

/** Keeps the language a person chose, for every browser of hers. */
export async function chooseLanguage(own: Own, language: 'en' | 'es'): Promise<void> {
  const { orm } = own.control
  const person = sql`(SELECT person_id FROM sessions WHERE token_hash = ${own.tokenHash} AND ended_at IS NULL)`
  const isAnother = sql`p.language IS NOT ${language}`
  await batchAnd(
    own.control,
    [entry(own, 'language_chosen', isAnother), orm.update(people).set({ language }).where(eq(people.id, person))],
    {},
  )
}

/** The audit entry of a running session's own act; none without one, and none of what changes nothing. */
function entry({ control, tokenHash, now, requestId }: Own, action: string, condition = sql`1`) {
  return control.orm.run(sql`
    INSERT INTO ${audits} (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, request_id)
    SELECT s.organization_id, ${now}, s.person_id, p.name, 'person', ${action}, 'person', s.person_id, ${requestId}
    FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL AND ${condition}`)
}
