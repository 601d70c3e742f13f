import { and, desc, eq, isNull, ne, sql, type SQL } from 'drizzle-orm'
import { audit, auditWhere, type About } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { batchAnd, read, type Database } from '../db.ts'
import type { AboutQueries } from './identity.ts'
import { organizations, people, sessions } from './schema.ts'
import { endsAt } from './session-limits.ts'
import { decide } from '../across.ts'
import { lent } from '../lending.ts'
import { isOnlyOne, shardNamed, shardNames } from '../shards.ts'

/** A session as its own person reads of it (ACC-6): never the token, nor its hash. */
export interface OwnSession {
  id: string
  createdAt: number
  lastSeenAt: number
  /** The `User-Agent` header it was opened with: anybody's text. */
  device: string
  place: string
  method: 'code' | 'link' | 'passkey' | 'development'
  sharedComputer: boolean
  organizationId: string
  practice: string
  /** Minutes, when she works at that practice. */
  staffIdleMinutes: number | null
}

/** What she has to sign in with, and what became of a change of her address. */
export interface Means {
  passkeys: number
  passkeyUsedAt: number | null
  hasAuthenticator: boolean
  waitingEmail: string | null
  emailChangedAt: number | null
}

/** For the door of the page: everything it shows, in the round trip of the identity. */
export const securityFacts: AboutQueries = ({ db, control, personId, now }) => ({
  sessions: sessionsOf(db, personId),
  means: control.orm
    .select({
      passkeys: sql<number>`(SELECT count(*) FROM passkeys k WHERE k.person_id = "people"."id" AND k.removed_at IS NULL)`.as('passkeys'),
      passkeyUsedAt: sql<
        number | null
      >`(SELECT max(k.last_used_at) FROM passkeys k WHERE k.person_id = "people"."id" AND k.removed_at IS NULL)`.as('passkey_used_at'),
      hasAuthenticator:
        sql<boolean>`EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = "people"."id" AND a.confirmed_at IS NOT NULL)`
          .mapWith(Boolean)
          .as('has_authenticator'),
      waitingEmail: sql<string | null>`(SELECT e.new_email FROM email_changes e WHERE e.person_id = "people"."id" AND e.used_at IS NULL
        AND e.revoked_at IS NULL AND e.expires_at > ${now} ORDER BY e.created_at DESC LIMIT 1)`.as('waiting_email'),
      emailChangedAt: sql<number | null>`(SELECT max(e.used_at) FROM email_changes e WHERE e.person_id = "people"."id")`.as(
        'email_changed_at',
      ),
    })
    .from(people)
    .where(eq(people.id, personId)),
})

/** For the door that ends one: hers, or nothing (T-02). */
export const ownSession: AboutQueries = ({ control, personId, params }) => ({
  session: control.orm
    .select({ id: sessions.id, endedAt: sessions.endedAt, device: sessions.device })
    .from(sessions)
    .where(and(eq(sessions.id, params.sessionId ?? ''), eq(sessions.personId, personId))),
})

/** Those that have not run out by themselves, last used first. Pure. */
export const stillRunning = (rows: OwnSession[], now: number): OwnSession[] =>
  rows.filter((session) => endsAt(session, session.staffIdleMinutes) > now)

/** Ends one session of hers; answers those that are left. */
export const endOne = (current: SignedIn, sessionId: string): Promise<OwnSession[]> =>
  end(current, eq(sessions.id, sessionId), 'session.ended', { kind: 'session', id: sessionId })

/** Ends all of her sessions, or all but the one that asks; answers those that are left. */
export const endMany = (current: SignedIn, which: 'others' | 'all'): Promise<OwnSession[]> =>
  end(current, which === 'all' ? undefined : ne(sessions.tokenHash, current.session.tokenHash), 'sessions.ended', {
    kind: 'person',
    id: current.person.id,
    details: { which },
  })

/** Asked again, it ends nothing, and the audit says so once. */
async function end(current: SignedIn, which: SQL | undefined, action: string, about: About): Promise<OwnSession[]> {
  const { control, now, person } = current
  const running = and(eq(sessions.personId, person.id), isNull(sessions.endedAt), which)
  const stop = control.orm.update(sessions).set({ endedAt: now }).where(running)
  if (isOnlyOne(current.env)) {
    const entry = auditWhere(current, sql`EXISTS (SELECT 1 FROM ${sessions} WHERE ${running})`, action, about)
    const { rows } = await batchAnd(control, [entry, stop], { left: sessionsOf(control, person.id) })
    return stillRunning((rows?.left ?? []) as OwnSession[], now)
  }
  // The shard cannot see what ends, so whether anything does is asked before.
  const { ending } = await read(control, { ending: control.orm.select({ id: sessions.id }).from(sessions).where(running).limit(1) })
  if (ending.length > 0) await decide(current, [stop], [audit(current, action, about)])
  return stillRunning(await sessionsEverywhere(current, []), now)
}

/** Her sessions at all practices, last used first. `known`: all of them, where there is one database; with several each shard names its practices. */
export async function sessionsEverywhere({ env, control, person }: SignedIn, known: OwnSession[]): Promise<OwnSession[]> {
  if (isOnlyOne(env)) return known
  const rows = sql`SELECT id, person_id, organization_id, created_at, last_seen_at, ended_at, shared_computer, device, place, method FROM sessions
    WHERE person_id = ${person.id} AND ended_at IS NULL`
  const found = await Promise.all(
    shardNames(env).map(async (name) => {
      const db = await lent(env, shardNamed(env, name, control.meter), { sessions: rows })
      return (await read(db, { sessions: sessionsOf(db, person.id) })).sessions as OwnSession[]
    }),
  )
  return found.flat().toSorted((one, other) => other.lastSeenAt - one.lastSeenAt)
}

const sessionsOf = ({ orm }: Database, personId: SQL | string) =>
  orm
    .select({
      id: sessions.id.getSQL().mapWith(String).as('session_id'),
      createdAt: sessions.createdAt.getSQL().mapWith(Number).as('session_created_at'),
      lastSeenAt: sessions.lastSeenAt,
      device: sessions.device,
      place: sessions.place,
      method: sessions.method,
      sharedComputer: sessions.sharedComputer,
      organizationId: sessions.organizationId,
      practice: organizations.name,
      staffIdleMinutes: sql<number | null>`CASE WHEN EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = ${sessions.organizationId}
        AND s.person_id = ${sessions.personId} AND s.deactivated_at IS NULL) THEN ${organizations.staffIdleMinutes} END`.as('idle_minutes'),
    })
    .from(sessions)
    .innerJoin(organizations, eq(organizations.id, sessions.organizationId))
    .where(and(eq(sessions.personId, personId), isNull(sessions.endedAt)))
    .orderBy(desc(sessions.lastSeenAt))
    .limit(100)
