import { sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { newId, type Query } from '../db.ts'
import { lastDigest, nextDigest } from './digest-times.ts'
import { eventsOf } from './net-effect.ts'
import type { Row } from './readings.ts'
import type { Later } from './transport.ts'

/** Part of the digest of that instant: told with everything else that is still true then (decision 057). */
export interface Gathered {
  digest: number
}

/**
 * What becomes of an e-mail whose reader wants one a day, `minute` of her own day: it waits for the next digest, or is part of the last. Null
 * for what is never gathered: what is always sent, reminders, and the digest itself.
 */
export function gathered(row: Row, minute: number | null, zone: string, now: number): Gathered | Later | null {
  if (minute === null || eventsOf(row.event).length === 0) return null
  const last = lastDigest(zone, minute, now)
  return last >= row.createdAt ? { digest: last } : { until: nextDigest(zone, minute, now) }
}

/**
 * Goes right behind the statement that ends the gathered row: the digest of that reader and instant, when that statement took and nobody
 * has written it yet. However many rows are gathered at once, the unique key lets one in.
 */
export const digestRow = (current: Current, row: Row, { digest }: Gathered): Query =>
  current.db.orm.run(sql`
    INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at)
    SELECT ${row.organizationId}, ${newId('out')}, 'digest', 'client', ${row.recipient}, ${Math.floor(digest / 60_000)}, ${row.recipient},
      ${row.clientId}, 'system', ${current.now}, ${current.now}
    WHERE changes() = 1
    ON CONFLICT DO NOTHING`)
