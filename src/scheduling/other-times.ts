import { bookableFrom, type Bookable, type Booker } from './booking.ts'
import { longOver, type BookingRows, type BusyRow } from './booking-rows.ts'
import type { Forum } from './schema.ts'
import { nearestSlots, type Slot } from './slots.ts'
import { roomsAt, startsWithoutRoom } from './rooms-taken.ts'
import type { Terms } from './terms.ts'
import type { Times } from './times.ts'

/**
 * The free times to which an appointment or a request could go: of its own therapist, service and forum, as long as it is now, and as if
 * it (and what gives way with it) were not there. Null when the client cannot ask for such a thing online any more. Pure.
 */
export function otherTimes(current: Booker, rows: BookingRows, terms: Terms, forum: Forum, givingWay: GivingWay[]): Bookable | null {
  const without = { ...rows, busy: withoutThem(rows.busy, terms.staffId, givingWay) }
  const bookable = bookableFrom(current, without, { therapist: terms.staffId, service: terms.serviceId, forum })
  if (!bookable) return null
  const minutes = (milliseconds: number) => milliseconds / 60_000
  const rules = {
    ...bookable.question.rules,
    durationMinutes: minutes(terms.endsAt - terms.startsAt),
    bufferBeforeMinutes: minutes(terms.startsAt - terms.blockedFrom),
    bufferAfterMinutes: minutes(terms.blockedUntil - terms.endsAt),
  }
  // It stays where it is agreed to be, wherever its therapist offers such things by now.
  const noRoom = forum === 'in_person' ? startsWithoutRoom(roomsAt(without.busy, terms.locationId), rules) : []
  return { ...bookable, question: { ...bookable.question, rules, noRoom } }
}

/** What would not be there: its time at its therapist's, in its room, and for its client. */
type GivingWay = Times & { roomId: string | null }

/** The nearest of them, ascending, without the time it has now. */
export const nearestOthers = ({ question }: Bookable, startsAt: number, count: number): Slot[] => {
  const found = nearestSlots(question, startsAt, count + 1).filter((slot) => slot.startsAt !== startsAt)
  const away = (slot: Slot) => Math.abs(slot.startsAt - startsAt)
  return found
    .toSorted((a, b) => away(a) - away(b))
    .slice(0, count)
    .toSorted((a, b) => a.startsAt - b.startsAt)
}

/** Each gives way once: of two requests for one time, put over each other knowingly, the other one stays. The client's own rows are a list of their own. */
function withoutThem(busy: BusyRow[], staffId: string, givingWay: GivingWay[]): BusyRow[] {
  const gone = new Set<BusyRow>()
  for (const { startsAt, endsAt, roomId } of givingWay) {
    const first = (is: (row: BusyRow) => boolean) =>
      busy.find((row) => !gone.has(row) && !row.hold && row.startsAt === startsAt && row.endsAt === endsAt && is(row))
    const theirs = [
      first((row) => row.mine && row.staffId === staffId),
      first((row) => !row.mine && row.staffId === staffId),
      roomId === null ? undefined : first((row) => row.roomId === roomId),
    ]
    for (const row of theirs) if (row) gone.add(row)
  }
  return busy.flatMap((row) => (!gone.has(row) ? [row] : row.roomId === null ? [] : [{ ...row, ...longOver }]))
}
