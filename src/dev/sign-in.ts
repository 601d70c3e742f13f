import type { Context } from 'hono'
import { setSessionToken } from '../accounts/cookies.ts'
import { sessions } from '../accounts/schema.ts'
import { clock } from '../clock.ts'
import { batch, controlDatabase, newId } from '../db.ts'
import { href, paths } from '../paths.ts'
import { randomToken, sha256 } from '../tokens.ts'
import type { Portal } from '../web/portal.ts'
import { isCastKey, memberOf, organizations } from './cast.ts'

/** Makes somebody of the cast a full session, second factor included. Answers where she would land, or why she cannot. */
export async function signInAs(c: Context<Portal>, key: string): Promise<{ location: string } | { refusal: string }> {
  if (!isCastKey(key)) return { refusal: `Nobody in the cast is called "${key}".` }
  const { name, personId, org, staffId } = memberOf(key)
  if (!personId) return { refusal: `${name} is on file, but has no account.` }
  const control = controlDatabase(c.env, c.var.meter)
  const { exists } = (await c.env.DB.prepare('SELECT EXISTS (SELECT 1 FROM people WHERE id = ?) AS "exists"')
    .bind(personId)
    .first<{ exists: number }>())!
  if (!exists) return { refusal: 'There is no demo data yet: POST /dev/seed makes it.' }
  const token = randomToken()
  const now = clock.now()
  const row = {
    tokenHash: await sha256(token),
    personId,
    organizationId: organizations[org].id,
    createdAt: now,
    lastSeenAt: now,
    secondFactorAt: now,
    steppedUpAt: now,
    sharedComputer: false,
    device: c.req.header('User-Agent') ?? '',
    network: '',
    id: newId('ses'),
    method: 'development' as const,
  }
  await batch(control, [control.orm.insert(sessions).values(row)])
  setSessionToken(c, token, false)
  return { location: href(staffId ? paths.manage : paths.my, { org }) }
}
