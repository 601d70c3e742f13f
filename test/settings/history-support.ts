import { expect } from 'vitest'
import { element, hidden, rows, submit, textOf, visit, type How, type Who } from '../support/portal.ts'
import { switchTo } from '../scheduling/support.ts'

/** What people do with the history of settings, for its tests. */

export const page = '/willow/manage/portal/history'
export const history = async (query = '', who: Who = 'dana') => (await visit(who, page + query)).text()

/** Switches settings one after the other; `key` or `-key`. */
export async function switchAll(...wishes: string[]): Promise<void> {
  for (const wish of wishes) await switchTo(wish.replace('-', ''), wish.startsWith('-') ? 'off' : 'on')
}

/** The seqs of the entries on a page, in its order. */
export const seqsOn = (html: string): number[] => [...html.matchAll(/<tr id="entry-(\d+)"/g)].map(([, seq]) => Number(seq))

/** What the entries of a page say, line by line. */
export const linesOn = (html: string): string[] => seqsOn(html).map((seq) => textOf(element(html, `entry-${seq}`)))

/** The newest audit entry of a switch. */
export async function newest(id: string): Promise<{ seq: number; version: number; details: Record<string, unknown>; action: string }> {
  const [row] = await rows<{ seq: number; version: number; details: string; action: string }>(
    'SELECT seq, entity_version AS version, details, action FROM audit WHERE entity_id = ? ORDER BY seq DESC LIMIT 1',
    id,
  )
  if (!row) throw new Error(`Nothing was ever audited of ${id}.`)
  return { ...row, details: JSON.parse(row.details) }
}

/** Presses "Put back" of an entry, with what its form on the page holds. */
export async function putBack(seq: number, more: Record<string, string> = {}, how: How & { who?: Who } = {}): Promise<Response> {
  const html = await history(`?after=${seq + 1}`)
  const row = element(html, `entry-${seq}`)
  const client = /name="client" value="([^"]*)"/.exec(row)?.[1]
  const fields = { version: hidden(html, `entry-${seq}`, 'version'), key: hidden(html, `entry-${seq}`, 'key'), client, ...more }
  return await submit(how.who ?? 'dana', `${page}/${seq}/restoration`, fields, how)
}

export const valueOf = async (key: string): Promise<string | undefined> =>
  (await rows<{ value: string }>("SELECT value FROM settings WHERE organization_id = 'org_willow' AND key = ?", key))[0]?.value

export const overrideOf = async (clientId: string, key: string): Promise<string | undefined> =>
  (
    await rows<{ value: string }>(
      "SELECT value FROM client_overrides WHERE organization_id = 'org_willow' AND client_id = ? AND key = ?",
      clientId,
      key,
    )
  )[0]?.value

/** Switches a setting of a client, as Manage Clients does. */
export async function override(clientId: string, key: string, value: 'inherit' | 'off'): Promise<void> {
  const [before] = await rows<{ version: number }>('SELECT version FROM client_overrides WHERE client_id = ? AND key = ?', clientId, key)
  const version = before?.version ?? 0
  expect((await submit('dana', `/willow/manage/clients/${clientId}/settings/${key}`, { value, version, confirm: '1' })).status).toBe(303)
}
