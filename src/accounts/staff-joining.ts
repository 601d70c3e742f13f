import { and, eq, isNotNull, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { plainText } from '../clients/search-words.ts'
import type { Current } from '../current.ts'
import { changedOne, newId, within, type Query } from '../db.ts'
import { staff, staffInvitations } from './schema.ts'
import { stillOpen } from './still-open.ts'

/** The offer of an invitation to work here. */
export interface WorkOffered {
  id: string
  name: string
  administrator: boolean
  therapist: boolean
  version: number
}

/**
 * Takes the offer up for whoever proved the invited address, for the batch that signs her in. Somebody who worked here before is
 * here again, with what she may do now and without a seat; nobody is here twice, and nobody who works here is changed by an offer.
 */
export function joinStaff(acting: Current, { id, name, administrator, therapist, version }: WorkOffered): Query[] {
  const { db, now, organization, person } = acting
  const staffId = newId('sta')
  return [
    db.orm
      .update(staffInvitations)
      .set({ usedAt: now, version: sql`${staffInvitations.version} + 1` })
      .where(within(acting, staffInvitations, and(eq(staffInvitations.id, id), stillOpen(staffInvitations, now)))),
    changedOne(db),
    db.orm
      .insert(staff)
      .values({
        organizationId: organization.id,
        id: staffId,
        personId: person?.id ?? '',
        name,
        slug: therapist ? slugFor(organization.id, name, staffId) : null,
        zone: organization.zone,
        administrator,
        therapist,
        noticeMinutes: 0,
        horizonDays: 60,
        intervalMinutes: 30,
        emailNotices: 'each',
        createdAt: now,
        version: 1,
      })
      .onConflictDoUpdate({
        target: [staff.organizationId, staff.personId],
        setWhere: isNotNull(staff.deactivatedAt),
        set: {
          administrator,
          therapist,
          subscribedAt: null,
          deactivatedAt: null,
          version: sql`${staff.version} + 1`,
          slug: sql`coalesce(${staff.slug}, excluded.slug)`,
        },
      }),
    changedOne(db),
    audit(acting, 'staff_invitation.accepted', {
      kind: 'staff_invitation',
      id,
      version: version + 1,
      details: { administrator, therapist },
    }),
  ]
}

/** The word in her New Appointment Link: her first name, unless somebody here has it; then with a few letters of her own id. */
export function slugFor(organizationId: string, name: string, staffId: string): SQL {
  const first = plainText(name).trim().split(/\s+/)[0] ?? ''
  const word = /^[a-z0-9]{2,30}$/.test(first) ? first : 'therapist'
  const own = `${word}-${staffId
    .replace(/[^a-z0-9]/gi, '')
    .slice(-6)
    .toLowerCase()}`
  return sql`CASE WHEN EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = ${organizationId} AND s.slug = ${word}) THEN ${own} ELSE ${word} END`
}
