import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { AboutQueries } from './identity.ts'
import { slugFor } from './staff-joining.ts'
import { sessions, staff } from './schema.ts'

/** A staff member on her own page: what she may do, and what a change of it would meet. Times are epoch ms. */
export interface MemberFile {
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
  openRequests: number
  ahead: number
  /** Active administrators beside her. */
  otherAdministrators: number
}

/** For the doors of a member's page. */
export const memberFile: AboutQueries = ({ db, organizationId, params, now }) => ({
  member: db.orm
    .select({
      id: staff.id,
      personId: staff.personId,
      name: staff.name,
      email: sql<string>`(SELECT p.email FROM people p WHERE p.id = "staff"."person_id")`.as('email'),
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
      otherAdministrators:
        sql<number>`(SELECT count(*) FROM staff o WHERE o.organization_id = "staff"."organization_id" AND o.id <> "staff"."id"
        AND o.administrator = 1 AND o.deactivated_at IS NULL)`.as('other_administrators'),
    })
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), eq(staff.id, params.staffId ?? ''))),
})

export const memberFrom = (about: Record<string, unknown>): MemberFile | undefined => ((about.member ?? []) as MemberFile[])[0]

/** What somebody is to be here from now on. */
export interface Roles {
  name: string
  administrator: boolean
  therapist: boolean
}

/**
 * Why somebody's place was not changed. `last_administrator`: nobody would be left who can change anything. `impact`: it meets open
 * requests or appointments. `yourself`: she would take her own administration away. Both want a yes.
 */
export type MemberRefusal = 'stale' | 'no_role' | 'last_administrator' | 'impact' | 'yourself'

/** Gives and takes roles, at once for the next request (T-16). Who is no therapist any more frees her seat. */
export async function changeRoles(
  current: StaffCurrent,
  member: MemberFile,
  wanted: Roles,
  { version, sure, location }: { version: number; sure: boolean; location: string },
): Promise<MemberRefusal | null> {
  const refusal = roleRefusal(current, member, wanted, version, sure)
  if (refusal) return refusal
  const { administrator, therapist, name } = wanted
  return await change(current, member, {
    location,
    set: {
      name,
      administrator,
      therapist,
      subscribedAt: therapist ? member.subscribedAt : null,
      ...(therapist && !member.slug && { slug: slugFor(current.organization.id, name, member.id) }),
    },
    action: 'staff.roles_changed',
    details: { administrator, therapist, renamed: name !== member.name },
  })
}

function roleRefusal(current: StaffCurrent, member: MemberFile, wanted: Roles, version: number, sure: boolean): MemberRefusal | null {
  if (member.version !== version || member.deactivatedAt !== null) return 'stale'
  if (!wanted.administrator && !wanted.therapist) return 'no_role'
  const steppingDown = member.administrator && !wanted.administrator
  if (steppingDown && member.otherAdministrators === 0) return 'last_administrator'
  if (sure) return null
  if (steppingDown && member.id === current.staff.id) return 'yourself'
  return member.therapist && !wanted.therapist && meetsSomething(member) ? 'impact' : null
}

/** Ends somebody's place here: no page of staff opens from the next request on, the sessions she began here end, her seat is free. */
export async function deactivate(
  current: StaffCurrent,
  member: MemberFile,
  { version, sure, location }: { version: number; sure: boolean; location: string },
): Promise<MemberRefusal | null> {
  if (member.version !== version || member.deactivatedAt !== null) return 'stale'
  if (member.administrator && member.otherAdministrators === 0) return 'last_administrator'
  if (!sure && member.id === current.staff.id) return 'yourself'
  if (!sure && meetsSomething(member)) return 'impact'
  const { control, now, organization } = current
  return await change(current, member, {
    location,
    set: { deactivatedAt: now, subscribedAt: null },
    action: 'staff.deactivated',
    details: { openRequests: member.openRequests, ahead: member.ahead },
    more: [
      control.orm
        .update(sessions)
        .set({ endedAt: now })
        .where(and(eq(sessions.personId, member.personId), eq(sessions.organizationId, organization.id), isNull(sessions.endedAt))),
    ],
  })
}

/** She works here again, with the roles she had; a seat is given anew (SET-53). */
export async function bringMemberBack(
  current: StaffCurrent,
  member: MemberFile,
  { version, location }: { version: number; location: string },
): Promise<MemberRefusal | null> {
  if (member.version !== version || member.deactivatedAt === null) return 'stale'
  return await change(current, member, { location, set: { deactivatedAt: null }, action: 'staff.returned', details: {} })
}

export const meetsSomething = ({ openRequests, ahead }: Pick<MemberFile, 'openRequests' | 'ahead'>): boolean => openRequests + ahead > 0

interface Change {
  set: Partial<typeof staff.$inferInsert> | Record<string, unknown>
  action: string
  details: Record<string, string | number | boolean>
  location: string
  more?: Query[]
}

/** One batch. Whatever two administrators do to each other at the same moment, one administrator is left: the database counts last. */
async function change(current: StaffCurrent, member: MemberFile, { set, action, details, location, more = [] }: Change) {
  const { db, organization } = current
  const isReturning = set.deactivatedAt === null
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(staff)
      .set({ ...set, version: member.version + 1 })
      .where(
        within(
          current,
          staff,
          and(
            eq(staff.id, member.id),
            eq(staff.version, member.version),
            isReturning ? isNotNull(staff.deactivatedAt) : isNull(staff.deactivatedAt),
          ),
        ),
      ),
    changedOne(db),
    db.orm.run(sql`INSERT INTO assert_one SELECT count(*) >= 1 FROM staff s WHERE s.organization_id = ${organization.id}
      AND s.administrator = 1 AND s.deactivated_at IS NULL`),
    audit(current, action, { kind: 'staff', id: member.id, version: member.version + 1, details }),
    ...more,
  ])
  return refusal ? ('stale' as const) : null
}
