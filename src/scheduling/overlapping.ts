import type { Condition, WeeklyWindow } from './hours.ts'
import { dayOf, weekOf } from './zones.ts'

/**
 * Whether two windows can be open at the same minute for the same appointment (docs/decisions/033). Such a pair would offer two grids of
 * starts for one stretch of time, so a week never holds one. Windows that only touch are two.
 */
export function overlap(a: WeeklyWindow & Condition, b: WeeklyWindow & Condition): boolean {
  return (
    a.weekday === b.weekday &&
    a.fromMinute < b.toMinute &&
    b.fromMinute < a.toMinute &&
    shareADate(a, b) &&
    shareAWeek(a, b) &&
    (!a.serviceIds || !b.serviceIds || a.serviceIds.some((id) => b.serviceIds?.includes(id))) &&
    shareAForum(a, b)
  )
}

const shareADate = (a: WeeklyWindow, b: WeeklyWindow): boolean =>
  (a.validFrom ?? '') <= (b.validUntil ?? '9999') && (b.validFrom ?? '') <= (a.validUntil ?? '9999')

/** Every n and every m weeks meet iff their first weeks are a multiple of the greatest common divisor apart. */
function shareAWeek(a: WeeklyWindow, b: WeeklyWindow): boolean {
  const step = greatestCommonDivisor(a.everyWeeks, b.everyWeeks)
  if (step === 1 || !a.anchorDate || !b.anchorDate) return true
  return (weekOf(dayOf(a.anchorDate)) - weekOf(dayOf(b.anchorDate))) % step === 0
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/** Bound to a place means in person there. */
function shareAForum(a: Condition, b: Condition): boolean {
  const forumOf = ({ forum, locationId }: Condition) => (locationId ? 'in_person' : forum)
  const [one, other] = [forumOf(a), forumOf(b)]
  if (one && other && one !== other) return false
  return !a.locationId || !b.locationId || a.locationId === b.locationId
}
