import { sql, type SQL } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import type { Query } from '../db.ts'
import type { Planned } from './conflicts.ts'
import type { Times } from './times.ts'

/**
 * A time that staff put over something: the appointment it becomes (null: a new one), whose wish to move ends with it; and the requests and
 * holds they saw, by id.
 */
export interface GoneOver extends Times {
  id: string | null
  over: string[]
}

/** Whose time it is. A room only where one was named: a free one is free. */
export interface TimeOf extends Pick<Planned, 'staffId' | 'clientId'> {
  roomId: unknown
}

/**
 * SCH-22: staff go over what they saw and said yes to, and over nothing else. The flag on the row tells the triggers to let it pass over any
 * request or hold, so the batch that sets it asserts that nothing else has come meanwhile; refused as `stale`. For a batch, before the rows.
 */
export function goingOver({ db, organization, now }: StaffCurrent, { staffId, clientId, roomId }: TimeOf, all: GoneOver[]): Query[] {
  const list = all
    .filter(({ over }) => over.length > 0)
    .map(({ id, startsAt, endsAt, blockedFrom, blockedUntil, over }) => ({ id, startsAt, endsAt, blockedFrom, blockedUntil, over }))
  if (list.length === 0) return []
  const rows = sql`json_each(${JSON.stringify(list)}) AS n`
  const room = typeof roomId === 'string' ? roomId : null
  const requested = (whose: SQL, meets: SQL) => sql`NOT EXISTS (SELECT 1 FROM ${rows}
    JOIN appointments t ON t.organization_id = ${organization.id} AND ${whose} AND t.status = 'requested' AND ${near} AND ${meets} AND ${unseen}
      AND coalesce(t.reschedule_of, '') <> coalesce(n.value->>'id', '-'))`
  const held = (whose: SQL) => sql`NOT EXISTS (SELECT 1 FROM ${rows}
    JOIN holds t ON t.organization_id = ${organization.id} AND ${whose} AND t.released_at IS NULL AND t.expires_at > ${now} AND ${near} AND ${blocks} AND ${unseen})`
  return [
    db.orm.run(sql`INSERT INTO assert_one SELECT ${requested(sql`t.staff_id = ${staffId}`, blocks)}
      AND ${requested(sql`t.client_id = ${clientId}`, overlaps)} AND ${held(sql`t.staff_id = ${staffId}`)}
      AND ${room === null ? sql`1` : sql`${requested(sql`t.room_id = ${room}`, blocks)} AND ${held(sql`t.room_id = ${room}`)}`}`),
  ]
}

// As the triggers see it (migrations/0021): within a day of it, and the core of one meets the other with its buffers.
const near = sql`t.starts_at > n.value->>'startsAt' - 86400000 AND t.starts_at < n.value->>'startsAt' + 86400000`
const blocks = sql`((t.starts_at < n.value->>'blockedUntil' AND t.ends_at > n.value->>'blockedFrom')
  OR (t.blocked_from < n.value->>'endsAt' AND t.blocked_until > n.value->>'startsAt'))`
const overlaps = sql`(t.starts_at < n.value->>'endsAt' AND t.ends_at > n.value->>'startsAt')`
const unseen = sql`t.id NOT IN (SELECT s.value FROM json_each(n.value->'over') AS s)`
