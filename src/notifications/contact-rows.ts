import { sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import type { Query } from '../db.ts'
import { isEffective } from '../settings/standing.ts'
import type { outbox } from './schema.ts'

/** The row for the client, before anybody is named in it. */
type OutboxRow = Pick<
  typeof outbox.$inferInsert,
  'organizationId' | 'id' | 'event' | 'aboutKind' | 'aboutId' | 'aboutVersion' | 'actorKind' | 'createdAt' | 'dueAt'
>

/** One row for every contact who may get it, under the id of the client's row and her own: a wake of the first finds them all. */
export function toContacts(current: Current, row: OutboxRow, clientId: string): Query[] {
  if (!isEffective('contact_access', current.facts)) return []
  return [
    current.db.orm.run(sql`
      INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at)
      SELECT g.organization_id, ${row.id} || '.' || g.contact_id, ${row.event}, ${row.aboutKind}, ${row.aboutId}, ${row.aboutVersion},
        'contact:' || g.contact_id, g.client_id, ${row.actorKind}, ${row.createdAt}, ${row.dueAt}
      FROM grants g JOIN contacts c ON c.organization_id = g.organization_id AND c.id = g.contact_id
      WHERE g.organization_id = ${row.organizationId} AND g.client_id = ${clientId} AND g.revoked_at IS NULL
        AND (EXISTS (SELECT 1 FROM json_each(g.permissions) WHERE value = 'notices')
          OR (${row.event} IN ('request_received', 'request_expired', 'counter_offer') AND c.person_id =
            coalesce((SELECT a.created_by FROM appointments a WHERE a.organization_id = g.organization_id AND a.id = ${row.aboutId}),
              (SELECT r.created_by FROM standing_requests r WHERE r.organization_id = g.organization_id AND r.id = ${row.aboutId})))
          OR (${row.event} = 'waitlist_offer' AND c.person_id = (SELECT e.created_by FROM waitlist_offers o JOIN waitlist_entries e
            ON e.organization_id = o.organization_id AND e.id = o.entry_id WHERE o.organization_id = g.organization_id AND o.id = ${row.aboutId})))
      GROUP BY g.organization_id, g.contact_id
      ON CONFLICT DO NOTHING`),
  ]
}
