import type { Context } from 'hono'
import { TooOftenPage } from '../../views/accounts/too-often-page.tsx'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { read, Repeated, type DatabaseRefusal, type Query } from '../db.ts'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { randomToken } from '../tokens.ts'
import { answer, page } from '../web/answer.ts'
import { fieldsOf } from '../web/forms.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { askForCode, countAsking, mayAsk, type SignInWish } from './asking.ts'
import { browserToken, setBrowserToken } from './cookies.ts'
import type { AboutQueries } from './identity.ts'
import { isApart } from '../shards.ts'
import { sentTo } from './invited-address.ts'

/** For every door that sends a code: what the counters say of whoever asks. */
export async function countAskingOf(c: Context<Portal>): Promise<AboutQueries> {
  const { email = '' } = await fieldsOf(c)
  return await countAsking({
    secret: c.env.PORTAL_SECRET,
    now: clock.now(),
    network: networkOf(c),
    org: c.req.param('org') ?? '',
    email: email.trim().toLowerCase(),
    browser: browserToken(c),
  })
}

/**
 * Sends a code and shows where to type it; asked too often, it says how long to wait, or sends nothing and looks the same (ACC-7).
 * `more`: what is written in the same batch, for example the registration that the code is for; `refused` answers what the
 * database says no to of it.
 */
export async function sendCode(
  context: unknown,
  wish: SignInWish,
  more: Query[] = [],
  refused?: (refusal: DatabaseRefusal) => Response | Promise<Response>,
) {
  const c = context as Context<Portal>
  const { current, about } = c.var as unknown as { current: Current; about: Record<string, unknown> }
  // Of an address that only the shard knew, control is asked here.
  const sent = isApart(current.db) ? await read(current.control, { sent: sentTo(current, wish.email) }) : {}
  const asked = mayAsk({ ...about, ...sent }, current.now)
  if (asked.may === 'wait') return tooOften(c, asked.minutes)
  const token = browserToken(c) || wish.browser || randomToken()
  if (asked.may === 'ask') {
    const refusal = await askOnce(current, wish, token, more)
    if (refusal && refused) return await refused(refusal)
    wake(c.executionCtx, current)
  }
  return showWhereToType(c, token, wish.sharedComputer)
}

/** The page for the code: what everybody sees who asked, known or not, for the first time or again. */
export function showWhereToType(context: unknown, token: string, sharedComputer = false) {
  const c = context as Context<Portal>
  setBrowserToken(c, token, sharedComputer)
  return answer(c, href(paths.loginCode, { org: c.var.current.organization.slug }))
}

/** A form that was sent twice at once: the other one has asked already. */
async function askOnce(current: Current, wish: SignInWish, token: string, more: Query[]): Promise<DatabaseRefusal | null> {
  try {
    return (await askForCode(current, wish, token, more)).refusal
  } catch (error) {
    if (error instanceof Repeated) return null
    throw error
  }
}

/** "Wait": how long, and whom to call meanwhile. */
export function tooOften(context: unknown, minutes: number) {
  const c = context as Context<Portal>
  c.header('Retry-After', String(minutes * 60))
  return page(c, <TooOftenPage current={c.var.current} minutes={minutes} />, 429)
}
