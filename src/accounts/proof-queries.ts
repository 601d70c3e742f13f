import { and, asc, eq, gt, isNull, ne, or, sql, type SQL } from 'drizzle-orm'
import { unionAll, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { clientLogins, clients, writtenTo } from '../clients/schema.ts'
import { invitations, registrations } from './entry-schema.ts'
import type { AboutAt } from './identity.ts'
import { limits } from './limits.ts'
import { registeredColumns } from './registration-columns.ts'
import { people, signIns, staffInvitations } from './schema.ts'
import { stillOpen } from './still-open.ts'
import { lending } from '../lending.ts'

/** A sign-in that was asked for, as whoever proves it needs it. */
export const openColumns = {
  id: signIns.id,
  codeHash: signIns.codeHash,
  email: signIns.email,
  returnTo: signIns.returnTo,
  sharedComputer: signIns.sharedComputer,
  intentKind: signIns.intentKind,
  intentId: signIns.intentId,
  language: signIns.language,
}

/** Not used, not outlived, of this organization. A step-up is no way in. */
export const works = ({ now, organizationId }: AboutAt): SQL =>
  and(
    eq(signIns.organizationId, organizationId),
    isNull(signIns.usedAt),
    gt(signIns.expiresAt, now),
    or(isNull(signIns.intentKind), ne(signIns.intentKind, 'step_up')),
  ) as SQL

/**
 * Records here that an address may belong to: it is on file, or somebody with it has, or had, an account. Archived ones too, and
 * those of a sign-in that was closed: none of them may be doubled without staff (LNK-4).
 */
export const onFileQuery = (orm: AboutAt['db']['orm'], organizationId: SQL, isMeant: (column: SQLiteColumn) => SQL) =>
  unionAll(
    orm
      .select({ email: clients.email.getSQL().mapWith(String).as('email') })
      .from(clients)
      .where(and(eq(clients.organizationId, organizationId), isMeant(clients.email), isNull(clients.mergedInto))),
    orm
      .select({ email: people.email.getSQL().mapWith(String).as('email') })
      .from(people)
      .innerJoin(clientLogins, and(eq(clientLogins.organizationId, organizationId), eq(clientLogins.personId, people.id)))
      .where(isMeant(people.email)),
  )

/** Who has the addresses that were asked for, who is on file with them here, and what was to be taken up. */
export function readWhoAndWhat(at: AboutAt, which: SQL) {
  const {
    db: { orm },
    control,
    organizationId,
    now,
  } = at
  const among = (column: SQLiteColumn, those: ReturnType<typeof asked>) => sql`${column} IN ${those}`
  const asked = (column: typeof signIns.email | typeof signIns.intentId | typeof signIns.id) =>
    orm
      .select({ asked: column })
      .from(signIns)
      .where(and(which, isNull(signIns.usedAt), gt(signIns.expiresAt, now)))
  const open = sql`SELECT s.id, s.organization_id, s.email, s.browser_hash, s.link_hash, s.intent_id, s.used_at, s.expires_at, s.created_at
    FROM sign_ins s WHERE s.used_at IS NULL AND s.expires_at > ${now} AND s.id IN ${asked(signIns.id)}`
  const owners = sql`SELECT * FROM people WHERE email IN ${asked(signIns.email)}`
  return {
    ...lending(at, {
      sign_ins: open,
      people: owners,
      authenticators: sql`SELECT person_id, confirmed_at FROM authenticators WHERE person_id IN (SELECT id FROM (${owners}))`,
    }),
    owners: orm
      .select({
        personId: people.id,
        email: people.email,
        name: people.name,
        owesSecondFactor:
          sql<boolean>`EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = "people"."id" AND a.confirmed_at IS NOT NULL)
          OR EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = ${organizationId} AND s.person_id = "people"."id" AND s.deactivated_at IS NULL)`
            .mapWith(Boolean)
            .as('owes_second_factor'),
        clientId: sql<string | null>`(SELECT min(l.client_id) FROM client_logins l WHERE l.organization_id = ${organizationId}
          AND l.person_id = "people"."id" AND l.ended_at IS NULL)`.as('client_id'),
        claimId: sql<string | null>`(SELECT min(r.id) FROM registrations r WHERE r.organization_id = ${organizationId}
          AND r.person_id = "people"."id" AND r.state = 'claim')`.as('claim_id'),
      })
      .from(people)
      .where(and(isNull(people.disabledAt), among(people.email, asked(signIns.email))))
      .orderBy(asc(people.createdAt)),
    onFile: onFileQuery(orm, organizationId, (column) => among(column, asked(signIns.email))),
    registration: orm
      .select(registeredColumns(now))
      .from(registrations)
      .where(
        and(
          eq(registrations.organizationId, organizationId),
          among(registrations.id, asked(signIns.intentId)),
          eq(registrations.state, 'unproved'),
          gt(registrations.expiresAt, now),
        ),
      ),
    invitation: orm
      .select({
        id: invitations.id,
        clientId: invitations.clientId,
        name: clients.name,
        email: invitations.email,
        version: invitations.version,
      })
      .from(invitations)
      .innerJoin(clients, and(eq(clients.organizationId, invitations.organizationId), eq(clients.id, invitations.clientId)))
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          among(invitations.id, asked(signIns.intentId)),
          stillOpen(invitations, now),
          isNull(clients.archivedAt),
          isNull(clients.mergedInto),
          eq(writtenTo, invitations.email),
          sql`NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${clients.organizationId} AND l.client_id = ${clients.id} AND l.ended_at IS NULL)`,
        ),
      ),
    staffInvitation: orm
      .select({
        id: staffInvitations.id,
        name: staffInvitations.name,
        administrator: staffInvitations.administrator,
        therapist: staffInvitations.therapist,
        version: staffInvitations.version,
      })
      .from(staffInvitations)
      .where(
        and(
          eq(staffInvitations.organizationId, organizationId),
          among(staffInvitations.id, asked(signIns.intentId)),
          stillOpen(staffInvitations, now),
        ),
      ),
    guesses: control.orm
      .select({ email: signIns.email, guesses: sql<number>`sum(${signIns.tries})`.as('guesses') })
      .from(signIns)
      .where(and(among(signIns.email, asked(signIns.email)), gt(signIns.createdAt, now - limits.triedByAddress.minutes * 60_000)))
      .groupBy(signIns.email),
  }
}
