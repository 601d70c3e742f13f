import { asc, desc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { dropDraft } from '../accounts/drafts.ts'
import type { StaffCurrent } from '../current.ts'
import { batchAnd, read, within, type DatabaseRefusal, type Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { remember } from '../web/idempotency.ts'
import { selectAppointments, type Appointment } from './appointments.ts'
import { roomOf } from './free-room.ts'
import type { AskedFor } from './asked-for.ts'
import { runningOffers, type OfferedTime } from './counter-offers.ts'
import { answerBy } from './lateness.ts'
import { isAbsorbed } from './absorbed.ts'
import { grantMove, undoMove } from './move-answers.ts'
import { appointments, isUnanswered } from './schema.ts'
import { openStanding, type Standing } from './standing-file.ts'
import { aboutNext, step } from './step.ts'

/** Why an answer was not given: somebody was quicker, the time is over, another appointment is there, or there is nothing to answer. */
export type AnswerRefusal = 'stale' | 'past' | 'overlap' | 'not_open'

/** How the page shows the outcome: the row as it is now, and the badge's number. */
export type Answered = { refusal: AnswerRefusal } | { refusal: null; row: Appointment; openRequests: number }

const recently = 24 * 3_600_000

/** What waits for an answer, most urgent first, and what was answered in the last day and can still be taken back. */
export async function listRequests(
  current: StaffCurrent,
): Promise<{ open: Appointment[]; answered: Appointment[]; offers: OfferedTime[]; standing: Standing[] }> {
  const { staff, now } = current
  const mine = staff.therapist ? eq(appointments.staffId, staff.id) : undefined
  const rows = await read(current.db, {
    open: selectAppointments(current.db)
      .where(within(current, appointments, mine, isUnanswered))
      .orderBy(asc(appointments.answerByAt), asc(appointments.startsAt))
      .limit(100),
    answered: selectAppointments(current.db)
      .where(
        within(
          current,
          appointments,
          mine,
          sql`${appointments.answeredAt} > ${now - recently}`,
          sql`(${appointments.status} IN ('confirmed', 'declined') OR (${appointments.status} = 'deleted' AND ${appointments.rescheduleOf} IS NOT NULL))`,
          sql`${appointments.startsAt} > ${now}`,
        ),
      )
      .orderBy(desc(appointments.answeredAt))
      .limit(20),
    standing: openStanding(current),
    offers: runningOffers(current, staff.therapist ? staff.id : undefined),
  })
  return {
    open: rows.open as Appointment[],
    answered: rows.answered as Appointment[],
    offers: rows.offers,
    standing: rows.standing as Standing[],
  }
}

/** Confirms a request (SCH-21); a wish to move an appointment moves it (SCH-20). */
export async function confirm(current: StaffCurrent, request: AskedFor, version: number): Promise<Answered> {
  const refusal = unanswerable(current, request, version)
  if (refusal) return { refusal }
  const { original } = request
  if (original === null) return await write(current, request, given(current, request, 'confirmed', ''))
  if (original.startsAt <= current.now) return { refusal: 'past' }
  return await write(current, request, grantMove(current, request, original, { answeredBy: current.person.id }))
}

/** Declines a request, with a message to the client if there is one (SCH-21). What it would have moved stays as it is. */
export async function decline(current: StaffCurrent, request: AskedFor, version: number, message: string): Promise<Answered> {
  const refusal = unanswerable(current, request, version)
  return refusal ? { refusal } : await write(current, request, given(current, request, 'declined', message))
}

/** Takes an answer back while the start is ahead; a time that was given up must still be free, and the database says whether (SCH-20). */
export async function undo(current: StaffCurrent, request: AskedFor, version: number): Promise<Answered> {
  if (request.version !== version) return { refusal: 'stale' }
  if (request.startsAt <= current.now) return { refusal: 'past' }
  const { original, movedFromAt } = request
  const movesFrom = isAbsorbed(request) ? movedFromAt : original?.startsAt
  const earliest = Math.min(request.startsAt, movesFrom ?? request.startsAt)
  const answerByAt = answerBy(earliest, current.now, current.organization.requestDeadlineHours)
  if (isAbsorbed(request)) {
    if (!standsFor(request, original) || original?.startsAt !== request.startsAt) return { refusal: 'not_open' }
    if (earliest <= current.now) return { refusal: 'past' }
    return await write(current, request, undoMove(current, request, original, answerByAt))
  }
  if (request.answeredAt === null || (request.status !== 'confirmed' && request.status !== 'declined')) return { refusal: 'not_open' }
  if (request.rescheduleOf !== null && !standsFor(request, original)) return { refusal: 'not_open' }
  if (earliest <= current.now) return { refusal: 'past' }
  const roomId = roomOf(request, current.now)
  const moving = original && { movedFromAt: original.startsAt }
  // What was given up must be free; what still stands may stand over what it was put over knowingly.
  const again = request.status === 'declined' && { override: false }
  const reopened = { status: 'requested' as const, answer: '', answeredAt: null, answeredBy: null, answerByAt, roomId, ...moving, ...again }
  return await write(current, request, [
    ...step(current, request, reopened, 'request.answer_undone'),
    ...notifyClient(current, ['request_answer_undone'], aboutNext(request)),
  ])
}

/** What a wish would move, or has moved, still stands, and is still of the therapist whose time the wish is about. */
const standsFor = ({ staffId }: AskedFor, original: AskedFor['original']): boolean =>
  original?.status === 'confirmed' && original.staffId === staffId

function unanswerable({ now }: StaffCurrent, request: AskedFor, version: number): AnswerRefusal | null {
  if (request.version !== version) return 'stale'
  if (request.status !== 'requested') return 'not_open'
  return request.startsAt <= now ? 'past' : null
}

const given = (current: StaffCurrent, request: AskedFor, status: 'confirmed' | 'declined', message: string): Query[] => [
  ...step(
    current,
    request,
    {
      status,
      answer: message,
      answeredAt: current.now,
      answeredBy: current.person.id,
      offeredAt: null,
      ...(status === 'confirmed' && { roomId: roomOf(request, current.now) }),
    },
    `request.${status}`,
  ),
  ...notifyClient(current, [`request_${status}`], aboutNext(request)),
]

/** One batch: the change, the key, and what the page shows afterwards. */
async function write(current: StaffCurrent, request: AskedFor, change: Query[]): Promise<Answered> {
  const this_ = within(current, appointments, eq(appointments.id, request.id))
  const { refusal, rows } = await batchAnd(
    current.db,
    [
      ...remember(current, href(paths.requests, { org: current.organization.slug }, {}, `request-${request.id}`)),
      ...change,
      dropDraft(current, { form: 'decline_message', about: request.id }),
    ],
    { row: selectAppointments(current.db).where(this_), open: openCount(current) },
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
        isUnanswered,
        isNull(appointments.offeredAt),
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
