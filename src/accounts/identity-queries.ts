import { and, eq, isNull, sql, type Placeholder, type SQL } from 'drizzle-orm'
import { clients } from '../clients/schema.ts'
import { prepare, type Database, type Prepared, type Query } from '../db.ts'
import { newsOfClient } from '../notifications/news-queries.ts'
import { choiceColumns, clientOverrides, overrideColumns, settings } from '../settings/schema.ts'
import { idempotency } from '../web/idempotency.ts'
import { draftLifetime } from './draft-forms.ts'
import type { Asking } from './identity.ts'
import { personQueries } from './person-queries.ts'
import { organizations } from './schema.ts'

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
    ...(client && clientQueries(orm, organizationId, personId)),
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
        quietHours: organizations.quietHours,
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

function clientQueries(orm: Database['orm'], organizationId: SQL, personId: SQL): Record<string, Query> {
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
        news: newsOfClient(personId).as('news'),
      })
      .from(clients)
      .where(and(eq(clients.organizationId, organizationId), eq(clients.id, sql.placeholder('clientId')), isNull(clients.mergedInto))),
    overrides: orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(and(eq(clientOverrides.organizationId, organizationId), eq(clientOverrides.clientId, sql.placeholder('clientId')))),
  }
}
