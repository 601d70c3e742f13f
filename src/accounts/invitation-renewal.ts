import { sql } from 'drizzle-orm'
import type { Current } from '../current.ts'
import { batch } from '../db.ts'
import { prospectsOf, type Invited } from './invitation-state.ts'
import { newInvitation, writeInvitations } from './inviting.ts'

/** How many new ones a client can have by herself, and in what time. */
const mostRenewals = 3
const renewalWindow = 86_400_000

/**
 * "Send me a new one" (ACC-21): for an invitation that has run out, to the address it was bound to, while that is the client's on
 * file. Three a day. Whatever is the matter, it does nothing else and says nothing: the answer is the same for everybody.
 */
export async function renew(current: Current, invited: Invited | undefined): Promise<void> {
  if (!invited || prospectsOf(invited, current.now) !== 'expired') return
  const { db, organization, now } = current
  const fresh = await newInvitation(current, invited.clientId, invited.email)
  const own = sql`FROM invitations WHERE invitations.organization_id = ${organization.id} AND id = ${invited.id}`
  await batch(db, [
    db.orm
      .run(sql`INSERT INTO assert_one SELECT count(*) < ${mostRenewals} FROM invitations WHERE invitations.organization_id = ${organization.id}
      AND client_id = ${invited.clientId} AND created_by = 'visitor' AND created_at > ${now - renewalWindow}`),
    ...writeInvitations(current, [fresh], {
      batchId: null,
      message: sql`(SELECT message ${own})`,
      formIds: sql`(SELECT form_ids ${own})`,
      by: 'visitor',
      byName: '',
      action: 'invitation.renewed',
    }),
  ])
}
