import { sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { newId, type Query } from '../db.ts'
import type { NoticeAbout } from './schema.ts'

/**
 * NOT-5: what happened, for the bell, whatever the switches say, with who did it: to herself it is no news. Goes behind the appointment's
 * own statement: what is past by then never notifies. That nobody answered in time is told even when the time itself is over.
 */
export function noteForPortal(
  current: Current,
  events: string[],
  about: { id: string; clientId: string },
  kind: NoticeAbout = 'appointment',
): Query[] {
  if (events.length === 0) return []
  const { db, organization, now, person } = current
  const event = events.join('+')
  return [
    db.orm.run(sql`
      INSERT INTO notices (organization_id, id, client_id, event, about_kind, about_id, created_at, by_person)
      SELECT ${organization.id}, ${newId('new')}, ${about.clientId}, ${event}, ${kind}, ${about.id}, ${now}, ${person?.id ?? null}
      WHERE ${event} = 'request_expired' OR NOT EXISTS (SELECT 1 FROM appointments a
        WHERE a.organization_id = ${organization.id} AND a.id = ${about.id} AND a.starts_at <= ${now})`),
  ]
}
