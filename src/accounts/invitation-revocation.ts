import { and, eq, sql } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import { batch } from '../db.ts'
import { undoFor } from '../settings/effects.ts'
import { remember } from '../web/idempotency.ts'
import { invitations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { killInvitations, reviveInvitations } from './invitation-killing.ts'

/** An invitation of the client of the address, as a change of it was asked for. */
export interface InvitationAtHand {
  id: string
  clientId: string
  version: number
  usedAt: number | null
  revokedAt: number | null
}

/** For the door: the invitation of the address, if it is the client's. */
export const invitationAtHand: AboutQueries = ({ db, organizationId, params }) => ({
  atHand: db.orm
    .select({
      id: invitations.id,
      clientId: invitations.clientId,
      version: invitations.version,
      usedAt: invitations.usedAt,
      revokedAt: invitations.revokedAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.id, params.invitationId ?? ''),
        eq(invitations.clientId, params.clientId ?? ''),
      ),
    ),
})

/**
 * Kills an invitation (ACC-21), and with it what could be renewed: nothing that was sent to the client before opens anything.
 * `stale`: it has been used, revoked or replaced meanwhile.
 */
export async function revoke(current: StaffCurrent, { id, clientId }: InvitationAtHand, version: number, location: string) {
  const { db, organization } = current
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .run(sql`INSERT INTO assert_one SELECT count(*) FROM invitations WHERE invitations.organization_id = ${organization.id} AND id = ${id}
      AND version = ${version} AND used_at IS NULL AND revoked_at IS NULL`),
    ...killInvitations(current, [clientId], 'all', 'invitation.revoked'),
  ])
  return lost ? 'stale' : null
}

/** Takes a revocation back, within its ten seconds (SET-4): unless another has been sent meanwhile, or the client was archived. */
export async function takeBackRevocation(current: StaffCurrent, atHand: InvitationAtHand, version: number, location: string) {
  const { id, clientId, revokedAt } = atHand
  const { db, organization, now } = current
  if (revokedAt === null || !canTakeBack(atHand, now)) return 'stale'
  const lost = await batch(db, [
    ...remember(current, location),
    db.orm
      .run(sql`INSERT INTO assert_one SELECT count(*) FROM invitations JOIN clients c ON c.organization_id = invitations.organization_id AND c.id = client_id
      WHERE invitations.organization_id = ${organization.id} AND invitations.id = ${id} AND invitations.version = ${version} AND revoked_at = ${revokedAt}
        AND c.archived_at IS NULL AND c.merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM invitations o WHERE o.organization_id = ${organization.id} AND o.client_id = ${clientId} AND o.revoked_at IS NULL AND o.used_at IS NULL)`),
    ...reviveInvitations(current, clientId, revokedAt),
  ])
  return lost ? 'stale' : null
}

/** Whether a revocation was made a moment ago. */
export const canTakeBack = ({ usedAt, revokedAt }: Pick<InvitationAtHand, 'usedAt' | 'revokedAt'>, now: number): boolean =>
  usedAt === null && revokedAt !== null && now >= revokedAt && now - revokedAt <= undoFor
