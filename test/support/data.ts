import { env } from 'cloudflare:workers'
import type { ActorKind } from '../../src/audit.ts'
import { seedRequestId } from '../../src/dev/cast.ts'

/** An audit entry as the database has it. */
export interface AuditRow {
  seq: number
  organization_id: string
  at: number
  actor_id: string
  actor_name: string
  actor_kind: ActorKind
  on_behalf_of: string | null
  action: string
  entity_kind: string
  entity_id: string
  entity_version: number | null
  details: Record<string, string | number | boolean | null>
  request_id: string
  network: string
}

/** The database itself, for what no page shows. With SHARDS=apart: the one that has the tables a statement names. */
export const db = (): D1Database => (env.DB_2 ? router : env.DB)

const ofControl =
  /\b(from|join|into|update|table_info\(')\s*"?(directory|people|sign_ins|sessions|passkeys|authenticators|recovery_codes|challenges|rate_counters|email_changes|watches|dev_\w+|owed)\b/i
const homeOf = (sql: string): D1Database => (ofControl.test(sql) ? env.DB : (env.DB_2 as D1Database))
const homes = new WeakMap<D1PreparedStatement, D1Database>()

const router = {
  prepare(sql: string) {
    const home = homeOf(sql)
    const statement = home.prepare(sql)
    homes.set(statement, home)
    const bind = statement.bind.bind(statement)
    statement.bind = (...values: unknown[]) => {
      const bound = bind(...values)
      homes.set(bound, home)
      return bound
    }
    return statement
  },
  async batch(statements: D1PreparedStatement[]) {
    const results: D1Result[] = []
    for (const home of [env.DB, env.DB_2 as D1Database]) {
      const its = statements.filter((statement) => homes.get(statement) === home)
      const found = its.length > 0 ? await home.batch(its) : []
      its.forEach((statement, i) => (results[statements.indexOf(statement)] = found[i] as D1Result))
    }
    return results
  },
} as unknown as D1Database

/** Rows of a query, columns as the database names them. */
export async function rows<T = Record<string, string | number | null>>(sql: string, ...values: unknown[]): Promise<T[]> {
  const { results } = await db()
    .prepare(sql)
    .bind(...values)
    .all<T>()
  return results
}

/** What the audit remembers since the portal was fresh, oldest first, `details` parsed. The demo data's own entries are left out. */
export async function auditRows(
  filter: Partial<Pick<AuditRow, 'action' | 'entity_id' | 'entity_kind' | 'organization_id'>> = {},
): Promise<AuditRow[]> {
  const all = await rows<AuditRow & { details: string }>('SELECT * FROM audit WHERE request_id <> ? ORDER BY seq', seedRequestId)
  const wanted = Object.entries(filter) as [keyof AuditRow, unknown][]
  return all
    .filter((row) => wanted.every(([name, value]) => row[name] === value))
    .map((row) => ({ ...row, details: JSON.parse(row.details) }))
}

/** How often the answer asked a database (SPD-1): `db;desc="<n>"` of Server-Timing. */
export function roundTrips(response: Response): number {
  const [, count] = /db;desc="(\d+)"/.exec(response.headers.get('Server-Timing') ?? '') ?? []
  if (count === undefined) throw new Error('The answer has no Server-Timing.')
  return Number(count)
}
