/** What stands in the way of a start of a series, and which free times are near it: a pure rule, as the triggers see it. */
import { startsWithoutRoom } from './rooms-taken.ts'
import type { Obstacle, PlanFacts, Shape, Wanted } from './series-plan.ts'
import { isOffered, nearestSlots, type SlotQuestion } from './slots.ts'
import type { Taken } from './taken.ts'
import { blocks, overlaps, timesOf } from './times.ts'
import { dayMs, dayOf, minuteMs, spansOf, wallClock } from './zones.ts'

/** Everything that stands in the way of a start. */
export function obstaclesOf(startsAt: number | null, shape: Shape, facts: PlanFacts): Obstacle[] {
  if (startsAt === null) return [{ kind: 'gap', what: '' }]
  const found = facts.taken.flatMap((one) => collision(one, startsAt, shape))
  const off = offOf(startsAt, shape, facts)
  return [
    ...(startsAt <= facts.now ? [{ kind: 'past' as const, what: '' }] : []),
    ...found,
    ...(isWithoutRoom(startsAt, shape, facts.taken) ? [{ kind: 'no_room' as const, what: '' }] : []),
    ...(off === null ? [] : [{ kind: 'off' as const, what: off }]),
    ...(off === null && startsAt > facts.now && !isInside(startsAt, shape, facts) ? [{ kind: 'outside' as const, what: '' }] : []),
  ]
}

/** Whether every room that it could have is taken at some moment of it. */
const isWithoutRoom = (startsAt: number, shape: Shape, taken: Taken[]): boolean =>
  shape.oneOf.length > 0 && shape.oneOf.every((room) => taken.some((one) => one.roomId === room && meets(one, startsAt, shape)))

const meets = (one: Taken, startsAt: number, shape: Shape): boolean => blocks(one, timesOf(shape, startsAt))

function collision(one: Taken, startsAt: number, shape: Shape): Obstacle[] {
  const inTheRoom = shape.roomId !== null && one.roomId === shape.roomId
  if (meets(one, startsAt, shape) && (one.staffId === shape.staffId || inTheRoom)) {
    if (one.kind === 'hold') return [{ kind: 'hold', what: '', id: one.id }]
    if (one.kind === 'requested') return [{ kind: 'request', what: one.client ?? '', id: one.id }]
    return [{ kind: one.staffId === shape.staffId ? 'taken' : 'room', what: one.client ?? '' }]
  }
  return one.clientId === shape.clientId && overlaps(one, timesOf(shape, startsAt)) ? [{ kind: 'client', what: '' }] : []
}

/** The name of the time off that a start falls into; '' when it has none, null when there is no time off. */
function offOf(startsAt: number, { zone, durationMinutes }: Shape, { exceptions }: PlanFacts): string | null {
  const endsAt = startsAt + durationMinutes * minuteMs
  const dates = new Set([wallClock(zone, startsAt).date, wallClock(zone, endsAt - 1).date])
  for (const { kind, fromDate, untilDate, fromMinute, toMinute, label } of exceptions) {
    if (kind !== 'off') continue
    for (const date of dates) {
      if (date < fromDate || date > untilDate) continue
      if (spansOf(zone, dayOf(date), fromMinute, toMinute).some((span) => span.startsAt < endsAt && span.endsAt > startsAt)) return label
    }
  }
  return null
}

/** Wholly in a window or in extra hours, on whichever minute: staff are not bound to the grid that clients choose from. */
const isInside = (startsAt: number, shape: Shape, facts: PlanFacts): boolean =>
  isOffered(questionOf(wallClock(shape.zone, startsAt).date, shape, facts, 1, []), startsAt)

/** Three free times of the same day, nearest first in time. */
export function nearest({ date, startsAt }: Wanted, shape: Shape, facts: PlanFacts): number[] {
  const question = questionOf(date, shape, facts, shape.intervalMinutes, facts.taken)
  return nearestSlots(question, startsAt ?? Date.parse(`${date}T12:00:00Z`), 3).map((slot) => slot.startsAt)
}

function questionOf(
  date: string,
  shape: Shape,
  { windows, exceptions, now }: PlanFacts,
  intervalMinutes: number,
  taken: Taken[],
): SlotQuestion {
  const busy = taken.filter(({ staffId, roomId }) => staffId === shape.staffId || (shape.roomId !== null && roomId === shape.roomId))
  return {
    rules: { ...shape, intervalMinutes, noticeMinutes: 0, within24h: true, horizonDays: 4000, capPerDay: null, windows, exceptions },
    busy: busy.map((one) => ({
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      bufferBeforeMinutes: (one.startsAt - one.blockedFrom) / minuteMs,
      bufferAfterMinutes: (one.blockedUntil - one.endsAt) / minuteMs,
    })),
    clientBusy: taken.filter(({ clientId }) => clientId === shape.clientId),
    noRoom: startsWithoutRoom(
      shape.oneOf.map((room) => taken.filter((one) => one.roomId === room && Math.abs(one.startsAt - dayOf(date) * dayMs) < 3 * dayMs)),
      shape,
    ),
    now,
    fromDate: date,
    days: 1,
  }
}
