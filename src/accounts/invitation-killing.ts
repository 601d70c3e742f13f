import { sql, type SQL } from 'drizzle-orm'
import { actor } from '../audit.ts'
import type { Current } from '../current.ts'
import type { Query } from '../db.ts'

/**
 * Revokes invitations of clients, each with its entry in the audit (SEC-5), for the batch of what ends them. `which`: `open`, those
 * that can be taken up; `all`, also those that have run out and could be renewed.
 */
export function killInvitations(current: Current, clientIds: string[], which: 'open' | 'all', action: string): Query[] {
  const { db, now, organization } = current
  const dying = sql`client_id IN (SELECT value FROM json_each(${JSON.stringify(clientIds)})) AND used_at IS NULL AND revoked_at IS NULL
    AND expires_at > ${which === 'open' ? now : 0}`
  return [
    recordChanges(current, action, dying),
    db.orm.run(
      sql`UPDATE invitations SET revoked_at = ${now}, version = version + 1 WHERE invitations.organization_id = ${organization.id} AND ${dying}`,
    ),
  ]
}

/** Lets the invitations of a client that were revoked at an instant work again: the undo of whatever revoked them. */
export function reviveInvitations(current: Current, clientId: string, revokedAt: number): Query[] {
  const { db, organization } = current
  const dead = sql`client_id = ${clientId} AND revoked_at = ${revokedAt} AND used_at IS NULL`
  return [
    recordChanges(current, 'invitation.revived', dead),
    db.orm.run(
      sql`UPDATE invitations SET revoked_at = NULL, version = version + 1 WHERE invitations.organization_id = ${organization.id} AND ${dead}`,
    ),
  ]
}

/** For many at once, what `audit` is for one: the entries of invitations that are about to change. */
const recordChanges = (current: Current, action: string, which: SQL): Query =>
  recordInvitations(
    current,
    action,
    sql`SELECT id, version + 1 AS version, json_object('clientId', client_id) AS details FROM invitations
      WHERE invitations.organization_id = ${current.organization.id} AND ${which}`,
  )

/** An audit entry for each row of `rows`, which has an `id`, a `version` and `details`. */
export function recordInvitations(current: Current, action: string, rows: SQL): Query {
  const { actorId, actorName, actorKind } = actor(current)
  const { organization, now, requestId, network, db } = current
  return db.orm
    .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT ${organization.id}, ${now}, ${actorId}, ${actorName}, ${actorKind}, ${action}, 'invitation', r.id, r.version, r.details, ${requestId}, ${network} FROM (${rows}) AS r`)
}
