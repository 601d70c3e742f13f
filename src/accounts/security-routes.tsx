import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { SecurityPage, SessionsSection } from '../../views/accounts/security-page.tsx'
import type { SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { signedIn } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { leaveBehind } from './cookies.ts'
import {
  endMany,
  endOne,
  ownSession,
  securityFacts,
  sessionsEverywhere,
  stillRunning,
  type Means,
  type OwnSession,
} from './own-sessions.ts'

/** A person's own page of how she signs in, and where (ACC-6). */
export const securityRoutes = new Hono<Portal>()

securityRoutes.get(paths.security, door(signedIn, { about: () => securityFacts }), async (c) => {
  const { current, about } = c.var
  const [means] = about.means as [Means]
  const sessions = stillRunning(await sessionsEverywhere(current, about.sessions as OwnSession[]), current.now)
  return page(c, <SecurityPage current={current} means={means} sessions={sessions} />)
})

// Ending a session needs no proof beyond being signed in: it only ever takes access away.
securityRoutes.post(paths.sessionEnd, door(signedIn, { about: () => ownSession }), async (c) => {
  const { current, about } = c.var
  const [session] = about.session as { id: string; endedAt: number | null; device: string }[]
  if (!session) throw new NotFound()
  const left = await endOne(current, session.id)
  if (session.id === current.session.id) return signedOut(c, current)
  return answer(c, there, <SessionsSection current={current} sessions={left} ended={session.device} />)
})

securityRoutes.post(paths.sessionsEnd, door(signedIn), form(z.object({ which: z.enum(['others', 'all']) }), badForm), async (c) => {
  const { current } = c.var
  const { which } = c.req.valid('form')
  const left = await endMany(current, which)
  if (which === 'all') return signedOut(c, current)
  return answer(c, there, <SessionsSection current={current} sessions={left} ended="others" />)
})

const there = href(paths.security, {}, {}, 'sessions')

/** She ended the session she asked from: as by "Sign out" (ACC-8). */
function signedOut(c: Context, { organization }: SignedIn) {
  leaveBehind(c)
  return answer(c, href(paths.login, { org: organization.slug }))
}
