import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Database } from '../db.ts'
import { appointments, holds, offerings, rooms } from './schema.ts'

/**
 * The rooms of every location where somebody offers something, each once, and every time one of them is taken, whoever's it is
 * (SCH-10): two parts of one statement (D1 takes five in all), with `yesterday` and `now` to be filled in. `offered` narrows the offerings.
 */
export function roomTimes(orm: Database['orm'], organizationId: SQL, offered: SQL) {
  const places = orm
    .select({ id: offerings.locationId })
    .from(offerings)
    .where(and(eq(offerings.organizationId, organizationId), offered))
  const there = and(eq(rooms.organizationId, organizationId), isNull(rooms.archivedAt), sql`${rooms.locationId} IN ${places}`)
  const yesterday = sql.placeholder('yesterday')
  return [
    orm
      .select(row(appointments))
      .from(rooms)
      .leftJoin(
        appointments,
        and(
          eq(appointments.organizationId, rooms.organizationId),
          eq(appointments.roomId, rooms.id),
          sql`${appointments.status} IN ('requested', 'confirmed')`,
          sql`${appointments.startsAt} > ${yesterday}`,
        ),
      )
      .where(there),
    orm
      .select(row(holds))
      .from(rooms)
      .innerJoin(
        holds,
        and(
          eq(holds.organizationId, rooms.organizationId),
          eq(holds.roomId, rooms.id),
          isNull(holds.releasedAt),
          sql`${holds.expiresAt} > ${sql.placeholder('now')}`,
          sql`${holds.startsAt} > ${yesterday}`,
        ),
      )
      .where(there),
  ] as const
}

type Times = 'startsAt' | 'endsAt' | 'blockedFrom' | 'blockedUntil'

/** The columns of a busy row (booking-rows.ts). */
const row = (times: Record<Times, SQLiteColumn>) => ({
  staffId: sql<string>`''`.as('staff_id'),
  mine: sql<boolean>`0`.mapWith(Boolean).as('mine'),
  hold: sql<boolean>`0`.mapWith(Boolean).as('hold'),
  counts: sql<boolean>`0`.mapWith(Boolean).as('counts'),
  startsAt: sql<number>`coalesce(${times.startsAt}, 0)`.as('starts_at'),
  endsAt: sql<number>`coalesce(${times.endsAt}, 0)`.as('ends_at'),
  blockedFrom: sql<number>`coalesce(${times.blockedFrom}, 0)`.as('blocked_from'),
  blockedUntil: sql<number>`coalesce(${times.blockedUntil}, 0)`.as('blocked_until'),
  roomId: sql<string | null>`${rooms.id}`.as('room_id'),
  locationId: sql<string | null>`${rooms.locationId}`.as('location_id'),
})

/** The columns of what is nobody's room. */
export const noRoom = { roomId: sql<string | null>`NULL`.as('room_id'), locationId: sql<string | null>`NULL`.as('location_id') }
