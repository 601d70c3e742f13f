import { sql, type SQL } from 'drizzle-orm'
import type { StaffCurrent } from '../current.ts'
import type { Query } from '../db.ts'
import type { Merging } from './merge-tables.ts'

/**
 * What a merge changes in rows beside whose they are. Each notes the rows it changes and what they held, changes them, and
 * can put them back as long as nobody has changed them since.
 */
export interface Change {
  /** Before the rows are handed over, or after. */
  before: boolean
  make: (current: StaffCurrent, merging: Merging) => Query[]
  takeBack: (current: StaffCurrent, merging: Merging) => Query
}

interface Noted {
  table: SQL
  key: SQL
  was: SQL
  which: SQL
  set: SQL
}

export function noted(
  { db, organization }: StaffCurrent,
  mergeId: string,
  kind: string,
  { table, key, was: before, which, set }: Noted,
): Query[] {
  return [
    db.orm.run(sql`INSERT INTO merge_moves (organization_id, merge_id, kind, row_id, was)
      SELECT organization_id, ${mergeId}, ${kind}, ${key}, CAST(${before} AS TEXT) FROM ${table} WHERE organization_id = ${organization.id} AND ${which}`),
    db.orm.run(sql`UPDATE ${table} SET ${set} WHERE organization_id = ${organization.id} AND ${which}`),
  ]
}

export const those = ({ organization }: StaffCurrent, mergeId: string, kind: string): SQL =>
  sql`SELECT m.row_id FROM merge_moves m WHERE m.organization_id = ${organization.id} AND m.merge_id = ${mergeId} AND m.kind = ${kind}`

export const was = ({ organization }: StaffCurrent, mergeId: string, kind: string, key: SQL): SQL =>
  sql`(SELECT CAST(m.was AS INTEGER) FROM merge_moves m WHERE m.organization_id = ${organization.id} AND m.merge_id = ${mergeId} AND m.kind = ${kind} AND m.row_id = ${key})`

export const wasText = ({ organization }: StaffCurrent, mergeId: string, kind: string, id: string): SQL =>
  sql`(SELECT m.was FROM merge_moves m WHERE m.organization_id = ${organization.id} AND m.merge_id = ${mergeId} AND m.kind = ${kind} AND m.row_id = ${id})`

export const recipient = (clientId: string): string => `client:${clientId}`
