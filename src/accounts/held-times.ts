import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { within, type Query } from '../db.ts'
import { answerBy } from '../scheduling/lateness.ts'
import { holds } from '../scheduling/schema.ts'
import { registrations } from './entry-schema.ts'
import type { Registered } from './registration-columns.ts'

// What becomes of the time a registration holds (LNK-7): kept, given back, or given up for a newer wish.

/** What she wanted a time for, as the booking pages take it. */
export const wishOf = ({ serviceId, forum }: Registered, { staffId, startsAt }: NonNullable<Registered['hold']>) => ({
  therapist: staffId,
  service: serviceId ?? undefined,
  forum: forum ?? undefined,
  from: new Date(startsAt).toISOString().slice(0, 10),
})

/** The newest wish of a person is the one that waits for staff: an older claim of hers, and its time, give way. */
export function replaceClaim(acting: Current, claimId: string): Query[] {
  const held = sql`(SELECT r.hold_id FROM registrations r WHERE r.organization_id = ${acting.organization.id} AND r.id = ${claimId})`
  return [
    acting.db.orm
      .update(holds)
      .set({ releasedAt: acting.now })
      .where(within(acting, holds, sql`${holds.id} = ${held}`, isNull(holds.releasedAt))),
    acting.db.orm
      .update(registrations)
      .set({ state: 'expired', version: sql`${registrations.version} + 1` })
      .where(within(acting, registrations, eq(registrations.id, claimId), eq(registrations.state, 'claim'))),
    audit(acting, 'registration.replaced', { kind: 'registration', id: claimId }),
  ]
}

/** Staff have until the answer would be due to say who she is; so long the time stays hers. */
export const keepHold = (acting: Current, { id, startsAt }: { id: string; startsAt: number }): Query =>
  acting.db.orm
    .update(holds)
    .set({ expiresAt: answerBy(startsAt, acting.now, acting.organization.requestDeadlineHours) })
    .where(within(acting, holds, eq(holds.id, id)))

/** The time is free again. */
export const releaseHold = (acting: Current, id: string): Query =>
  acting.db.orm
    .update(holds)
    .set({ releasedAt: acting.now })
    .where(within(acting, holds, and(eq(holds.id, id), isNull(holds.releasedAt))))
