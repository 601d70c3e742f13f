import { people, staff } from '../accounts/schema.ts'
import { newId } from '../db.ts'
import { appointments, availability } from '../scheduling/schema.ts'
import { dateOf, dayOf, instantsOf, minuteMs } from '../scheduling/zones.ts'
import { cast, organizations, services } from './cast.ts'
import { auditsOf, inserts, rowsFor } from './rows.ts'

const { id: organizationId, zone } = organizations.willow
const weekdays = [1, 2, 3, 4, 5]
/** Eight a day, hourly from nine on: forty a week. */
const hours = [9, 10, 11, 12, 13, 14, 15, 16]

/** The id of the nth therapist of a busy practice: the same every time, and as hard to compress as the portal's own random ids. */
export function busyTherapist(n: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let seed = n + 1
  const letter = () => letters[(seed = (seed * 48_271) % 2_147_483_647) % letters.length]
  return `sta_${Array.from({ length: 22 }, letter).join('')}`
}

/**
 * Adds therapists to willow whose week from that Monday on is full: forty appointments each, over all clients there are. Their ids are as
 * random as the portal's own, so that a page of them weighs what it would weigh. Call it once.
 */
export async function fillWeek(d1: D1Database, { therapists, monday }: { therapists: number; monday: string }): Promise<void> {
  const { results } = await d1
    .prepare('SELECT id FROM clients WHERE organization_id = ? ORDER BY id')
    .bind(organizationId)
    .all<{ id: string }>()
  const numbers = Array.from({ length: therapists }, (_, n) => n)
  const visits = numbers.flatMap((n) => week(monday).map((startsAt, at) => visit(n, startsAt, results[(n * 7 + at) % results.length]!.id)))
  const windows = numbers.flatMap((n) =>
    weekdays.map((weekday) => ({
      organizationId,
      id: `avl_busy_${n}_${weekday}`,
      staffId: busyTherapist(n),
      weekday,
      fromMinute: 9 * 60,
      toMinute: 17 * 60,
      everyWeeks: 1,
    })),
  )
  await d1.batch(
    inserts(d1, [
      rowsFor(
        people,
        numbers.map((n) => ({ id: `per_busy_${n}`, name: nameOf(n), email: `busy${n}@willow.example`, createdAt: 1 })),
      ),
      rowsFor(staff, numbers.map(therapist)),
      rowsFor(availability, windows),
      rowsFor(appointments, visits),
      auditsOf([
        ...windows.map(({ id }) => ({ organizationId, kind: 'availability', id, at: 1 })),
        ...visits.map(({ id }) => ({ organizationId, kind: 'appointment', id, at: 1 })),
      ]),
    ]),
  )
}

const nameOf = (n: number): string => `Therapist Number ${n}`

/** Every start of the week, ascending. */
const week = (monday: string): number[] =>
  weekdays.flatMap((weekday) => hours.flatMap((hour) => instantsOf(zone, dateOf(dayOf(monday) + weekday - 1), hour * 60)))

const therapist = (n: number) => ({
  organizationId,
  id: busyTherapist(n),
  personId: `per_busy_${n}`,
  name: nameOf(n),
  slug: `busy-${n}`,
  zone,
  administrator: false,
  therapist: true,
  subscribedAt: 1,
  noticeMinutes: 0,
  horizonDays: 60,
  intervalMinutes: 30,
  emailNotices: 'none' as const,
  createdAt: 1,
  version: 1,
})

function visit(n: number, startsAt: number, clientId: string) {
  const endsAt = startsAt + 50 * minuteMs
  return {
    organizationId,
    id: newId('apt'),
    clientId,
    staffId: busyTherapist(n),
    serviceId: services.session,
    forum: 'telehealth' as const,
    status: 'confirmed' as const,
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedUntil: endsAt,
    zone,
    createdAt: 1,
    createdBy: cast.theo.personId,
    createdByKind: 'staff' as const,
    updatedAt: 1,
    version: 1,
  }
}
