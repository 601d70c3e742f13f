import { Hono } from 'hono'
import { ChooseClientPage } from '../../views/accounts/choose-client-page.tsx'
import { JoinPage } from '../../views/accounts/join-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { anybody, signedIn, staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { draftRoutes } from './draft-routes.tsx'
import { emailChangeRoutes } from './email-change-routes.tsx'
import { personRoutes } from './person-routes.tsx'
import { securityRoutes } from './security-routes.tsx'
import { seatRoutes } from './seat-routes.tsx'
import { signInRoutes } from './sign-in-routes.tsx'
import { staffRoutes } from './staff-routes.tsx'
import { teamRoutes } from './team-routes.tsx'

/** Signing in, and where one lands. */
export const accountRoutes = new Hono<Portal>()

accountRoutes.route('/', signInRoutes)

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
accountRoutes.route('/', securityRoutes)
accountRoutes.route('/', emailChangeRoutes)
accountRoutes.route('/', draftRoutes)
accountRoutes.route('/', seatRoutes)
accountRoutes.route('/', staffRoutes)
accountRoutes.route('/', teamRoutes)
