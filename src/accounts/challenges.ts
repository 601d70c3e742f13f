import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { batch, changedOne, type Database, type Query } from '../db.ts'
import { randomToken, sha256 } from '../tokens.ts'
import { challenges } from './schema.ts'

/** A passkey signs a challenge within five minutes, once. */
export const challengeLifetime = 5 * 60_000

export type Purpose = (typeof challenges.$inferSelect)['purpose']
export type Challenge = Pick<typeof challenges.$inferSelect, 'id' | 'purpose' | 'personId' | 'browserHash'>

/** Writes a challenge for one purpose, one person (none at sign-in) and one browser: `holder`, a hash of its cookie. Answers its text. */
export async function newChallenge({ control, now, person }: Current, purpose: Purpose, holder: string): Promise<string> {
  const text = randomToken()
  const challengeHash = await sha256(text)
  const row = {
    id: idOf(challengeHash),
    purpose,
    personId: purpose === 'sign_in' ? null : (person?.id ?? null),
    browserHash: holder,
    challengeHash,
    createdAt: now,
    expiresAt: now + challengeLifetime,
  }
  await batch(control, [control.orm.insert(challenges).values(row)])
  return text
}

/** The challenge that an answer says it signed, while it works. */
export async function challengeNamed(text: string): Promise<(db: Database, now: number) => Query> {
  const id = idOf(await sha256(text))
  return ({ orm }, now) =>
    orm
      .select({ id: challenges.id, purpose: challenges.purpose, personId: challenges.personId, browserHash: challenges.browserHash })
      .from(challenges)
      .where(and(eq(challenges.id, id), isNull(challenges.usedAt), gt(challenges.expiresAt, now)))
}

/** For the batch of what the answer is for: of fifty answers at once one uses the challenge up. */
export const useChallenge = ({ control, now }: Current, { id }: Challenge): Query[] => [
  control.orm
    .update(challenges)
    .set({ usedAt: now })
    .where(and(eq(challenges.id, id), isNull(challenges.usedAt), gt(challenges.expiresAt, now))),
  changedOne(control),
]

const idOf = (challengeHash: string): string => `chl_${challengeHash}`
