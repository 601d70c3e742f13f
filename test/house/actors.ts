import { randomToken, sha256 } from '../../src/tokens.ts'
import { cast, rows, signIn, tuesday, type Browser } from '../support/portal.ts'
import type { Actor } from './doors.data.ts'

// The people of the matrix (SEC-1), each in a browser of her own, beside the cast: made once, kept in the snapshot of the portal in use.

/** Who asks from which browser; null is a browser that nobody used. */
export type Company = Record<Actor, Browser | null>

const now = Date.parse(tuesday)
const minute = 60_000

/** What is so only while an actor asks, as the statements that make it so and those that unmake it. */
export const meanwhile: Partial<Record<Actor, { so: string; again: string }>> = {
  'Bo, while the practice has self-scheduling off': {
    so: "UPDATE settings SET value = 'off' WHERE organization_id = 'org_willow' AND key = 'self_scheduling'",
    again: "UPDATE settings SET value = 'on' WHERE organization_id = 'org_willow' AND key = 'self_scheduling'",
  },
  'Bo, for whom self-scheduling is off': {
    so: `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name)
      VALUES ('org_willow', 'cli_bo', 'self_scheduling', 'off', 1, 1, 'per_dana', 'Dana Ortiz')`,
    again: "DELETE FROM client_overrides WHERE client_id = 'cli_bo'",
  },
  'Bo, whose file is archived': {
    so: "UPDATE clients SET archived_at = 1 WHERE id = 'cli_bo'",
    again: "UPDATE clients SET archived_at = NULL WHERE id = 'cli_bo'",
  },
  'a contact of Bo while contacts are switched off': {
    so: "UPDATE settings SET value = 'off' WHERE organization_id = 'org_willow' AND key = 'contact_access'",
    again: "UPDATE settings SET value = 'on' WHERE organization_id = 'org_willow' AND key = 'contact_access'",
  },
}

/** Everybody of the list; the portal is in use (situation.ts). */
export async function gather(): Promise<Company> {
  await rows(`UPDATE grants SET permissions = '["schedule"]'`)
  await rows("UPDATE settings SET value = 'on' WHERE key = 'contact_access'")
  const theo = cast.theo.personId
  const [bo, gail] = [await signIn('bo'), await signIn('gail')]
  return {
    'a stranger': null,
    'a stranger with an invitation': null,
    'a stranger whose invitation has expired': null,
    'Bo, the client': bo,
    'Bo, while the practice has self-scheduling off': bo,
    'Bo, for whom self-scheduling is off': bo,
    'Bo, whose file is archived': bo,
    'Ana, another client': await signIn('ana'),
    'a contact of Bo while contacts are switched off': gail,
    'a contact of Bo who may schedule': gail,
    'a contact of Bo who may only pay': await aContact('pays', { permissions: ['pay'] }),
    'a contact of Bo whose grant was revoked': await aContact('revoked', { revokedAt: now - minute }),
    'a contact of Bo whose grant has run out': await aContact('late', { validUntilAt: now - minute }),
    'a contact of his brother': await aContact('brothers', { clientId: cast.max.clientId }),
    'Theo, a therapist': await signIn('theo'),
    'Tess, a therapist of others': await signIn('tess'),
    'Dana, an administrator': await signIn('dana'),
    'Amir, an administrator elsewhere': await signIn('amir'),
    'a therapist elsewhere': await aTherapist('org_cedar', 'elsewhere'),
    'Cyd, a client elsewhere': await signIn('cyd'),
    'somebody who belongs nowhere': await session(await somebody('nowhere')),
    'a therapist who was deactivated, with a session that lives': await aTherapist('org_willow', 'gone', now - minute),
    'Theo, whose session was idle too long': await session(theo, { createdAt: now - 60 * minute, lastSeenAt: now - 30 * minute }),
    'Theo, whose session is of yesterday': await session(theo, { createdAt: now - 13 * 60 * minute, lastSeenAt: now }),
    'Theo, who has not given his second factor': await session(theo, { secondFactorAt: null }),
  }
}

/** The id of who acts; null for whoever has no session, or one that has ended. */
export function personOf(actor: Actor): string | null {
  const others: Partial<Record<Actor, string>> = {
    'a contact of Bo who may only pay': 'per_pays',
    'a contact of Bo whose grant was revoked': 'per_revoked',
    'a contact of Bo whose grant has run out': 'per_late',
    'a contact of his brother': 'per_brothers',
    'a therapist elsewhere': 'per_elsewhere',
    'somebody who belongs nowhere': 'per_nowhere',
    'a therapist who was deactivated, with a session that lives': 'per_gone',
  }
  if (others[actor]) return others[actor]
  if (/^a stranger|idle|yesterday/.test(actor)) return null
  return actor.startsWith('a contact') ? 'per_gail' : `per_${(/^\w+/.exec(actor) as RegExpExecArray)[0].toLowerCase()}`
}

interface Grant {
  clientId?: string
  permissions?: string[]
  validUntilAt?: number
  revokedAt?: number
}

async function aContact(name: string, { clientId = cast.bo.clientId, permissions = ['schedule'], ...ends }: Grant): Promise<Browser> {
  const personId = await somebody(name)
  await rows(
    "INSERT INTO contacts (organization_id, id, person_id, name, created_at) VALUES ('org_willow', ?, ?, ?, 1)",
    `con_${name}`,
    personId,
    `Contact ${name}`,
  )
  await rows(
    `INSERT INTO grants (organization_id, id, contact_id, client_id, relationship, permissions, valid_until_at, created_at, created_by, revoked_at)
    VALUES ('org_willow', ?, ?, ?, 'Aunt', ?, ?, 1, 'per_dana', ?)`,
    `gra_${name}`,
    `con_${name}`,
    clientId,
    JSON.stringify(permissions),
    ends.validUntilAt ?? null,
    ends.revokedAt ?? null,
  )
  return await session(personId)
}

async function aTherapist(organizationId: string, name: string, deactivatedAt: number | null = null): Promise<Browser> {
  const personId = await somebody(name)
  await rows(
    `INSERT INTO staff (organization_id, id, person_id, name, administrator, therapist, zone, created_at, deactivated_at)
    VALUES (?, ?, ?, ?, 0, 1, 'America/New_York', 1, ?)`,
    organizationId,
    `sta_${name}`,
    personId,
    `Therapist ${name}`,
    deactivatedAt,
  )
  return await session(personId)
}

async function somebody(name: string): Promise<string> {
  const [id, email] = [`per_${name}`, `${name}@matrix.example`]
  await rows('INSERT INTO people (id, name, email, email_verified_at, created_at) VALUES (?, ?, ?, 1, 1)', id, `Person ${name}`, email)
  return id
}

/** A session of hers, full unless said otherwise. */
async function session(
  personId: string,
  { createdAt = now, lastSeenAt = now, secondFactorAt = now as number | null } = {},
): Promise<Browser> {
  const token = randomToken()
  await rows(
    `INSERT INTO sessions (token_hash, person_id, organization_id, created_at, last_seen_at, second_factor_at, stepped_up_at, id, method)
    VALUES (?, ?, 'org_willow', ?, ?, ?, ?, ?, 'code')`,
    await sha256(token),
    personId,
    createdAt,
    lastSeenAt,
    secondFactorAt,
    secondFactorAt,
    `ses_${crypto.randomUUID().replaceAll('-', '')}`,
  )
  return { cookies: new Map([['__Host-session', token]]) }
}
