import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { inList, within } from '../db.ts'
import { appointments } from '../scheduling/schema.ts'
import { standingRequests } from '../scheduling/series-schema.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import { openOffers } from './offer-readings.ts'
import { outbox } from './schema.ts'

/** What rows of the outbox are about, and whom they name. */
export interface Wanted {
  /** Appointments, standing requests, offers, by `about_id`. */
  abouts: string[]
  /** Clients whom a row names itself: what is about no appointment. */
  clients: string[]
  staff: string[]
}

/** What e-mails are rendered from, for all rows of a delivery at once: as many statements for ten e-mails as for one. */
export function presentQueries(current: Current, wanted: Wanted) {
  const {
    db: { orm },
    now,
  } = current
  const theirs = clientsOf(current, wanted)
  return {
    appointments: orm
      .select()
      .from(appointments)
      .where(within(current, appointments, inList(appointments.id, wanted.abouts))),
    standings: orm
      .select()
      .from(standingRequests)
      .where(within(current, standingRequests, inList(standingRequests.id, wanted.abouts))),
    offers: openOffers(current, wanted.abouts),
    clients: orm
      .select()
      .from(clients)
      .where(within(current, clients, sql`${clients.id} IN ${theirs}`)),
    logins: orm
      .select({ clientId: clientLogins.clientId, personId: clientLogins.personId })
      .from(clientLogins)
      .where(within(current, clientLogins, sql`${clientLogins.clientId} IN ${theirs}`, isNull(clientLogins.endedAt))),
    granted: orm
      .select({
        clientId: grants.clientId,
        contactId: contacts.id,
        personId: contacts.personId,
        name: contacts.name,
        email: contacts.email,
        permissions: grants.permissions,
        /** Her own safe address, when she is a client here, too. */
        safeEmail: sql<string | null>`(SELECT c.safe_email FROM client_logins l JOIN clients c ON c.organization_id = l.organization_id
          AND c.id = l.client_id WHERE l.organization_id = ${contacts.organizationId} AND l.person_id = ${contacts.personId}
          AND l.ended_at IS NULL AND c.safe_email IS NOT NULL AND c.merged_into IS NULL LIMIT 1)`.as('contact_safe_email'),
      })
      .from(grants)
      .innerJoin(contacts, and(eq(contacts.organizationId, grants.organizationId), eq(contacts.id, grants.contactId)))
      .where(
        within(
          current,
          grants,
          sql`${grants.clientId} IN ${theirs}`,
          isNull(grants.revokedAt),
          or(isNull(grants.validFromAt), lte(grants.validFromAt, now)),
          or(isNull(grants.validUntilAt), gt(grants.validUntilAt, now)),
        ),
      )
      .orderBy(asc(contacts.id)),
    overrides: orm
      .select({ clientId: clientOverrides.clientId, ...overrideColumns })
      .from(clientOverrides)
      .where(within(current, clientOverrides, sql`${clientOverrides.clientId} IN ${theirs}`)),
    staff: orm
      .select()
      .from(staff)
      .where(within(current, staff, inList(staff.id, wanted.staff))),
    written: orm
      .select()
      .from(outbox)
      .where(within(current, outbox, inList(outbox.aboutId, wanted.abouts)))
      .orderBy(asc(outbox.aboutVersion))
      .limit(5000),
  }
}

/** Whose e-mails these are. UNION ALL: to sort a UNION, SQLite would walk through all appointments in the order of their clients. */
function clientsOf({ organization: { id } }: Current, wanted: Wanted) {
  const abouts = JSON.stringify(wanted.abouts)
  return sql`(
    SELECT a.client_id FROM appointments a WHERE a.organization_id = ${id} AND a.id IN (SELECT value FROM json_each(${abouts}))
    UNION ALL SELECT r.client_id FROM standing_requests r WHERE r.organization_id = ${id} AND r.id IN (SELECT value FROM json_each(${abouts}))
    UNION ALL SELECT e.client_id FROM waitlist_offers o JOIN waitlist_entries e ON e.organization_id = o.organization_id AND e.id = o.entry_id
      WHERE o.organization_id = ${id} AND o.id IN (SELECT value FROM json_each(${abouts}))
    UNION ALL SELECT value FROM json_each(${JSON.stringify(wanted.clients)}))`
}
