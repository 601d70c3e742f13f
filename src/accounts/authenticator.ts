import { and, eq, isNotNull, lt, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth/dist/otpauth.node.mjs'
import { audit } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { changedOne, type Query } from '../db.ts'
import { securityNotice } from '../notifications/outbox.ts'
import { seal, unseal } from '../sealed.ts'
import { countOf, isLastOne } from './factor-rules.ts'
import type { Authenticator, Factors } from './factors.ts'
import { newRecoveryCodes } from './recovery-codes.ts'
import { authenticators, recoveryCodes } from './schema.ts'
import { decide } from '../across.ts'

// ACC-4: codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds, as every app understands them).

const period = 30

/** An authenticator about to be set up. Nothing is stored before a code of it was typed: the form carries the secret, sealed for her and this session. */
export interface NewAuthenticator {
  /** Base32, for typing. */
  secret: string
  /** What a camera reads. */
  address: string
  sealed: string
}

/** A secret for her app; the one her form carries already, when it does. */
export async function newAuthenticator(current: SignedIn, sealed?: string): Promise<NewAuthenticator> {
  const { env, organization, person } = current
  const kept = sealed ? await unseal(env.PORTAL_SECRET, setUpPlace(current), sealed) : null
  const secret = kept ?? new Secret({ size: 20 }).base32
  const totp = new TOTP({ issuer: organization.name, label: person.email, secret, period })
  return { secret, address: totp.toString(), sealed: kept && sealed ? sealed : await seal(env.PORTAL_SECRET, setUpPlace(current), secret) }
}

/**
 * The authenticator is hers once a code of it was typed; that code cannot be used again. Answers her recovery codes, shown this once, or
 * why not. `more`: statements of the same batch.
 */
export async function confirmAuthenticator(
  current: SignedIn,
  { sealed, code }: { sealed: string; code: string },
  more: Query[],
): Promise<{ codes: string[] } | { refusal: 'wrong_code' | 'stale' }> {
  const { env, control, now, person } = current
  const secret = await unseal(env.PORTAL_SECRET, setUpPlace(current), sealed)
  if (secret === null) return { refusal: 'stale' }
  const counter = counterOf(secret, code, now)
  if (counter === null) return { refusal: 'wrong_code' }
  const secretEncrypted = await seal(env.PORTAL_SECRET, place(person.id), secret)
  const row = { personId: person.id, secretEncrypted, confirmedAt: now, lastCounter: counter, createdAt: now }
  const { codes, statements } = await newRecoveryCodes(current)
  const { refusal } = await decide(
    current,
    [control.orm.insert(authenticators).values(row).onConflictDoNothing(), changedOne(control), ...statements, ...more],
    [audit(current, 'authenticator.added', { kind: 'authenticator', id: person.id }), ...securityNotice(current, 'authenticator_added')],
  )
  return refusal ? { refusal: 'stale' } : { codes }
}

/** Removes it; her recovery codes go with it when it was all she had. Whoever works here keeps a second factor (ACC-4). */
export async function removeAuthenticator(current: SignedIn, factors: Factors): Promise<'last_factor' | null> {
  const { control, person, staff } = current
  if (staff && isLastOne(countOf(factors))) return 'last_factor'
  const { refusal } = await decide(
    current,
    [
      control.orm
        .delete(authenticators)
        .where(and(eq(authenticators.personId, person.id), staff ? sql`EXISTS (${aPasskeyOf(person.id)})` : undefined)),
      changedOne(control),
      control.orm.delete(recoveryCodes).where(and(eq(recoveryCodes.personId, person.id), sql`NOT EXISTS (${aPasskeyOf(person.id)})`)),
    ],
    [
      audit(current, 'authenticator.removed', { kind: 'authenticator', id: person.id }),
      ...securityNotice(current, 'authenticator_removed'),
    ],
  )
  return refusal && staff ? 'last_factor' : null
}

/** The statements that use a right code up, once (the row says which was the last); null for a wrong one. */
export async function usedCode(current: SignedIn, authenticator: Authenticator, code: string): Promise<Query[] | null> {
  const { env, control, now, person } = current
  const secret = await unseal(env.PORTAL_SECRET, place(person.id), authenticator.secretEncrypted)
  const counter = secret === null ? null : counterOf(secret, code, now)
  if (counter === null) return null
  const mine = eq(authenticators.personId, person.id)
  return [
    control.orm
      .update(authenticators)
      .set({ lastCounter: counter })
      .where(and(mine, isNotNull(authenticators.confirmedAt), lt(authenticators.lastCounter, counter))),
    changedOne(control),
  ]
}

/** Which half minute a code is of: this one, or one before or after (a phone's clock is never quite right). Null: of none. */
function counterOf(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), period, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / period) + delta
}

const place = (personId: string): `authenticator|${string}` => `authenticator|${personId}`
const setUpPlace = ({ person, session }: SignedIn): `authenticator set-up|${string}` => `authenticator set-up|${person.id}|${session.id}`

const aPasskeyOf = (personId: string) => sql`SELECT 1 FROM passkeys p WHERE p.person_id = ${personId} AND p.removed_at IS NULL`
