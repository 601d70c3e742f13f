import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { ChoosePersonPage } from '../../views/accounts/choose-person-page.tsx'
import { CodePage } from '../../views/accounts/code-page.tsx'
import { LinkPage } from '../../views/accounts/link-page.tsx'
import { LoginPage } from '../../views/accounts/login-page.tsx'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { emailAddress, fieldsOf, form, type Problem } from '../web/forms.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { arrive } from './arrive.ts'
import { giveTryBack } from './asking.ts'
import { countAskingOf, sendCode, tooOften } from './code-sending-routes.tsx'
import { browserToken, setSessionToken } from './cookies.ts'
import type { AboutQueries } from './identity.ts'
import { countHits, isBeyond, minutesToWait } from './limits.ts'
import type { Shortcut } from './link-rules.ts'
import { isWayClosed, shortcutQueries, standsNow } from './links.ts'
import { deviceOf } from './opening.ts'
import { arrivalFor, byLink, countTry, matching, whetherLinkWorks, type OpenSignIn, type ProofRows } from './proof.ts'
import { earlierWish, ownRegistrations } from './registering.ts'
import { returnTo } from './return-to.ts'
import { cameByLink, noteVisit } from './visit-routes.tsx'

/** Signing in: an address, then its code or its link. Every way in ends here, with whatever she came for. */
export const signInRoutes = new Hono<Portal>()

const asking = z.object({ email: emailAddress, next: z.optional(z.string().check(z.maxLength(300))), shared: z.optional(z.literal('1')) })
const chosenPerson = z.optional(z.string().check(z.maxLength(60)))
const typed = z.object({
  code: z.pipe(
    z.string(),
    z.transform((code) => code.replace(/\D/g, '')),
  ),
  person: chosenPerson,
})

signInRoutes.get(
  paths.login,
  door(anybody, { about: () => (at) => ({ ...shortcutQueries(at), ...ownRegistrations(at) }), onlyShows: true }),
  (c) => {
    const { current } = c.var
    const next = returnTo(c.req.query('next'), current.organization.slug)
    const { links, claims } = c.var.about as unknown as { links: Shortcut[]; claims: unknown[] }
    const belongsHere = current.staff !== null || current.mine.length > 0 || claims.length > 0
    noteVisit(c, 'login', next !== undefined)
    if (belongsHere) return answer(c, next ?? href(paths.my, { org: current.organization.slug }))
    // Nobody is locked out by a replaced link: she is told, and signs in all the same. Pages of ours lead here without a suffix.
    const replaced = cameByLink(c) && next === undefined && !standsNow(links, 'login', c.req.query('k'), current.now)
    return page(c, <LoginPage current={current} next={next} replaced={replaced} />)
  },
)

signInRoutes.post(
  paths.login,
  door(anybody, { about: askingAgain }),
  form(asking, (c, problem: Problem) => page(c, <LoginPage current={c.var.current} next={problem.typed.next} problem={problem} />, 422)),
  async (c) => {
    const { current } = c.var
    const { email, next, shared } = c.req.valid('form')
    const [wished] = c.var.about.wished as { id: string }[]
    const intent = wished && { intent: { kind: 'registration' as const, id: wished.id } }
    return await sendCode(c, { email, next: returnTo(next, current.organization.slug), sharedComputer: shared === '1', ...intent })
  },
)

signInRoutes.get(paths.loginCode, door(anybody), (c) => page(c, <CodePage current={c.var.current} />))

signInRoutes.post(
  paths.loginCode,
  door(anybody, { about: tryCode }),
  form(typed, (c) => refuseCode(c)),
  async (c) => {
    const { current } = c.var
    const rows = c.var.about as unknown as ProofRows
    const { code, person } = c.req.valid('form')
    if (isBeyond('triedByNetwork', c.var.about)) return tooOften(c, minutesToWait('triedByNetwork', current.now))
    const signIn = await matching(current, rows, code)
    return await comeIn(c as unknown as Context<Portal>, { signIn, rows, person, method: 'code', again: { code } })
  },
)

// A GET of the link, by a mail scanner or a person, only shows a button (ACC-1). The page holds the token in its form's address.
signInRoutes.get(
  paths.loginLink,
  door(anybody, { about: async (c) => whetherLinkWorks(await sha256(c.req.param('token') ?? '')) }),
  async (c) => {
    c.header('Referrer-Policy', 'no-referrer')
    const { open } = c.var.about as unknown as ProofRows
    const works = open.length > 0
    return await page(c, <LinkPage current={c.var.current} token={c.req.param('token')} works={works} />, works ? 200 : 410)
  },
)

signInRoutes.post(
  paths.loginLink,
  door(anybody, { about: theLink }),
  form(z.object({ person: chosenPerson }), (c) => refuseLink(c)),
  async (c) => {
    c.header('Referrer-Policy', 'no-referrer')
    const rows = c.var.about as unknown as ProofRows
    const { person } = c.req.valid('form')
    return await comeIn(c as unknown as Context<Portal>, { signIn: rows.open[0], rows, person, method: 'link', again: {} })
  },
)

/** As for every asking; and what this browser came for when it asked for a code with this address a moment ago. */
async function askingAgain(c: Context<Portal>): Promise<AboutQueries> {
  const { email = '' } = await fieldsOf(c)
  const [counting, earlier] = [await countAskingOf(c), earlierWish(await sha256(browserToken(c)), email.trim().toLowerCase())]
  return (at) => ({ ...counting(at), ...earlier(at) })
}

interface ComingIn {
  signIn: OpenSignIn | undefined
  rows: ProofRows
  person: string | undefined
  method: 'code' | 'link'
  /** What the form that asks "who are you?" has to send again. */
  again: Record<string, string>
}

/** She has proved her address, or not; with several people behind it she is asked who she is. */
async function comeIn(c: Context<Portal>, { signIn, rows, person, method, again }: ComingIn) {
  const { current } = c.var
  const refuseIt = method === 'code' ? refuseCode : refuseLink
  const arrival = signIn ? arrivalFor(signIn, rows, person, (origin) => isWayClosed(origin, current)) : ({ kind: 'nobody' } as const)
  if (!signIn || arrival.kind === 'nobody') return await refuseIt(c)
  if (arrival.kind === 'choose') {
    if (method === 'code') await giveTryBack(current, signIn.id)
    return await page(c, <ChoosePersonPage current={current} choice={arrival} action={c.req.path} again={again} />, 409)
  }
  const arrived = await arrive(current, { signIn, rows, arrival, device: deviceOf(c), method })
  if (!arrived) return await refuseIt(c)
  wake(c.executionCtx, arrived.acting)
  setSessionToken(c, arrived.token, signIn.sharedComputer)
  return answer(c, arrived.leadsTo)
}

/** For the door of a typed code: the try is counted by browser and by network, before anything is compared. */
async function tryCode(c: Context<Portal>): Promise<AboutQueries> {
  const counting = await countHits(c.env.PORTAL_SECRET, clock.now(), [['triedByNetwork', networkOf(c)]])
  const trying = countTry(await sha256(browserToken(c)))
  return (at) => ({ ...counting(at.control), ...trying(at) })
}

async function theLink(c: Context<Portal>): Promise<AboutQueries> {
  return byLink(await sha256(c.req.param('token') ?? ''))
}

/** Wrong, used, expired, five times tried: one sentence, because the difference would help a guesser. */
const refuseCode = (c: Context) => page(c, <CodePage current={c.var.current as Current} refused />, 422)
const refuseLink = (c: Context) => page(c, <LinkPage current={c.var.current as Current} token="" works={false} />, 410)
