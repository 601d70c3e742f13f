import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { RequestsBadge } from '../../views/frames.tsx'
import { AnsweredRow, RequestRow } from '../../views/scheduling/request-row.tsx'
import { RequestsPage } from '../../views/scheduling/requests-page.tsx'
import { draftsOf } from '../accounts/drafts.ts'
import type { StaffCurrent } from '../current.ts'
import { noteOpening } from '../clients/openings.ts'
import { door } from '../door.tsx'
import { wake } from '../notifications/waking.ts'
import { href, paths } from '../paths.ts'
import { staffMembers } from '../policies.ts'
import { answer, isPartial, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { form, freeText, idempotencyKey, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { confirm, decline, listRequests, rereadRequest, undo, type Answered, type AnswerRefusal } from './answers.ts'
import { ownRequest, theRequest, type AskedFor } from './asked-for.ts'
import { suggestions } from './counter-offers.ts'

/** A therapist's unanswered requests: confirm, decline, and take either back (SCH-21). */
export const requestRoutes = new Hono<Portal>()

const answering = z.object({ version, key: z.optional(idempotencyKey) })
const declining = z.extend(answering, { message: z.optional(freeText(1000)) })
const aRequest = { about: () => theRequest }
const aMessage = (c: Context) => ({ form: 'decline_message' as const, about: c.req.param('requestId') ?? '' })

requestRoutes.get(paths.requests, door(staffMembers), async (c) => {
  const { current } = c.var
  const drafts = await draftsOf(current, 'decline_message')
  const listed = await listRequests(current)
  noteOpening(
    c,
    current,
    'request',
    [...listed.open, ...listed.standing].map(({ clientId }) => clientId),
  )
  return await page(c, <RequestsPage current={current} {...listed} drafts={drafts} />)
})

requestRoutes.get(paths.requestsBadge, door(staffMembers, { poll: true }), (c) => c.html(<RequestsBadge current={c.var.current} />))

requestRoutes.post(paths.confirmation, door(staffMembers, aRequest), form(answering, badForm), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  return await show(c, request, await confirm(current, request, c.req.valid('form').version))
})

requestRoutes.post(paths.decline, door(staffMembers, { ...aRequest, draft: aMessage }), form(declining, badForm), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  const { version: seen, message = '' } = c.req.valid('form')
  return await show(c, request, await decline(current, request, seen, message))
})

requestRoutes.post(paths.undo, door(staffMembers, aRequest), form(answering, badForm), async (c) => {
  const { current, about } = c.var
  const request = ownRequest(current, about)
  return await show(c, request, await undo(current, request, c.req.valid('form').version))
})

/** The outcome in place: the row as it is now and the badge, or why the answer was not given. */
async function show(c: Context, request: AskedFor, outcome: Answered) {
  const current = c.var.current as StaffCurrent
  if (outcome.refusal) return await showRefusal(c, current, request, outcome.refusal)
  wake(c.executionCtx, current)
  const now = { ...current, openRequests: outcome.openRequests }
  const row =
    outcome.row.status === 'requested' ? (
      <RequestRow current={now} request={outcome.row} focus />
    ) : (
      <AnsweredRow current={now} request={outcome.row} focus />
    )
  const back = href(paths.requests, { org: current.organization.slug }, {}, `request-${request.id}`)
  return answer(
    c,
    back,
    <>
      {row}
      <RequestsBadge current={now} oob />
    </>,
  )
}

/** Why it was not given, and the row as it is now. A time that is taken comes with the nearest that could be offered instead (SCH-23). */
async function showRefusal(c: Context, current: StaffCurrent, request: AskedFor, refusal: AnswerRefusal) {
  const present = (await rereadRequest(current, request.id)) ?? request
  const others = refusal === 'overlap' ? await suggestions(current, request, 3) : []
  const shown = { current, request: present, refusal, others, focus: true }
  if (isPartial(c)) return c.html(present.status === 'requested' ? <RequestRow {...shown} /> : <AnsweredRow {...shown} />, 409)
  return await page(
    c,
    <RequestsPage current={current} {...await listRequests(current)} refused={{ request: present, refusal, others }} />,
    409,
  )
}
