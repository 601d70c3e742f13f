import { Hono, type Context } from 'hono'
import * as z from 'zod'
import { ChooseClientPage } from '../../views/accounts/choose-client-page.tsx'
import { CodePage } from '../../views/accounts/code-page.tsx'
import { JoinPage } from '../../views/accounts/join-page.tsx'
import { LinkPage } from '../../views/accounts/link-page.tsx'
import { LoginPage } from '../../views/accounts/login-page.tsx'
import type { Current } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { anybody, signedIn, staffMembers } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { form, type Problem } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { browserToken, setBrowserToken, setSessionToken } from './cookies.ts'
import { personRoutes } from './person-routes.tsx'
import { returnTo } from './return-to.ts'
import { seatRoutes } from './seat-routes.tsx'
import { askForCode, byLink, countTry, matching, redeem, type OpenSignIn } from './sign-in.ts'

/** Signing in, and where one lands. */
export const accountRoutes = new Hono<Portal>()

const asking = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  next: z.string().max(300).optional(),
  shared: z.literal('1').optional(),
})

accountRoutes.get(paths.login, door(anybody), (c) => {
  const { current } = c.var
  const next = returnTo(c.req.query('next'), current.organization.slug)
  const belongsHere = current.staff !== null || current.mine.length > 0
  if (belongsHere) return answer(c, next ?? href(paths.my, { org: current.organization.slug }))
  return page(c, <LoginPage current={current} next={next} />)
})

accountRoutes.post(
  paths.login,
  door(anybody),
  form(asking, (c, problem: Problem) => page(c, <LoginPage current={c.var.current} next={problem.typed.next} problem={problem} />, 422)),
  async (c) => {
    const { current } = c.var
    const { email, next, shared } = c.req.valid('form')
    const wish = { email, next: returnTo(next, current.organization.slug), sharedComputer: shared === '1' }
    setBrowserToken(c, await askForCode(current, wish, browserToken(c)))
    wake(c.executionCtx, current)
    return answer(c, href(paths.loginCode, { org: current.organization.slug }))
  },
)

accountRoutes.get(paths.loginCode, door(anybody), (c) => page(c, <CodePage current={c.var.current} />))

accountRoutes.post(
  paths.loginCode,
  door(anybody, { about: async (c) => countTry(await sha256(browserToken(c))) }),
  form(z.object({ code: z.string().transform((code) => code.replace(/\D/g, '')) }), (c) => refuseCode(c)),
  async (c) => {
    const { current } = c.var
    const { open, owners } = c.var.about as { open: OpenSignIn[]; owners: { personId: string; email: string }[] }
    const signIn = await matching(current, open, c.req.valid('form').code)
    const owner = owners.find(({ email }) => email === signIn?.email)
    const token = signIn && owner ? await redeem(current, signIn, owner.personId, c.req.header('User-Agent') ?? '') : null
    if (!signIn || !token) return await refuseCode(c)
    setSessionToken(c, token, signIn.sharedComputer)
    return answer(c, returnTo(signIn.returnTo, current.organization.slug) ?? href(paths.my, { org: current.organization.slug }))
  },
)

// A GET of the link, by a mail scanner or a person, only shows a button (ACC-1). The page holds the token in its form's address.
accountRoutes.get(paths.loginLink, door(anybody, { about: async (c) => byLink(await sha256(c.req.param('token') ?? '')) }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const { open } = c.var.about as { open: OpenSignIn[] }
  return await page(
    c,
    <LinkPage current={c.var.current} token={c.req.param('token')} works={open.length > 0} />,
    open.length > 0 ? 200 : 410,
  )
})

accountRoutes.post(paths.loginLink, door(anybody, { about: async (c) => byLink(await sha256(c.req.param('token') ?? '')) }), async (c) => {
  const { current } = c.var
  const { open, owners } = c.var.about as { open: OpenSignIn[]; owners: { personId: string }[] }
  const [signIn] = open
  const [owner] = owners
  const token = signIn && owner ? await redeem(current, signIn, owner.personId, c.req.header('User-Agent') ?? '') : null
  if (!signIn || !token) return await page(c, <LinkPage current={current} token="" works={false} />, 410)
  setSessionToken(c, token, signIn.sharedComputer)
  return answer(c, returnTo(signIn.returnTo, current.organization.slug) ?? href(paths.my, { org: current.organization.slug }))
})

accountRoutes.get(paths.join, door(anybody), (c) => page(c, <JoinPage current={c.var.current} />))

accountRoutes.get(paths.my, door(signedIn), (c) => {
  const { current } = c.var
  const org = current.organization.slug
  const [first, second] = current.mine
  if (second) return page(c, <ChooseClientPage current={current} />)
  if (first) return answer(c, href(paths.appointments, { org, clientId: first.clientId }))
  if (current.staff) return answer(c, href(paths.manage, { org }))
  throw new NotFound()
})

accountRoutes.get(paths.manage, door(staffMembers), (c) => {
  const { organization, staff } = c.var.current
  return answer(c, href(staff.therapist ? paths.requests : paths.portal, { org: organization.slug }))
})

accountRoutes.route('/', personRoutes)
accountRoutes.route('/', seatRoutes)

/** Wrong, used, expired, five times tried: one sentence, because the difference would help a guesser. */
const refuseCode = (c: Context) => page(c, <CodePage current={c.var.current as Current} refused />, 422)
