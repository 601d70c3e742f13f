import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { SignedIn } from '../current.ts'
import { changedOne } from '../db.ts'
import { askForCode, codeHash, tries } from './asking.ts'
import type { AboutQueries } from './identity.ts'
import { hitWithin } from './limits.ts'
import { signIns } from './schema.ts'
import { proven, type Given } from './second-factor.ts'

// Step-up for whoever has nothing but her mailbox: a fresh code, for this session and typed in this browser.

type OpenCode = Pick<typeof signIns.$inferSelect, 'id' | 'codeHash'>

/** Sends a code to her own address. Asked too often, nothing is sent and it looks the same (ACC-7). Answers the browser's token. */
export async function sendStepUpCode(current: SignedIn, browser: string): Promise<string> {
  const { person, session, env, now, control } = current
  const within = await hitWithin(env.PORTAL_SECRET, now, ['askedByAddress', person.email])
  const wish = { email: person.email, intent: { kind: 'step_up', id: session.id } as const, sharedComputer: session.sharedComputer }
  const { browserToken } = await askForCode(current, wish, browser, within(control))
  return browserToken
}

/** For the door where it is typed: counts a try on this session's open codes, before anything is compared (ACC-2). */
export const countStepUpTry =
  (tokenHash: string, browserHash: string): AboutQueries =>
  ({ control, now, organizationId }) => ({
    codes: control.orm
      .update(signIns)
      .set({ tries: sql`${signIns.tries} + 1` })
      .where(
        and(
          eq(signIns.organizationId, organizationId),
          eq(signIns.browserHash, browserHash),
          eq(signIns.intentKind, 'step_up'),
          sql`${signIns.intentId} = (SELECT s.id FROM sessions s WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL)`,
          isNull(signIns.usedAt),
          gt(signIns.expiresAt, now),
          lt(signIns.tries, tries),
        ),
      )
      .returning({ id: signIns.id, codeHash: signIns.codeHash }),
  })

/** Only for whoever has no passkey and no authenticator: a mailbox never stands in for one (ACC-3). */
export async function giveMailedCode(current: SignedIn, codes: OpenCode[], typed: string): Promise<Given> {
  const { env, control, now, person } = current
  const code = typed.replaceAll(/\D/g, '')
  const hashes = await Promise.all(codes.map(({ id }) => codeHash(env.PORTAL_SECRET, id, code)))
  const id = codes.find((open, i) => open.codeHash === hashes[i])?.id
  const used = id
    ? [
        control.orm
          .update(signIns)
          .set({ usedAt: now, personId: person.id })
          .where(and(eq(signIns.id, id), isNull(signIns.usedAt), gt(signIns.expiresAt, now))),
        changedOne(control),
      ]
    : null
  return await proven(current, used, 'code', false)
}
