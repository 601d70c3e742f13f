import { and, eq, isNull, or, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import { prepare, type Database, type Prepared, type Query } from '../db.ts'
import { choiceColumns, clientOverrides, overrideColumns, settings } from '../settings/schema.ts'
import { idempotency } from '../web/idempotency.ts'
import { draftLifetime } from './draft-forms.ts'
import type { Asking } from './identity.ts'
import { organizations, people, sessions, staff } from './schema.ts'

// In a select of one table drizzle writes `${table.column}` inside `sql` without the table's name, and a subquery takes it for
// its own column. So the correlated subqueries below name their outer table in words.

/** The organization's id, inside the database: nothing is known yet when these queries are built. */
export function organizationIn(slug: Value | null, tokenHash: Value): SQL {
  if (slug !== null) return sql`(SELECT id FROM organizations WHERE slug = ${slug})`
  return sql`(SELECT organization_id FROM sessions WHERE token_hash = ${tokenHash})`
}

export const personIn = (tokenHash: Value): SQL =>
  sql`(SELECT person_id FROM sessions WHERE token_hash = ${tokenHash} AND ended_at IS NULL)`

type Value = string | Placeholder

/** Which groups of the identity a request needs; each combination is built once per isolate. */
interface Shape {
  bySlug: boolean
  signedIn: boolean
  client: boolean
  form: boolean
}

const shapes = new Map<string, Prepared>()

/** What every request asks, in the groups it needs. */
export function identityQueries(db: Database, asking: Asking): Record<string, Query> {
  const signedIn = asking.tokenHash !== ''
  const shape: Shape = {
    bySlug: asking.slug !== null,
    signedIn,
    client: signedIn && asking.clientId !== null,
    form: signedIn && asking.attempt !== null,
  }
  const name = Object.values(shape).join()
  let prepared = shapes.get(name)
  if (!prepared) shapes.set(name, (prepared = prepare((orm) => queriesOf(orm, shape))))
  const { slug, tokenHash, clientId, now } = asking
  return prepared(db, { slug, tokenHash, clientId, now, key: asking.attempt?.key ?? null })
}

function queriesOf(orm: Database['orm'], { bySlug, signedIn, client, form }: Shape): Record<string, Query> {
  const tokenHash = sql.placeholder('tokenHash')
  const organizationId = organizationIn(bySlug ? sql.placeholder('slug') : null, tokenHash)
  const personId = personIn(tokenHash)
  return {
    ...organizationQueries(orm, organizationId, signedIn ? personId : null),
    ...(signedIn && personQueries(orm, organizationId, personId)),
    ...(client && clientQueries(orm, organizationId)),
    ...(form && { earlier: earlierQuery(orm, organizationId, personId) }),
  }
}

function organizationQueries(orm: Database['orm'], organizationId: SQL, personId: SQL | null): Record<string, Query> {
  return {
    organization: orm
      .select({
        organization: organizations.id,
        slug: organizations.slug,
        name: organizations.name,
        phone: organizations.phone,
        zone: organizations.zone,
        language: organizations.language,
        senderName: organizations.senderName,
        plan: organizations.plan,
        cardProcessing: organizations.cardProcessing,
        graceSeconds: organizations.graceSeconds,
        staffIdleMinutes: organizations.staffIdleMinutes,
        requestDeadlineHours: organizations.requestDeadlineHours,
        openRequestsPerClient: organizations.openRequestsPerClient,
        subscribed: sql<number>`(SELECT count(*) FROM staff s WHERE s.organization_id = "organizations"."id" AND s.therapist = 1
          AND s.subscribed_at IS NOT NULL AND s.deactivated_at IS NULL)`.as('subscribed'),
        ...(personId && { drafts: draftsOf(personId) }),
      })
      .from(organizations)
      .where(eq(organizations.id, organizationId)),
    choices: orm.select(choiceColumns).from(settings).where(eq(settings.organizationId, organizationId)),
  }
}

/** What she had written when a session ended (ACC-5): for most people none, found by the table's key. */
const draftsOf = (personId: SQL) =>
  sql<Record<string, string>>`(SELECT json_group_object(d.form, d.body) FROM drafts d WHERE d.organization_id = "organizations"."id"
    AND d.person_id = ${personId} AND d.updated_at > ${sql.placeholder('now')} - ${draftLifetime})`
    .mapWith((text: string) => JSON.parse(text) as Record<string, string>)
    .as('drafts')

const earlierQuery = (orm: Database['orm'], organizationId: SQL, personId: SQL): Query =>
  orm
    .select({ fingerprint: idempotency.fingerprint, location: idempotency.location })
    .from(idempotency)
    .where(
      and(eq(idempotency.organizationId, organizationId), eq(idempotency.personId, personId), eq(idempotency.key, sql.placeholder('key'))),
    )

function personQueries(orm: Database['orm'], organizationId: SQL, personId: SQL): Record<string, Query> {
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

function clientQueries(orm: Database['orm'], organizationId: SQL): Record<string, Query> {
  return {
    client: orm
      .select({
        id: clients.id,
        name: clients.name,
        email: clients.email,
        zone: clients.zone,
        archivedAt: clients.archivedAt,
        hasAccount: sql<boolean>`EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = "clients"."organization_id"
          AND l.client_id = "clients"."id" AND l.ended_at IS NULL)`
          .mapWith(Boolean)
          .as('has_account'),
      })
      .from(clients)
      .where(and(eq(clients.organizationId, organizationId), eq(clients.id, sql.placeholder('clientId')), isNull(clients.mergedInto))),
    overrides: orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(and(eq(clientOverrides.organizationId, organizationId), eq(clientOverrides.clientId, sql.placeholder('clientId')))),
  }
}
