import { generateAuthenticationOptions, verifyAuthenticationResponse, type AuthenticationResponseJSON } from '@simplewebauthn/server'
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { changedOne, type Query } from '../db.ts'
import { fromBase64url } from '../sealed.ts'
import { base64url } from '../tokens.ts'
import { challengeNamed, newChallenge, useChallenge, type Challenge, type Purpose } from './challenges.ts'
import type { Passkey } from './factors.ts'
import type { AboutQueries } from './identity.ts'
import { challengeIn, passkeyGiven } from './passkey-answer.ts'
import { relyingParty } from './relying-party.ts'
import { passkeys, people } from './schema.ts'

/** A passkey as it is verified, with whose it is. */
type Held = Pick<typeof passkeys.$inferSelect, 'id' | 'personId' | 'credentialId' | 'publicKey' | 'counter'> & {
  name: string
  email: string
}

/** A passkey that was given, verified: whose it is, and the statements that use it up, for the batch of what it is for. */
export interface PasskeyProof {
  person: { id: string; name: string; email: string }
  passkeyId: string
  statements: Query[]
}

/**
 * What a browser needs to ask for a passkey. At sign-in it names nobody's: the answer is the same for everybody (T-14). The person has
 * to be known to her device (a finger, a face, a PIN): then it is two factors in one press.
 */
export async function askForPasskey(current: Current, purpose: Purpose, holder: string, hers: Passkey[] = []) {
  const challenge = await newChallenge(current, purpose, holder)
  return await generateAuthenticationOptions({
    rpID: relyingParty(current.env).id,
    challenge: fromBase64url(challenge),
    userVerification: 'required',
    allowCredentials: hers.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  })
}

/** For the door of an answer: its challenge and its passkey. */
export async function passkeyInHand(answer: string | undefined): Promise<AboutQueries> {
  const given = passkeyGiven(answer)
  const challenge = await challengeNamed(challengeIn(given))
  return ({ control, now }) => ({
    challenge: challenge(control, now),
    passkey: control.orm
      .select({
        id: passkeys.id.getSQL().mapWith(String).as('passkey_id'),
        personId: passkeys.personId,
        credentialId: passkeys.credentialId,
        publicKey: passkeys.publicKey,
        counter: passkeys.counter,
        name: people.name,
        email: people.email,
      })
      .from(passkeys)
      .innerJoin(people, eq(people.id, passkeys.personId))
      .where(and(eq(passkeys.credentialId, given?.id ?? ''), isNull(passkeys.removedAt), isNull(people.disabledAt))),
  })
}

/**
 * Whether the answer proves it: a challenge of this purpose, this browser and this person, signed by a passkey of hers that is not
 * removed, for this portal. Null for everything else, without saying which.
 */
export async function provenBy(
  current: Current,
  about: Record<string, unknown>,
  answer: string | undefined,
  asked: { purpose: Purpose; holder: string },
): Promise<PasskeyProof | null> {
  const given = passkeyGiven(answer)
  const { challenge: [challenge] = [], passkey: [passkey] = [] } = about as { challenge?: Challenge[]; passkey?: Held[] }
  if (!given || !challenge || !passkey) return null
  if (challenge.purpose !== asked.purpose || challenge.browserHash !== asked.holder) return null
  if (asked.purpose !== 'sign_in' && (challenge.personId !== current.person?.id || passkey.personId !== current.person.id)) return null
  const { userHandle } = given.response
  if (userHandle !== undefined && userHandle !== base64url(bytes(passkey.personId))) return null
  const counter = await verifiedCounter(current, given, challengeIn(given), passkey)
  if (counter === null) return null
  const { personId: id, name, email } = passkey
  return {
    person: { id, name, email },
    passkeyId: passkey.id,
    statements: [...useChallenge(current, challenge), ...usePasskey(current, passkey.id, counter)],
  }
}

/** The counter a verified answer carries; null when anything about it is wrong. Synced passkeys always say 0. */
async function verifiedCounter(
  { env }: Current,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  { credentialId: id, publicKey, counter }: Held,
): Promise<number | null> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(env)
  const credential = { id, publicKey: new Uint8Array(publicKey), counter }
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      credential,
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

/** A counter that went back is a copied key: the database has the last word. */
const usePasskey = ({ control, now }: Current, id: string, counter: number): Query[] => [
  control.orm
    .update(passkeys)
    .set({ counter, lastUsedAt: now })
    .where(
      and(
        eq(passkeys.id, id),
        isNull(passkeys.removedAt),
        or(lt(passkeys.counter, counter), and(eq(passkeys.counter, 0), sql`${counter} = 0`)),
      ),
    ),
  changedOne(control),
]

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
