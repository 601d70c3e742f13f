import { sql, type SQL } from 'drizzle-orm'
import { controlDatabase, isOf, newMeter, open, read, type Database, type Meter, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import { loanIn } from '../lending.ts'
import { together } from '../loans.ts'
import { nearest, type Bookmarks } from '../replicas.ts'
import { isOnlyOne, placeQuery, shardNamed, type Place } from '../shards.ts'
import type { Attempt } from '../web/idempotency.ts'
import type { Current } from '../current.ts'
import { currentFrom, outlivedBy, type IdentityRows } from './current-from.ts'
import { identityQueries, organizationIn, personIn } from './identity-queries.ts'

/** What the request says of itself before anything is known. */
export interface Asking {
  env: Env
  meter: Meter
  now: number
  requestId: string
  network: string
  /** The organization's slug in the address; null where the address has none. */
  slug: string | null
  /** SHA-256 of the session cookie; '' without one. */
  tokenHash: string
  clientId: string | null
  params: Record<string, string>
  fields: Record<string, string>
  attempt: Attempt | null
  languageAsked: string | null
  /** How far this reader's own changes go, where the page's facts may come from a copy; else null (SCL-2). */
  mayBeOlder: Bookmarks | null
}

/** A door's own reading, done in the same round trip as the identity: what a change is about. */
export type AboutQueries = (at: AboutAt) => Record<string, Query>

export interface AboutAt {
  /** The organization's shard. */
  db: Database
  /** People, sign-ins and sessions: a query of control alone is built with it. */
  control: Database
  /** They are two databases: what a query of the shard reads of control has to be lent (lending.ts). */
  apart: boolean
  organizationId: SQL
  personId: SQL
  now: number
  /** The address's parameters and the form's fields, as they came: compare with them, never trust them. */
  params: Record<string, string>
  fields: Record<string, string>
}

/** A first answer to the same form, if there was one. */
export type Earlier = { fingerprint: string; location: string } | undefined

interface Identified {
  current: Current | null
  about: Record<string, unknown>
  earlier: Earlier
  /** Whose session it was, when it merely grew old (current-from.ts). */
  outlived: string | null
  /** The organization is on its way to another shard: it can be read. */
  moving: boolean
}

/**
 * Who asks, for which organization, acting for which client, under which settings: one round trip, whatever the door. With several
 * shards two: control says who and where, the shard all the rest. `current` is null when the organization does not exist.
 */
export async function identify(asking: Asking, about?: AboutQueries): Promise<Identified> {
  if (!isOnlyOne(asking.env)) return await identifyApart(asking, about)
  const control = controlDatabase(asking.env, asking.meter)
  const { slug, tokenHash } = asking
  const at = { ...atOf(asking), db: control, control, apart: false }
  const asked = prefixed(about?.({ ...at, organizationId: organizationIn(slug, tokenHash) }) ?? {})
  const rows = await readBoth(asking, control, identityQueries(control, asking), asked)
  return identified(asking, { control, db: control, moving: false }, rows, Object.keys(asked))
}

/** No database: what is built for it is not asked yet, or was asked already. */
const nowhere: Database = open({ prepare: () => null } as unknown as D1Database, newMeter())

async function identifyApart(asking: Asking, about?: AboutQueries): Promise<Identified> {
  const { env, meter, slug, tokenHash } = asking
  const control = controlDatabase(env, meter)
  const session = sql`(SELECT * FROM sessions WHERE token_hash = ${tokenHash})`
  const byDirectory = slug === null ? organizationIn(null, tokenHash) : sql`(SELECT organization_id FROM directory WHERE slug = ${slug})`
  const atControl = prefixed(
    of(control, about?.({ ...atOf(asking), db: nowhere, control, apart: true, organizationId: byDirectory }) ?? {}),
  )
  const first: Record<string, unknown> = await read(control, {
    place: placeQuery(control, slug === null ? { id: byDirectory } : { slug }),
    ...of(control, pick(identityQueries(control, asking), ['session'])),
    'lend:sessions': control.orm.all(sql`SELECT * FROM ${session}`),
    'lend:people': control.orm.all(sql`SELECT * FROM people WHERE id = (SELECT person_id FROM ${session})`),
    ...atControl,
  })
  const [place] = first.place as Place[]
  if (!place) return { current: null, about: {}, earlier: undefined, outlived: null, moving: false }
  const shard = shardNamed(env, place.shard, meter)
  const loan = together(loanIn(first), loanIn(withoutPrefix(first)))
  const db = shard.loan ? { ...shard, loan } : shard
  const at = { ...atOf(asking), db, control: nowhere, apart: db.loan !== undefined, organizationId: sql`${place.organizationId}` }
  const atShard = prefixed(of(db, about?.(at) ?? {}))
  const { session: _, ...identity } = identityQueries(db, asking)
  const rows = await readBoth(asking, db, identity, atShard)
  const names = [...Object.keys(atControl), ...Object.keys(atShard)]
  return identified(asking, { control, db, moving: place.movingTo !== null }, { ...first, ...rows }, names)
}

/** Who asks, from the primary; the page's own facts in the same round trip, or beside it from a copy. A copy that says no is done without. */
async function readBoth(
  { mayBeOlder }: Asking,
  db: Database,
  identity: Record<string, Query>,
  facts: Record<string, Query>,
): Promise<Record<string, unknown>> {
  if (!mayBeOlder || Object.keys(facts).length === 0) return await read(db, { ...identity, ...facts })
  const [who, what] = await Promise.all([read(db, identity), read(nearest(db, mayBeOlder), facts).catch(() => read(db, facts))])
  return { ...who, ...what }
}

function identified(
  asking: Asking,
  { control, db, moving }: { control: Database; db: Database; moving: boolean },
  rows: Record<string, unknown>,
  asked: string[],
): Identified {
  const found = rows as unknown as IdentityRows
  const current = currentFrom(asking, control, db, found)
  const outlived = current && outlivedBy(asking, found, current)
  const [earlier] = (rows.earlier ?? []) as Earlier[]
  return { current, about: Object.fromEntries(asked.map((name) => [name.slice(1), rows[name]])), earlier, outlived, moving }
}

const atOf = ({ params, fields, now, tokenHash }: Asking) => ({ personId: personIn(tokenHash), now, params, fields })

/** A door's names cannot be mistaken for those of the identity. */
const prefixed = (queries: Record<string, Query>): Record<string, Query> =>
  Object.fromEntries(Object.entries(queries).map(([name, query]) => [`@${name}`, query]))
const withoutPrefix = (rows: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(rows).flatMap(([name, list]) => (name.startsWith('@') ? [[name.slice(1), list]] : [])))

/** Of a door's queries those for this database. */
const of = (db: Database, queries: Record<string, Query>) =>
  Object.fromEntries(Object.entries(queries).filter(([, query]) => isOf(db, query)))
const pick = (queries: Record<string, Query>, names: string[]) =>
  Object.fromEntries(Object.entries(queries).filter(([name]) => names.includes(name)))
