import { and, asc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { emailChanges, people, signIns, staff, staffInvitations } from '../accounts/schema.ts'
import { limits } from '../accounts/limits.ts'
import { invitations, shortcutLinks } from '../accounts/entry-schema.ts'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { inList, read, within } from '../db.ts'
import { appointments } from '../scheduling/schema.ts'
import { standingRequests } from '../scheduling/series-schema.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import { clientOfAppointment, clientOfOffer, openOffer } from './offer-readings.ts'
import { addressHealth, outbox, preferences } from './schema.ts'

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

/** A sign-in, who has its address (the oldest account is greeted), and whether a client without an account is on file with it here. */
export async function readSignIn(current: Current, id: string) {
  const { orm } = current.control
  const mine = and(eq(signIns.id, id), eq(signIns.organizationId, current.organization.id))
  const rows = await read(current.control, {
    signIn: orm.select().from(signIns).where(mine),
    owner: orm
      .select()
      .from(people)
      .where(and(isNull(people.disabledAt), eq(people.email, orm.select({ email: signIns.email }).from(signIns).where(mine))))
      .orderBy(asc(people.createdAt))
      .limit(1),
    onFile: orm
      .select({ id: clients.id })
      .from(clients)
      .where(
        within(
          current,
          clients,
          eq(clients.email, orm.select({ email: signIns.email }).from(signIns).where(mine)),
          isNull(clients.archivedAt),
          isNull(clients.mergedInto),
          ne(clients.discreet, 'no_email'),
          sql`NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = "clients"."organization_id" AND l.client_id = "clients"."id" AND l.ended_at IS NULL)`,
        ),
      )
      .limit(1),
    join: orm
      .select({ suffix: shortcutLinks.suffix })
      .from(shortcutLinks)
      .where(within(current, shortcutLinks, eq(shortcutLinks.kind, 'join'), isNull(shortcutLinks.replacedAt))),
  })
  return { signIn: rows.signIn[0], owner: rows.owner[0], isOnFile: rows.onFile.length > 0, joinSuffix: rows.join[0]?.suffix ?? '' }
}

/** An offer of work, as it is now. */
export async function readStaffInvitation(current: Current, id: string) {
  const { found } = await read(current.db, {
    found: current.db.orm
      .select()
      .from(staffInvitations)
      .where(within(current, staffInvitations, eq(staffInvitations.id, id))),
  })
  return found[0]
}

/** A change of an address, and whose it is; nothing when she may not sign in any more. */
export async function readEmailChange(current: Current, id: string) {
  const { orm } = current.control
  const { found } = await read(current.control, {
    found: orm
      .select({
        personId: people.id,
        name: people.name,
        language: people.language,
        newEmail: emailChanges.newEmail,
        oldEmail: emailChanges.oldEmail,
        expiresAt: emailChanges.expiresAt,
        usedAt: emailChanges.usedAt,
        revokedAt: emailChanges.revokedAt,
        before:
          sql<number>`(SELECT count(*) FROM email_changes e WHERE e.new_email = ${emailChanges.newEmail} AND e.rowid < email_changes.rowid
          AND e.created_at > ${emailChanges.createdAt} - ${limits.changedToAddress.minutes * 60_000})`.as('before'),
      })
      .from(emailChanges)
      .innerJoin(people, eq(people.id, emailChanges.personId))
      .where(and(eq(emailChanges.id, id), eq(emailChanges.organizationId, current.organization.id), isNull(people.disabledAt))),
  })
  return found[0]
}

/** An invitation with its client as she is now, and whether she has an account. */
export async function readInvitation(current: Current, id: string) {
  const { orm } = current.db
  const mine = within(current, invitations, eq(invitations.id, id))
  const clientId = orm.select({ clientId: invitations.clientId }).from(invitations).where(mine)
  const { invitation, client, login } = await read(current.db, {
    invitation: orm.select().from(invitations).where(mine),
    client: orm
      .select()
      .from(clients)
      .where(within(current, clients, eq(clients.id, clientId))),
    login: orm
      .select({ personId: clientLogins.personId })
      .from(clientLogins)
      .where(within(current, clientLogins, eq(clientLogins.clientId, clientId), isNull(clientLogins.endedAt))),
  })
  return { invitation: invitation[0], client: client[0], hasAccount: login.length > 0 }
}

/** What stands between a recipient and the e-mail: her own wishes, and what is known of her address (NOT-4, NOT-21). */
export async function readObstacles(current: Current, personId: string | null, emailHash: string) {
  const { orm } = current.db
  const { unwanted, unhealthy } = await read(current.db, {
    unwanted: orm
      .select({ kind: preferences.kind })
      .from(preferences)
      .where(within(current, preferences, eq(preferences.personId, personId ?? ''), eq(preferences.value, 'off'))),
    unhealthy: orm
      .select({ state: addressHealth.state })
      .from(addressHealth)
      .where(within(current, addressHealth, eq(addressHealth.emailHash, emailHash), isNull(addressHealth.clearedAt))),
  })
  return { unwanted: unwanted.map(({ kind }) => kind), unhealthy: unhealthy[0]?.state ?? null }
}

/** The id in `client:<id>`. */
export const idIn = (recipient: string): string => recipient.slice(recipient.indexOf(':') + 1)
