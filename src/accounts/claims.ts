import { eq, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current, StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, within, type DatabaseRefusal, type Query } from '../db.ts'
import { registrationDecided } from '../notifications/outbox.ts'
import { wakeWith } from '../notifications/waking.ts'
import { remember } from '../web/idempotency.ts'
import type { Claim } from './claim-queries.ts'
import { registrations } from './entry-schema.ts'
import { releaseHold } from './held-times.ts'
import { newClient, requestHeld } from './new-client.ts'

/** Why a decision was not taken: somebody was quicker, the record has an account by now, or what followed cannot be taken back. */
export type ClaimRefusal = 'stale' | 'has_account' | 'has_request'

interface Deciding {
  version: number
  location: string
}

/** "This is her": the record is the account's from now on. The time she held becomes her request, if it is still to be had. */
export async function linkClaim(current: StaffCurrent, claim: Claim, clientId: string, deciding: Deciding): Promise<ClaimRefusal | null> {
  const candidate = claim.candidates.find(({ id }) => id === clientId)
  if (claim.state !== 'claim' || claim.version !== deciding.version || !candidate) return 'stale'
  if (candidate.hasAccount) return 'has_account'
  const { db, organization, now } = current
  const login = [
    db.orm.run(sql`INSERT INTO client_logins (organization_id, client_id, person_id, created_at)
      SELECT ${organization.id}, c.id, ${claim.personId}, ${now} FROM clients c
      WHERE c.organization_id = ${organization.id} AND c.id = ${clientId} AND c.merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL)
      ON CONFLICT (organization_id, client_id, person_id) DO UPDATE SET ended_at = NULL`),
    changedOne(db),
  ]
  return await decide(current, claim, { state: 'linked', clientId, name: candidate.name }, login, deciding)
}

/** "Somebody new": a record of her own, as she typed it. */
export async function makeClient(current: StaffCurrent, claim: Claim, deciding: Deciding): Promise<ClaimRefusal | null> {
  if (claim.state !== 'claim' || claim.version !== deciding.version) return 'stale'
  const clientId = newId('cli')
  const record = newClient(asHerself(current, claim, { id: clientId, name: claim.name }), claim, clientId)
  return await decide(current, claim, { state: 'new_client', clientId, name: claim.name }, record, deciding)
}

/** Neither: no record is hers here. She keeps her sign-in, which opens nothing at this practice. */
export async function refuseClaim(current: StaffCurrent, claim: Claim, deciding: Deciding): Promise<ClaimRefusal | null> {
  if (claim.state !== 'claim' || claim.version !== deciding.version) return 'stale'
  return await decide(current, claim, { state: 'refused', clientId: null, name: claim.name }, [], deciding)
}

/**
 * Takes a link or a refusal back: it waits again. The account no longer opens the record from her next request on. Not once a request
 * came of it; and a record that was made stays: merging it is the way (LNK-5).
 */
export async function reopenClaim(current: StaffCurrent, claim: Claim, { version, location }: Deciding): Promise<ClaimRefusal | null> {
  if (!isReopenable(claim) || claim.version !== version) return claim.appointmentId ? 'has_request' : 'stale'
  const { db, now } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    ...settle(current, claim, { state: 'claim', clientId: null, decidedAt: null, decidedBy: null, decidedByName: null }),
    ...(claim.clientId
      ? [
          db.orm.run(sql`UPDATE client_logins SET ended_at = ${now} WHERE client_logins.organization_id = ${current.organization.id}
            AND client_id = ${claim.clientId} AND person_id = ${claim.personId} AND ended_at IS NULL`),
        ]
      : []),
    audit(current, 'registration.reopened', { kind: 'registration', id: claim.id, version: version + 1 }),
  ])
  return refusal ? 'stale' : null
}

export const isReopenable = ({ state, decidedAt, appointmentId }: Claim): boolean =>
  (state === 'linked' || state === 'refused') && decidedAt !== null && appointmentId === null

interface Decision {
  state: 'linked' | 'new_client' | 'refused'
  clientId: string | null
  name: string
}

/** One batch; when the time she held was lost after all, the decision stands without it. */
async function decide(
  current: StaffCurrent,
  claim: Claim,
  decision: Decision,
  statements: Query[],
  deciding: Deciding,
): Promise<ClaimRefusal | null> {
  const { state, clientId, name } = decision
  const attempt = async (withTime: boolean): Promise<DatabaseRefusal | null> => {
    const { hold } = claim
    const herself = clientId === null ? null : asHerself(current, claim, { id: clientId, name })
    const request = hold && clientId && herself && withTime ? requestHeld(herself, claim, hold, clientId) : null
    if (herself) wakeWith(current, herself)
    return await batch(current.db, [
      ...remember(current, deciding.location),
      ...statements,
      ...settle(current, claim, {
        state,
        clientId,
        appointmentId: request?.id ?? null,
        decidedAt: current.now,
        decidedBy: current.person.id,
        decidedByName: current.staff.name,
      }),
      ...(request?.statements ?? []),
      ...(hold ? [releaseHold(current, hold.id)] : []),
      audit(current, `registration.${state}`, {
        kind: 'registration',
        id: claim.id,
        version: claim.version + 1,
        details: { clientId, byStaff: true },
      }),
      // That her request has come says it all: one e-mail, not two.
      ...(claim.personId && !request ? registrationDecided(current, claim.id, claim.version + 1, claim.personId) : []),
    ])
  }
  let refusal = await attempt(true)
  if (refusal && refusal !== 'stale') refusal = await attempt(false)
  return refusal ? 'stale' : null
}

function settle(current: StaffCurrent, { id, version, state }: Claim, became: Partial<typeof registrations.$inferInsert>): Query[] {
  return [
    current.db.orm
      .update(registrations)
      .set({ ...became, version: version + 1 })
      .where(within(current, registrations, eq(registrations.id, id), eq(registrations.version, version), eq(registrations.state, state))),
    changedOne(current.db),
  ]
}

/** What she asked for herself is hers on the audit, too; that staff decided is the registration's own entry. */
function asHerself(current: StaffCurrent, { personId, name, email }: Claim, client: { id: string; name: string }): Current {
  return {
    ...current,
    person: { id: personId ?? '', name, email, language: null },
    staff: null,
    client: { ...client, email, zone: null, archivedAt: null, hasAccount: true },
    access: { kind: 'self' },
  }
}
