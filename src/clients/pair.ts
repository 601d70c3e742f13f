import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Override } from '../settings/standing.ts'
import type { Lookalike } from './duplicates.ts'
import { clients } from './schema.ts'

/** One of two records, with all that a merge decides by and its page shows. Times are epoch ms. */
export interface PairedRecord extends Lookalike {
  language: 'en' | 'es' | null
  createdAt: number
  version: number
  /** Who signs in as this client. */
  personId: string | null
  accountAt: number | null
  appointments: number
  ahead: number
  openInvitations: number
  contacts: string[]
  therapists: string[]
  overrides: Record<string, Pick<Override, 'value' | 'version'>>
}

/** Two times of the two records that overlap. */
export interface Overlap {
  startsAt: number
  zone: string
  therapist: string
  otherStartsAt: number
  otherTherapist: string
}

export interface PairRead {
  /** The one of the address first; both alive, both this organization's. */
  records: [PairedRecord, PairedRecord]
  overlaps: Overlap[]
  dismissed: boolean
}

/** For the doors of a pair: both records of the address, and what of their times overlaps. */
export const readPair: AboutQueries = ({ db, organizationId, params, now }) => {
  const { clientId = '', otherId = '' } = params
  return {
    records: db.orm
      .select({
        id: clients.id,
        name: clients.name,
        email: clients.email,
        phone: clients.phone,
        phoneDigits: sql<string | null>`clients.phone_digits`.as('phone_digits'),
        birthDate: clients.birthDate,
        language: clients.language,
        createdAt: clients.createdAt,
        archivedAt: clients.archivedAt,
        version: clients.version,
        personId: sql<string | null>`(SELECT l.person_id ${login})`.as('login_person'),
        accountAt: sql<number | null>`(SELECT l.created_at ${login})`.as('login_at'),
        hasAccount: sql<boolean>`EXISTS (SELECT 1 ${login})`.mapWith(Boolean).as('has_account'),
        appointments:
          sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id")`.as(
            'appointment_count',
          ),
        ahead:
          sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id" AND a.status IN ('requested', 'confirmed') AND a.starts_at > ${now})`.as(
            'ahead_count',
          ),
        openInvitations:
          sql<number>`(SELECT count(*) FROM invitations a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id" AND a.used_at IS NULL AND a.revoked_at IS NULL AND a.expires_at > ${now})`.as(
            'open_invitations',
          ),
        contacts:
          sql`(SELECT json_group_array(k.name ORDER BY k.name) FROM grants a JOIN contacts k ON k.organization_id = a.organization_id AND k.id = a.contact_id
          WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id" AND a.revoked_at IS NULL)`
            .mapWith(list)
            .as('contact_names'),
        therapists:
          sql`(SELECT json_group_array(s.name ORDER BY s.name) FROM assignments a JOIN staff s ON s.organization_id = a.organization_id AND s.id = a.staff_id
          WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id" AND a.ended_at IS NULL)`
            .mapWith(list)
            .as('therapist_names'),
        overrides:
          sql`(SELECT json_group_object(a.key, json_object('value', a.value, 'version', a.version)) FROM client_overrides a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id")`
            .mapWith((text: string) => JSON.parse(text) as PairedRecord['overrides'])
            .as('override_values'),
      })
      .from(clients)
      .where(
        and(eq(clients.organizationId, organizationId), or(eq(clients.id, clientId), eq(clients.id, otherId)), isNull(clients.mergedInto)),
      ),
    overlaps: db.orm
      .select({
        startsAt: sql<number>`a.starts_at`.as('starts_at'),
        zone: sql<string>`a.zone`.as('zone'),
        therapist: sql<string>`s.name`.as('therapist'),
        otherStartsAt: sql<number>`b.starts_at`.as('other_starts_at'),
        otherTherapist: sql<string>`t.name`.as('other_therapist'),
      })
      .from(
        sql`appointments a JOIN appointments b ON b.organization_id = a.organization_id AND b.client_id = ${otherId}
        AND b.starts_at > a.starts_at - 86400000 AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at AND b.status IN ('requested', 'confirmed')
        JOIN staff s ON s.organization_id = a.organization_id AND s.id = a.staff_id JOIN staff t ON t.organization_id = b.organization_id AND t.id = b.staff_id`,
      )
      .where(sql`a.organization_id = ${organizationId} AND a.client_id = ${clientId} AND a.status IN ('requested', 'confirmed')`)
      .orderBy(sql`a.starts_at`)
      .limit(20),
    dismissed: db.orm
      .select({ at: sql<number>`d.created_at`.as('dismissed_at') })
      .from(sql`duplicate_dismissals d`)
      .where(
        sql`d.organization_id = ${organizationId} AND d.first_id = min(${clientId}, ${otherId}) AND d.second_id = max(${clientId}, ${otherId})`,
      ),
  }
}

/** The pair of the address; null unless both are records of this organization that were not merged. */
export function pairFrom({ records, overlaps, dismissed }: Record<string, unknown>, clientId: string): PairRead | null {
  const found = (records ?? []) as PairedRecord[]
  const [first, second] = [found.find(({ id }) => id === clientId), found.find(({ id }) => id !== clientId)]
  if (!first || !second) return null
  return { records: [first, second], overlaps: overlaps as Overlap[], dismissed: (dismissed as unknown[]).length > 0 }
}

const login = sql`FROM client_logins l WHERE l.organization_id = "clients"."organization_id" AND l.client_id = "clients"."id" AND l.ended_at IS NULL`
const list = (text: string): string[] => JSON.parse(text) as string[]
