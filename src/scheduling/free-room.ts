import { sql, type SQL } from 'drizzle-orm'
import type { Forum } from './schema.ts'

/** What a room is wanted for: where, when, and what does not stand in its way because it becomes this, or is this. Epoch ms. */
export interface RoomWish {
  organizationId: string
  locationId: string | null
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
  now: number
  /** The hold this is made from, the appointment this is to move. */
  holdId?: string | null
  rescheduleOf?: string | null
  /** Of an update: the appointment itself. Of a counter-offer: the request it answers, whose other offers do not meet it either. */
  self?: string | null
  /** The room it would like to keep. */
  present?: string | SQL | null
}

/**
 * For the insert of an appointment or a hold: a room of the location that is free, the first by name (SCH-10). Null when the location has
 * no rooms, or none is named (by video). When all are taken it names one of them all the same: then the trigger refuses the batch
 * (`room_overlap`), because the database has the last word, not this query.
 */
export const freeRoom = (wish: RoomWish): SQL<string | null> =>
  firstRoom({
    organizationId: sql`${wish.organizationId}`,
    locationId: sql`${wish.locationId}`,
    startsAt: sql`${wish.startsAt}`,
    endsAt: sql`${wish.endsAt}`,
    blockedFrom: sql`${wish.blockedFrom}`,
    blockedUntil: sql`${wish.blockedUntil}`,
    now: sql`${wish.now}`,
    self: sql`${wish.self ?? null}`,
    present: sql`${wish.present ?? null}`,
    holdId: sql`${wish.holdId ?? null}`,
    rescheduleOf: sql`${wish.rescheduleOf ?? null}`,
  })

/**
 * For an update that brings an appointment to life (confirmed, or asked for again): it keeps its room while that is free and there, takes
 * another when it is not, and gets one when its location has rooms by now. By video there is none.
 */
export function roomOf({ forum }: { forum: Forum }, now: number): SQL<string | null> {
  if (forum !== 'in_person') return sql`NULL`
  return firstRoom({
    organizationId: sql`"appointments"."organization_id"`,
    locationId: sql`"appointments"."location_id"`,
    startsAt: sql`"appointments"."starts_at"`,
    endsAt: sql`"appointments"."ends_at"`,
    blockedFrom: sql`"appointments"."blocked_from"`,
    blockedUntil: sql`"appointments"."blocked_until"`,
    now: sql`${now}`,
    self: sql`"appointments"."id"`,
    present: sql`"appointments"."room_id"`,
    holdId: sql`"appointments"."hold_id"`,
    rescheduleOf: sql`"appointments"."reschedule_of"`,
  })
}

/** By the conditions of the overlap triggers (migrations/0002): free rooms first, then the one it has, then by name. */
export function firstRoom(at: Record<keyof RoomWish, SQL>): SQL<string | null> {
  const near = (t: SQL) => sql`${t}.starts_at > ${at.startsAt} - 86400000 AND ${t}.starts_at < ${at.startsAt} + 86400000
    AND ((${t}.starts_at < ${at.blockedUntil} AND ${t}.ends_at > ${at.blockedFrom}) OR (${t}.blocked_from < ${at.endsAt} AND ${t}.blocked_until > ${at.startsAt}))`
  return sql`(SELECT r.id FROM rooms r WHERE r.organization_id = ${at.organizationId} AND r.location_id = ${at.locationId} AND r.archived_at IS NULL
    ORDER BY EXISTS (SELECT 1 FROM appointments a WHERE a.organization_id = r.organization_id AND a.room_id = r.id
        AND a.status IN ('requested', 'confirmed') AND ${near(sql`a`)} AND a.id IS NOT ${at.self} AND a.id IS NOT ${at.rescheduleOf} AND (${at.self} IS NULL OR a.reschedule_of IS NOT ${at.self}))
      OR EXISTS (SELECT 1 FROM holds h WHERE h.organization_id = r.organization_id AND h.room_id = r.id AND h.released_at IS NULL
        AND h.expires_at > ${at.now} AND ${near(sql`h`)} AND h.id IS NOT ${at.holdId}
        AND (${at.self} IS NULL OR h.purpose <> 'counter_offer' OR h.about_id IS NOT ${at.self})),
      r.id IS NOT ${at.present}, r.name, r.id LIMIT 1)`
}
