import { and, eq, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clients, writtenTo } from '../clients/schema.ts'
import type { Current, SignedIn } from '../current.ts'
import { batch, changedOne, within, type Query } from '../db.ts'
import { sameName } from './arrival.ts'
import { invitations } from './entry-schema.ts'
import type { AboutQueries } from './identity.ts'
import { prospectsOf, type Invited } from './invitation-state.ts'
import { sentTo, stillHers } from './invited-address.ts'
import { stillOpen } from './still-open.ts'

/** For the doors of an invitation's own page: the invitation whose token this is the hash of. Reading consumes nothing (ACC-1). */
export const invitedBy =
  (tokenHash: string): AboutQueries =>
  ({ db, organizationId }) => ({
    invited: db.orm
      .select({
        id: invitations.id,
        clientId: invitations.clientId,
        email: invitations.email,
        version: invitations.version,
        expiresAt: invitations.expiresAt,
        usedAt: invitations.usedAt,
        revokedAt: invitations.revokedAt,
        name: clients.name,
        onFile: writtenTo.as('on_file'),
        isGone: sql<boolean>`${clients.archivedAt} IS NOT NULL OR ${clients.mergedInto} IS NOT NULL`.mapWith(Boolean).as('is_gone'),
        hasAccount:
          sql<boolean>`EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${clients.organizationId} AND l.client_id = ${clients.id} AND l.ended_at IS NULL)`
            .mapWith(Boolean)
            .as('has_account'),
      })
      .from(invitations)
      .innerJoin(clients, and(eq(clients.organizationId, invitations.organizationId), eq(clients.id, invitations.clientId)))
      .where(and(eq(invitations.organizationId, organizationId), eq(invitations.tokenHash, tokenHash))),
  })

/** How many codes went to the invited address lately (ACC-7). */
export const sentToInvited =
  (tokenHash: string): AboutQueries =>
  (at) =>
    at.apart
      ? {}
      : {
          sent: sentTo(
            at,
            at.db.orm
              .select({ email: invitations.email })
              .from(invitations)
              .where(and(eq(invitations.organizationId, at.organizationId), eq(invitations.tokenHash, tokenHash))),
          ),
        }

export const invitedFrom = (about: Record<string, unknown>): Invited | undefined => ((about.invited ?? []) as Invited[])[0]

/**
 * What can be done with an invitation in this browser. `hers`: it has made her a client already. `link`: she is signed in with the
 * invited address, and it is she: it is taken up at once. `second_factor`: she is, and owes one first (ACC-4). `somebody_else`: who is
 * signed in here has another address. `code`: a code to the invited address says who she is.
 */
export type Prospects = 'hers' | 'link' | 'second_factor' | 'somebody_else' | 'code' | 'account' | 'expired' | 'dead'

export function prospectsIn(current: Current, invited: Invited | undefined): Prospects {
  const { now, person, session, mine } = current
  const prospects = prospectsOf(invited, now)
  if (invited && prospects === 'account' && mine.some(({ clientId, access }) => clientId === invited.clientId && access.kind === 'self'))
    return 'hers'
  if (prospects !== 'open' || !invited) return prospects === 'open' ? 'dead' : prospects
  if (!person || !session) return 'code'
  if (person.email !== invited.email) return 'somebody_else'
  // A mailbox can be a family's: whether the one who is signed in is the one who is invited, only she can say, with a code.
  if (!sameName(person.name, invited.name)) return 'code'
  return session.owesSecondFactor ? 'second_factor' : 'link'
}

/** Links the record to the account of whoever is signed in with the invited address. Null, or it was not to be had any more. */
export async function acceptSignedIn(current: SignedIn, invited: Invited): Promise<'stale' | null> {
  const acting: Current = { ...current, staff: null, client: null, access: null }
  const refusal = await batch(current.db, [stillHers(current, invited.email), ...acceptInvitation(acting, invited)])
  return refusal ? 'stale' : null
}

/**
 * ACC-21: used up by whoever proved the address, in the batch that links the account; never a second account for one record. It is
 * asked again here whether the client is as the page said: an address that was changed meanwhile is not hers any more.
 */
export function acceptInvitation(acting: Current, { id, clientId, version }: { id: string; clientId: string; version: number }): Query[] {
  const { db, now, person, organization } = acting
  const personId = person?.id ?? ''
  return [
    db.orm
      .update(invitations)
      .set({ usedAt: now, usedBy: personId, version: version + 1 })
      .where(
        within(
          acting,
          invitations,
          eq(invitations.id, id),
          eq(invitations.version, version),
          stillOpen(invitations, now),
          sql`EXISTS (SELECT 1 FROM clients c WHERE c.organization_id = ${organization.id} AND c.id = ${clientId}
            AND coalesce(c.safe_email, c.email) = "invitations"."email"
            AND c.archived_at IS NULL AND c.merged_into IS NULL)`,
        ),
      ),
    changedOne(db),
    db.orm.run(sql`INSERT INTO client_logins (organization_id, client_id, person_id, created_at, last_seen_at)
      SELECT ${organization.id}, ${clientId}, ${personId}, ${now}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${organization.id} AND l.client_id = ${clientId} AND l.ended_at IS NULL)
      ON CONFLICT (organization_id, client_id, person_id) DO UPDATE SET ended_at = NULL, last_seen_at = ${now}`),
    changedOne(db),
    audit(acting, 'invitation.accepted', { kind: 'invitation', id, version: version + 1, details: { clientId } }),
  ]
}
