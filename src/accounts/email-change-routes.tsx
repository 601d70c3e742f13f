import { Hono } from 'hono'
import * as z from 'zod/mini'
import { EmailChangePage } from '../../views/accounts/email-change-page.tsx'
import { EmailLinkPage } from '../../views/accounts/email-link-page.tsx'
import type { SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import { emailAddress, form, idempotencyKey } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { askForChange, changeByToken, confirmChange, type WaitingChange } from './email-change.ts'

/** Another address to sign in with: confirmed at the new one, announced at the old (ACC-6, T-12). */
export const emailChangeRoutes = new Hono<Portal>()

const wish = z.object({ email: emailAddress, key: z.optional(idempotencyKey) })

emailChangeRoutes.get(paths.emailChange, door(signedIn, { stepUp: true }), (c) => page(c, <EmailChangePage current={c.var.current} />))

emailChangeRoutes.post(
  paths.emailChange,
  door(signedIn, { stepUp: true }),
  form(wish, (c, { typed }) => page(c, <EmailChangePage current={c.var.current} typed={typed.email ?? ''} problem="no_address" />, 422)),
  async (c) => {
    const { current } = c.var
    const { email } = c.req.valid('form')
    if (email === current.person.email) return await page(c, <EmailChangePage current={current} typed={email} problem="same" />, 422)
    const tooOften = await askForChange(current, email)
    if (tooOften) return await page(c, <EmailChangePage current={current} typed={email} problem="too_often" />, 429)
    wake(c.executionCtx, current)
    return answer(c, href(paths.security))
  },
)

// A GET of the link only shows a button, to her and to nobody else: programs open links, people press buttons.
emailChangeRoutes.get(paths.emailChangeLink, door(signedIn, { about: (c) => changeByToken(c.req.param('token') ?? '') }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const { current, about } = c.var
  const change = waitingFor(current, about)
  return await page(c, <EmailLinkPage current={current} change={change} token={c.req.param('token')} />, change ? 200 : 410)
})

emailChangeRoutes.post(paths.emailChangeLink, door(signedIn, { about: (c) => changeByToken(c.req.param('token') ?? '') }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const { current, about } = c.var
  const change = waitingFor(current, about)
  if (!change || (await confirmChange(current, change))) return await page(c, deadLink(current), 410)
  wake(c.executionCtx, current)
  return answer(c, href(paths.security))
})

/** The change, if it is hers and works. Who has nothing to do with the practice either learns not even that there are such links. */
function waitingFor({ staff, mine }: SignedIn, about: Record<string, unknown>): WaitingChange | undefined {
  const [change] = about.change as WaitingChange[]
  if (!change && !staff && mine.length === 0) throw new NotFound()
  return change
}

const deadLink = (current: SignedIn) => <EmailLinkPage current={current} change={undefined} token="" />
