import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { ClientPage } from '../../views/clients/client-page.tsx'
import { ClientViewPage } from '../../views/clients/client-view-page.tsx'
import { ExplanationPage } from '../../views/clients/explanation-page.tsx'
import type { AboutQueries } from '../accounts/identity.ts'
import { invitationAtHand, revoke, takeBackRevocation, type InvitationAtHand } from '../accounts/invitation-revocation.ts'
import { audit } from '../audit.ts'
import type { ClientCurrent, StaffCurrent } from '../current.ts'
import { batchAnd } from '../db.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { appointmentQueries, appointmentsFrom } from '../scheduling/appointments.ts'
import { refusedBy } from '../settings/explain.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { archive, bringBack, type ArchiveRefusal } from './archive.ts'
import { endAccount } from './account-end.ts'
import { clientFile, fileFrom, keptInstead, type ClientFile } from './client-file.ts'
import { addressOf, shownTo, theFileOf } from './client-shown.ts'
import { clientDiscretionRoutes } from './discretion-routes.tsx'
import { assignTherapists } from './therapists.ts'
import { explainableKeys, explanationOf } from './explanation.ts'
import { noteOpening } from './openings.ts'

/** One client: what she can use and why not, her archive, her portal as she sees it. Administrators only (SET-1). */
export const clientPageRoutes = new Hono<Portal>()

const changing = z.object({ version, key: z.optional(idempotencyKey), confirm: z.optional(z.literal('1')) })
const caring = z.object({
  version,
  key: z.optional(idempotencyKey),
  therapist: z._default(
    z.union([z.string().check(z.maxLength(60)), z.array(z.string().check(z.maxLength(60))).check(z.maxLength(500))]),
    [],
  ),
})
const revoking = z.object({ version, key: z.optional(idempotencyKey), undo: z.optional(z.literal('1')) })
const theFile = { about: () => clientFile() }
const theInvitation = (): AboutQueries => (at) => ({ ...clientFile()(at), ...invitationAtHand(at) })

clientPageRoutes.get(paths.client, door(administrators, { about: () => (at) => ({ ...clientFile()(at), ...keptInstead(at) }) }), (c) => {
  const { current, about } = c.var
  const [kept] = about.kept as { id: string | null }[]
  if (kept?.id && !fileFrom(about)) return answer(c, href(paths.client, { org: current.organization.slug, clientId: kept.id }))
  const file = theFileOf(about)
  noteOpening(c, current, 'file', [file.id])
  return page(c, <ClientPage {...shownTo(current, file)} />)
})

clientPageRoutes.post(paths.clientArchive, door(administrators, theFile), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const file = theFileOf(about)
  const { version: seen, confirm } = c.req.valid('form')
  const refusal = await archive(current, file, seen, confirm === '1', addressOf(current, file))
  if (refusal) return await refuse(c as unknown as Context<Portal>, current, file, refusal)
  return answer(c, addressOf(current, file))
})

clientPageRoutes.post(paths.clientReturn, door(administrators, theFile), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const file = theFileOf(about)
  const refusal = await bringBack(current, file, c.req.valid('form').version, addressOf(current, file))
  if (refusal) return await refuse(c as unknown as Context<Portal>, current, file, refusal)
  return answer(c, addressOf(current, file))
})

clientPageRoutes.post(paths.clientAccountEnd, door(administrators, theFile), form(changing, badForm), async (c) => {
  const { current, about } = c.var
  const file = theFileOf(about)
  const refusal = await endAccount(current, file, c.req.valid('form').version, addressOf(current, file))
  if (refusal) return await page(c, <ClientPage {...shownTo(current, file)} staleTherapists />, 409)
  return answer(c, addressOf(current, file))
})

clientPageRoutes.post(paths.clientTherapists, door(administrators, theFile), form(caring, badForm), async (c) => {
  const { current, about } = c.var
  const file = theFileOf(about)
  const { version: seen, therapist } = c.req.valid('form')
  const refusal = await assignTherapists(current, file, [therapist].flat(), seen, addressOf(current, file))
  if (refusal) return await page(c, <ClientPage {...shownTo(current, file)} staleTherapists />, 409)
  return answer(c, `${addressOf(current, file)}#therapists`)
})
clientPageRoutes.post(
  paths.clientInvitationRevocation,
  door(administrators, { about: theInvitation }),
  form(revoking, badForm),
  async (c) => {
    const { current, about } = c.var
    const file = theFileOf(about)
    const [atHand] = about.atHand as InvitationAtHand[]
    if (!atHand) throw new NotFound()
    const { version: seen, undo } = c.req.valid('form')
    const location = addressOf(current, file, 'invitations')
    const refusal = await (undo === '1' ? takeBackRevocation : revoke)(current, atHand, seen, location)
    if (refusal) return page(c, <ClientPage {...shownTo(current, file)} revocationRefused />, 409)
    return answer(c, location)
  },
)

clientPageRoutes.route('/', clientDiscretionRoutes)

clientPageRoutes.get(paths.explanation, door(administrators, { about: (c) => clientFile(c.req.query('therapist')) }), (c) => {
  const { current, about } = c.var
  const { feature, therapist } = c.req.query()
  const file = theFileOf(about)
  const client = { archived: file.archivedAt !== null }
  const isOff = (key: (typeof explainableKeys)[number]) =>
    refusedBy(key, current.facts, { client, access: { kind: 'self' }, therapist: null }) !== null
  const key = explainableKeys.find((one) => one === feature) ?? explainableKeys.find(isOff) ?? explainableKeys[0]
  if (!key) throw new NotFound()
  noteOpening(c, current, 'file', [file.id])
  return page(
    c,
    <ExplanationPage current={current} file={file} explanation={explanationOf(key, current.facts, file, current.now, therapist)} />,
  )
})

// A look at what is confidential is remembered, as a refusal is; it changes nothing of hers (SET-34).
clientPageRoutes.get(paths.clientView, door(administrators), async (c) => {
  const { current } = c.var
  if (!current.client) throw new NotFound()
  const seen: ClientCurrent = { ...current, client: current.client, access: { kind: 'self' }, staff: null, openRequests: 0, mine: [] }
  const { rows } = await batchAnd(
    current.db,
    [audit(current, 'client.viewed_as', { kind: 'client', id: current.client.id })],
    appointmentQueries(seen),
  )
  if (!rows) throw new Error('A look that is not remembered is not given.')
  return await page(c, <ClientViewPage current={current} seen={seen} {...appointmentsFrom(rows)} />)
})

/** The page with the question, or with what somebody else did meanwhile. */
const refuse = (c: Context<Portal>, current: StaffCurrent, file: ClientFile, refusal: ArchiveRefusal) =>
  page(c, <ClientPage {...shownTo(current, file)} archiveRefusal={refusal} />, 409)
