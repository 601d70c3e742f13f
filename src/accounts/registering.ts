import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, SignedIn } from '../current.ts'
import { batch, inList, newId, type DatabaseRefusal, type Query } from '../db.ts'
import { base64url, derive, sha256 } from '../tokens.ts'
import { attemptOf, remember } from '../web/idempotency.ts'
import { takenBy } from './arrival.ts'
import { register } from './becoming-client.ts'
import { codeLifetime } from './asking.ts'
import { registrations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { isWayClosed } from './links.ts'
import { onFileQuery } from './proof-queries.ts'
import type { Held, Registered } from './registration-columns.ts'
import { lending } from '../lending.ts'
import { signIns } from './schema.ts'

/** A registration lives longer than its code, so that a new code can be asked for (LNK-4). */
export const registrationLifetime = 24 * 60 * 60_000

/** What a visitor says of herself. */
export interface Newcomer {
  name: string
  email: string
  phone: string | null
  birthDate: string | null
}

/** What she wants besides: a time that is held for her. */
export type Wish = Pick<Registered, 'serviceId' | 'forum' | 'locationId' | 'note'> & { holdId: string | null }

/** The ids a form's registration can have, and the browser it is tied to when it has no cookie yet. */
export interface FormIds {
  id: string
  /** For the same form sent again when the first code has died. */
  again: string
  browser: string
  browserHash: string
}

/**
 * A visitor has no person to remember her key by, so the id of what she registers is made of the form itself: the same form sent
 * twice from the same browser is one record, whatever happens between (LNK-6); with other fields it is another one.
 */
export async function idsOf(
  { secret, now, path, browser }: { secret: string; now: number; path: string; browser: string },
  fields: Record<string, string>,
): Promise<FormIds | null> {
  // The answer of the check against machines differs with every look at the form.
  const attempt = await attemptOf(path, { ...fields, 'cf-turnstile-response': '' })
  if (!attempt) return null
  const token = browser || base64url(await derive(secret, 'browser of a form', attempt.key))
  const id = await idOf(secret, 'registration', `${token}|${attempt.key}|${attempt.fingerprint}`)
  return {
    id,
    again: await idOf(secret, 'registration again', `${id}|${Math.floor(now / codeLifetime)}`),
    browser: token,
    browserHash: await sha256(token),
  }
}

/** For the door: whether this form has registered before, and what is known of the person when somebody is signed in. */
export const registrationQueries =
  (ids: FormIds | null): AboutQueries =>
  (at) => {
    const { db, organizationId, personId, now } = at
    return {
      ...lending(at, {
        sign_ins: sql`SELECT id, intent_id, browser_hash, created_at, used_at, expires_at FROM sign_ins
        WHERE ${inList(signIns.intentId, ids ? [ids.id, ids.again] : [])} OR (browser_hash = ${ids?.browserHash ?? ''} AND created_at > ${now - 2 * codeLifetime})`,
        people: sql`SELECT * FROM people WHERE email = (SELECT p.email FROM people p WHERE p.id = ${personId})`,
      }),
      registered: db.orm
        .select({
          id: registrations.id,
          open: sql<boolean>`EXISTS (SELECT 1 FROM sign_ins s WHERE s.intent_id = "registrations"."id" AND s.used_at IS NULL AND s.expires_at > ${now})`
            .mapWith(Boolean)
            .as('open'),
        })
        .from(registrations)
        .where(and(eq(registrations.organizationId, organizationId), inList(registrations.id, ids ? [ids.id, ids.again] : []))),
      hers: onFileQuery(db.orm, organizationId, (column) => sql`${column} = (SELECT p.email FROM people p WHERE p.id = ${personId})`),
      claims: claimsOf({ db, organizationId, personId }),
    }
  }

/** The registrations of somebody that wait, or were answered: the newest first. */
const claimsOf = ({ db, organizationId, personId }: Pick<Parameters<AboutQueries>[0], 'db' | 'organizationId' | 'personId'>) =>
  db.orm
    .select({ id: registrations.id, state: registrations.state })
    .from(registrations)
    .where(and(eq(registrations.organizationId, organizationId), eq(registrations.personId, personId), ne(registrations.state, 'expired')))
    .orderBy(desc(registrations.provedAt))

/** For the door of a page that leads somebody who has nothing here but a registration to it. */
export const ownRegistrations: AboutQueries = (at) => ({ claims: claimsOf(at) })

export interface RegistrationFacts {
  registered: { id: string; open: boolean }[]
  hers: { email: string }[]
  claims: { id: string; state: Registered['origin'] | string }[]
}

/** Under which id this form registers now; null: it has, and its code still works (LNK-6). */
export function idFor({ registered }: Pick<RegistrationFacts, 'registered'>, { id, again }: FormIds): string | null {
  if (registered.some((one) => one.id === again)) return null
  const first = registered.find((one) => one.id === id)
  if (!first) return id
  return first.open ? null : again
}

/** The row of a registration, first in its batch: a repeat is found out before anything it would collide with. */
export const registrationRow = (
  current: Current,
  id: string,
  origin: 'join' | 'book',
  { name, email, phone, birthDate }: Newcomer,
  wish?: Wish,
): Query[] => [
  current.db.orm.insert(registrations).values({
    organizationId: current.organization.id,
    id,
    origin,
    name,
    email,
    phone,
    birthDate,
    state: 'unproved',
    language: current.language,
    createdAt: current.now,
    expiresAt: current.now + registrationLifetime,
    ...wish,
  }),
  audit(current, 'registration.begun', { kind: 'registration', id, version: 1, details: { origin } }),
]

/**
 * Somebody who is signed in registers: she has proved her address already, so it is decided at once, by the same rules (LNK-4).
 * `chosen`: the time she wants, with the statements that hold it. Answers where she is led, and as whom the queue is woken.
 */
export async function registerSignedIn(
  current: SignedIn,
  facts: RegistrationFacts,
  origin: 'join' | 'book',
  typed: Pick<Newcomer, 'phone' | 'birthDate'>,
  chosen?: { wish: Wish; hold: Held; statements: (registrationId: string) => Query[] },
): Promise<{ refusal: DatabaseRefusal } | { leadsTo: string; acting: Current }> {
  const id = newId('reg')
  const newcomer = { ...typed, name: current.person.name, email: current.person.email }
  const registration: Registered = {
    serviceId: null,
    forum: null,
    locationId: null,
    note: '',
    ...chosen?.wish,
    ...newcomer,
    id,
    origin,
    language: current.language,
    version: 1,
    hold: chosen?.hold ?? null,
  }
  const person = {
    personId: current.person.id,
    owesSecondFactor: false,
    clientId: current.mine.find(({ access }) => access.kind === 'self')?.clientId ?? null,
    claimId: facts.claims.find(({ state }) => state === 'claim')?.id ?? null,
  }
  const offer = { kind: 'registration' as const, id, origin, name: newcomer.name, closed: isWayClosed(origin, current) }
  const taken = takenBy(person, offer, facts.hers.length) as Parameters<typeof register>[2]
  const acting: Current = { ...current, staff: null, client: null, access: null }
  const begun = registrationRow(current, id, origin, newcomer, chosen?.wish)
  const { statements, leadsTo } = register(acting, registration, taken, { ...person, withTime: true })
  const refusal = await batch(current.db, [...remember(current, leadsTo), ...begun, ...(chosen?.statements(id) ?? []), ...statements])
  return refusal ? { refusal } : { leadsTo, acting }
}

/** What this browser came for when it asked for a code before: asking again on the sign-in page keeps it. */
export const earlierWish =
  (browserHash: string, email: string): AboutQueries =>
  (at) => {
    const { db, organizationId, now } = at
    return {
      ...lending(at, {
        sign_ins: sql`SELECT id, organization_id, intent_id, intent_kind, browser_hash, email, created_at FROM sign_ins
        WHERE browser_hash = ${browserHash} AND email = ${email} AND created_at > ${now - 3 * codeLifetime}`,
      }),
      wished: db.orm
        .all(sql`SELECT s.intent_id AS id FROM sign_ins s JOIN registrations r ON r.organization_id = s.organization_id AND r.id = s.intent_id
      WHERE s.organization_id = ${organizationId} AND s.browser_hash = ${browserHash} AND s.email = ${email} AND s.intent_kind = 'registration'
      AND s.created_at > ${now - 3 * codeLifetime} AND r.state = 'unproved' AND r.expires_at > ${now} ORDER BY s.created_at DESC LIMIT 1`),
    }
  }

const idOf = async (secret: string, purpose: string, text: string): Promise<string> =>
  `reg_${base64url(await derive(secret, purpose, text)).slice(0, 22)}`
