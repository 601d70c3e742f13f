import type { SQL } from 'drizzle-orm'
import { controlDatabase, dbFor, read, type Database, type Meter, type Query } from '../db.ts'
import type { Env } from '../env.ts'
import type { Attempt } from '../web/idempotency.ts'
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
}

/** A door's own reading, done in the same round trip as the identity: what a change is about. */
export type AboutQueries = (at: AboutAt) => Record<string, Query>

export interface AboutAt {
  db: Database
  organizationId: SQL
  personId: SQL
  now: number
  /** The address's parameters and the form's fields, as they came: compare with them, never trust them. */
  params: Record<string, string>
  fields: Record<string, string>
}

/** A first answer to the same form, if there was one. */
export type Earlier = { fingerprint: string; location: string } | undefined

/**
 * Who asks, for which organization, acting for which client, under which settings: one round trip, whatever the door.
 * Null when the organization does not exist.
 */
export async function identify(asking: Asking, about?: AboutQueries) {
  const db = dbFor(asking.env, asking.slug ?? '', asking.meter)
  const asked = prefixed(aboutQueries(db, asking, about))
  const rows: Record<string, unknown> = await read(db, { ...identityQueries(db, asking), ...asked })
  const found = rows as unknown as IdentityRows
  const current = currentFrom(asking, controlDatabase(asking.env, asking.meter), db, found)
  const outlived = current && outlivedBy(asking, found, current)
  const [earlier] = (rows.earlier ?? []) as Earlier[]
  return { current, about: Object.fromEntries(Object.keys(asked).map((name) => [name.slice(1), rows[name]])), earlier, outlived }
}

/** A door's names cannot be mistaken for those of the identity. */
const prefixed = (queries: Record<string, Query>): Record<string, Query> =>
  Object.fromEntries(Object.entries(queries).map(([name, query]) => [`@${name}`, query]))

function aboutQueries(db: Database, asking: Asking, about?: AboutQueries): Record<string, Query> {
  const { params, fields, now, slug, tokenHash } = asking
  return about?.({ db, organizationId: organizationIn(slug, tokenHash), personId: personIn(tokenHash), now, params, fields }) ?? {}
}
