import * as z from 'zod'
import { reservedSlugs } from '../../paths.ts'
import { isPlan } from '../../settings/plan-change.ts'
import { plans } from '../../settings/plans.ts'
import { Refusal } from '../quiet.ts'
import type { Base } from './base.ts'
import { firstLink } from './first-link.ts'
import { auditEntry, newId } from './organizations.ts'
import { sql, type Statement } from './sql.ts'

/** What a new organization is made of, as typed. */
export interface NewOrganization {
  slug: string
  name: string
  zone: string
  phone: string
  adminEmail: string
  adminName: string
  plan: string
  language: string
}

/**
 * Makes an organization with its first administrator, in one transaction. Somebody known by the e-mail address stays the same person.
 * Answers what to say, and the path of the link by which she signs in the first time.
 */
export async function create(base: Base, typed: NewOrganization): Promise<{ said: string; link: string }> {
  const wanted = checked(typed)
  const { slug, adminEmail } = wanted
  const [taken = [], people = []] = await base.run([
    sql`SELECT slug FROM directory WHERE slug = ${slug} UNION SELECT slug FROM organizations WHERE slug = ${slug}`,
    sql`SELECT id FROM people WHERE email = ${adminEmail} AND disabled_at IS NULL ORDER BY created_at LIMIT 1`,
  ])
  if (taken.length > 0) throw new Refusal(alreadyThere(slug))
  const known = people[0]?.id
  const organizationId = newId('org')
  const { path: link, statements } = firstLink(organizationId, slug, adminEmail)
  await base
    .run([...statementsFor(organizationId, wanted, known === undefined ? null : String(known)), ...statements])
    .catch((error: Error) => {
      throw /UNIQUE constraint failed: (directory|organizations)/.test(error.message) ? new Refusal(alreadyThere(slug)) : error
    })
  const said =
    known === undefined ? `${wanted.name} is there.` : `${wanted.name} is there. ${adminEmail} was known already and keeps her sign-in.`
  return { said, link }
}

const alreadyThere = (slug: string): string => `There is an organization "${slug}" already. Choose another slug.`

/** Everything is checked before anything is asked of the database; each no is one sentence. */
export function checked(typed: NewOrganization): NewOrganization {
  const wanted = {
    ...typed,
    name: typed.name.trim(),
    phone: typed.phone.trim(),
    adminName: typed.adminName.trim(),
    adminEmail: typed.adminEmail.trim().toLowerCase(),
  }
  const { slug, name, zone, phone, adminEmail, adminName, plan, language } = wanted
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/.test(slug))
    throw new Refusal(`"${slug}" cannot be a slug: 2 to 40 small letters, digits and hyphens, none at the ends.`)
  if (reservedSlugs.includes(slug)) throw new Refusal(`"${slug}" is reserved: the portal's own addresses begin with it.`)
  if (!isZone(zone)) throw new Refusal(`"${zone}" is no time zone. Write it as in America/New_York.`)
  if (name === '' || name.length > 120) throw new Refusal('--name is missing: what the practice is called, 120 characters at most.')
  if (!/\d.*\d.*\d/.test(phone) || phone.length > 40)
    throw new Refusal('--phone is missing: the number clients call, for example "+1 212 555 0142".')
  if (adminName === '' || adminName.length > 120) throw new Refusal('--admin-name is missing: the first administrator.')
  if (!z.email().safeParse(adminEmail).success) throw new Refusal(`"${adminEmail}" is no e-mail address (--admin-email).`)
  if (!isPlan(plan)) throw new Refusal(`There is no plan "${plan}". The plans are: ${Object.keys(plans).join(', ')}.`)
  if (language !== 'en' && language !== 'es') throw new Refusal(`The portal speaks en and es, not "${language}".`)
  return wanted
}

function isZone(zone: string): boolean {
  try {
    return /^[A-Z][\w+-]*(\/[\w+-]+)+$|^UTC$/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

function statementsFor(
  organizationId: string,
  { slug, name, zone, phone, adminEmail, adminName, plan, language }: NewOrganization,
  known: string | null,
): Statement[] {
  const [staffId, personId, now] = [newId('sta'), known ?? newId('per'), Date.now()]
  const person = sql`INSERT INTO people (id, name, email, created_at) VALUES (${personId}, ${adminName}, ${adminEmail}, ${now})`
  return [
    sql`INSERT INTO directory (slug, organization_id, created_at) VALUES (${slug}, ${organizationId}, ${now})`,
    sql`INSERT INTO organizations (id, slug, name, phone, zone, language, plan, created_at) VALUES (${organizationId}, ${slug}, ${name}, ${phone}, ${zone}, ${language}, ${plan}, ${now})`,
    ...(known === null ? [person, auditEntry(organizationId, 'person.created', 'person', personId, 1)] : []),
    sql`INSERT INTO staff (organization_id, id, person_id, name, zone, administrator, created_at) VALUES (${organizationId}, ${staffId}, ${personId}, ${adminName}, ${zone}, 1, ${now})`,
    auditEntry(organizationId, 'organization.created', 'organization', organizationId, 1, { plan }),
    auditEntry(organizationId, 'staff.created', 'staff', staffId, 1),
  ]
}
