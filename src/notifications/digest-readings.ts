import { eq, sql, type SQL } from 'drizzle-orm'
import type { DigestCounts } from '../../views/emails/digest.tsx'
import { staff } from '../accounts/schema.ts'
import type { Current } from '../current.ts'
import { read, within } from '../db.ts'
import type { Row } from './readings.ts'

const minute = 60_000

/**
 * What a digest counts: the requests that wait for her now (an administrator who is no therapist: for anybody), and what she was not told
 * singly between the digest before and this one, as far as it is still so. At most a week of it. What she has switched off counts as nothing
 * (NOT-4); requests do until she wants to hear neither of new ones nor of those that wait.
 */
export async function readDigest(current: Current, row: Row, reader: typeof staff.$inferSelect): Promise<DigestCounts> {
  const until = row.aboutVersion * minute
  const { counts } = await read(current.db, {
    counts: current.db.orm
      .select({ requests: requests(reader).as('requests'), ...untold(row, until) })
      .from(staff)
      .where(within(current, staff, eq(staff.id, reader.id))),
  })
  return counts[0] ?? { requests: 0, cancelled: 0, withdrawn: 0, offersTaken: 0, hoursChanged: 0 }
}

const isWanted = (kind: string): SQL => sql`NOT EXISTS (SELECT 1 FROM notification_preferences p
  WHERE p.organization_id = "staff"."organization_id" AND p.whose = "staff"."person_id" AND p.kind = ${kind} AND p.value = 'off')`

const requests = ({ therapist, administrator }: Pick<typeof staff.$inferSelect, 'therapist' | 'administrator'>): SQL<number> => sql<number>`
  CASE WHEN ${isWanted('new_request')} OR ${isWanted('request_reminder')}${administrator ? sql` OR ${isWanted('request_escalated')}` : sql``} THEN
  (SELECT count(*) FROM appointments a WHERE a.organization_id = "staff"."organization_id" AND a.status = 'requested' AND a.offered_at IS NULL
    ${therapist ? sql`AND a.staff_id = "staff"."id"` : sql``})
  + (SELECT count(*) FROM standing_requests r WHERE r.organization_id = "staff"."organization_id" AND r.status = 'requested'
    ${therapist ? sql`AND r.staff_id = "staff"."id"` : sql``})
  ELSE 0 END`

function untold(row: Row, until: number) {
  const since = sql`max(${until - 7 * 1440 * minute}, coalesce((SELECT max(w.about_version) * 60000 FROM outbox w
    WHERE w.organization_id = "staff"."organization_id" AND w.about_id = ${row.aboutId} AND w.event = 'staff_digest'
      AND w.about_version < ${row.aboutVersion}), ${until - 1440 * minute}))`
  const count = (event: string, isSo: SQL, name: string) =>
    sql<number>`(SELECT count(DISTINCT o.about_id) FROM outbox o
      LEFT JOIN appointments a ON a.organization_id = o.organization_id AND a.id = o.about_id
      LEFT JOIN standing_requests r ON r.organization_id = o.organization_id AND r.id = o.about_id
      WHERE o.organization_id = "staff"."organization_id" AND o.recipient = ${row.recipient} AND o.recipient GLOB 'staff:*' AND o.sent_at IS NULL
        AND o.created_at >= ${since} AND o.created_at < ${until} AND o.event = ${event} AND ${isSo} AND ${isWanted(event)})`.as(name)
  return {
    cancelled: count('cancelled_by_client', sql`a.status IN ('cancelled', 'late_cancelled')`, 'cancelled'),
    withdrawn: count('withdrawn_by_client', sql`coalesce(a.status, r.status) = 'withdrawn'`, 'withdrawn'),
    offersTaken: count('offer_taken', sql`a.status = 'confirmed'`, 'offers_taken'),
    hoursChanged: count('hours_changed', sql`true`, 'hours_changed'),
  }
}
