import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm'
import { dropDraft } from '../accounts/drafts.ts'
import type { AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { batchAnd, read, within, type DatabaseRefusal } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import type { NotificationEvent } from '../notifications/events.ts'
import { href, paths } from '../paths.ts'
import { NotFound } from '../web/errors.ts'
import { remember } from '../web/idempotency.ts'
import { selectAppointments, type Appointment } from './appointments.ts'
import { roomOf } from './free-room.ts'
import { answerBy } from './lateness.ts'
import { appointments } from './schema.ts'
import { openStanding, type Standing } from './standing-file.ts'
import { aboutNext, step } from './step.ts'

/** Why an answer was not given: somebody was quicker, the time is over, another appointment is there, or there is nothing to answer. */
export type AnswerRefusal = 'stale' | 'past' | 'overlap' | 'not_open'

/** How the page shows the outcome: the row as it is now, and the badge's number. */
export type Answered = { refusal: AnswerRefusal } | { refusal: null; row: Appointment; openRequests: number }

const recently = 24 * 3_600_000

/** For the door of an answer: the request of the address. */
export const theRequest: AboutQueries = ({ db, organizationId, params }) => ({
  requests: selectAppointments(db).where(and(eq(appointments.organizationId, organizationId), eq(appointments.id, params.requestId ?? ''))),
})

/** The request, if it is this staff member's to answer: a therapist's own, or any for an administrator. */
export function ownRequest(current: StaffCurrent, rows: unknown): Appointment {
  const [request] = rows as Appointment[]
  if (!request || !(current.staff.administrator || request.staffId === current.staff.id)) throw new NotFound()
  return request
}

/** What waits for an answer, most urgent first, and what was answered in the last day and can still be taken back. */
export async function listRequests(current: StaffCurrent): Promise<{ open: Appointment[]; answered: Appointment[]; standing: Standing[] }> {
  const { staff, now } = current
  const mine = staff.therapist ? eq(appointments.staffId, staff.id) : undefined
  const rows = await read(current.db, {
    open: selectAppointments(current.db)
      .where(within(current, appointments, mine, eq(appointments.status, 'requested')))
      .orderBy(asc(appointments.answerByAt), asc(appointments.startsAt))
      .limit(100),
    answered: selectAppointments(current.db)
      .where(
        within(
          current,
          appointments,
          mine,
          sql`${appointments.answeredAt} > ${now - recently}`,
          sql`${appointments.status} IN ('confirmed', 'declined')`,
          sql`${appointments.startsAt} > ${now}`,
        ),
      )
      .orderBy(desc(appointments.answeredAt))
      .limit(20),
    standing: openStanding(current),
  })
  return { open: rows.open as Appointment[], answered: rows.answered as Appointment[], standing: rows.standing as Standing[] }
}

/** Confirms a request (SCH-21). */
export const confirm = (current: StaffCurrent, request: Appointment, version: number): Promise<Answered> =>
  answer(current, request, version, { status: 'confirmed', event: 'request_confirmed', action: 'request.confirmed', answer: '' })

/** Declines a request, with a message to the client if there is one (SCH-21). */
export const decline = (current: StaffCurrent, request: Appointment, version: number, message: string): Promise<Answered> =>
  answer(current, request, version, { status: 'declined', event: 'request_declined', action: 'request.declined', answer: message })

/** Takes an answer back while the start is ahead; a declined time must still be free, and the database says whether (SCH-20). */
export async function undo(current: StaffCurrent, request: Appointment, version: number): Promise<Answered> {
  if (request.version !== version) return { refusal: 'stale' }
  if (request.answeredAt === null || (request.status !== 'confirmed' && request.status !== 'declined')) return { refusal: 'not_open' }
  return await write(current, request, {
    status: 'requested',
    event: 'request_answer_undone',
    action: 'request.answer_undone',
    answer: '',
    answeredAt: null,
    answerByAt: answerBy(request.startsAt, current.now, current.organization.requestDeadlineHours),
  })
}

interface Answer {
  status: 'confirmed' | 'declined' | 'requested'
  event: NotificationEvent
  action: string
  answer: string
}

async function answer(current: StaffCurrent, request: Appointment, version: number, given: Answer): Promise<Answered> {
  if (request.version !== version) return { refusal: 'stale' }
  if (request.status !== 'requested') return { refusal: 'not_open' }
  return await write(current, request, { ...given, answeredAt: current.now, answerByAt: request.answerByAt })
}

/** One batch: the row at the version that was read, its audit entry, its e-mail, the key; and what the page shows afterwards. */
async function write(
  current: StaffCurrent,
  request: Appointment,
  to: Answer & { answeredAt: number | null; answerByAt: number | null },
): Promise<Answered> {
  const { db, now, person, organization } = current
  if (request.startsAt <= now) return { refusal: 'past' }
  const { event, action, ...answered } = to
  const set = answered.status === 'declined' ? answered : { ...answered, roomId: roomOf(request, now) }
  const this_ = within(current, appointments, eq(appointments.id, request.id))
  const { refusal, rows } = await batchAnd(
    db,
    [
      ...remember(current, href(paths.requests, { org: organization.slug }, {}, `request-${request.id}`)),
      ...step(current, request, { ...set, answeredBy: to.answeredAt === null ? null : person.id }, action),
      dropDraft(current, { form: 'decline_message', about: request.id }),
      ...notifyClient(current, [event], aboutNext(request)),
    ],
    { row: selectAppointments(db).where(this_), open: openCount(current) },
  )
  if (refusal) return { refusal: translate(refusal) }
  return { refusal: null, row: rows.row[0] as Appointment, openRequests: (rows.open as { count: number }[])[0]?.count ?? 0 }
}

const openCount = (current: StaffCurrent) =>
  current.db.orm
    .select({
      count: sql<number>`count(*) + (SELECT count(*) FROM standing_requests r WHERE r.organization_id = ${current.organization.id}
        AND r.status = 'requested' AND (${current.staff.therapist ? current.staff.id : null} IS NULL OR r.staff_id = ${current.staff.id}))`.as(
        'count',
      ),
    })
    .from(appointments)
    .where(
      within(
        current,
        appointments,
        eq(appointments.status, 'requested'),
        current.staff.therapist ? eq(appointments.staffId, current.staff.id) : undefined,
      ),
    )

const translate = (refusal: DatabaseRefusal): AnswerRefusal => (refusal === 'stale' ? 'stale' : 'overlap')

/** The row as it is now: after a lost race the page must tell the truth. */
export async function rereadRequest(current: StaffCurrent, id: string): Promise<Appointment | undefined> {
  const where: SQL = within(current, appointments, eq(appointments.id, id))
  const { row } = await read(current.db, { row: selectAppointments(current.db).where(where) })
  return row[0] as Appointment | undefined
}
