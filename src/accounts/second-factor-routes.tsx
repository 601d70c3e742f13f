import { Hono, type Context } from 'hono'
import { ProvePage } from '../../views/accounts/prove-page.tsx'
import { SecondFactorSetUpPage } from '../../views/accounts/second-factor-set-up-page.tsx'
import type { SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { browserToken, sessionToken, setBrowserToken, setSessionToken } from './cookies.ts'
import { answerIn, both, proofFields } from './factor-fields.ts'
import { hasNone } from './factor-rules.ts'
import { factorsFrom, factorsOf, type Factors } from './factors.ts'
import type { AboutQueries } from './identity.ts'
import { landing } from './landing.ts'
import { passkeyInHand } from './passkey-proof.ts'
import { ownPath } from './return-to.ts'
import { giveCode, givePasskey, type Given } from './second-factor.ts'
import { countStepUpTry, giveMailedCode, sendStepUpCode } from './step-up-mail.ts'

/** ACC-4, ACC-5: the second factor after signing in, and proving oneself again before what a borrowed browser must not do. */
export const secondFactorRoutes = new Hono<Portal>()
const reading = { about: () => factorsOf, firstFactorIsEnough: true } as const
const withPasskey = {
  about: async (c: Context<Portal>): Promise<AboutQueries> => both(factorsOf, await passkeyInHand(await answerIn(c))),
  firstFactorIsEnough: true,
} as const
const withMailedCode = { about: tryMailedCode, firstFactorIsEnough: true } as const

secondFactorRoutes.get(paths.secondFactor, door(signedIn, reading), (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  const next = c.req.query('next')
  if (!current.session.owesSecondFactor) return answer(c, landing(current, next))
  if (hasNone(factors)) return page(c, <SecondFactorSetUpPage current={current} next={ownPath(next)} />)
  return page(c, <ProvePage current={current} factors={factors} what="second_factor" next={ownPath(next)} />)
})

secondFactorRoutes.post(paths.secondFactor, door(signedIn, reading), form(proofFields, badForm), async (c) => {
  const factors = factorsFrom(c.var.about)
  const { code, next } = c.req.valid('form')
  if (isSettled(c.var.current, factors)) return answer(c, landing(c.var.current, next))
  return await ended(c, factors, await giveCode(c.var.current, factors, code), next)
})

secondFactorRoutes.post(paths.secondFactorPasskey, door(signedIn, withPasskey), form(proofFields, badForm), async (c) => {
  const factors = factorsFrom(c.var.about)
  const { answer: given, next } = c.req.valid('form')
  if (isSettled(c.var.current, factors)) return answer(c, landing(c.var.current, next))
  return await ended(c, factors, await givePasskey(c.var.current, c.var.about, given), next)
})

secondFactorRoutes.get(paths.confirmItsYou, door(signedIn, reading), (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  const next = ownPath(c.req.query('next'))
  if (current.session.owesSecondFactor && !hasNone(factors)) return answer(c, href(paths.secondFactor, {}, { next }))
  return page(c, <ProvePage current={current} factors={factors} what="step_up" next={next} sent={c.req.query('sent') === '1'} />)
})

// A mailbox never stands in for a passkey or an authenticator: her codes count only when she has neither.
secondFactorRoutes.post(paths.confirmItsYou, door(signedIn, withMailedCode), form(proofFields, badForm), async (c) => {
  const { current, about } = c.var
  const factors = factorsFrom(about)
  const { code, next } = c.req.valid('form')
  const codes = (about.codes ?? []) as Parameters<typeof giveMailedCode>[1]
  const given = hasNone(factors) ? await giveMailedCode(current, codes, code) : await giveCode(current, factors, code)
  return await ended(c, factors, given, next)
})

secondFactorRoutes.post(paths.confirmationMail, door(signedIn, reading), form(proofFields, badForm), async (c) => {
  const { current } = c.var
  const next = ownPath(c.req.valid('form').next)
  if (!hasNone(factorsFrom(c.var.about))) return answer(c, href(paths.confirmItsYou, {}, { next }))
  const token = await sendStepUpCode(current, browserToken(c))
  wake(c.executionCtx, current)
  setBrowserToken(c, token, current.session.sharedComputer)
  return answer(c, href(paths.confirmItsYou, {}, { next, sent: 1 }))
})

secondFactorRoutes.post(paths.confirmationPasskey, door(signedIn, withPasskey), form(proofFields, badForm), async (c) => {
  const { answer: given, next } = c.req.valid('form')
  return await ended(c, factorsFrom(c.var.about), await givePasskey(c.var.current, c.var.about, given), next)
})

/** She has given it already, or has none to give: the page knows what comes next. */
const isSettled = ({ session }: SignedIn, factors: Factors): boolean => !session.owesSecondFactor || hasNone(factors)

/** On with the new token, or the page again with one sentence. */
function ended(context: unknown, factors: Factors, given: Given, next: string | undefined) {
  const c = context as Context<Portal>
  const current = c.var.current as SignedIn
  if ('token' in given) {
    setSessionToken(c, given.token, current.session.sharedComputer)
    return answer(c, landing(current, next))
  }
  const what = c.req.path.startsWith(paths.secondFactor) ? 'second_factor' : 'step_up'
  const minutes = given.refusal === 'wait' ? given.minutes : undefined
  if (minutes !== undefined) c.header('Retry-After', String(minutes * 60))
  return page(
    c,
    <ProvePage {...{ current, factors, what, minutes }} next={ownPath(next)} refused sent />,
    minutes === undefined ? 422 : 429,
  )
}

async function tryMailedCode(c: Context<Portal>): Promise<AboutQueries> {
  return both(factorsOf, countStepUpTry(await sha256(sessionToken(c)), await sha256(browserToken(c))))
}
