import { sql, type SQL } from 'drizzle-orm'
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Current } from './current.ts'
import type { Query } from './db.ts'

export const audits = sqliteTable('audit', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  organizationId: text('organization_id').notNull(),
  at: integer('at').notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name').notNull(),
  actorKind: text('actor_kind').$type<ActorKind>().notNull(),
  onBehalfOf: text('on_behalf_of'),
  action: text('action').notNull(),
  entityKind: text('entity_kind').notNull(),
  entityId: text('entity_id').notNull(),
  entityVersion: integer('entity_version'),
  details: text('details', { mode: 'json' }).$type<Details>().notNull(),
  requestId: text('request_id').notNull(),
  network: text('network').notNull(),
})

export type ActorKind = 'staff' | 'client' | 'contact' | 'person' | 'visitor' | 'system'
type Details = Record<string, string | number | boolean | null>

/** What an audit entry is about: the row, and the version the change made of it (none for what changes nothing). */
export interface About {
  kind: string
  id: string
  version?: number
  /** Names of fields and states of switches. Never what a person wrote (SEC-4). */
  details?: Details
}

/** The entry of a change, for the same batch as the change (SEC-5). */
export function audit(current: Current, action: string, about: About): Query {
  return current.db.orm.insert(audits).values({
    organizationId: current.organization.id,
    at: current.now,
    ...actor(current),
    action,
    entityKind: about.kind,
    entityId: about.id,
    entityVersion: about.version ?? null,
    details: about.details ?? {},
    requestId: current.requestId,
    network: current.network,
  })
}

/**
 * As `audit`, and none where the condition does not hold: for what may be asked again without a key and would change nothing then (SEC-6).
 * Stands before the change, so that the condition is about what is there without it.
 */
export function auditWhere(current: Current, condition: SQL, action: string, about: About): Query {
  const { actorId, actorName, actorKind, onBehalfOf } = actor(current)
  return current.db.orm.run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, on_behalf_of, action, entity_kind,
      entity_id, entity_version, details, request_id, network)
    SELECT ${current.organization.id}, ${current.now}, ${actorId}, ${actorName}, ${actorKind}, ${onBehalfOf}, ${action}, ${about.kind},
      ${about.id}, ${about.version ?? null}, ${JSON.stringify(about.details ?? {})}, ${current.requestId}, ${current.network}
    WHERE ${condition}`)
}

/** Who acts, as the audit and the outbox name her: as staff, as the client, or as a contact on the client's behalf (CON-3). */
export function actor(current: Current): { actorId: string; actorName: string; actorKind: ActorKind; onBehalfOf: string | null } {
  const name = current.staff?.name ?? current.person?.name ?? ''
  const id = current.person?.id ?? (current.network === 'system' ? 'system' : 'visitor')
  return { actorId: id, actorName: name, actorKind: kindOf(current), onBehalfOf: current.access ? (current.client?.id ?? null) : null }
}

function kindOf(current: Current): ActorKind {
  if (current.network === 'system') return 'system'
  if (!current.person) return 'visitor'
  if (current.access) return current.access.kind === 'self' ? 'client' : 'contact'
  return current.staff ? 'staff' : 'person'
}
