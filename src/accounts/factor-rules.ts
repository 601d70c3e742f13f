import type { Current } from '../current.ts'
import { isSteppedUp, stepUpLasts } from './step-up.ts'

/** What somebody can prove herself with, beside her mailbox (ACC-3, ACC-4). */
export interface FactorCount {
  passkeys: number
  authenticator: boolean
}

/** What has to happen before a passkey or an authenticator may be added: nothing, her second factor, or proving herself again. */
export type WayToAdd = 'open' | 'second_factor' | 'confirm'

/** Whoever owes a first second factor is walked through it right after signing in; as long as this session is no older. */
export const setUpWithin = 15 * 60_000

/**
 * Adding a factor needs a step-up by one she has (ACC-3, T-11). For the first there is nothing to step up with but the mailbox: a sign-in
 * of a moment ago is that very proof. Pure.
 */
export function wayToAdd({ session, now }: Pick<Current, 'session' | 'now'>, factors: FactorCount): WayToAdd {
  if (!session) return 'confirm'
  const none = factors.passkeys === 0 && !factors.authenticator
  if (session.owesSecondFactor && !none) return 'second_factor'
  if (isSteppedUp({ session, now })) return 'open'
  return none && now - session.createdAt <= (session.owesSecondFactor ? setUpWithin : stepUpLasts) ? 'open' : 'confirm'
}

/** ACC-4: who works here keeps one. Pure. */
export const isLastOne = ({ passkeys, authenticator }: FactorCount): boolean => passkeys + Number(authenticator) <= 1

/** Factors as they were read (factors.ts), as far as these rules look. */
interface Read {
  passkeys: unknown[]
  authenticator: unknown
}

export const countOf = ({ passkeys, authenticator }: Read): FactorCount => ({
  passkeys: passkeys.length,
  authenticator: authenticator !== null,
})

/** She has nothing but her mailbox. */
export const hasNone = ({ passkeys, authenticator }: Read): boolean => passkeys.length === 0 && authenticator === null
