import { and, desc, eq, gt, isNull, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, within, type Query } from '../db.ts'
import { staffInvitationEmail } from '../notifications/outbox.ts'
import { sha256 } from '../tokens.ts'
import { remember } from '../web/idempotency.ts'
import type { AboutQueries } from './identity.ts'
import { people, staff, staffInvitations } from './schema.ts'
import { staffInvitationToken } from './sign-in-secrets.ts'
import { lending } from '../lending.ts'

const lifetime = 7 * 86_400_000

/** What an administrator offers somebody: who she is, where she reads mail, and what she may do here. */
export interface Offered {
  name: string
  email: string
  administrator: boolean
  therapist: boolean
}

/** An invitation that nobody has taken up yet. Times are epoch ms. */
export type WaitingOffer = Offered & { id: string; createdAt: number; createdByName: string; expiresAt: number; version: number }

/** For the page of the staff: who was asked and has not answered, newest first; also those whose week is over, for a month. */
export const waitingOffers: AboutQueries = ({ db, organizationId, now }) => ({
  offers: db.orm
    .select({
      id: staffInvitations.id,
      name: staffInvitations.name,
      email: staffInvitations.email,
      administrator: staffInvitations.administrator,
      therapist: staffInvitations.therapist,
      createdAt: staffInvitations.createdAt,
      createdByName: staffInvitations.createdByName,
      expiresAt: staffInvitations.expiresAt,
      version: staffInvitations.version,
    })
    .from(staffInvitations)
    .where(
      and(
        eq(staffInvitations.organizationId, organizationId),
        isNull(staffInvitations.usedAt),
        isNull(staffInvitations.revokedAt),
        gt(staffInvitations.createdAt, now - 30 * 86_400_000),
      ),
    )
    .orderBy(desc(staffInvitations.createdAt))
    .limit(50),
})

/** For the door that offers work: whether somebody with the typed address works here already. */
export const whoWorksHere: AboutQueries = (at) => {
  const { db, organizationId, fields } = at
  const email = (fields.email ?? '').trim().toLowerCase()
  return {
    ...lending(at, { people: sql`SELECT * FROM people WHERE email = ${email}` }),
    worksHere: db.orm
      .select({ staffId: staff.id.getSQL().mapWith(String).as('staff_id') })
      .from(people)
      .innerJoin(staff, and(eq(staff.personId, people.id), eq(staff.organizationId, organizationId), isNull(staff.deactivatedAt)))
      .where(eq(people.email, email))
      .limit(1),
  }
}

/** For the door of a revocation: the offer of the address, whatever became of it. */
export const theOffer: AboutQueries = ({ db, organizationId, params }) => ({
  offer: db.orm
    .select({ id: staffInvitations.id })
    .from(staffInvitations)
    .where(and(eq(staffInvitations.organizationId, organizationId), eq(staffInvitations.id, params.invitationId ?? ''))),
})

/** Offers somebody work here. An open offer to the same address is replaced: one link works at a time. */
export async function offerWork(current: StaffCurrent, offered: Offered, location: string): Promise<void> {
  const { db, env, now, organization, person } = current
  const id = newId('sti')
  const row = {
    organizationId: organization.id,
    id,
    ...offered,
    tokenHash: await sha256(await staffInvitationToken(env.PORTAL_SECRET, id)),
    createdAt: now,
    createdBy: person.id,
    createdByName: current.staff.name,
    expiresAt: now + lifetime,
  }
  const { administrator, therapist } = offered
  await batch(db, [
    ...remember(current, location),
    ...replace(current, offered.email, id),
    db.orm.insert(staffInvitations).values(row),
    audit(current, 'staff_invitation.sent', { kind: 'staff_invitation', id, version: 1, details: { administrator, therapist } }),
    ...staffInvitationEmail(current, id),
  ])
}

/** Kills an offer: its link opens nothing from now on. */
export async function revokeOffer(current: StaffCurrent, id: string, version: number, location: string): Promise<'stale' | null> {
  const { db, now } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(staffInvitations)
      .set({ revokedAt: now, version: version + 1 })
      .where(
        within(
          current,
          staffInvitations,
          and(
            eq(staffInvitations.id, id),
            eq(staffInvitations.version, version),
            isNull(staffInvitations.usedAt),
            isNull(staffInvitations.revokedAt),
          ),
        ),
      ),
    changedOne(db),
    audit(current, 'staff_invitation.revoked', { kind: 'staff_invitation', id, version: version + 1 }),
  ])
  return refusal ? 'stale' : null
}

/** For a batch: the open offers that somebody made end with her administration, so that nobody comes in on her word (T-16). */
export const endOffersOf = (current: StaffCurrent, personId: string): Query[] =>
  end(current, sql`i.created_by = ${personId} AND i.expires_at > ${current.now}`, 'withdrawn', '')

/** For the batch that undoes it: the offers that ended with it at that moment work again, unless somebody was asked anew. */
export function reviveOffersOf(current: StaffCurrent, personId: string, endedAt: number): Query[] {
  const ended = sql`i.organization_id = ${current.organization.id} AND i.created_by = ${personId} AND i.revoked_at = ${endedAt} AND i.used_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM staff_invitations o WHERE o.organization_id = i.organization_id AND o.email = i.email AND o.used_at IS NULL
      AND o.revoked_at IS NULL)`
  return [entries(current, 'staff_invitation.revived', ended, ''), update(current, ended, null)]
}

/** The open offers to an address end with the new one, each with its audit entry. */
const replace = (current: StaffCurrent, email: string, by: string): Query[] => end(current, sql`i.email = ${email}`, 'replaced', by)

function end(current: StaffCurrent, which: SQL, how: 'replaced' | 'withdrawn', by: string): Query[] {
  const open = sql`i.organization_id = ${current.organization.id} AND i.used_at IS NULL AND i.revoked_at IS NULL AND ${which}`
  return [entries(current, `staff_invitation.${how}`, open, by), update(current, open, current.now)]
}

/** Before the update, because it says which rows those are. */
function entries(current: StaffCurrent, action: string, which: SQL, by: string): Query {
  const { db, now, person, requestId, network } = current
  return db.orm
    .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT i.organization_id, ${now}, ${person.id}, ${current.staff.name}, 'staff', ${action}, 'staff_invitation', i.id, i.version + 1,
      json_object('by', ${by}), ${requestId}, ${network}
    FROM staff_invitations i WHERE i.organization_id = ${current.organization.id} AND ${which}`)
}

const update = ({ db, organization }: StaffCurrent, which: SQL, revokedAt: number | null): Query =>
  db.orm.run(sql`UPDATE staff_invitations SET revoked_at = ${revokedAt}, version = version + 1
    WHERE staff_invitations.organization_id = ${organization.id} AND id IN (SELECT i.id FROM staff_invitations i WHERE i.organization_id = ${organization.id} AND ${which})`)
