import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { AuthenticatorPage } from '../../views/accounts/authenticator-page.tsx'
import { AuthenticatorSetUpPage } from '../../views/accounts/authenticator-set-up-page.tsx'
import { RecoveryCodesPage } from '../../views/accounts/recovery-codes-page.tsx'
import type { SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { confirmAuthenticator, newAuthenticator, removeAuthenticator } from './authenticator.ts'
import { setSessionToken } from './cookies.ts'
import { countOf, hasNone, wayToAdd, type WayToAdd } from './factor-rules.ts'
import { factorsFrom, factorsOf } from './factors.ts'
import { landing } from './landing.ts'
import { renewSession } from './opening.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { ownPath } from './return-to.ts'

/** ACC-4: codes of an authenticator app, and the recovery codes that go with them. */
export const authenticatorRoutes = new Hono<Portal>()

const typed = z.object({
  code: z.pipe(
    z.string(),
    z.transform((code) => code.replace(/\D/g, '')),
  ),
  sealed: z.string().check(z.maxLength(400)),
  next: z.optional(z.string().check(z.maxLength(300))),
})
const options = { about: () => factorsOf, firstFactorIsEnough: true } as const

authenticatorRoutes.get(paths.authenticator, door(signedIn, options), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  const next = c.req.query('next')
  const way = wayToAdd(current, countOf(factors))
  if (way === 'second_factor' || (way === 'confirm' && !factors.authenticator)) return leadTo(c, way, next)
  if (factors.authenticator) return page(c, <AuthenticatorPage current={current} factors={factors} />)
  const shown = { next: ownNext(next), authenticator: await newAuthenticator(current) }
  return page(c, <AuthenticatorSetUpPage current={current} {...shown} />)
})

authenticatorRoutes.post(paths.authenticator, door(signedIn, options), form(typed, badForm), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  const { next, sealed, code } = c.req.valid('form')
  const way = wayToAdd(current, countOf(factors))
  if (way !== 'open') return leadTo(c, way, next)
  if (factors.authenticator) return answer(c, href(paths.authenticator))
  // The code that turns it on is a second factor given: this session owes none from here on.
  const renewed = await renewSession(current, true)
  const confirmed = await confirmAuthenticator(current, { sealed, code }, renewed.statements)
  if ('refusal' in confirmed) return await refuseSetUp(c, current, confirmed.refusal, sealed, next)
  wake(c.executionCtx, current)
  setSessionToken(c, renewed.token, current.session.sharedComputer)
  const onward = current.session.owesSecondFactor || next ? landing(current, next) : href(paths.authenticator)
  return page(c, <RecoveryCodesPage current={current} codes={confirmed.codes} onward={onward} />)
})

authenticatorRoutes.post(paths.authenticatorRemoval, door(signedIn, { about: () => factorsOf, stepUp: true }), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  if (!factors.authenticator) return answer(c, href(paths.authenticator))
  const refusal = await removeAuthenticator(current, factors)
  if (refusal) return page(c, <AuthenticatorPage current={current} factors={factors} refused />, 409)
  wake(c.executionCtx, current)
  return answer(c, href(paths.passkeys, {}, { done: 'authenticator' }))
})

// A new set, shown this once: it is made by the press itself, so there is no address to read it again.
authenticatorRoutes.post(paths.recoveryCodes, door(signedIn, { about: () => factorsOf, stepUp: true }), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  if (hasNone(factors)) return answer(c, href(paths.passkeys))
  const codes = await renewRecoveryCodes(current)
  wake(c.executionCtx, current)
  const onward = href(factors.authenticator ? paths.authenticator : paths.passkeys)
  return page(c, <RecoveryCodesPage current={current} codes={codes} onward={onward} />)
})

/** A code that does not fit keeps the picture she scanned; a page that is too old gets a new one. */
async function refuseSetUp(context: unknown, current: SignedIn, refusal: 'wrong_code' | 'stale', sealed: string, next: string | undefined) {
  const authenticator = await newAuthenticator(current, sealed)
  const shown = { next: ownNext(next), authenticator, refusal }
  return page(context as Context, <AuthenticatorSetUpPage current={current} {...shown} />, refusal === 'stale' ? 409 : 422)
}

/** To her second factor, or to proving herself again, and back here. */
function leadTo(context: unknown, way: WayToAdd, next: string | undefined) {
  const back = href(paths.authenticator, {}, { next: ownNext(next) })
  return answer(context as Context, href(way === 'confirm' ? paths.confirmItsYou : paths.secondFactor, {}, { next: back }))
}

const ownNext = (next: string | undefined): string | undefined => (ownPath(next) === '/' ? undefined : ownPath(next))
