import type { Language } from '../current.ts'
import { labelOfSwitch } from './switch-keys.ts'

/** One line of the history of settings (SET-8). */
export interface Entry {
  seq: number
  at: number
  /** '' when the portal itself did it. */
  by: string
  action: string
  kind: string
  /** The switch it is about; what else an entry can be about has its own id here. */
  key: string
  from: string | null
  to: string | null
  version: number | null
  /** Of whom it is an override. */
  client: { id: string; name: string } | null
  /** Her switch as it is now. */
  override: { value: 'inherit' | 'off'; version: number; by: string } | null
  /** It put back an earlier entry, or everything as it was at an instant. */
  restored: number | null
  asOf: number | null
  /** A schedule did it, in the name of who had planned it. */
  scheduled: boolean
  /** When something planned is due. */
  dueAt: number | null
  /** Whose seat it is. */
  staffName: string | null
}

/** As the database has it: an audit entry with the client and the override it is about. */
export interface EntryRow {
  seq: number
  at: number
  actorName: string
  action: string
  entityKind: string
  entityId: string
  entityVersion: number | null
  details: Record<string, string | number | boolean | null>
  clientName: string | null
  value: 'inherit' | 'off' | null
  version: number | null
  changedByName: string | null
  staffName: string | null
}

export function entryOf(row: EntryRow): Entry {
  const { details, value, version, changedByName } = row
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : null)
  const number = (name: string) => (typeof details[name] === 'number' ? details[name] : null)
  const clientId = text('clientId')
  return {
    seq: row.seq,
    at: row.at,
    by: row.actorName,
    action: row.action,
    kind: row.entityKind,
    version: row.entityVersion,
    key: text('key') ?? row.entityId,
    from: text('from'),
    to: text('to') ?? text('value'),
    client: clientId === null ? null : { id: clientId, name: row.clientName ?? '' },
    override: value === null || version === null ? null : { value, version, by: changedByName ?? '' },
    restored: number('restored'),
    asOf: number('asOf'),
    scheduled: text('scheduled') !== null,
    dueAt: number('dueAt'),
    staffName: row.staffName,
  }
}

/** An entry that says what was before can be put back; the others (what took effect, seats, plans) have their own pages. */
export const canBePutBack = ({ kind, from, key }: Entry): boolean =>
  from !== null && ['setting', 'notification', 'override'].includes(kind) && labelOfSwitch(key) !== undefined

/** What an entry is about, in words; its bare key when that is not declared any more. */
export const labelOfEntry = ({ key }: Entry, language: Language): string => labelOfSwitch(key)?.[language] ?? key
