import { Hono, type Context } from 'hono'
import { InvitationPage, RenewedPage } from '../../views/accounts/invitation-page.tsx'
import { clock } from '../clock.ts'
import type { Current, SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, lead, page } from '../web/answer.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { countAsking } from './asking.ts'
import { browserToken } from './cookies.ts'
import { acceptSignedIn, invitedBy, invitedFrom, prospectsIn, sentToInvited } from './invitation-acceptance.ts'
import { renew } from './invitation-renewal.ts'
import { masked, type Invited } from './invitation-state.ts'
import { countHits, isBeyond, minutesToWait } from './limits.ts'
import { sendCode, tooOften } from './code-sending-routes.tsx'

/** An invitation's own page: where its e-mail leads (ACC-21). Its address holds the token, so it is told to nobody. */
export const inviteRoutes = new Hono<Portal>()

// A GET, by a mail scanner or a person, however often, consumes nothing (T-08).
inviteRoutes.get(paths.invitation, door(anybody, { about: theInvitation }), (context) => {
  const c = context as unknown as Context<Portal>
  c.header('Referrer-Policy', 'no-referrer')
  if (c.req.query('asked') === '1') return page(c, <RenewedPage current={c.var.current} token={tokenOf(c)} />)
  return showInvitation(c, invitedFrom(context.var.about))
})

inviteRoutes.post(paths.invitationAcceptance, door(anybody, { about: theInvitationAndHits }), async (context) => {
  const c = context as unknown as Context<Portal>
  c.header('Referrer-Policy', 'no-referrer')
  const { current, about } = context.var
  const invited = invitedFrom(about)
  const at = { org: current.organization.slug }
  const prospects = prospectsIn(current, invited)
  if (!invited) return await showInvitation(c, invited)
  // Only ever to the address it is bound to: what is typed or sent along changes nothing.
  if (prospects === 'code') return await sendCode(c, { email: invited.email, intent: { kind: 'invitation', id: invited.id } })
  if (prospects === 'hers') return answer(c, href(paths.my, at))
  if (prospects === 'second_factor')
    return lead(c, href(paths.secondFactor, {}, { next: href(paths.invitation, { ...at, token: tokenOf(c) }) }))
  if (prospects !== 'link') return await showInvitation(c, invited)
  if (await acceptSignedIn(current as SignedIn, invited)) return answer(c, href(paths.invitation, { ...at, token: tokenOf(c) }))
  return answer(c, href(paths.my, at))
})

// The answer is the same whatever happens: whoever has an old link learns nothing of the client from it.
inviteRoutes.post(paths.invitationRenewal, door(anybody, { about: theInvitationAndNetwork }), async (context) => {
  const c = context as unknown as Context<Portal>
  c.header('Referrer-Policy', 'no-referrer')
  const { current, about } = context.var
  if (isBeyond('askedByNetwork', about)) return tooOften(c, minutesToWait('askedByNetwork', current.now))
  await renew(current, invitedFrom(about))
  wake(c.executionCtx, current)
  return answer(c, href(paths.invitation, { org: current.organization.slug, token: tokenOf(c) }, { asked: 1 }))
})

function showInvitation(c: Context<Portal>, invited: Invited | undefined) {
  const current = c.var.current as Current
  const prospects = prospectsIn(current, invited)
  const closed = prospects === 'dead' || prospects === 'expired' || prospects === 'account'
  const status = closed ? 410 : prospects === 'somebody_else' ? 409 : 200
  const props = { current, token: tokenOf(c), prospects, address: invited ? masked(invited.email) : '' }
  return page(c, <InvitationPage {...props} />, status)
}

const tokenOf = (c: Context<Portal>): string => c.req.param('token') ?? ''

async function theInvitation(c: Context<Portal>) {
  return invitedBy(await sha256(tokenOf(c)))
}

/** The address is known only once the invitation is read: its token stands for it in the counter of who asks (ACC-7). */
async function theInvitationAndHits(c: Context<Portal>) {
  const invited = await theInvitation(c)
  const counting = await countAsking({
    secret: c.env.PORTAL_SECRET,
    now: clock.now(),
    network: networkOf(c),
    org: c.req.param('org') ?? '',
    email: `invitation ${tokenOf(c)}`,
    browser: browserToken(c),
  })
  const sent = sentToInvited(await sha256(tokenOf(c)))
  return (at: Parameters<typeof invited>[0]) => ({ ...invited(at), ...counting(at), ...sent(at) })
}

async function theInvitationAndNetwork(c: Context<Portal>) {
  const invited = await theInvitation(c)
  const counting = await countHits(c.env.PORTAL_SECRET, clock.now(), [['askedByNetwork', networkOf(c)]])
  return (at: Parameters<typeof invited>[0]) => ({ ...invited(at), ...counting(at.control) })
}
