import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { InvitationBatchesPage, InvitationBatchPage, InvitationProgress } from '../../views/accounts/invitation-batch-page.tsx'
import { InviteClients, InviteClientsPage, type DraftProblem } from '../../views/accounts/invite-clients-page.tsx'
import { words as wordsOf } from '../../views/words/words.ts'
import { mostSelected } from '../clients/bulk.ts'
import type { StaffCurrent } from '../current.ts'
import { newId } from '../db.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { answer, isPartial, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, freeText, idempotencyKey } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { batchProgress, lastBatches, progressFrom, type ListedBatch } from './invitation-batch.ts'
import { mostOfMessage, strangers } from './invitation-message.ts'
import { previewOf } from './invitation-previewing.ts'
import { whyNotInvited } from './invitation-state.ts'
import { chosenClients, chosenFrom, intakeForms, invite, type ChosenClient } from './inviting.ts'

/** Invite Clients to Client Portal: the sending side (ACC-20). Administrators only, as Manage Clients (SET-1). */
export const invitationRoutes = new Hono<Portal>()

const several = z._default(z.union([z.string(), z.array(z.string())]), [])
const draft = z.object({
  client: several,
  /** Everybody who was on the page, ticked or not: their ids between spaces. */
  among: z._default(z.string().check(z.maxLength(60 * mostSelected)), ''),
  message: z.optional(freeText(20_000)),
  form: several,
  key: z.optional(idempotencyKey),
})
type Draft = z.output<typeof draft>

invitationRoutes.get(paths.invitations, door(administrators, { about: whoIsAsked }), async (context) => {
  const c = context as unknown as Context<Portal>
  const { current, about } = context.var
  if (about.batches) return page(c, <InvitationBatchesPage current={current} batches={about.batches as ListedBatch[]} />)
  if (chosenFrom(about).length === 0) throw new NotFound()
  return await compose(c, current, chosenFrom(about), draft.parse({}))
})

// A POST that only reads: hundreds of ids, and words that are not sent yet, belong in no address.
invitationRoutes.post(paths.invitationPreview, door(administrators, { about: whoIsChosen }), form(draft, badForm), async (context) => {
  const c = context as unknown as Context<Portal>
  const wanted = context.req.valid('form')
  const chosen = everybodyIn(wanted, context.var.about)
  if (!chosen) return await badForm(c)
  return await compose(c, context.var.current, chosen, wanted, wanted.message === undefined ? undefined : messageProblem(wanted.message))
})

invitationRoutes.post(paths.invitations, door(administrators, { about: whoIsChosen }), form(draft, badForm), async (context) => {
  const c = context as unknown as Context<Portal>
  const { current, about } = context.var
  const wanted = context.req.valid('form')
  const { message = '' } = wanted
  const chosen = everybodyIn(wanted, about)
  const ids = [wanted.client].flat()
  const formIds = [wanted.form].flat()
  if (!chosen || formIds.some((id) => !intakeForms.some((one) => one.id === id))) return await badForm(c)
  const problem: DraftProblem | undefined = ids.length === 0 ? { kind: 'nobody' } : messageProblem(message)
  if (problem) return await compose(c, current, chosen, wanted, problem)
  const to = chosen.filter(({ id }) => ids.includes(id))
  const id = newId('bat')
  const location = href(paths.invitationBatch, { org: current.organization.slug, batchId: id })
  const refusal = to.some((client) => whyNotInvited(client) !== null)
    ? 'changed'
    : await invite(current, { id, to, message, formIds, location })
  if (refusal) return await compose(c, current, chosen, wanted, { kind: refusal })
  wake(c.executionCtx, current)
  return answer(c, location)
})

invitationRoutes.get(paths.invitationBatch, door(administrators, { about: () => batchProgress }), (c) => {
  const batch = progressFrom(c.var.about)
  if (!batch) throw new NotFound()
  return page(c, <InvitationBatchPage current={c.var.current} batch={batch} />)
})

invitationRoutes.get(paths.invitationProgress, door(administrators, { about: () => batchProgress, poll: true }), (c) => {
  const batch = progressFrom(c.var.about)
  if (!batch) throw new NotFound()
  return c.html(<InvitationProgress current={c.var.current} batch={batch} />)
})

/** The page on which an invitation is written, with its preview; whoever is on it and can be invited is ticked, unless she was unticked. */
async function compose(c: Context<Portal>, current: StaffCurrent, chosen: ChosenClient[], wanted: Draft, problem?: DraftProblem) {
  const invitable = chosen.filter((client) => whyNotInvited(client) === null)
  const isFirstLook = wanted.among === ''
  const ticked = invitable.filter(({ id }) => isFirstLook || [wanted.client].flat().includes(id))
  const message = wanted.message ?? wordsOf(current.organization.language).invitations.defaultMessage
  const first = ticked[0] ?? invitable[0]
  const props = {
    current,
    chosen,
    ticked: ticked.map(({ id }) => id),
    message,
    forms: intakeForms,
    formIds: [wanted.form].flat(),
    formKey: newKey(),
    preview: first && !messageProblem(message) ? await previewOf(current, first, message) : null,
    problem,
  }
  const status = problem?.kind === 'changed' ? 409 : problem ? 422 : 200
  // The button that asked stands in the selection bar; the page that comes is the whole of it.
  if (isPartial(c)) c.header('HX-Retarget', '#main')
  return isPartial(c) ? c.html(<InviteClients {...props} arrives />, status) : await page(c, <InviteClientsPage {...props} />, status)
}

function messageProblem(message: string): DraftProblem | undefined {
  const pieces = strangers(message)
  if (message === '') return { kind: 'empty' }
  if (message.length > mostOfMessage) return { kind: 'long' }
  return pieces.length > 0 ? { kind: 'strangers', pieces } : undefined
}

/** Everybody a form names; null when that is nobody, or more than can be sent at once. Who is not this organization's is not there. */
function everybodyIn(wanted: Draft, about: Record<string, unknown>): ChosenClient[] | null {
  const ids = idsIn(wanted)
  if (ids.length === 0 || ids.length > mostSelected) return null
  const chosen = chosenFrom(about)
  if (chosen.length !== ids.length) throw new NotFound()
  return chosen
}

const idsIn = ({ client, among }: Pick<Draft, 'client' | 'among'>): string[] => [
  ...new Set([...[client].flat(), ...among.split(' ').filter((id) => id !== '')]),
]

/** For the door of a form: the clients it names. */
async function whoIsChosen(c: Context<Portal>) {
  const { client = [], among = '' } = await c.req.parseBody({ all: true })
  const texts = [client].flat().filter((one) => typeof one === 'string')
  return chosenClients(idsIn({ client: texts, among: typeof among === 'string' ? among : '' }))
}

/** For the door of the page: the clients of the address; the last sendings when it names none. */
function whoIsAsked(c: Context<Portal>) {
  const ids = c.req.queries('client') ?? []
  return ids.length > 0 ? chosenClients(ids) : lastBatches
}
