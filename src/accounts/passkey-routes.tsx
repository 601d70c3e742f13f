import { Hono } from 'hono'
import * as z from 'zod/mini'
import { PasskeysPage } from '../../views/accounts/passkeys-page.tsx'
import { withoutOrganization, door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { fieldsOf, form, freeText } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { setDeclinedPasskey, setSessionToken } from './cookies.ts'
import { answerIn, both, deviceNamed, proofFields } from './factor-fields.ts'
import { countOf, wayToAdd } from './factor-rules.ts'
import { factorsFrom, factorsOf } from './factors.ts'
import { landing } from './landing.ts'
import { renewSession } from './opening.ts'
import { askForPasskey } from './passkey-proof.ts'
import { addPasskey, madeInHand, namePasskey, offerPasskey, removePasskey } from './passkeys.ts'
import { ownPath } from './return-to.ts'
import { purposeOf } from './second-factor.ts'

/** ACC-3: a person's passkeys. */
export const passkeyRoutes = new Hono<Portal>()

passkeyRoutes.get(paths.passkeys, door(signedIn, { about: () => factorsOf }), (c) => {
  const { current, about } = c.var
  const done = z.enum(['added', 'removed', 'authenticator']).safeParse(c.req.query('done')).data
  return page(c, <PasskeysPage current={current} factors={factorsFrom(about)} done={done} />)
})

passkeyRoutes.post(paths.passkeyOptions, door(signedIn, { about: () => factorsOf, firstFactorIsEnough: true }), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  if (wayToAdd(current, countOf(factors)) !== 'open') return c.json(null, 409)
  return c.json(await offerPasskey(current, factors.passkeys))
})

// What a passkey of hers is asked to sign: as her second factor, or to prove herself again.
passkeyRoutes.post(paths.personChallenge, door(signedIn, { about: () => factorsOf, firstFactorIsEnough: true }), async (c) => {
  const { current } = c.var
  const { passkeys } = factorsFrom(c.var.about)
  return c.json(await askForPasskey(current, purposeOf(current), current.session.tokenHash, passkeys))
})

passkeyRoutes.post(
  paths.passkeys,
  door(signedIn, { about: async (c) => both(factorsOf, await madeInHand(await answerIn(c))), firstFactorIsEnough: true }),
  form(proofFields, badForm),
  async (c) => {
    const { current, about } = c.var
    const factors = factorsFrom(about)
    const { answer: made, next } = c.req.valid('form')
    const way = wayToAdd(current, countOf(factors))
    if (way !== 'open') return answer(c, href(way === 'confirm' ? paths.confirmItsYou : paths.secondFactor, {}, { next: paths.passkeys }))
    const name = current.words.factors.passkeyOf(deviceNamed(c.req.header('User-Agent') ?? ''))
    // Made by whoever owed a second factor, it is given with that: the device has asked her.
    const renewed = current.session.owesSecondFactor ? await renewSession(current, true) : null
    if (!(await addPasskey(current, about, made, name, renewed?.statements)))
      return page(c, <PasskeysPage current={current} factors={factors} refused="make" />, 422)
    wake(c.executionCtx, current)
    if (renewed) setSessionToken(c, renewed.token, current.session.sharedComputer)
    return answer(c, renewed || next ? landing(current, next) : href(paths.passkeys, {}, { done: 'added' }))
  },
)

passkeyRoutes.post(
  paths.passkeyName,
  door(signedIn, { about: () => factorsOf }),
  form(z.object({ name: z.pipe(freeText(60), z.string().check(z.minLength(1))) }), (c, { typed }) => {
    const { current, about } = c.var as unknown as {
      current: Parameters<typeof PasskeysPage>[0]['current']
      about: Record<string, unknown>
    }
    return page(
      c,
      <PasskeysPage current={current} factors={factorsFrom(about)} unnamed={{ id: c.req.param('passkeyId') ?? '', typed: typed.name }} />,
      422,
    )
  }),
  async (c) => {
    const isHers = factorsFrom(c.var.about).passkeys.some(({ id }) => id === c.req.param('passkeyId'))
    if (!isHers || !(await namePasskey(c.var.current, c.req.param('passkeyId'), c.req.valid('form').name))) throw new NotFound()
    return answer(c, href(paths.passkeys))
  },
)

passkeyRoutes.post(paths.passkeyRemoval, door(signedIn, { about: () => factorsOf, stepUp: true }), async (c) => {
  const { current } = c.var
  const factors = factorsFrom(c.var.about)
  const passkey = factors.passkeys.find(({ id }) => id === c.req.param('passkeyId'))
  if (!passkey) throw new NotFound()
  const refusal = await removePasskey(current, factors, passkey.id)
  if (refusal) return page(c, <PasskeysPage current={current} factors={factors} refused="last_factor" />, 409)
  wake(c.executionCtx, current)
  return answer(c, href(paths.passkeys, {}, { done: 'removed' }))
})

/** "Not now": this browser is not asked again. */
passkeyRoutes.post(paths.passkeyOffer, withoutOrganization('anybody, about her own browser'), async (c) => {
  setDeclinedPasskey(c)
  return answer(c, ownPath((await fieldsOf(c)).back))
})
