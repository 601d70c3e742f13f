import { readFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { Refusal } from '../quiet.ts'

/** What an export that was taken just before a restore knows, and the restored database has forgotten. */
export interface Forgotten {
  /** E-mails that had left, and would leave again. */
  sent: { organizationId: string; id: string }[]
  /** Every change since, oldest first. */
  changes: Change[]
}

export interface Change {
  at: number
  organization: string
  actor: string
  action: string
  about: string
}

/** Reads an export (`wrangler d1 export`), in memory only. */
export async function openCopy(file: string): Promise<DatabaseSync> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(`There is no export at ${file}. Nothing was changed.`)
  })
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  try {
    db.exec(text)
    db.prepare('SELECT 1 FROM audit, outbox LIMIT 1').all()
    return db
  } catch (error) {
    throw new Refusal(`${file} is no export of a portal: ${(error as Error).message}. Nothing was changed.`)
  }
}

/** What happened after `since`, as the copy tells it. */
export function forgottenSince(copy: DatabaseSync, since: number): Forgotten {
  const sent = copy
    .prepare(
      `SELECT organization_id AS organizationId, id FROM outbox
       WHERE created_at <= ? AND max(ifnull(sent_at, 0), ifnull(dropped_at, 0), ifnull(failed_at, 0)) > ?`,
    )
    .all(since, since)
  const changes = copy
    .prepare(
      `SELECT at, o.slug AS organization, actor_name || ' (' || actor_id || ')' AS actor, action, entity_kind || ' ' || entity_id AS about
       FROM audit JOIN organizations o ON o.id = organization_id WHERE at > ? ORDER BY seq`,
    )
    .all(since)
  return { sent: sent as unknown as Forgotten['sent'], changes: changes as unknown as Change[] }
}

/**
 * Changes by which somebody lost access, an address or a proof became another, or somebody said how she may be written to: done again before
 * anything else. A safe address that was forgotten sends e-mails where somebody else reads them.
 */
export function takesAccess({ action }: Change): boolean {
  return /(ended|revoked|removed|deactivated|roles_changed|archived|restricted|merged|unmerged)$|^(email\.changed|override\.|link\.rotated|merge\.|safe_address\.|wishes\.)/.test(
    action,
  )
}
