import { Hono } from 'hono'
import { ChooseClientPage } from '../../views/accounts/choose-client-page.tsx'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { signedIn, staffMembers } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { NotFound } from '../web/errors.ts'
import type { Portal } from '../web/portal.ts'
import { draftRoutes } from './draft-routes.tsx'
import { emailChangeRoutes } from './email-change-routes.tsx'
import { claimRoutes } from './claim-routes.tsx'
import { joinRoutes } from './join-routes.tsx'
import { linkRoutes } from './link-routes.tsx'
import { invitationRoutes } from './invitation-routes.tsx'
import { inviteRoutes } from './invite-routes.tsx'
import { authenticatorRoutes } from './authenticator-routes.tsx'
import { offersPasskey } from './passkey-offer.ts'
import { passkeyRoutes } from './passkey-routes.tsx'
import { passkeySignInRoutes } from './passkey-sign-in-routes.tsx'
import { personRoutes } from './person-routes.tsx'
import { securityRoutes } from './security-routes.tsx'
import { ownRegistrations } from './registering.ts'
import { seatRoutes } from './seat-routes.tsx'
import { secondFactorRoutes } from './second-factor-routes.tsx'
import { signInRoutes } from './sign-in-routes.tsx'
import { staffRoutes } from './staff-routes.tsx'
import { teamRoutes } from './team-routes.tsx'
import { visitorBookingRoutes } from './visitor-booking-routes.tsx'

/** Signing in, and where one lands. */
export const accountRoutes = new Hono<Portal>()

accountRoutes.route('/', signInRoutes)
accountRoutes.route('/', inviteRoutes)
accountRoutes.route('/', passkeySignInRoutes)

accountRoutes.route('/', joinRoutes)
accountRoutes.route('/', visitorBookingRoutes)

accountRoutes.get(paths.my, door(signedIn, { about: () => ownRegistrations }), (c) => {
  const { current } = c.var
  const org = current.organization.slug
  const [first, second] = current.mine
  if (second) return page(c, <ChooseClientPage current={current} offersPasskey={offersPasskey(c, current)} />)
  if (first) return answer(c, href(paths.appointments, { org, clientId: first.clientId }))
  if (current.staff) return answer(c, href(paths.manage, { org }))
  // She has nothing here yet but her registration: what became of it is her front door (LNK-4).
  const [registration] = c.var.about.claims as { id: string }[]
  if (registration) return answer(c, href(paths.registration, { org, registrationId: registration.id }))
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
accountRoutes.route('/', passkeyRoutes)
accountRoutes.route('/', authenticatorRoutes)
accountRoutes.route('/', secondFactorRoutes)
accountRoutes.route('/', seatRoutes)
accountRoutes.route('/', staffRoutes)
accountRoutes.route('/', teamRoutes)
accountRoutes.route('/', linkRoutes)
accountRoutes.route('/', claimRoutes)
accountRoutes.route('/', invitationRoutes)
