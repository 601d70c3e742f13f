import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import type { Database, Query } from '../db.ts'
import { newsOfStaff } from '../notifications/news-queries.ts'
import { people, sessions, staff } from './schema.ts'

/** Of the identity: the session and whose it is, where she works, and for whom she may act. */
export function personQueries(orm: Database['orm'], organizationId: SQL, personId: SQL): Record<string, Query> {
  return {
    session: orm
      .select({
        personId: people.id,
        personName: people.name,
        email: people.email,
        language: people.language,
        createdAt: sessions.createdAt.getSQL().mapWith(Number).as('session_created_at'),
        lastSeenAt: sessions.lastSeenAt,
        secondFactorAt: sessions.secondFactorAt,
        steppedUpAt: sessions.steppedUpAt,
        sharedComputer: sessions.sharedComputer,
        sessionId: sessions.id.getSQL().mapWith(String).as('session_id'),
        method: sessions.method,
        hasAuthenticator:
          sql<boolean>`EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = ${people.id} AND a.confirmed_at IS NOT NULL)`
            .mapWith(Boolean)
            .as('has_authenticator'),
        hasPasskey: sql<boolean>`EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = ${people.id} AND k.removed_at IS NULL)`
          .mapWith(Boolean)
          .as('has_passkey'),
      })
      .from(sessions)
      .innerJoin(people, eq(people.id, sessions.personId))
      .where(and(eq(sessions.tokenHash, sql.placeholder('tokenHash')), isNull(sessions.endedAt), isNull(people.disabledAt))),
    staff: orm
      .select({
        id: staff.id,
        name: staff.name,
        administrator: staff.administrator,
        therapist: staff.therapist,
        subscribedAt: staff.subscribedAt,
        openRequests: openRequestsOf,
        undelivered: undeliveredCount,
        news: newsOfStaff.as('news'),
      })
      .from(staff)
      .where(and(eq(staff.organizationId, organizationId), eq(staff.personId, personId), isNull(staff.deactivatedAt))),
    mine: unionAll(
      orm
        .select({
          clientId: clients.id,
          clientName: clients.name,
          contactId: grants.contactId,
          permissions: grants.permissions,
          grantedAt: grants.createdAt.getSQL().mapWith(Number).as('granted_at'),
        })
        .from(contacts)
        .innerJoin(grants, and(eq(grants.organizationId, contacts.organizationId), eq(grants.contactId, contacts.id)))
        .innerJoin(clients, and(eq(clients.organizationId, grants.organizationId), eq(clients.id, grants.clientId)))
        .where(
          and(
            eq(contacts.personId, personId),
            eq(contacts.organizationId, organizationId),
            isNull(grants.revokedAt),
            or(isNull(grants.validFromAt), sql`${grants.validFromAt} <= ${sql.placeholder('now')}`),
            or(isNull(grants.validUntilAt), sql`${grants.validUntilAt} > ${sql.placeholder('now')}`),
          ),
        ),
      orm
        .select({
          clientId: clients.id,
          clientName: clients.name,
          contactId: none.as('contact_id'),
          permissions: none.as('permissions'),
          grantedAt: none.as('granted_at'),
        })
        .from(clientLogins)
        .innerJoin(clients, and(eq(clients.organizationId, clientLogins.organizationId), eq(clients.id, clientLogins.clientId)))
        .where(and(eq(clientLogins.organizationId, organizationId), eq(clientLogins.personId, personId), isNull(clientLogins.endedAt))),
    ).orderBy(sql`granted_at DESC`),
  }
}

/** Of her own sign-in as a client nothing is granted: in the second part of `mine`. */
const none = sql<never>`NULL`

/** Unanswered requests of a therapist; an administrator who is none sees those of everybody (index appointments_open). */
const openRequestsOf =
  sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "staff"."organization_id" AND a.status = 'requested' AND a.offered_at IS NULL
  AND (a.staff_id = "staff"."id" OR "staff"."therapist" = 0)) + (SELECT count(*) FROM standing_requests r
  WHERE r.organization_id = "staff"."organization_id" AND r.status = 'requested' AND (r.staff_id = "staff"."id" OR "staff"."therapist" = 0))`.as(
    'open_requests',
  )

/** NOT-21: what failed for good and nobody has dealt with, for administrators; a hundred is as good as more (index outbox_stuck). */
const undeliveredCount =
  sql<number>`(SELECT count(*) FROM (SELECT 1 FROM outbox o WHERE "staff"."administrator" = 1 AND o.organization_id = "staff"."organization_id"
  AND o.failed_at IS NOT NULL AND o.settled_at IS NULL LIMIT 100))`.as('undelivered')
