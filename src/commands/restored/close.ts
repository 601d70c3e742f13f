import { randomUUID } from 'node:crypto'
import type { Base } from '../org/base.ts'
import { sql, type Statement } from '../org/sql.ts'
import type { Forgotten } from './copy.ts'

/**
 * What a restored database must not do (facts of every restore): open a session that was ended since, take a link that was revoked or used since,
 * send an e-mail again. One transaction, with an entry in each organization's audit.
 * @param forgotten what is known of the time since; without it every e-mail that waits is dropped, because it may have left already
 */
export async function closeAfterRestore(base: Base, since: number, forgotten: Forgotten | undefined): Promise<Record<string, number>> {
  const now = Date.now()
  const counted: Record<string, Statement[]> = {
    'sessions ended': [sql`UPDATE sessions SET ended_at = ${now} WHERE ended_at IS NULL RETURNING 1 AS one`],
    'codes and links made void': [
      sql`UPDATE sign_ins SET expires_at = ${now} WHERE used_at IS NULL AND expires_at > ${now} RETURNING 1 AS one`,
      sql`UPDATE email_changes SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
      sql`UPDATE challenges SET expires_at = ${now} WHERE used_at IS NULL AND expires_at > ${now} RETURNING 1 AS one`,
    ],
    'invitations taken back': [
      sql`UPDATE invitations SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
      sql`UPDATE staff_invitations SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
    ],
    'e-mails not sent again': forgotten ? forgotten.sent.map((row) => dropped(row, now)) : [allDropped(now)],
  }
  const entry = sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT id, ${now}, 'system', '', 'system', 'portal.restored', 'organization', id, NULL, ${JSON.stringify({ since })}, ${`restored-${randomUUID()}`}, 'system' FROM organizations`
  const rows = await base.run([...Object.values(counted).flat(), entry])
  let at = 0
  return Object.fromEntries(
    Object.entries(counted).map(([what, statements]) => [what, rows.slice(at, (at += statements.length)).flat().length]),
  )
}

const dropped = ({ organizationId, id }: Forgotten['sent'][number], now: number): Statement =>
  sql`UPDATE outbox SET dropped_at = ${now}, reason = 'restored' WHERE organization_id = ${organizationId} AND id = ${id}
    AND sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL RETURNING 1 AS one`

const allDropped = (now: number): Statement =>
  sql`UPDATE outbox SET dropped_at = ${now}, reason = 'restored'
    WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL RETURNING 1 AS one`
