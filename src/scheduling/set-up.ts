import { and, eq, sql, type SQL } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, changedOne, newId, within, type Query } from '../db.ts'
import { remember } from '../web/idempotency.ts'
import { locations, rooms, services } from './schema.ts'

/** Why the set-up was not changed: somebody was quicker, or it meets something and wants a yes (SET-7). */
export type SetUpRefusal = 'stale' | 'impact'

/** What is ahead and uses something of the set-up. It stays as it is, whatever becomes of that (SCH-3). */
export interface UsedAhead {
  openRequests: number
  ahead: number
}

const tables = { service: services, location: locations, room: rooms }
const prefixes = { service: 'svc', location: 'loc', room: 'rom' }
type Kind = keyof typeof tables
type Details = Record<string, string | number | boolean | null>
interface Row {
  id: string
  version: number
}

/**
 * One change of a service, a location or a room, as one batch: the row at the version that was read and no other, its audit entry, the
 * form's key; `leadsTo` is where a repeat of the form is led.
 */
export async function change(
  current: StaffCurrent,
  kind: Kind,
  { id, version }: Row,
  to: Record<string, unknown>,
  { action, leadsTo, details, more = [] }: { action: string; leadsTo: string; details?: Details; more?: Query[] },
): Promise<'stale' | null> {
  const { db } = current
  const table = tables[kind] as typeof services
  const lost = await batch(db, [
    ...remember(current, leadsTo),
    db.orm
      .update(table)
      .set({ ...to, version: version + 1 })
      .where(and(within(current, table, eq(table.id, id)), eq(table.version, version))),
    changedOne(db),
    ...more,
    audit(current, `${kind}.${action}`, { kind, id, version: version + 1, ...(details && { details }) }),
  ])
  return lost ? 'stale' : null
}

/** Something new. `leadsTo` is made of its id. Answers where it leads. */
export async function add(
  current: StaffCurrent,
  kind: Kind,
  row: Record<string, unknown>,
  leadsTo: (id: string) => string,
): Promise<string> {
  const { db, organization } = current
  const id = newId(prefixes[kind])
  const values = { ...row, organizationId: organization.id, id } as typeof services.$inferInsert
  await batch(db, [
    ...remember(current, leadsTo(id)),
    db.orm.insert(tables[kind] as typeof services).values(values),
    audit(current, `${kind}.created`, { kind, id, version: 1 }),
  ])
  return leadsTo(id)
}

/** Which fields a form changes: what the audit keeps of it, never what was written. */
export const changedFields = <T extends object>(before: T, after: Partial<T>): string =>
  (Object.keys(after) as (keyof T & string)[]).filter((name) => before[name] !== after[name]).join(' ')

/** For a query of something: how many requests are open and how many appointments ahead that name it. `use` compares, of `a`. */
export const usedAhead = (organizationId: SQL, use: SQL, now: number) => {
  const ahead = (status: 'requested' | 'confirmed') => sql<number>`(SELECT count(*) FROM appointments a
    WHERE a.organization_id = ${organizationId} AND ${use} AND a.status IN ('requested', 'confirmed') AND a.starts_at > ${now} AND a.status = ${status})`
  return { openRequests: ahead('requested').as('open_requests'), ahead: ahead('confirmed').as('ahead') }
}
