import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { BulkAnswer, BulkUndone, SelectionBar, type BulkDone } from '../../views/clients/selection-bar.tsx'
import { ClientsPage } from '../../views/clients/clients-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { declarationOf, overridableKeys, type SettingKey } from '../settings/declarations.ts'
import type { InFlight } from '../settings/declare.ts'
import { linesOf } from '../settings/impact-lines.ts'
import { isUndo } from '../settings/switches.ts'
import { answer, isPartial, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, idempotencyKey } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { impactOn, mostSelected, overrideAll, selectedFrom, selection, type SelectedClient } from './bulk.ts'
import { sortOut } from './client-switch.ts'
import { cursorOf } from './cursor.ts'
import { changedText, doneText, versionsIn } from './bulk-notice.ts'

/** Organization > Manage Clients: one setting for many clients at once (SET-41). */
export const bulkRoutes = new Hono<Portal>()

const bulk = z.object({
  setting: z.string().check(z.maxLength(60)),
  value: z.enum(['inherit', 'off']),
  key: z.optional(idempotencyKey),
  client: z._default(z.union([z.string(), z.array(z.string()).check(z.maxLength(mostSelected))]), []),
  /** What an undo takes back: who was changed, and at which version she then stood. */
  changed: z._default(z.string().check(z.maxLength(60 * mostSelected)), ''),
  /** `1`: she has seen the impact on `of`, and says yes; `0`: no, leave everything. */
  confirm: z.optional(z.enum(['0', '1'])),
  of: z.optional(z.string().check(z.maxLength(80))),
  undo: z.optional(z.literal('1')),
})

bulkRoutes.post(paths.clientSettings, door(administrators, { about: whoIsNamed }), form(bulk, badForm), async (context) => {
  const c = context as unknown as Context<Portal>
  const { current } = context.var as { current: StaffCurrent }
  const { setting, value, confirm, of, undo, ...named } = context.req.valid('form')
  const ids = idsOf(named)
  const selected = selectedFrom(context.var.about)
  const key = overridableKeys.find((one) => one === setting)
  if (!key || selected.length !== ids.length) throw new NotFound()
  if (ids.length === 0 || ids.length > mostSelected) return await badForm(c)
  const shown: Shown = { c, current, key, value, selected }
  if (confirm === '0') return await show(shown, {})

  const { changing, skipped } = sortOut(key, value, current.facts, selected, named.changed === '' ? null : versionsIn(named.changed))
  if (changing.length === 0 && Object.keys(skipped).some((reason) => reason !== 'already'))
    return await show(shown, { refused: { skipped } })
  const lastChange = Math.min(...changing.map(({ overrides }) => overrides[key]?.changedAt ?? 0))
  const sure =
    (confirm === '1' && (of ?? ofWhat(key, ids)) === ofWhat(key, ids)) ||
    isUndo(undo === '1' && named.changed !== '', { at: lastChange }, current.now)
  const impact = value === 'off' && !sure ? impactOn(changing, inFlightOf(key)) : []
  if (impact.length > 0)
    return await show(shown, { impact: { lines: linesOf(impact, current.language), of: ofWhat(key, ids), changing: changing.length } })

  const location = href(
    paths.clients,
    { org: current.organization.slug },
    { from: cursorOf(selected[0]?.id ?? ''), done: doneText({ key, value, at: current.now, undo: undo === '1', skipped }) },
  )
  const after = await overrideAll(current, changing, { key, value, location })
  if (!after) return await show(shown, { refused: { stale: true } })
  const done: BulkDone = { key, value, skipped, undone: undo === '1', count: after.length, changed: changedText(key, after) }
  if (!isPartial(c)) return answer(c, location)
  if (undo === '1') return await c.html(<BulkUndone current={current} after={after} done={done} />)
  return await c.html(<BulkAnswer current={current} after={after} done={done} formKeys={[newKey(), newKey()]} />)
})

interface Shown {
  c: Context<Portal>
  current: StaffCurrent
  key: SettingKey
  value: 'inherit' | 'off'
  selected: SelectedClient[]
}

/** The bar again, with its question or its refusal; without JavaScript on a page of those who are selected. */
async function show({ c, current, key, value, selected }: Shown, said: Pick<Parameters<typeof SelectionBar>[0], 'impact' | 'refused'>) {
  const bar = { current, formKey: newKey(), settingKey: key, value, ...said }
  const status = said.impact || said.refused ? 409 : 200
  if (isPartial(c)) return c.html(<SelectionBar {...bar} />, status)
  const listed = { asked: { list: 'all' as const, typed: '', boundary: null }, clients: selected, hasPrevious: false, hasNext: false }
  return await page(c, <ClientsPage current={current} page={listed} bar={bar} selected />, status)
}

/** For the door: the clients of the form, and what an off-switch would meet at each of them. */
async function whoIsNamed(c: Context<Portal>) {
  const { client = [], changed = '', setting, value } = await c.req.parseBody({ all: true })
  const texts = [client].flat().filter((one) => typeof one === 'string')
  const ids = idsOf({ client: texts, changed: typeof changed === 'string' ? changed : '' }).slice(0, mostSelected + 1)
  return selection(ids, value === 'off' && typeof setting === 'string' ? inFlightOf(setting) : [])
}

function idsOf({ client, changed }: { client: string | string[]; changed: string }): string[] {
  return [...new Set(changed === '' ? [client].flat() : versionsIn(changed).keys())]
}

const inFlightOf = (key: string): InFlight[] => {
  const known = overridableKeys.find((one) => one === key)
  return known ? declarationOf(known).inFlight : []
}

/** What was asked about: another setting or another number of clients is another question. */
const ofWhat = (key: SettingKey, ids: string[]): string => `${key}.${ids.length}`
