import { Hono, type Context } from 'hono'
import { OfferPage } from '../../views/accounts/offer-page.tsx'
import { clock } from '../clock.ts'
import type { Current, SignedIn } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { anybody } from '../policies.ts'
import { sha256 } from '../tokens.ts'
import { answer, lead, page } from '../web/answer.ts'
import { networkOf } from '../web/network.ts'
import type { Portal } from '../web/portal.ts'
import { countAsking } from './asking.ts'
import { browserToken } from './cookies.ts'
import type { AboutQueries } from './identity.ts'
import { sendCode } from './code-sending-routes.tsx'
import { acceptOffer, offerBy, offerFrom, offerState, type FoundOffer } from './work-acceptance.ts'

/** Where the e-mail of an offer to work here leads. Its address holds the token, so it is told to nobody. */
export const teamRoutes = new Hono<Portal>()

// A GET, by a mail scanner or a person, however often, consumes nothing (ACC-1).
teamRoutes.get(paths.staffInvitation, door(anybody, { about: async (c) => offerBy(await sha256(c.req.param('token') ?? '')) }), (c) =>
  show(c, offerFrom(c.var.about)),
)

teamRoutes.post(paths.staffInvitationAcceptance, door(anybody, { about: theOfferAndHits }), async (context) => {
  const c = context as unknown as Context<Portal>
  const { current, about } = context.var
  const offer = offerFrom(about)
  const state = offerState(current, offer)
  const at = { org: current.organization.slug }
  if (!offer) return await show(c, offer)
  // Only ever to the invited address: what is typed or sent along changes nothing.
  if (state === 'code') return await sendCode(c, { email: offer.email, intent: { kind: 'staff_invitation', id: offer.id } })
  if (state === 'works_here') return answer(c, href(paths.manage, at))
  const back = href(paths.staffInvitation, { ...at, token: c.req.param('token') ?? '' })
  if (state === 'second_factor') return lead(c, href(paths.secondFactor, {}, { next: back }))
  if (state !== 'accept') return await show(c, offer)
  return answer(c, (await acceptOffer(current as SignedIn, offer)) ? back : href(paths.manage, at))
})

function show(context: unknown, offer: FoundOffer | undefined) {
  const c = context as Context<Portal>
  c.header('Referrer-Policy', 'no-referrer')
  const current = c.var.current as Current
  const state = offerState(current, offer)
  const status = state === 'dead' ? 410 : state === 'somebody_else' ? 409 : 200
  return page(c, <OfferPage current={current} token={c.req.param('token') ?? ''} state={state} offer={offer} />, status)
}

/** The address is known only once the offer is read: its token stands for it in the counter of who asks (ACC-7). */
async function theOfferAndHits(c: Context<Portal>): Promise<AboutQueries> {
  const token = c.req.param('token') ?? ''
  const counting = await countAsking({
    secret: c.env.PORTAL_SECRET,
    now: clock.now(),
    network: networkOf(c),
    org: c.req.param('org') ?? '',
    email: `staff invitation ${token}`,
    browser: browserToken(c),
  })
  const offer = offerBy(await sha256(token))
  return (at) => ({ ...counting(at), ...offer(at) })
}
