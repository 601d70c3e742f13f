import { sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { ClientCurrent, Current } from '../current.ts'
import type { Query } from '../db.ts'
import type { Choice } from './booking-rows.ts'
import { dayOf, spansOf, wallClock } from './zones.ts'

/**
 * The two limits on asking, counted where the request is written, so that a storm at once counts, too (SCH-2, SCH-10). What was read
 * before has found out most of it; whoever passes that together with others has the whole batch undone, as `stale`.
 */

/** What does not count, because it becomes this request, or would give way to it. */
export interface LeftOut {
  appointmentId?: string | null
  holdId?: string | null
}

/** Standing requests that wait count as open, too (SCH-27). */
export const openStandings = (organizationId: SQLWrapper, clientId: SQLWrapper | string): SQL =>
  sql`(SELECT count(*) FROM standing_requests r WHERE r.organization_id = ${organizationId} AND r.client_id = ${clientId} AND r.status = 'requested')`

/** No client has more open requests than the practice allows. */
export function openBound({ db, organization, client }: ClientCurrent): Query {
  const id = sql`${organization.id}`
  return db.orm.run(sql`INSERT INTO assert_one SELECT (SELECT count(*) FROM appointments a WHERE a.organization_id = ${id}
    AND a.client_id = ${client.id} AND a.status = 'requested') + ${openStandings(id, client.id)} < ${organization.openRequestsPerClient}`)
}

/**
 * No date of the therapist's wall clock has more than her cap. A hold of a visitor or of the waitlist counts as the request it becomes;
 * one of a counter-offer does not: the request it answers counts already.
 */
export function dayBound(
  { db, organization, now }: Current,
  { staffId, zone, capPerDay }: Pick<Choice, 'staffId' | 'zone' | 'capPerDay'>,
  startsAt: number,
  { appointmentId = null, holdId = null }: LeftOut = {},
): Query[] {
  if (capPerDay === null) return []
  const spans = spansOf(zone, dayOf(wallClock(zone, startsAt).date), 0, 1440)
  const thatDay = (t: SQL) =>
    sql`(${sql.join(
      spans.map((span) => sql`(${t}.starts_at >= ${span.startsAt} AND ${t}.starts_at < ${span.endsAt})`),
      sql` OR `,
    )})`
  return [
    db.orm.run(sql`INSERT INTO assert_one
      SELECT (SELECT count(*) FROM appointments a WHERE a.organization_id = ${organization.id} AND a.staff_id = ${staffId}
          AND a.status IN ('requested', 'confirmed') AND ${thatDay(sql`a`)} AND a.id IS NOT ${appointmentId})
        + (SELECT count(*) FROM holds h WHERE h.organization_id = ${organization.id} AND h.staff_id = ${staffId} AND h.purpose IN ('visitor', 'waitlist')
          AND h.released_at IS NULL AND h.expires_at > ${now} AND ${thatDay(sql`h`)} AND h.id IS NOT ${holdId}) < ${capPerDay}`),
  ]
}
