import { sql, type SQL } from 'drizzle-orm'
import type { Placeholder } from 'drizzle-orm'

// How much is new to whoever asks (NOT-5): subqueries of the identity, so that the bell costs no statement. They name their outer table in
// words, as everything there does (accounts/identity-queries.ts).

type Value = SQL | Placeholder | string

/** Up to when a person has read what is new about a client: as far as she said so; who became her contact later begins there. */
export const seenUntil = (organizationId: Value, clientId: Value, personId: Value) =>
  sql`coalesce((SELECT s.seen_until FROM notices_seen s WHERE s.organization_id = ${organizationId} AND s.person_id = ${personId} AND s.whose = ${clientId}),
    (SELECT min(g.created_at) FROM contacts k JOIN grants g ON g.organization_id = k.organization_id AND g.contact_id = k.id
      WHERE k.organization_id = ${organizationId} AND k.person_id = ${personId} AND g.client_id = ${clientId} AND g.revoked_at IS NULL), 0)`

const client = { organizationId: sql`"clients"."organization_id"`, id: sql`"clients"."id"` }

/** What others did about the client of the address since then; at most a hundred (index notices_by_client). */
export const newsOfClient = (personId: SQL) =>
  sql<number>`(SELECT count(*) FROM (SELECT 1 FROM notices n WHERE n.organization_id = ${client.organizationId} AND n.client_id = ${client.id}
    AND n.created_at > ${seenUntil(client.organizationId, client.id, personId)} AND n.by_person IS NOT ${personId} LIMIT 100))`

/** What staff are e-mailed of, whether or not she wants e-mails: the rows of the outbox are her notices (index outbox_of_staff). A digest of them is no news.. */
export const newsOfStaff = sql<number>`(SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE o.organization_id = "staff"."organization_id"
  AND o.recipient = 'staff:' || "staff"."id" AND o.recipient GLOB 'staff:*' AND o.again_no = 0 AND o.event <> 'staff_digest' AND o.created_at > coalesce(
    (SELECT s.seen_until FROM notices_seen s WHERE s.organization_id = "staff"."organization_id" AND s.person_id = "staff"."person_id" AND s.whose = 'staff'), 0)
  LIMIT 100))`
