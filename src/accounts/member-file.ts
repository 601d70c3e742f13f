import { and, desc, eq, sql } from 'drizzle-orm'
import { audits } from '../audit.ts'
import { undoFor } from '../settings/effects.ts'
import type { AboutQueries } from './identity.ts'
import { people, staff } from './schema.ts'
import type { Meeting } from './what-it-meets.ts'
import { read } from '../db.ts'
import { isApart } from '../shards.ts'
import { type Current } from '../current.ts'

/** A staff member on her own page: what she may do, and what a change of it would meet. Times are epoch ms. */
export interface MemberFile extends Meeting {
  id: string
  personId: string
  name: string
  email: string
  slug: string | null
  administrator: boolean
  therapist: boolean
  subscribedAt: number | null
  createdAt: number
  deactivatedAt: number | null
  version: number
  /** Active administrators beside her. */
  otherAdministrators: number
  /** What was done to her place last; null before the first change. */
  lastChange: LastChange | null
}

export interface LastChange {
  at: number
  action: string
  version: number | null
  details: Record<string, string | number | boolean | null>
}

/** For the doors of a member's page. */
export const memberFile: AboutQueries = ({ db, apart, organizationId, params, now }) => ({
  member: db.orm
    .select({
      id: staff.id,
      personId: staff.personId,
      name: staff.name,
      // From another database it is read by `withAddress`.
      email: apart ? sql<string>`''`.as('email') : sql<string>`(SELECT p.email FROM people p WHERE p.id = "staff"."person_id")`.as('email'),
      slug: staff.slug,
      administrator: staff.administrator,
      therapist: staff.therapist,
      subscribedAt: staff.subscribedAt,
      createdAt: staff.createdAt,
      deactivatedAt: staff.deactivatedAt,
      version: staff.version,
      openRequests:
        sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "staff"."organization_id" AND a.staff_id = "staff"."id"
        AND a.status = 'requested')`.as('open_requests'),
      ahead:
        sql<number>`(SELECT count(*) FROM appointments a WHERE a.organization_id = "staff"."organization_id" AND a.staff_id = "staff"."id"
        AND a.status = 'confirmed' AND a.starts_at > ${now})`.as('ahead'),
      openOffers:
        sql<number>`(SELECT count(*) FROM staff_invitations i WHERE i.organization_id = "staff"."organization_id" AND i.created_by = "staff"."person_id"
        AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > ${now})`.as('open_offers'),
      otherAdministrators:
        sql<number>`(SELECT count(*) FROM staff o WHERE o.organization_id = "staff"."organization_id" AND o.id <> "staff"."id"
        AND o.administrator = 1 AND o.deactivated_at IS NULL)`.as('other_administrators'),
    })
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), eq(staff.id, params.staffId ?? ''))),
  lastChange: db.orm
    .select({ at: audits.at, action: audits.action, version: audits.entityVersion, details: audits.details })
    .from(audits)
    .where(and(eq(audits.organizationId, organizationId), eq(audits.entityId, params.staffId ?? ''), eq(audits.entityKind, 'staff')))
    .orderBy(desc(audits.seq))
    .limit(1),
})

/** The member with her address, which control has: with several databases it is not among what her door read. */
export async function withAddress({ db, control }: Pick<Current, 'db' | 'control'>, member: MemberFile): Promise<MemberFile> {
  if (!isApart(db)) return member
  const { found } = await read(control, {
    found: control.orm.select({ email: people.email }).from(people).where(eq(people.id, member.personId)),
  })
  return { ...member, email: found[0]?.email ?? '' }
}

/** The member from the rows of her door; undefined when she is not this organization's. */
export function memberFrom(about: Record<string, unknown>): MemberFile | undefined {
  const [member] = (about.member ?? []) as Omit<MemberFile, 'lastChange'>[]
  const [lastChange = null] = (about.lastChange ?? []) as LastChange[]
  return member && { ...member, lastChange }
}

/**
 * What was done to her a moment ago and can be taken back as if it had not happened (SET-4): her last change, and nothing since,
 * a seat neither.
 */
export function undoable({ version, lastChange }: MemberFile, now: number): LastChange | null {
  if (!lastChange || lastChange.version !== version || now - lastChange.at > undoFor) return null
  const wasTaken = lastChange.action === 'staff.roles_changed' && lastChange.details.renamed === false
  return wasTaken || lastChange.action === 'staff.deactivated' ? lastChange : null
}
