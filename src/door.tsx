import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { ClosedPage } from '../views/clients/closed-page.tsx'
import { FeatureOffPage } from '../views/scheduling/feature-off-page.tsx'
import { clearSessionToken, languageCookie, sessionToken } from './accounts/cookies.ts'
import { pageOfDraft, type Draft } from './accounts/draft-forms.ts'
import { keepDraft } from './accounts/drafts.ts'
import { identify, type AboutQueries, type Asking } from './accounts/identity.ts'
import { ownPath } from './accounts/return-to.ts'
import { noteUse } from './accounts/sessions.ts'
import { isSteppedUp } from './accounts/step-up.ts'
import { clock } from './clock.ts'
import type { ClientCurrent, Current } from './current.ts'
import { batch, Moving } from './db.ts'
import { href, paths } from './paths.ts'
import { guardOf } from './settings/declarations.ts'
import { refusedBy, type Gate } from './settings/explain.ts'
import { bookmarksOf, readsReplicas } from './replicas.ts'
import { sha256 } from './tokens.ts'
import { answer, lead, page } from './web/answer.ts'
import { Forbidden, KeyReused, NotFound } from './web/errors.ts'
import { fieldsOf } from './web/forms.ts'
import { attemptOf } from './web/idempotency.ts'
import { networkOf } from './web/network.ts'
import { passWall } from './web/wall.ts'
import type { Policy } from './policies.ts'
import type { Portal } from './web/portal.ts'

export const policyOf = Symbol('policy')

interface DoorOptions {
  /** What the change is about, read in the same round trip as who asks (SPD-1). */
  about?: (c: Context<Portal>) => AboutQueries | Promise<AboutQueries>
  /** A page that merely shows what it reads: that may come from a copy of the database (SCL-2, replicas.ts). Never a page of free times. */
  onlyShows?: true
  /** A poll: it is no activity, the session does not live longer for it (ACC-5). */
  poll?: true
  /** The use is noted even if the last was a moment ago. */
  extend?: true
  /** The pages on which a second factor is set up or given; everywhere else whoever owes one is led there first (ACC-4). */
  firstFactorIsEnough?: true
  /** A form whose text survives the end of the session: which, and about what (ACC-5, accounts/drafts.ts). */
  draft?: (c: Context<Portal>) => Draft | null
  /** What a borrowed browser must not do: she has proved herself again within five minutes (ACC-3, step-up.ts). */
  stepUp?: true
}

type Opened<C> = { Variables: Portal['Variables'] & { current: C; about: Record<string, unknown> }; Bindings: Portal['Bindings'] }

/**
 * The door of a route: builds `Current` once, in one round trip, and lets pass whom its policy lets pass. Stands in the same
 * line as the path; a route without one stops the Worker from starting (doors.ts).
 */
export function door<C extends Current>(policy: Policy<C>, options: DoorOptions = {}): MiddlewareHandler<Opened<C>> {
  const handler: MiddlewareHandler<Opened<C>> = async (context, next) => {
    const c = context as unknown as Context<Portal>
    if (policy.audience === 'visitors' && c.req.method === 'POST') await passWall(c)
    const asking = await askingOf(c, options)
    const { current, about, earlier, outlived, moving } = await identify(asking, await options.about?.(c))
    if (!current) return noOrganization(c, asking)
    c.set('current', current)
    forgetEndedSession(c, current, asking)
    if (moving && c.req.method === 'POST') throw new Moving()
    const verdict = policy.judge(current)
    const draft = verdict === 'stranger' && outlived ? options.draft?.(c) : null
    if (draft && outlived) return lead(c, signInAddress(c, current, await keepOutlived(c, current, outlived, draft)))
    if (verdict === 'stranger') return lead(c, signInAddress(c, current))
    if (verdict === 'not_found') throw new NotFound()
    if (verdict === 'forbidden') throw new Forbidden()
    if (policy.audience !== 'visitors' && !options.firstFactorIsEnough && current.session?.owesSecondFactor)
      return lead(c, href(paths.secondFactor, {}, { next: cameFrom(c) }))
    if (options.stepUp && !isSteppedUp(current)) return lead(c, href(paths.confirmItsYou, {}, { next: cameFrom(c) }))
    if (earlier) return repeat(c, current, earlier)
    if (isClosed(c, policy, current)) return await page(c, <ClosedPage current={current as ClientCurrent} />, 409)
    const off = closedGate(current, routePath(c))
    if (off) return await page(c, <FeatureOffPage current={current as ClientCurrent} gate={off} />, 409)
    if (!options.poll) noteUse(c, current, options.extend)
    context.set('about', about)
    return await next()
  }
  return Object.assign(handler, { [policyOf]: policy })
}

/** SET-43: the portal of an archived client can be read; every change of hers is refused, whatever it is about. */
const isClosed = <C extends Current>(c: Context<Portal>, { audience }: Policy<C>, { client }: Current): boolean =>
  audience === 'clients' && c.req.method === 'POST' && client !== null && client.archivedAt !== null

/** SET-31: the gate that closes a feature's address for this client, from the setting's own declaration. */
function closedGate(current: Current, path: string): Gate | null {
  const key = guardOf(path)
  if (!key || !current.client || !current.access) return null
  return refusedBy(key, current.facts, {
    client: { archived: current.client.archivedAt !== null },
    access: current.access,
    therapist: null,
  })
}

/** The mark of a route that acts on nothing but the asker's own session or cookie, wherever it began. */
export function withoutOrganization(name: string): MiddlewareHandler<Portal> {
  const handler: MiddlewareHandler<Portal> = (_, next) => next()
  return Object.assign(handler, { [policyOf]: { name, audience: 'people', judge: () => 'pass' } satisfies Policy<Current> })
}

/** The mark of a route that answers whoever has the secret in its address, and knows nobody: no cookie of theirs is read. */
export function bySecret(name: string): MiddlewareHandler<Portal> {
  const handler: MiddlewareHandler<Portal> = (_, next) => next()
  return Object.assign(handler, { [policyOf]: { name, audience: 'visitors', judge: () => 'pass' } satisfies Policy<Current> })
}

/** The mark of a route that listens to a machine which signs what it says (T-31): the handler checks that before anything else. */
export function bySignature(name: string): MiddlewareHandler<Portal> {
  const handler: MiddlewareHandler<Portal> = (_, next) => next()
  return Object.assign(handler, { [policyOf]: { name, audience: 'machines', judge: () => 'pass' } satisfies Policy<Current> })
}

/** No such organization; or no session, where the address names no organization: there is nowhere to sign in to. */
function noOrganization(c: Context<Portal>, asking: Asking) {
  if (asking.slug !== null) throw new NotFound()
  clearSessionToken(c)
  return lead(c, href(paths.logout))
}

/** A change repeated with its key answers as the first did; the key with other fields is somebody's mistake (SCH-25). */
function repeat(c: Context<Portal>, current: Current, earlier: { fingerprint: string; location: string }) {
  if (earlier.fingerprint === current.attempt?.fingerprint) return answer(c, earlier.location)
  throw new KeyReused()
}

async function askingOf(c: Context<Portal>, { onlyShows }: DoorOptions): Promise<Asking> {
  const token = sessionToken(c)
  const fields = await fieldsOf(c)
  return {
    env: c.env,
    meter: c.var.meter,
    now: clock.now(),
    requestId: c.var.requestId,
    network: networkOf(c),
    slug: c.req.param('org') ?? null,
    clientId: c.req.param('clientId') ?? null,
    params: c.req.param(),
    fields,
    tokenHash: token === '' ? '' : await sha256(token),
    attempt: await attemptOf(c.req.path, fields),
    languageAsked: languageCookie(c),
    mayBeOlder: onlyShows && readsReplicas(c.env) ? bookmarksOf(c) : null,
  }
}

/** An answer to an ended session clears the cookie: that also drops what Back would show (ACC-5, facts/security.md 0.8). */
function forgetEndedSession(c: Context<Portal>, current: Current, asking: Asking) {
  if (asking.tokenHash !== '' && !current.session) clearSessionToken(c)
}

/** Where a stranger signs in, and what she wanted to read; a change is not repeated behind her back. */
function signInAddress(c: Context<Portal>, { organization }: Current, page?: string): string {
  if (page) return href(paths.login, { org: organization.slug }, { next: page })
  const wanted = c.req.method === 'GET' && !c.req.header('HX-Request') ? new URL(c.req.url).pathname : undefined
  return href(paths.login, { org: organization.slug }, { next: wanted })
}

/** Her session grew old while she wrote: the text is kept for her, and she comes back to the page it stands on (ACC-5). */
async function keepOutlived(c: Context<Portal>, current: Current, personId: string, draft: Draft): Promise<string> {
  const kept = await keepDraft(current, personId, draft, await fieldsOf(c))
  if (kept.length > 0) await batch(current.db, kept)
  const page = pageOfDraft(current.organization.slug, draft)
  const from = cameFrom(c)
  return from?.startsWith(page) ? from : page
}

/** The page this was asked from, to come back to: the page itself, or the page its form stands on. A change is not repeated. */
function cameFrom(c: Context<Portal>): string | undefined {
  if (c.req.method === 'GET' && !c.req.header('HX-Request')) return pathOf(c.req.url)
  const page = c.req.header('Referer') ?? ''
  const isOurs = URL.canParse(page) && [c.env.PUBLIC_ORIGIN, new URL(c.req.url).origin].includes(new URL(page).origin)
  return isOurs ? pathOf(page) : undefined
}

const pathOf = (address: string): string | undefined => {
  const { pathname, search } = new URL(address)
  const path = ownPath(pathname + search)
  return path === '/' ? undefined : path
}
