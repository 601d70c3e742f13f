import { Hono, type Context } from 'hono'
import { ClientPage } from '../../views/clients/client-page.tsx'
import type { DiscretionState } from '../../views/notifications/discretion-section.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { asking, choosing, ending } from '../notifications/discretion-fields.ts'
import { chooseDiscretion } from '../notifications/discretion.ts'
import { wake } from '../notifications/waking.ts'
import { askForSafeAddress, endSafeAddress } from '../notifications/safe-address.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { clientFile } from './client-file.ts'
import { addressOf, shownTo, theFileOf } from './client-shown.ts'
import { discretionOf } from './discretion-of.ts'

/** What e-mails about a client may say, and where they go, as staff choose it for her (NOT-8). Administrators only (SET-1). */
export const clientDiscretionRoutes = new Hono<Portal>()

const theFile = { about: () => clientFile() }

clientDiscretionRoutes.post(paths.clientDiscretion, door(administrators, theFile), form(choosing, badForm), async (c) => {
  const { current, about } = c.var
  const record = discretionOf(theFileOf(about))
  const { discreet, version } = c.req.valid('form')
  const refusal = await chooseDiscretion(current, record, discreet, { version, location: back(c) })
  return refusal ? await show(c, 'discretion', 'stale') : answer(c, back(c))
})

clientDiscretionRoutes.post(
  paths.clientSafeAddress,
  door(administrators, theFile),
  form(asking, (c, { typed }) => show(c, 'safe', 'no_address', typed.email)),
  async (c) => {
    const { current, about } = c.var
    const record = discretionOf(theFileOf(about))
    const { email, version } = c.req.valid('form')
    if (email === (record.safeEmail ?? record.email)) return await show(c, 'safe', 'same', email)
    const refusal = await askForSafeAddress(current, record, email, { version, location: back(c) })
    if (refusal) return await show(c, 'safe', refusal, email)
    wake(c.executionCtx, current)
    return answer(c, back(c))
  },
)

clientDiscretionRoutes.post(paths.clientSafeAddressEnd, door(administrators, theFile), form(ending, badForm), async (c) => {
  const { current, about } = c.var
  const refusal = await endSafeAddress(current, discretionOf(theFileOf(about)), { version: c.req.valid('form').version, location: back(c) })
  return refusal ? await show(c, 'safe', 'stale') : answer(c, back(c))
})

const back = (context: unknown): string => {
  const { current, about } = (context as { var: { current: StaffCurrent; about: Record<string, unknown> } }).var
  const file = theFileOf(about)
  return addressOf(current, file, `discretion-${file.id}`)
}

function show(context: unknown, about: DiscretionState['about'], outcome: DiscretionState['outcome'], typed = '') {
  const c = context as Context
  const file = theFileOf(c.var.about)
  const state: DiscretionState = { clientId: file.id, about, outcome, typed }
  const status = outcome === 'stale' || outcome === 'too_often' ? 409 : 422
  return page(c, <ClientPage {...shownTo(c.var.current, file)} discretion={state} />, status)
}
