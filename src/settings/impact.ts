import { sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import type { Query } from '../db.ts'
import type { InFlight } from './declare.ts'
import type { Impact } from './impact-lines.ts'

/** For the door of a switch: what is in flight, counted in the round trip of who asks. Only an off-switch has an impact. */
export const countInFlight =
  (kinds: InFlight[]): AboutQueries =>
  ({ db, organizationId, fields, params, now }) => {
    if (fields.value !== 'off' || kinds.length === 0) return {} as Record<string, Query>
    const scope = { organizationId, clientId: params.clientId ?? null, now }
    const counted = Object.fromEntries(kinds.map((kind, i) => [`n${i}`, sql<number>`(${kind.count(scope)})`.as(`n${i}`)]))
    return { impact: db.orm.select(counted).from(sql`(SELECT 1)`) }
  }

/** What was counted, without what there is none of. */
export function impactOf(kinds: InFlight[], about: Record<string, unknown>): Impact {
  const [row = {}] = (about.impact ?? []) as Record<string, number>[]
  return kinds.map((kind, i) => ({ kind, count: row[`n${i}`] ?? 0 })).filter(({ count }) => count > 0)
}
