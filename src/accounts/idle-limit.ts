import { and, eq } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import type { AboutQueries } from './identity.ts'
import { organizations } from './schema.ts'

/** ACC-5: what an organization may choose for its staff, in minutes. */
export const idleMinutes = { least: 5, most: 60 }

/** What the form shows: the limit, and the version it was read at. */
export interface IdleLimit {
  minutes: number
  version: number
}

/** For the page of the staff. */
export const idleLimitNow: AboutQueries = ({ db, organizationId }) => ({
  idle: db.orm
    .select({
      minutes: organizations.staffIdleMinutes.getSQL().mapWith(Number).as('idle_minutes'),
      version: organizations.version.getSQL().mapWith(Number).as('organization_version'),
    })
    .from(organizations)
    .where(eq(organizations.id, organizationId)),
})

export const idleLimitFrom = (about: Record<string, unknown>): IdleLimit => (about.idle as IdleLimit[])[0] ?? { minutes: 15, version: 0 }

/** After how many minutes without a key or a click staff are signed out, from the next request on. */
export async function changeIdleLimit(current: StaffCurrent, minutes: number, version: number, location: string): Promise<'stale' | null> {
  const { db, organization } = current
  const refusal = await batch(db, [
    ...remember(current, location),
    db.orm
      .update(organizations)
      .set({ staffIdleMinutes: minutes, version: version + 1 })
      .where(and(eq(organizations.id, organization.id), eq(organizations.version, version))),
    changedOne(db),
    audit(current, 'organization.idle_limit', {
      kind: 'organization',
      id: organization.id,
      version: version + 1,
      details: { from: organization.staffIdleMinutes, to: minutes },
    }),
  ])
  return refusal ? 'stale' : null
}
