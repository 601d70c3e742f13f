import { sql, type SQL } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Current } from '../current.ts'
import { newId, type Query } from '../db.ts'
import { standing } from '../settings/standing.ts'
import { bookableFrom, bookingFrom, fitting, type Bookable, type Booking, type BookingWish } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { dayBound } from './bounds.ts'
import { bookingQueries } from './choices.ts'
import { firstAvailable } from './first-available.ts'
import { freeRoom } from './free-room.ts'
import { readAgain } from './read-again.ts'
import { holds } from './schema.ts'
import { isOffered, nearestSlots, type Slot } from './slots.ts'
import { timesOf } from './times.ts'

/** LNK-7: how long a time is kept for somebody who has not proved her address yet. */
export const holdFor = 15 * 60_000

/** How many times can be kept so at once. Without bounds, whoever wants no appointment could keep everybody from having one. */
export const heldAtMost = { byBrowser: 2, byAddress: 2, byTherapist: 6 }

/** For the door: what somebody who is no client yet may ask for; of one therapist, when a time is judged. */
export const visitorQueries: AboutQueries = ({ db, params, fields, now }) =>
  bookingQueries(db, { slug: params.org ?? '', clientId: '', staffId: fields.therapist, now })

/** The same after a bound was reached: by others, at the same moment. */
export const rereadVisitors = (current: Current, therapist: string): Promise<BookingRows> =>
  readAgain(current, visitorQueries, { fields: { therapist } })

/** Whether visitors can ask for anything here: the setting, and somebody with a seat (LNK-2). */
export function takesRequests({ facts }: Pick<Current, 'facts'>): boolean {
  const { effective, warning } = standing('self_scheduling', facts)
  return effective && warning === null
}

/** A visitor's page of times: of the therapist whose link it is, or of everybody. An unknown therapist is everybody. */
export function visitorBooking(current: Current, all: BookingRows, wish: BookingWish, slug: string | undefined) {
  const ofLink = all.choices.filter((choice) => choice.slug === slug)
  const known = slug === undefined || ofLink.length > 0
  const rows = slug !== undefined && known ? { ...all, choices: ofLink } : all
  const booking: Booking = bookingFrom(current, rows, reachable(rows, wish))
  return { booking, known }
}

/** A wish from an address that names what is not there any more is none. */
function reachable(rows: BookingRows, wish: BookingWish): BookingWish {
  const known = wish.therapist === firstAvailable || rows.choices.some(({ staffId }) => staffId === wish.therapist)
  return fitting(rows, { ...wish, therapist: known ? wish.therapist : undefined })
}

/** A time as a visitor chose it: what it is of, and whether it can be asked for. */
export type Chosen = { kind: 'free'; bookable: Bookable; startsAt: number } | { kind: 'not_offered' } | Taken
export interface Taken {
  kind: 'taken'
  bookable: Bookable
  alternatives: Slot[]
}

/** Judges a chosen time by the same rules as the page that showed it. */
export function chosenBy(current: Current, rows: BookingRows, wish: BookingWish & { start: string }): Chosen {
  const bookable = bookableFrom(current, rows, wish)
  if (!bookable) return { kind: 'not_offered' }
  const startsAt = Date.parse(wish.start)
  return isOffered(bookable.question, startsAt) ? { kind: 'free', bookable, startsAt } : takenAt(bookable, startsAt)
}

export const takenAt = (bookable: Bookable, startsAt: number): Taken => ({
  kind: 'taken',
  bookable,
  alternatives: Number.isNaN(startsAt) ? [] : nearestSlots(bookable.question, startsAt, 3),
})

/** A time that is kept, as its row says. */
export interface HeldTime {
  id: string
  staffId: string
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
  /** A free room, in person at a location that has some. */
  roomId: SQL<string | null>
}

/** The claim on a time (LNK-7): the row, and the statements for the batch of her registration. The overlap trigger has the last word. */
export const holdStatements = (
  current: Current,
  { bookable: { choice }, startsAt }: { bookable: Bookable; startsAt: number },
  row: HeldTime,
  holder: { registrationId: string; email: string; browserHash: string },
): Query[] => [
  ...bounds(current, row.staffId, holder.browserHash),
  ...dayBound(current, choice, startsAt),
  insertHold(current, row, holder),
]

/** The time as it is kept, buffers included. */
export function heldTime(
  { organization, now }: Pick<Current, 'organization' | 'now'>,
  { bookable: { choice, forum }, startsAt }: { bookable: Bookable; startsAt: number },
): HeldTime {
  const time = timesOf(choice, startsAt)
  const locationId = forum === 'in_person' ? choice.locationId : null
  return {
    ...time,
    id: newId('hld'),
    staffId: choice.staffId,
    roomId: freeRoom({ ...time, organizationId: organization.id, locationId, now }),
  }
}

/** The same for somebody who has proved her address: it becomes her request in the same batch, so only the day bounds it. */
export const holdAtOnce = (
  current: Current,
  { bookable: { choice }, startsAt }: { bookable: Bookable; startsAt: number },
  row: HeldTime,
  registrationId: string,
): Query[] => [
  ...dayBound(current, choice, startsAt),
  current.db.orm.insert(holds).values({ ...row, ...ofVisitor(current, registrationId) }),
]

const ofVisitor = ({ organization, now }: Current, aboutId: string) => ({
  organizationId: organization.id,
  purpose: 'visitor' as const,
  aboutId,
  createdAt: now,
  expiresAt: now + holdFor,
})

/** Undoes the whole batch ('stale') when too much is kept already: at this therapist, or for this browser. Counted where it is written, so that a storm at once counts, too. */
function bounds(current: Current, staffId: string, browserHash: string): Query[] {
  const { db, organization, now } = current
  const running = sql`h.purpose = 'visitor' AND h.released_at IS NULL AND h.expires_at > ${now}
    AND EXISTS (SELECT 1 FROM registrations r WHERE r.organization_id = h.organization_id AND r.id = h.about_id AND r.state = 'unproved')`
  const mine = sql`(SELECT s.intent_id FROM sign_ins s WHERE s.browser_hash = ${browserHash} AND s.created_at > ${now - holdFor})`
  return [
    db.orm.run(sql`INSERT INTO assert_one
      SELECT (SELECT count(*) FROM holds h WHERE h.organization_id = ${organization.id} AND ${running} AND h.staff_id = ${staffId}) < ${heldAtMost.byTherapist}
        AND (SELECT count(*) FROM holds h WHERE h.organization_id = ${organization.id} AND ${running} AND h.about_id IN ${mine}) < ${heldAtMost.byBrowser}`),
  ]
}

/** Beyond the bound of an address nothing is kept, and nothing is said: whether somebody else books with it is nobody's business. */
function insertHold(current: Current, row: HeldTime, { registrationId, email }: { registrationId: string; email: string }): Query {
  const { organization, now } = current
  return current.db.orm.run(sql`INSERT INTO holds
    (organization_id, id, staff_id, room_id, purpose, about_id, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
    SELECT ${organization.id}, ${row.id}, ${row.staffId}, ${row.roomId}, 'visitor', ${registrationId}, ${row.startsAt}, ${row.endsAt}, ${row.blockedFrom},
      ${row.blockedUntil}, ${now}, ${now + holdFor}
    WHERE (SELECT count(*) FROM holds h JOIN registrations r ON r.organization_id = h.organization_id AND r.id = h.about_id
      WHERE h.organization_id = ${organization.id} AND h.released_at IS NULL AND h.expires_at > ${now} AND r.state = 'unproved' AND r.email = ${email})
      < ${heldAtMost.byAddress}`)
}
