import { newKey, rows, submit, type How } from '../support/portal.ts'
import { list } from './support.ts'

export const willow = 'org_willow'
export const duplicatesPage = `${list}/duplicates`
export const pairOf = (a: string, b: string): string => `${duplicatesPage}/${a}/${b}`

/** A client as a practice might have her on file. */
export interface OnFile {
  id: string
  name: string
  email?: string | null
  phone?: string | null
  birthDate?: string | null
  organization?: string
  archivedAt?: number | null
}

export async function onFile(...clients: OnFile[]): Promise<void> {
  for (const { id, name, email = null, phone = null, birthDate = null, organization = willow, archivedAt = null } of clients)
    await rows(
      'INSERT INTO clients (organization_id, id, name, sort_name, email, phone, birth_date, created_at, archived_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1000, ?)',
      organization,
      id,
      name,
      name.toLowerCase().split(' ').toReversed().join(', '),
      email,
      phone,
      birthDate,
      archivedAt,
    )
}

/** Gives a client an account. */
export const withAccount = (clientId: string, personId: string, organization = willow) =>
  rows(
    'INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES (?, ?, ?, 1000)',
    organization,
    clientId,
    personId,
  )

export const versionOf = async (id: string): Promise<number> =>
  (await rows<{ version: number }>('SELECT version FROM clients WHERE id = ?', id))[0]?.version ?? -1

/** Merges one record into another, as Dana. */
export const mergeInto = async (kept: string, other: string, fields: Record<string, string | number> = {}, how: How = {}) =>
  submit(
    'dana',
    `${pairOf(kept, other)}/merge`,
    { keep: kept, versions: `${await versionOf(kept)}.${await versionOf(other)}`, key: newKey(), ...fields },
    how,
  )

export interface MergeRow {
  id: string
  version: number
  undone_at: number | null
}

export const lastMerge = async (): Promise<MergeRow> =>
  (await rows<MergeRow>('SELECT id, version, undone_at FROM merges ORDER BY rowid DESC LIMIT 1'))[0] as MergeRow

export const takeApart = (merge: Pick<MergeRow, 'id' | 'version'>, key = newKey()) =>
  submit('dana', `${list}/merges/${merge.id}/undo`, { version: merge.version, key })

/** Everything in the database that an organization's work is kept in, but what only ever grows or counts. */
export async function everything(): Promise<Record<string, string[]>> {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'd1_*' AND name NOT GLOB 'dev_*'
     AND name NOT IN ('audit', 'audit_seals', 'merges', 'merge_moves', 'idempotency', 'sessions', 'sign_ins', 'rate_counters') ORDER BY name`,
  )
  const found: Record<string, string[]> = {}
  for (const { name } of tables) {
    const all = await rows<Record<string, unknown>>(`SELECT * FROM ${name}`)
    const kept = name === 'client_overrides' ? all.filter(({ value }) => value === 'off') : all
    found[name] = kept.map((row) => JSON.stringify({ ...row, version: 0, changed_at: 0, changed_by: '', changed_by_name: '' })).toSorted()
  }
  return found
}
