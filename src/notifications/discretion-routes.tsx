import { Hono, type Context } from 'hono'
import { SafeAddressPage } from '../../views/notifications/safe-address-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import type { ClientCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { anybody, herself } from '../policies.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { chooseDiscretion, ownDiscretion, ownDiscretionFrom, type Discretion } from './discretion.ts'
import { asking, choosing, ending } from './discretion-fields.ts'
import { wake } from './waking.ts'
import { ownWishes } from './preferences.ts'
import { askForSafeAddress, confirmSafeAddress, endSafeAddress, safeAddressByToken, type AskedAddress } from './safe-address.ts'
import { showWishes } from './wish-routes.tsx'

/** What e-mails about a client may say, and where they go, as she chooses it herself (NOT-8). Staff do in clients/discretion-routes.tsx. */
export const discretionRoutes = new Hono<Portal>()

const hers: AboutQueries = (at) => ({ ...ownWishes(at), ...ownDiscretion(at) })
const theRecord = { about: () => hers }

discretionRoutes.post(paths.discretion, door(herself, theRecord), form(choosing, badForm), async (c) => {
  const { current } = c.var
  const record = recordOf(c)
  const { discreet, version } = c.req.valid('form')
  const refusal = await chooseDiscretion(current, record, discreet, { version, location: back(c) })
  if (refusal) return await showWishes(c, { discretion: { clientId: record.clientId, about: 'discretion', outcome: 'stale' } }, 409)
  return answer(c, back(c))
})

discretionRoutes.post(
  paths.safeAddress,
  door(herself, theRecord),
  form(asking, (c, { typed }) => showProblem(c, 'no_address', typed.email ?? '')),
  async (c) => {
    const { current } = c.var
    const { email, version } = c.req.valid('form')
    const record = recordOf(c)
    if (email === (record.safeEmail ?? current.person.email)) return await showProblem(c, 'same', email)
    const refusal = await askForSafeAddress(current, record, email, { version, location: back(c) })
    if (refusal) return await showProblem(c, refusal, email)
    wake(c.executionCtx, current)
    return answer(c, back(c))
  },
)

discretionRoutes.post(paths.safeAddressEnd, door(herself, theRecord), form(ending, badForm), async (c) => {
  const record = recordOf(c)
  if (await endSafeAddress(c.var.current, record, { version: c.req.valid('form').version, location: back(c) }))
    return await showProblem(c, 'stale', '')
  return answer(c, back(c))
})

// A GET of the link only shows a button, to whoever opens it: programs open links, people press buttons.
discretionRoutes.get(paths.safeAddressLink, door(anybody, { about: (c) => safeAddressByToken(c.req.param('token') ?? '') }), (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  if (c.req.query('done') === '1') return page(c, <SafeAddressPage current={c.var.current} state="done" />)
  const asked = askedOf(c.var.about)
  if (!asked) return page(c, <SafeAddressPage current={c.var.current} state="dead" />, 410)
  return page(c, <SafeAddressPage current={c.var.current} state="open" email={asked.email} token={c.req.param('token')} />)
})

discretionRoutes.post(paths.safeAddressLink, door(anybody, { about: (c) => safeAddressByToken(c.req.param('token') ?? '') }), async (c) => {
  c.header('Referrer-Policy', 'no-referrer')
  const { current, about } = c.var
  const asked = askedOf(about)
  if (!asked || (await confirmSafeAddress(current, asked))) return await page(c, <SafeAddressPage current={current} state="dead" />, 410)
  return answer(c, href(paths.safeAddressLink, { org: current.organization.slug, token: c.req.param('token') }, { done: 1 }))
})

const askedOf = (about: Record<string, unknown>): AskedAddress | undefined => (about.asked as AskedAddress[])[0]

/** Her record of the address; the door knows that it is she. */
function recordOf(context: unknown): Discretion {
  const { var: held } = context as { var: { current: ClientCurrent; about: Record<string, unknown> } }
  const { current, about } = held
  const record = ownDiscretionFrom(about, current.person.email).find(({ clientId }) => clientId === current.client.id)
  if (!record) throw new NotFound()
  return record
}

const back = (context: unknown): string => {
  const { organization, client } = (context as Context).var.current as ClientCurrent
  return href(paths.wishes, { org: organization.slug }, {}, `discretion-${client.id}`)
}

const showProblem = (context: unknown, outcome: 'stale' | 'no_address' | 'same' | 'too_often', typed: string) =>
  showWishes(
    context,
    { discretion: { clientId: recordOf(context).clientId, about: 'safe', outcome, typed } },
    outcome === 'stale' || outcome === 'too_often' ? 409 : 422,
  )
