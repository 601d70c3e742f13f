import { sql, type SQL } from 'drizzle-orm'
import type { Current, SignedIn } from '../current.ts'
import type { Query } from '../db.ts'
import { notifyClient } from '../notifications/outbox.ts'
import type { AskedFor } from './asked-for.ts'
import { freeRoom, roomOf } from './free-room.ts'
import { aboutNext, step } from './step.ts'
import type { Terms } from './terms.ts'
import { startingAt, type Times } from './times.ts'

/** Who granted it; with a counter-offer, the times that were offered and the hold they had. */
interface Grant {
  answeredBy: string
  to?: Times & { holdId: string; roomId: SQL<string | null> }
}

/**
 * SCH-20: a wish is granted. The appointment moves in place, so its id, its calendar entry and its history stay; the wish goes
 * `requested` -> `confirmed` -> `deleted` in the same batch, and is the record of what was asked and answered, and from where it moved.
 * What the appointment was put over knowingly it leaves: at its new time it goes over nothing. One e-mail.
 */
export function grantMove(current: SignedIn, wish: AskedFor, original: Terms, { answeredBy, to }: Grant): Query[] {
  const { now, person, organization } = current
  const confirmed = { ...wish, version: wish.version + 1 }
  const { startsAt, endsAt, blockedFrom, blockedUntil } = to ?? wish.terms
  const times = { startsAt, endsAt, blockedFrom, blockedUntil }
  const wishs = sql`(SELECT w.room_id FROM appointments w WHERE w.organization_id = ${organization.id} AND w.id = ${wish.id})`
  return [
    ...step(
      current,
      wish,
      {
        status: 'confirmed',
        answeredAt: now,
        answeredBy,
        answer: '',
        offeredAt: null,
        movedFromAt: original.startsAt,
        override: false,
        roomId: roomOf(wish, now),
        ...to,
      },
      'request.confirmed',
      to && { counterOffer: true },
    ),
    ...step(current, confirmed, { status: 'deleted', endedAt: now, endedBy: person.id }, 'appointment.absorbed'),
    ...step(
      current,
      original,
      { ...times, roomId: wishs, override: false, calendarSequence: original.calendarSequence + 1 },
      'appointment.rescheduled',
    ),
    ...notifyClient(current, ['rescheduled'], aboutNext(original)),
  ]
}

/**
 * The grant is taken back: the appointment returns to where it was, if that is still free (the database says), and the wish is open
 * again. It leaves first, so that nothing stands in its own way.
 */
export function undoMove(current: Current, wish: AskedFor, original: Terms, answerByAt: number): Query[] {
  const back = startingAt(original, wish.movedFromAt ?? original.startsAt)
  const restored = { ...wish, version: wish.version + 1 }
  const { organization, now } = current
  const place = { ...back, organizationId: organization.id, locationId: wish.forum === 'in_person' ? original.locationId : null, now }
  const roomId = freeRoom({ ...place, self: original.id, present: original.roomId })
  return [
    ...step(
      current,
      original,
      { ...back, roomId, override: false, calendarSequence: original.calendarSequence + 1 },
      'appointment.move_undone',
    ),
    ...step(current, wish, { status: 'confirmed', endedAt: null, endedBy: null, roomId: roomOf(wish, now) }, 'appointment.restored'),
    ...step(
      current,
      restored,
      { status: 'requested', answeredAt: null, answeredBy: null, answer: '', answerByAt },
      'request.answer_undone',
    ),
    ...notifyClient(current, ['request_answer_undone', 'rescheduled'], aboutNext(original)),
  ]
}
