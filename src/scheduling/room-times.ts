import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import type { Database } from '../db.ts'
import { appointments, holds, offerings, rooms } from './schema.ts'

/**
 * The rooms of every location where somebody offers something, each once, and every time one of them is taken, whoever's it is
 * (SCH-10): as one statement, with `yesterday` and `now` to be filled in. `offered` narrows the offerings.
 */
export function roomsQuery(orm: Database['orm'], organizationId: SQL, offered: SQL) {
  const places = orm
    .select({ id: offerings.locationId })
    .from(offerings)
    .where(and(eq(offerings.organizationId, organizationId), offered))
  const there = and(eq(rooms.organizationId, organizationId), isNull(rooms.archivedAt), sql`${rooms.locationId} IN ${places}`)
  const yesterday = sql.placeholder('yesterday')
  const none = (name: string) => sql<number | null>`NULL`.as(name)
  return unionAll(
    orm
      .select({
        locationId: rooms.locationId,
        roomId: sql<string>`${rooms.id}`.as('room_id'),
        startsAt: none('starts_at'),
        endsAt: none('ends_at'),
        blockedFrom: none('blocked_from'),
        blockedUntil: none('blocked_until'),
      })
      .from(rooms)
      .where(there),
    orm
      .select({
        locationId: rooms.locationId,
        roomId: sql<string>`${rooms.id}`.as('room_id'),
        startsAt: sql<number | null>`${appointments.startsAt}`.as('starts_at'),
        endsAt: sql<number | null>`${appointments.endsAt}`.as('ends_at'),
        blockedFrom: sql<number | null>`${appointments.blockedFrom}`.as('blocked_from'),
        blockedUntil: sql<number | null>`${appointments.blockedUntil}`.as('blocked_until'),
      })
      .from(rooms)
      .innerJoin(
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
      .select({
        locationId: rooms.locationId,
        roomId: sql<string>`${rooms.id}`.as('room_id'),
        startsAt: sql<number | null>`${holds.startsAt}`.as('starts_at'),
        endsAt: sql<number | null>`${holds.endsAt}`.as('ends_at'),
        blockedFrom: sql<number | null>`${holds.blockedFrom}`.as('blocked_from'),
        blockedUntil: sql<number | null>`${holds.blockedUntil}`.as('blocked_until'),
      })
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
  )
}
