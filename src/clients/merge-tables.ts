import { sql, type SQL } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import type { Query } from '../db.ts'

/**
 * LNK-5: what belongs to a client, table by table, and how a merge hands it over. A test reads the schema and fails for a
 * table with a client in it that stands nowhere below. Statements run in this order, and backwards when a merge is undone.
 */

/** Rows that change hands as they are: which table, what names a row in it, and where the client stands. */
interface Handed {
  kind: string
  table: SQL
  key: SQL
  client: SQL
  /** What of a client's rows is handed over; the rest stays with the merged record. `kept` already has its like. */
  only?: (kept: string) => SQL
}

const byId = (kind: string, table: SQL): Handed => ({ kind, table, key: sql`id`, client: sql`client_id` })

export const handed: Handed[] = [
  byId('appointments', sql`appointments`),
  byId('appointment_series', sql`appointment_series`),
  byId('standing_requests', sql`standing_requests`),
  byId('waitlist_entries', sql`waitlist_entries`),
  byId('grants', sql`grants`),
  byId('invitations', sql`invitations`),
  byId('registrations', sql`registrations`),
  byId('notices', sql`notices`),
  byId('outbox', sql`outbox`),
  byId('phone_notes', sql`phone_notes`),
  byId('setting_effects', sql`setting_effects`),
  { ...byId('calendar_feeds', sql`calendar_feeds`), client: sql`about_id`, only: () => sql`kind = 'client'` },
  {
    kind: 'client_logins',
    table: sql`client_logins`,
    key: sql`person_id`,
    client: sql`client_id`,
    only: (kept) => sql`NOT EXISTS (SELECT 1 FROM client_logins k WHERE k.organization_id = client_logins.organization_id
      AND k.client_id = ${kept} AND k.person_id = client_logins.person_id)`,
  },
  {
    kind: 'assignments',
    table: sql`assignments`,
    key: sql`staff_id`,
    client: sql`client_id`,
    only: (kept) => sql`NOT EXISTS (SELECT 1 FROM assignments k WHERE k.organization_id = assignments.organization_id
      AND k.client_id = ${kept} AND k.staff_id = assignments.staff_id)`,
  },
]

/** Tables with a client in them that a merge does not hand over, and why. */
export const notHanded: Record<string, string> = {
  client_overrides: 'the kept record gets a restriction of its own for each of hers (SET-32); an undo lifts those (merging.ts)',
  client_directory: 'kept by triggers of clients and client_logins',
  client_search: 'kept by triggers of clients',
  clients: 'the alias points to the kept record itself',
  hours_changes: 'about a therapist or the practice, never a client (SCH-2)',
  merges: 'says what was merged into what',
  duplicate_dismissals: 'of a pair: it counts again when both records live',
  holds: 'about a registration or an offer, never about a client',
  safe_addresses: 'of the record it was asked for; the one in use goes over with the record itself (merge-changes.ts)',
}

/** One merge: from which record to which, and under which id its moves are kept. */
export interface Merging {
  mergeId: string
  kept: string
  merged: string
}

/** Hands the rows of one table to the kept record, and notes which. */
export function handOver({ db, organization }: StaffCurrent, { mergeId, kept, merged }: Merging, one: Handed): Query[] {
  const { kind, table, key, client } = one
  const only = one.only?.(kept) ?? sql`TRUE`
  const hers = sql`organization_id = ${organization.id} AND ${client} = ${merged} AND ${only}`
  return [
    db.orm.run(sql`INSERT INTO merge_moves (organization_id, merge_id, kind, row_id)
      SELECT organization_id, ${mergeId}, ${kind}, ${key} FROM ${table} WHERE ${hers}`),
    db.orm.run(sql`UPDATE ${table} SET ${client} = ${kept} WHERE ${hers}`),
  ]
}

/** Hands back exactly the rows that the merge handed over and that still are the kept record's. */
export const handBack = (
  { db, organization }: StaffCurrent,
  { mergeId, kept, merged }: Merging,
  { kind, table, key, client }: Handed,
): Query =>
  db.orm.run(sql`UPDATE ${table} SET ${client} = ${merged} WHERE organization_id = ${organization.id} AND ${client} = ${kept}
    AND ${key} IN (SELECT m.row_id FROM merge_moves m WHERE m.organization_id = ${organization.id} AND m.merge_id = ${mergeId} AND m.kind = ${kind})`)
