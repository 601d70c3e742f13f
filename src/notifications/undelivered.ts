import { sql, type SQL } from 'drizzle-orm'

/**
 * Rows `o` of the outbox that somebody did not get who should have, and that nobody has dealt with (NOT-21): in the words of the index
 * `outbox_undelivered`, or it would not be used. `isUndelivered` (deliveries-outcome.ts) says the same of a row that was read.
 */
export const undelivered = sql`o.client_id IS NOT NULL AND o.settled_at IS NULL
  AND (o.failed_at IS NOT NULL OR o.returned_at IS NOT NULL OR o.reason IN ('bounced', 'complained', 'suppressed'))`

/** The last e-mail to a client herself that did not arrive, as Manage Clients and her page say it. Epoch ms. */
export interface Undelivered {
  id: string
  at: number
  reason: string
}

/** As a column of a select that joins `clients`: one look into the index per client shown. What her contacts missed is on the page of her e-mails. */
export const undeliveredOf = (organizationId: SQL | unknown, clientId: SQL | unknown) =>
  sql<Undelivered | null>`(SELECT json_object('id', o.id, 'at', o.created_at, 'reason', coalesce(o.returned_as, o.reason, '')) FROM outbox o
    WHERE o.organization_id = ${organizationId} AND o.client_id = ${clientId} AND ${undelivered} AND NOT o.recipient GLOB 'contact:*'
    ORDER BY o.created_at DESC LIMIT 1)`.mapWith((text: string) => JSON.parse(text) as Undelivered)
