import { createHash, randomBytes } from 'node:crypto'
import { Refusal } from '../quiet.ts'
import type { Base } from './base.ts'
import { auditEntry, newId } from './organizations.ts'
import { sql, type Statement } from './sql.ts'

const lifetime = 24 * 3_600_000

/** A one-time way in for an administrator: its token is printed once, and only its hash is stored. */
export interface FirstLink {
  /** The path of the link. */
  path: string
  statements: Statement[]
}

/**
 * A link that signs in once, within a day, for whoever makes a practice before its e-mails can be trusted to arrive. It is a sign-in
 * like any other (ACC-2): the page behind it has a button, and a second factor is set up before any other page (ACC-4). Nobody can
 * type its code: it is made of chance and told to nobody.
 */
export function firstLink(organizationId: string, slug: string, email: string): FirstLink {
  const token = randomBytes(32).toString('base64url')
  const [id, now] = [newId('sgn'), Date.now()]
  return {
    path: `/${slug}/login/link/${token}`,
    statements: [
      sql`INSERT INTO sign_ins (id, organization_id, email, browser_hash, code_hash, link_hash, created_at, expires_at)
        VALUES (${id}, ${organizationId}, ${email}, ${hash(randomBytes(32).toString('hex'))}, ${hash(randomBytes(32).toString('hex'))}, ${hash(token)}, ${now}, ${now + lifetime})`,
      auditEntry(organizationId, 'sign_in.link_printed', 'sign_in', id, 1),
    ],
  }
}

/** `npm run org -- admin-link`: a new link for an administrator who works there and cannot get in. */
export async function administratorLink(base: Base, slug: string, email: string): Promise<string> {
  const { organizationId, address } = await administrator(base, slug, email)
  const { path, statements } = firstLink(organizationId, slug, address)
  await base.run(statements)
  return path
}

/**
 * `npm run org -- admin-reset`, the emergency access of a practice (164.312(a)(2)(ii)): for an administrator who lost her second factor and has
 * nobody to invite her anew. Her factors and sessions end, everywhere; behind the link she sets up a new one before any other page (ACC-4).
 */
export async function resetAdministrator(base: Base, slug: string, email: string): Promise<string> {
  const { organizationId, personId, address } = await administrator(base, slug, email)
  const { path, statements } = firstLink(organizationId, slug, address)
  const now = Date.now()
  await base.run([
    sql`DELETE FROM authenticators WHERE person_id = ${personId}`,
    sql`DELETE FROM recovery_codes WHERE person_id = ${personId}`,
    sql`UPDATE passkeys SET removed_at = ${now} WHERE person_id = ${personId} AND removed_at IS NULL`,
    sql`UPDATE sessions SET ended_at = ${now} WHERE person_id = ${personId} AND ended_at IS NULL`,
    auditEntry(organizationId, 'second_factor.reset', 'person', personId, null),
    ...statements,
  ])
  return path
}

async function administrator(base: Base, slug: string, typed: string) {
  const address = typed.trim().toLowerCase()
  const [[found] = []] = await base.run([
    sql`SELECT o.id AS id, p.id AS person FROM organizations o JOIN staff s ON s.organization_id = o.id JOIN people p ON p.id = s.person_id
      WHERE o.slug = ${slug} AND p.email = ${address} AND s.administrator = 1 AND s.deactivated_at IS NULL AND p.disabled_at IS NULL`,
  ])
  if (!found) throw new Refusal(`Nobody with the address ${address} is an administrator of "${slug}".`)
  return { organizationId: String(found['id']), personId: String(found['person']), address }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
