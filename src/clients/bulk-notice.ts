import { overridableKeys, type SettingKey } from '../settings/declarations.ts'
import type { Skipped, SkipReason, SwitchedClient } from './client-switch.ts'

/** What a bulk change did, as the address of the page says it that shows it without JavaScript. Ids and numbers only (SET-41). */
export interface Done {
  key: SettingKey
  value: 'inherit' | 'off'
  at: number
  undo: boolean
  skipped: Skipped
}

/** `off.self_scheduling.1764601200000.0.archived-1.already-2` */
export const doneText = ({ key, value, at, undo, skipped }: Done): string =>
  [value, key, at, undo ? 1 : 0, ...Object.entries(skipped).map(([reason, count]) => `${reason}-${count}`)].join('.')

/** The same again; null for what we never wrote. */
export function doneFrom(text: string | undefined): Done | null {
  const [value, name, at, undo, ...rest] = (text ?? '').slice(0, 300).split('.')
  const key = overridableKeys.find((one) => one === name)
  if (!key || (value !== 'off' && value !== 'inherit') || !/^\d{13}$/.test(at ?? '')) return null
  const skipped = rest.flatMap((part) => {
    const [reason = '', count = ''] = part.split('-')
    return isReason(reason) && /^\d{1,3}$/.test(count) ? [[reason, Number(count)]] : []
  })
  return { key, value, at: Number(at), undo: undo === '1', skipped: Object.fromEntries(skipped) as Skipped }
}

/** Who was changed and at which version she now stands: what an undo compares with. `cli_ana.3 cli_bo.1` */
export const changedText = (key: SettingKey, after: Pick<SwitchedClient, 'id' | 'overrides'>[]): string =>
  after.map(({ id, overrides }) => `${id}.${overrides[key]?.version ?? 0}`).join(' ')

/** The same again, by client. */
export const versionsIn = (text: string): Map<string, number> =>
  new Map(text.split(' ').map((part) => [part.slice(0, part.lastIndexOf('.')), Number(part.slice(part.lastIndexOf('.') + 1))]))

const reasons: readonly SkipReason[] = ['org_off', 'archived', 'no_portal_account', 'already', 'changed']
const isReason = (text: string): text is SkipReason => (reasons as readonly string[]).includes(text)
