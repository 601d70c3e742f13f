import { randomUUID } from 'node:crypto'
import { seal, unseal } from '../../sealed.ts'
import type { Base } from '../org/base.ts'
import { sql, type Statement } from '../org/sql.ts'
import { Refusal } from '../quiet.ts'

/**
 * Everything of the database that the old secret made, in one transaction: authenticators are sealed under the new one, and what cannot be (hashes
 * of codes nobody knows) ends. Whoever loses her last second factor by it sets one up at her next sign-in.
 * @param leaked authenticators end, too: who has the secret and a copy of the database can read them
 */
export async function rotate(base: Base, before: string, after: string, leaked: boolean): Promise<Record<string, number>> {
  const [found = []] = await base.run([sql`SELECT person_id AS id, secret_encrypted AS sealed FROM authenticators`])
  const authenticators = found.map(({ id, sealed }) => ({ id: String(id), sealed: String(sealed) }))
  const anew = leaked
    ? [sql`DELETE FROM authenticators RETURNING 1 AS one`]
    : await Promise.all(authenticators.map((one) => sealedAnew(one, before, after)))
  const now = Date.now()
  const counted: Record<string, Statement[]> = {
    [leaked ? 'authenticators removed' : 'authenticators sealed anew']: anew,
    'recovery codes ended': [sql`DELETE FROM recovery_codes WHERE used_at IS NULL RETURNING 1 AS one`],
    'sign-in codes and links ended': [
      sql`UPDATE sign_ins SET expires_at = ${now} WHERE used_at IS NULL AND expires_at > ${now} RETURNING 1 AS one`,
      sql`UPDATE email_changes SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
    ],
    'invitations ended': [
      sql`UPDATE invitations SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
      sql`UPDATE staff_invitations SET revoked_at = ${now} WHERE used_at IS NULL AND revoked_at IS NULL RETURNING 1 AS one`,
    ],
    'kept drafts ended': [sql`DELETE FROM drafts RETURNING 1 AS one`],
    'sessions ended': leaked ? [sql`UPDATE sessions SET ended_at = ${now} WHERE ended_at IS NULL RETURNING 1 AS one`] : [],
  }
  const entry = sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT id, ${now}, 'system', '', 'system', 'portal.secret_rotated', 'organization', id, NULL, ${JSON.stringify({ leaked })}, ${`rotate-${randomUUID()}`}, 'system' FROM organizations`
  const rows = await base.run([...Object.values(counted).flat(), entry])
  let at = 0
  return Object.fromEntries(
    Object.entries(counted).map(([what, statements]) => [what, rows.slice(at, (at += statements.length)).flat().length]),
  )
}

/** The place is that of `src/accounts/authenticator.ts`. One that was set up again meanwhile is left alone. */
async function sealedAnew({ id, sealed }: { id: string; sealed: string }, before: string, after: string): Promise<Statement> {
  const text = await unseal(before, `authenticator|${id}`, sealed)
  if (text === null) throw new Refusal('OLD_PORTAL_SECRET is not the secret the portal has now. Nothing was changed.')
  const anew = await seal(after, `authenticator|${id}`, text)
  return sql`UPDATE authenticators SET secret_encrypted = ${anew} WHERE person_id = ${id} AND secret_encrypted = ${sealed} RETURNING 1 AS one`
}
