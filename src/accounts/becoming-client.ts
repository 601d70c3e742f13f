import { eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { changedOne, newId, within, type Query } from '../db.ts'
import { href, paths } from '../paths.ts'
import { registrations } from './entry-schema.ts'
import { keepHold, releaseHold, replaceClaim, wishOf } from './held-times.ts'
import { countResult } from './links.ts'
import { newClient, requestHeld } from './new-client.ts'
import type { Registered } from './registration-columns.ts'

/** What an offer comes to: statements for the batch, and where she is led. */
export interface Taking {
  statements: Query[]
  leadsTo: string
}

/** What is known of somebody who registers: which client she is, which claim of hers waits, and whether the time she held is tried for. */
interface Known {
  clientId: string | null
  claimId: string | null
  withTime: boolean
}

/** A proved registration: a new client with her account, a claim for staff, or nothing new for somebody who is a client already (LNK-4). */
export function register(
  acting: Current,
  registration: Registered,
  taken: 'new_client' | 'claim' | 'already_client' | 'already_waiting',
  { clientId, claimId, withTime }: Known,
): Taking {
  const org = acting.organization.slug
  const { id, hold } = registration
  const page = (registrationId: string) => href(paths.registration, { org, registrationId })
  const result = registration.origin === 'invite' ? [] : [countResult(acting, registration.origin)]
  const release = hold ? [releaseHold(acting, hold.id)] : []
  if (taken === 'already_waiting')
    return { statements: [...proved(acting, registration, { state: 'expired' }), ...release], leadsTo: page(claimId ?? id) }
  if (taken === 'already_client') {
    const statements = [...proved(acting, registration, { state: 'linked', clientId }), ...release, ...result]
    return { statements, leadsTo: hold && clientId ? href(paths.newAppointment, { org, clientId }, wishOf(registration, hold)) : page(id) }
  }
  const instead = claimId ? replaceClaim(acting, claimId) : []
  if (taken === 'claim')
    return {
      statements: [...instead, ...proved(acting, registration, { state: 'claim' }), ...(hold ? [keepHold(acting, hold)] : []), ...result],
      leadsTo: page(id),
    }
  const client = { id: newId('cli'), name: registration.name }
  const herself = asClient(acting, client)
  const request = hold && withTime ? requestHeld(herself, registration, hold, client.id) : null
  const statements = [
    ...instead,
    ...newClient(herself, registration, client.id),
    ...(request?.statements ?? []),
    ...proved(herself, registration, { state: 'client', clientId: client.id, appointmentId: request?.id ?? null }),
    ...release,
    ...result,
  ]
  return { statements, leadsTo: request ? href(paths.clientRequest, { org, clientId: client.id, requestId: request.id }) : page(id) }
}

/** As the new client herself: her name on the audit, and the queue woken for what is written so. */
function asClient(acting: Current, { id, name }: { id: string; name: string }): Current {
  acting.client = { id, name, email: acting.person?.email ?? null, zone: null, archivedAt: null, hasAccount: true }
  acting.access = { kind: 'self' }
  return acting
}

function proved(
  acting: Current,
  { id, version }: Registered,
  became: Partial<typeof registrations.$inferInsert> & { state: 'client' | 'claim' | 'linked' | 'expired' },
): Query[] {
  return [
    acting.db.orm
      .update(registrations)
      .set({ ...became, provedAt: acting.now, personId: acting.person?.id ?? null, version: version + 1 })
      .where(
        within(acting, registrations, eq(registrations.id, id), eq(registrations.version, version), eq(registrations.state, 'unproved')),
      ),
    changedOne(acting.db),
    audit(acting, `registration.${became.state}`, { kind: 'registration', id, version: version + 1 }),
  ]
}
