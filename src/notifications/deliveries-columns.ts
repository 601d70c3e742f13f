import { sql } from 'drizzle-orm'
import type { Database } from '../db.ts'
import { outbox } from './schema.ts'

/** What a list of e-mails shows of each, to be narrowed. From two tables, so that its subqueries know which `id` is meant (accounts/identity-queries.ts). */
export const selectDeliveries = ({ orm }: Database) =>
  orm
    .select({
      id: outbox.id,
      event: outbox.event,
      aboutKind: outbox.aboutKind,
      recipient: outbox.recipient,
      name: nameOf.as('whose_name'),
      clientId: outbox.clientId,
      createdAt: outbox.createdAt,
      dueAt: outbox.dueAt,
      leasedUntil: outbox.leasedUntil,
      tries: outbox.tries,
      sentAt: outbox.sentAt,
      sentTo: outbox.sentTo,
      droppedAt: outbox.droppedAt,
      failedAt: outbox.failedAt,
      reason: outbox.reason,
      returnedAt: outbox.returnedAt,
      returnedAs: outbox.returnedAs,
      againNo: outbox.againNo,
      settledAt: outbox.settledAt,
      settledAs: outbox.settledAs,
      settledByName: outbox.settledByName,
      phoneNote: sql<string | null>`(SELECT p.note FROM phone_notes p WHERE p.organization_id = ${outbox.organizationId}
        AND p.outbox_id = ${outbox.id} ORDER BY p.created_at DESC LIMIT 1)`.as('phone_note'),
    })
    .from(outbox)
    .crossJoin(sql`(SELECT 1) AS one`)

/** A name of this practice's own files. Whoever signs in or is invited and is in none of them stays unnamed. */
const nameOf = sql<string | null>`(CASE
  WHEN ${outbox.recipient} GLOB 'contact:*' THEN (SELECT k.name FROM contacts k
    WHERE k.organization_id = ${outbox.organizationId} AND k.id = substr(${outbox.recipient}, 9))
  WHEN ${outbox.recipient} GLOB 'staff:*' THEN (SELECT s.name FROM staff s
    WHERE s.organization_id = ${outbox.organizationId} AND s.id = substr(${outbox.recipient}, 7))
  WHEN ${outbox.recipient} GLOB 'person:*' THEN coalesce(
    (SELECT s.name FROM staff s WHERE s.organization_id = ${outbox.organizationId} AND s.person_id = substr(${outbox.recipient}, 8)),
    (SELECT c.name FROM client_logins l JOIN clients c ON c.organization_id = l.organization_id AND c.id = l.client_id
      WHERE l.organization_id = ${outbox.organizationId} AND l.person_id = substr(${outbox.recipient}, 8)),
    (SELECT k.name FROM contacts k WHERE k.organization_id = ${outbox.organizationId} AND k.person_id = substr(${outbox.recipient}, 8)))
  WHEN ${outbox.clientId} IS NOT NULL THEN (SELECT c.name FROM clients c
    WHERE c.organization_id = ${outbox.organizationId} AND c.id = ${outbox.clientId})
  END)`
