import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { people, staff } from '../accounts/schema.ts'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { inList, read, within } from '../db.ts'
import { appointments } from '../scheduling/schema.ts'
import { standingRequests } from '../scheduling/series-schema.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import { clientOfAppointment, clientOfOffer, openOffer } from './offer-readings.ts'
import { outbox } from './schema.ts'

/** A row of the outbox. */
export type Row = typeof outbox.$inferSelect

/** The appointment as it is now, its client with her contacts and restrictions, the therapist's row if it is for her, and all that was written about it. */
export type Present = Awaited<ReturnType<typeof readPresent>>

/** What an e-mail is rendered from is read when it is sent, never kept (NOT-4, NOT-20). */
export async function readPresent(current: Current, row: Row) {
  const {
    db: { orm },
    now,
  } = current
  const about =
    row.event === 'waitlist_offer'
      ? clientOfOffer(current, row.aboutId)
      : row.aboutKind === 'client'
        ? orm
            .select({ clientId: standingRequests.clientId })
            .from(standingRequests)
            .where(within(current, standingRequests, eq(standingRequests.id, row.aboutId)))
        : clientOfAppointment(current, row.aboutId)
  const rows = await read(current.db, {
    appointment: orm
      .select()
      .from(appointments)
      .where(within(current, appointments, eq(appointments.id, row.aboutId))),
    standing: orm
      .select()
      .from(standingRequests)
      .where(within(current, standingRequests, eq(standingRequests.id, row.aboutId))),
    client: orm
      .select()
      .from(clients)
      .where(within(current, clients, eq(clients.id, about))),
    login: orm
      .select({ personId: clientLogins.personId })
      .from(clientLogins)
      .where(within(current, clientLogins, eq(clientLogins.clientId, about), isNull(clientLogins.endedAt))),
    granted: orm
      .select({
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
          eq(grants.clientId, about),
          isNull(grants.revokedAt),
          or(isNull(grants.validFromAt), lte(grants.validFromAt, now)),
          or(isNull(grants.validUntilAt), gt(grants.validUntilAt, now)),
        ),
      )
      .orderBy(asc(contacts.id)),
    overrides: orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(within(current, clientOverrides, eq(clientOverrides.clientId, about))),
    staff: orm
      .select()
      .from(staff)
      .where(within(current, staff, eq(staff.id, idIn(row.recipient)))),
    written: orm
      .select()
      .from(outbox)
      .where(within(current, outbox, eq(outbox.aboutId, row.aboutId)))
      .orderBy(asc(outbox.aboutVersion))
      .limit(500),
    offer: openOffer(current, row.aboutId),
  })
  return {
    ...rows,
    appointment: rows.appointment[0],
    standing: rows.standing[0],
    client: rows.client[0],
    login: rows.login[0],
    staff: rows.staff[0],
    offer: rows.offer[0],
  }
}

/** The people among them who may still sign in, by id. */
export async function readPeople({ control }: Current, ids: string[]) {
  const { found } = await read(control, {
    found: control.orm
      .select()
      .from(people)
      .where(and(inList(people.id, ids), isNull(people.disabledAt))),
  })
  return new Map(found.map((person) => [person.id, person]))
}

/** The id in `client:<id>`. */
export const idIn = (recipient: string): string => recipient.slice(recipient.indexOf(':') + 1)
