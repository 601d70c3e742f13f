import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { and, eq, isNull, ne, sql, type SQL } from 'drizzle-orm'
import { audit, auditWhere } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import { batch, changedOne, newId, read, type Query } from '../db.ts'
import { securityNotice } from '../notifications/outbox.ts'
import { fromBase64url } from '../sealed.ts'
import { challengeNamed, newChallenge, useChallenge, type Challenge } from './challenges.ts'
import { countOf, isLastOne } from './factor-rules.ts'
import type { Factors, Passkey } from './factors.ts'
import type { AboutQueries } from './identity.ts'
import { challengeIn, passkeyMade } from './passkey-answer.ts'
import { relyingParty } from './relying-party.ts'
import { passkeys } from './schema.ts'
import { decide } from '../across.ts'
import { isApart } from '../shards.ts'

/** What a browser needs to make a passkey. The person's handle on it is her id: it says nothing about her. */
export async function offerPasskey(current: SignedIn, hers: Passkey[]) {
  const { person, session, env } = current
  const { id, name } = relyingParty(env)
  const challenge = await newChallenge(current, 'add_passkey', session.tokenHash)
  return await generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new TextEncoder().encode(person.id) as Uint8Array<ArrayBuffer>,
    userName: person.email,
    userDisplayName: person.name,
    challenge: fromBase64url(challenge),
    attestationType: 'none',
    excludeCredentials: hers.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** For the door of a passkey that was made: its challenge, and whether somebody has this very key. */
export async function madeInHand(answer: string | undefined): Promise<AboutQueries> {
  const made = passkeyMade(answer)
  const challenge = await challengeNamed(challengeIn(made))
  return ({ control, now }) => ({
    challenge: challenge(control, now),
    taken: control.orm
      .select({ id: passkeys.id })
      .from(passkeys)
      .where(eq(passkeys.credentialId, made?.id ?? '')),
  })
}

/**
 * Adds the passkey a device has made, with whatever else belongs into the batch (`more`: the session goes on under another token). She is
 * told by e-mail. Answers whether it was added: a challenge of another purpose, session or person, or a key that is known, is refused.
 */
export async function addPasskey(
  current: SignedIn,
  about: Record<string, unknown>,
  answer: string | undefined,
  name: string,
  more: Query[] = [],
): Promise<boolean> {
  const { control, now, person } = current
  const { challenge: [challenge] = [], taken = [] } = about as { challenge?: Challenge[]; taken?: unknown[] }
  if (!challenge || taken.length > 0 || !isForHer(current, challenge)) return false
  const made = await verified(current, answer)
  if (!made) return false
  const id = newId('pky')
  const row = { id, personId: person.id, name, createdAt: now, ...made }
  const { refusal } = await decide(
    current,
    [...useChallenge(current, challenge), control.orm.insert(passkeys).values(row), ...more],
    [audit(current, 'passkey.added', { kind: 'passkey', id }), ...securityNotice(current, 'passkey_added')],
  )
  return refusal === null
}

/** Another name for one of hers; whether there was one. */
export async function namePasskey(current: SignedIn, id: string, name: string): Promise<boolean> {
  const { control } = current
  const rename = [control.orm.update(passkeys).set({ name }).where(hers(current, id)), changedOne(control)]
  const about = { kind: 'passkey', id } as const
  if (!isApart(current.db)) {
    const isAnother = sql`EXISTS (SELECT 1 FROM ${passkeys} WHERE ${and(hers(current, id), ne(passkeys.name, name))})`
    return (await batch(control, [auditWhere(current, isAnother, 'passkey.named', about), ...rename])) === null
  }
  const { known } = await read(control, { known: control.orm.select({ name: passkeys.name }).from(passkeys).where(hers(current, id)) })
  if (known[0]?.name === name) return true
  const { refusal } = await decide(current, rename, [audit(current, 'passkey.named', about)])
  return refusal === null
}

/** Removes one of hers and tells her. Whoever works here keeps a second factor: the database counts, so two at once leave one (ACC-4). */
export async function removePasskey(current: SignedIn, factors: Factors, id: string): Promise<'last_factor' | null> {
  const { control, now, staff } = current
  if (staff && isLastOne(countOf(factors))) return 'last_factor'
  const { refusal } = await decide(
    current,
    [
      control.orm
        .update(passkeys)
        .set({ removedAt: now })
        .where(and(hers(current, id), staff ? anotherThan(id, current) : undefined)),
      changedOne(control),
    ],
    [audit(current, 'passkey.removed', { kind: 'passkey', id }), ...securityNotice(current, 'passkey_removed')],
  )
  return refusal && staff ? 'last_factor' : null
}

const isForHer = ({ person, session }: SignedIn, { purpose, personId, browserHash }: Challenge): boolean =>
  purpose === 'add_passkey' && personId === person.id && browserHash === session.tokenHash

const hers = ({ person }: SignedIn, id: string) => and(eq(passkeys.id, id), eq(passkeys.personId, person.id), isNull(passkeys.removedAt))

const anotherThan = (id: string, { person }: SignedIn): SQL =>
  sql`(EXISTS (SELECT 1 FROM passkeys p WHERE p.person_id = ${person.id} AND p.id <> ${id} AND p.removed_at IS NULL)
    OR EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = ${person.id} AND a.confirmed_at IS NOT NULL))`

/** What is kept of the key a device made for this portal; null when anything about its answer is wrong. */
async function verified({ env }: SignedIn, answer: string | undefined) {
  const response = passkeyMade(answer)
  if (!response) return null
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(env)
  const expected = { expectedChallenge: challengeIn(response), expectedRPID, expectedOrigin, requireUserVerification: true }
  try {
    const { verified: isGood, registrationInfo: info } = await verifyRegistrationResponse({ response, ...expected })
    if (!isGood) return null
    const { id: credentialId, publicKey, counter } = info.credential
    const transports = response.response.transports ?? []
    return { credentialId, publicKey: Buffer.from(publicKey), counter, transports, backedUp: info.credentialBackedUp }
  } catch {
    return null
  }
}
