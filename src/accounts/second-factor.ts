import { audit } from '../audit.ts'
import type { SignedIn } from '../current.ts'
import type { Query } from '../db.ts'
import { usedCode } from './authenticator.ts'
import type { Factors } from './factors.ts'
import { countHits, hitWithin, isBeyond, minutesToWait } from './limits.ts'
import { renewSession } from './opening.ts'
import { provenBy } from './passkey-proof.ts'
import { usedRecoveryCode } from './recovery-codes.ts'
import { decide } from '../across.ts'

/** She has proved herself, and her session goes on under this token; or not, and may have to wait. */
export type Given = { token: string } | { refusal: 'wrong' } | { refusal: 'wait'; minutes: number }

/** A code of her app, or one of her recovery codes (ACC-4). Each is used once; of fifty at once one wins. */
export async function giveCode(current: SignedIn, factors: Factors, typed: string): Promise<Given> {
  const digits = typed.replaceAll(/\s/g, '')
  const isOfApp = /^\d{1,8}$/.test(digits)
  const used = isOfApp
    ? factors.authenticator && (await usedCode(current, factors.authenticator, digits))
    : factors.recoveryCodesLeft > 0
      ? await usedRecoveryCode(current, typed)
      : null
  return await proven(current, used, isOfApp ? 'authenticator' : 'recovery_code', true)
}

/** A passkey of hers. No guess: it is not counted. */
export async function givePasskey(current: SignedIn, about: Record<string, unknown>, answer: string | undefined): Promise<Given> {
  const proof = await provenBy(current, about, answer, { purpose: purposeOf(current), holder: current.session.tokenHash })
  if (!proof) return { refusal: 'wrong' }
  const { token, statements } = await renewSession(current, true)
  const refusal = (await decide(current, [...proof.statements, ...statements], [remembered(current, 'passkey')])).refusal
  return refusal ? { refusal: 'wrong' } : { token }
}

/** What a passkey of hers is asked for now: an answer to one question is none to the other. */
export const purposeOf = ({ session }: SignedIn): 'second_factor' | 'step_up' => (session.owesSecondFactor ? 'second_factor' : 'step_up')

/**
 * Uses a code up and renews the session, within the limit of tries (ACC-7): the count is in the batch, so of any number at once ten are
 * tries. `used`: the statements that use it up; null when it is wrong already. `secondFactor`: whether it is one, or only her mailbox.
 */
export async function proven(current: SignedIn, used: Query[] | null, method: string, secondFactor: boolean): Promise<Given> {
  if (!used) return await wrong(current)
  const within = await hitWithin(current.env.PORTAL_SECRET, current.now, ['secondFactorByPerson', current.person.id])
  const { token, statements } = await renewSession(current, secondFactor)
  const refusal = (await decide(current, [...within(current.control), ...used, ...statements], [remembered(current, method)])).refusal
  return refusal ? await wrong(current) : { token }
}

async function wrong(current: SignedIn): Promise<Given> {
  const { env, now, control, person, session } = current
  const counting = await countHits(env.PORTAL_SECRET, now, [['secondFactorByPerson', person.id]])
  const refused = audit(current, 'second_factor.refused', { kind: 'session', id: session.id })
  const { rows } = await decide(current, [], [refused], counting(control))
  if (!rows || !isBeyond('secondFactorByPerson', rows)) return { refusal: 'wrong' }
  return { refusal: 'wait', minutes: minutesToWait('secondFactorByPerson', now) }
}

const remembered = (current: SignedIn, method: string): Query =>
  audit(current, current.session.owesSecondFactor ? 'second_factor.given' : 'stepped_up', {
    kind: 'session',
    id: current.session.id,
    details: { method },
  })
