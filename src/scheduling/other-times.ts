import { bookableFrom, type Bookable, type Booker } from './booking.ts'
import type { BookingRows, BusyRow } from './booking-rows.ts'
import type { Forum } from './schema.ts'
import { nearestSlots, type Slot } from './slots.ts'
import type { Terms, Times } from './terms.ts'

/**
 * The free times to which an appointment or a request could go: of its own therapist, service and forum, as long as it is now, and as if
 * it (and what gives way with it) were not there. Null when the client cannot ask for such a thing online any more. Pure.
 */
export function otherTimes(current: Booker, rows: BookingRows, terms: Terms, forum: Forum, givingWay: Times[]): Bookable | null {
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
  return { ...bookable, question: { ...bookable.question, rules } }
}

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
function withoutThem(busy: BusyRow[], staffId: string, givingWay: Times[]): BusyRow[] {
  const gone = new Set<BusyRow>()
  for (const { startsAt, endsAt } of givingWay) {
    for (const mine of [true, false]) {
      const found = busy.find(
        (row) => !row.hold && row.mine === mine && row.staffId === staffId && row.startsAt === startsAt && row.endsAt === endsAt,
      )
      if (found) gone.add(found)
    }
  }
  return busy.filter((row) => !gone.has(row))
}
