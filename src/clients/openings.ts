import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import type { AboutQueries } from '../accounts/identity.ts'
import { audits } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, newMeter } from '../db.ts'

/** What of a client's record a page shows: never what it says. `portal`: her own pages, seen as she sees them (SET-34). */
export type Opened = 'file' | 'appointments' | 'appointment' | 'series' | 'request' | 'comparison' | 'deliveries' | 'portal'

/** The same person at the same thing of the same client again and again, within a quarter of an hour, has opened it once. */
const once = 15 * 60_000
export const pageSize = 50

/**
 * SEC-5: notes that a staff member was shown something of these clients' records, for themselves to read. After the answer has gone out, as
 * `noteUse`: no page waits for it, none fails because of it. If it cannot be written there is a line in the log (docs/decisions/063).
 */
export function noteOpening(c: Context, current: StaffCurrent, what: Opened, clientIds: string[]): void {
  if (clientIds.length === 0) return
  const db = { ...current.db, meter: newMeter() }
  const write = () => batch(db, [opening(current, what, clientIds)])
  c.executionCtx.waitUntil(
    write()
      .catch(write)
      .catch(() => console.error(JSON.stringify({ event: 'opening_not_noted', requestId: current.requestId }))),
  )
}

/** An entry for each of them that is this organization's, unless there is one already. Looks at her last twenty only. */
function opening({ db, organization, person, staff, now, requestId, network }: StaffCurrent, what: Opened, clientIds: string[]) {
  const details = JSON.stringify({ what, role: roleOf(staff) })
  return db.orm
    .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, details, request_id, network)
    SELECT c.organization_id, ${now}, ${person.id}, ${staff.name}, 'staff', 'record.opened', 'client', c.id, ${details}, ${requestId}, ${network}
    FROM json_each(${JSON.stringify([...new Set(clientIds)])}) o JOIN clients c ON c.organization_id = ${organization.id} AND c.id = o.value
    WHERE NOT EXISTS (SELECT 1 FROM (SELECT a.actor_id AS actor, a.at AS at, a.details AS details FROM audit a
        WHERE a.organization_id = ${organization.id} AND a.entity_id = c.id AND a.action IN ('record.opened', 'client.viewed_as') ORDER BY a.seq DESC LIMIT 20) r
      WHERE r.actor = ${person.id} AND r.at > ${now - once} AND r.details ->> 'what' = ${what})`)
}

export type Role = 'therapist' | 'administrator' | 'both' | 'staff'

const roleOf = ({ therapist, administrator }: StaffCurrent['staff']): Role =>
  therapist ? (administrator ? 'both' : 'therapist') : administrator ? 'administrator' : 'staff'

/** One opening, as the client reads it. `at` is epoch ms. */
export interface Opening {
  seq: number
  at: number
  name: string
  role: Role
  what: Opened
}

/** For the door of a client's access log: who opened her record, newest first, older than an entry; also of records that were merged into hers. */
export const openingsOf =
  (before: number | null): AboutQueries =>
  ({ db, organizationId, params }) => {
    const clientId = params.clientId ?? ''
    const hers = sql`(WITH RECURSIVE hers (id) AS (SELECT ${clientId}
      UNION SELECT m.merged_id FROM hers h JOIN merges m ON m.organization_id = ${organizationId} AND m.kept_id = h.id AND m.undone_at IS NULL)
      SELECT id FROM hers)`
    return {
      openings: db.orm
        .select({ seq: audits.seq, at: audits.at, name: audits.actorName, action: audits.action, details: audits.details })
        .from(audits)
        .where(
          and(
            eq(audits.organizationId, organizationId),
            sql`${audits.entityId} IN ${hers}`,
            sql`action IN ('record.opened', 'client.viewed_as')`,
            before === null ? undefined : lt(audits.seq, before),
          ),
        )
        .orderBy(desc(audits.seq))
        .limit(pageSize + 1),
    }
  }

type OpeningRow = Pick<typeof audits.$inferSelect, 'seq' | 'at' | 'action' | 'details'> & { name: string }

/** What that door read; `hasOlder`: there is another page. */
export function openingsFrom(about: Record<string, unknown>): { openings: Opening[]; hasOlder: boolean } {
  const rows = about.openings as OpeningRow[]
  return { openings: rows.slice(0, pageSize).map(openingFrom), hasOlder: rows.length > pageSize }
}

/** Who looks as the client does is an administrator (SET-34): no other may. */
function openingFrom({ seq, at, name, action, details }: OpeningRow): Opening {
  if (action === 'client.viewed_as') return { seq, at, name, role: 'administrator', what: 'portal' }
  return { seq, at, name, role: details.role as Role, what: details.what as Opened }
}
