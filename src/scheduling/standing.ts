import { and, eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { ClientCurrent, Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, within, type Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { notifyAlwaysOfStanding, notifyOfStanding, notifyStaffOfStanding } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import type { Bookable } from './booking.ts'
import { openBound } from './bounds.ts'
import { answerBy } from './lateness.ts'
import { assign } from './requests.ts'
import { occurrenceOn } from './series-dates.ts'
import { chosenFrom, type Chosen } from './series-plan.ts'
import { endAppointments } from './series-rows.ts'
import { standingRequests } from './series-schema.ts'
import { aboutFirst, seriesOf, type Plan, type SeriesRefusal } from './series.ts'
import type { Member } from './series-file.ts'
import type { Standing } from './standing-file.ts'

/** Why an answer was not given. */
export type StandingRefusal = 'stale' | 'begun' | 'not_open'

/** What a client asks for. */
export interface StandingWish {
  weekday: number
  wallMinute: number
  everyWeeks: number
  firstDate: string
  note: string
}

/** Asks for the same time every week (SCH-27). It holds nothing; the therapist is told, and answers by a visible deadline. Answers its id, or that too much waits already. */
export async function askStanding(
  current: ClientCurrent,
  { choice, forum }: Bookable,
  wish: StandingWish,
): Promise<{ id: string } | 'too_many'> {
  const { organization, client, now, person, db } = current
  const id = newId('str')
  const about = { id, clientId: client.id, version: 1 }
  const firstAt = occurrenceOn(choice.zone, wish.firstDate, wish.wallMinute).startsAt ?? now + 7 * 86_400_000
  const row = {
    ...wish,
    id,
    clientId: client.id,
    staffId: choice.staffId,
    serviceId: choice.serviceId,
    forum,
    status: 'requested' as const,
  }
  const lost = await batch(db, [
    ...remember(current, href(paths.clientStanding, { org: organization.slug, clientId: client.id, standingId: id })),
    ...(choice.isNew ? [assign(current, choice.staffId)] : []),
    openBound(current),
    db.orm.insert(standingRequests).values({
      ...row,
      organizationId: organization.id,
      createdAt: now,
      createdBy: person.id,
      answerByAt: answerBy(firstAt, now, organization.requestDeadlineHours),
    }),
    audit(current, 'standing.made', { kind: 'standing_request', id, version: 1 }),
    ...notifyAlwaysOfStanding(current, 'request_received', about),
    ...notifyStaffOfStanding(current, 'new_request', about, choice.staffId),
  ])
  return lost ? 'too_many' : { id }
}

/** Takes an unanswered standing request back, whatever the settings say. */
export async function withdrawStanding(current: ClientCurrent, standing: Standing, version: number): Promise<StandingRefusal | null> {
  if (standing.version !== version || standing.status !== 'requested') return 'stale'
  const { organization, client, now, person } = current
  const lost = await batch(current.db, [
    ...remember(current, href(paths.clientStanding, { org: organization.slug, clientId: client.id, standingId: standing.id })),
    ...standingStep(current, standing, { status: 'withdrawn', endedAt: now, endedBy: person.id }, 'standing.withdrawn'),
    ...notifyStaffOfStanding(current, 'withdrawn_by_client', nextOf(standing), standing.staffId),
  ])
  return lost ? 'stale' : null
}

/** Confirms it: the chosen dates become a series, in one batch with the answer and one e-mail. */
export async function confirmStanding(
  current: StaffCurrent,
  standing: Standing,
  version: number,
  plan: Plan,
  chosen: Chosen,
): Promise<{ refusal: StandingRefusal | SeriesRefusal | null }> {
  if (standing.version !== version) return { refusal: 'stale' }
  if (standing.status !== 'requested') return { refusal: 'not_open' }
  const { rows, lost } = chosenFrom(plan.dates, chosen, plan.shape, plan.facts)
  if (lost.length > 0) return { refusal: { kind: 'lost', lost } }
  if (rows.length === 0) return { refusal: { kind: 'nothing' } }
  const seriesId = newId('ser')
  const { statements, made } = seriesOf(current, plan, seriesId, rows)
  const refused = await batch(current.db, [
    ...rememberAnswer(current, standing),
    ...statements,
    ...standingStep(current, standing, { status: 'confirmed', seriesId, ...answered(current) }, 'standing.confirmed'),
    ...notifyClient(current, ['request_confirmed'], aboutFirst(made, standing.clientId)),
  ])
  if (refused === 'stale') return { refusal: 'stale' }
  return { refusal: refused ? { kind: 'lost', lost: [] } : null }
}

/** Declines it, with a message to the client if there is one. */
export async function declineStanding(
  current: StaffCurrent,
  standing: Standing,
  version: number,
  message: string,
): Promise<StandingRefusal | null> {
  if (standing.version !== version) return 'stale'
  if (standing.status !== 'requested') return 'not_open'
  const refused = await batch(current.db, [
    ...rememberAnswer(current, standing),
    ...standingStep(current, standing, { status: 'declined', answer: message, ...answered(current) }, 'standing.declined'),
    ...notifyOfStanding(current, 'request_declined', nextOf(standing)),
  ])
  return refused ? 'stale' : null
}

/** Takes the answer back while nothing of the series has begun: what it made is deleted, and the request waits again (SCH-21). */
export async function undoStanding(
  current: StaffCurrent,
  standing: Standing,
  version: number,
  members: Member[],
): Promise<StandingRefusal | null> {
  if (standing.version !== version) return 'stale'
  if (standing.status !== 'confirmed' && standing.status !== 'declined') return 'not_open'
  if (members.some(({ startsAt, status }) => startsAt <= current.now && status !== 'cancelled')) return 'begun'
  const standingRows = members.filter(({ status }) => status === 'confirmed')
  const { now, organization } = current
  const firstAt = occurrenceOn(standing.zone, standing.firstDate, standing.wallMinute).startsAt ?? now
  if (firstAt <= now) return 'begun'
  const reopened = { status: 'requested' as const, seriesId: null, answer: '', answeredAt: null, answeredBy: null }
  const refused = await batch(current.db, [
    ...rememberAnswer(current, standing),
    ...(standingRows.length > 0 ? endAppointments(current, standingRows, 'deleted', standing.seriesId ?? '') : []),
    ...standingStep(
      current,
      standing,
      { ...reopened, answerByAt: answerBy(firstAt, now, organization.requestDeadlineHours) },
      'standing.answer_undone',
    ),
    ...toldOfUndo(current, standing, standingRows),
  ])
  return refused ? 'stale' : null
}

/** Of a confirmation the client heard by the first appointment; of a decline by the request itself. */
function toldOfUndo(current: StaffCurrent, standing: Standing, rows: Member[]): Query[] {
  const [first] = rows
  if (!first) return notifyOfStanding(current, 'request_answer_undone', nextOf(standing))
  return notifyClient(current, ['request_answer_undone'], { id: first.id, clientId: standing.clientId, version: first.version + 1 })
}

/** One step of a standing request: at the version that was read and no other, one more version, its audit entry. */
export function standingStep(
  current: Current,
  standing: { id: string; version: number },
  to: Partial<typeof standingRequests.$inferInsert>,
  action: string,
): Query[] {
  const version = standing.version + 1
  return [
    current.db.orm
      .update(standingRequests)
      .set({ ...to, version })
      .where(and(within(current, standingRequests, eq(standingRequests.id, standing.id)), eq(standingRequests.version, standing.version))),
    changedOne(current.db),
    audit(current, action, { kind: 'standing_request', id: standing.id, version }),
  ]
}

const answered = ({ now, person }: StaffCurrent) => ({ answeredAt: now, answeredBy: person.id })
const nextOf = ({ id, clientId, version }: Standing) => ({ id, clientId, version: version + 1 })
const rememberAnswer = (current: StaffCurrent, { id }: Standing): Query[] =>
  remember(current, href(paths.standing, { org: current.organization.slug, standingId: id }))
