import { Hono, type Context } from 'hono'
import { UnsubscribePage } from '../../views/notifications/unsubscribe-page.tsx'
import type { Current } from '../current.ts'
import { door } from '../door.tsx'
import type { Env } from '../env.ts'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { reliefFrom, reliefQueries, stopEmails, takeUpEmails, type ReliefState } from './relieving.ts'
import { reliefOf, type Relief } from './unsubscribing.ts'

/** The end of optional e-mails by their own link (NOT-8, RFC 8058). The secret in the address is all that is asked for. */
export const unsubscribeRoutes = new Hono<Portal>()

const theRelief = async (c: Context<Portal>) => reliefQueries(await reliefIn(c))
const reliefIn = (c: Context): Promise<Relief | null> =>
  reliefOf((c.env as Env).PORTAL_SECRET, c.req.param('org') ?? '', c.req.param('token') ?? '')

// Programs that look through mail open every link: looking changes nothing.
unsubscribeRoutes.get(paths.unsubscribe, door(anybody, { about: theRelief }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const was = c.req.query('was') === 'digest' ? 'digest' : 'each'
  return await page(c, <UnsubscribePage current={c.var.current} state={await stateOf(c)} token={c.req.param('token')} was={was} />)
})

// From the page it leads back to it; a mail program asks for a plain answer, and follows nothing (RFC 8058, 3.1).
unsubscribeRoutes.post(paths.unsubscribe, door(anybody, { about: theRelief }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const state = await stateOf(c)
  await stopEmails(c.var.current, state)
  if ((await fieldsOf(c))['List-Unsubscribe'] === 'One-Click') return c.text('', 200)
  return answer(c, addressOf(c, state.notices === 'digest' ? 'digest' : undefined))
})

unsubscribeRoutes.post(paths.unsubscribeUndo, door(anybody, { about: theRelief }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const { was } = await fieldsOf(c)
  await takeUpEmails(c.var.current, await stateOf(c), was === 'digest' ? 'digest' : 'each')
  return answer(c, addressOf(c))
})

/** What the secret is good for here; a wrong one, another practice's, or of somebody who left, is no address at all. */
async function stateOf(context: unknown): Promise<ReliefState> {
  const c = context as Context
  const state = reliefFrom(await reliefIn(c), c.var.about)
  if (!state) throw new NotFound()
  return state
}

function addressOf(context: unknown, was?: string): string {
  const c = context as Context
  return href(paths.unsubscribe, { org: (c.var.current as Current).organization.slug, token: c.req.param('token') ?? '' }, { was })
}
