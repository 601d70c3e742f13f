import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import { AsItWasPage } from '../../views/settings/as-it-was-page.tsx'
import { HelpPage } from '../../views/settings/help-page.tsx'
import { HistoryPage } from '../../views/settings/history-page.tsx'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { wallClock } from '../scheduling/zones.ts'
import { answer, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, orElse, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import { momentOf } from './as-of.ts'
import { exportHistory, isHistoryKey, readAsOf, readHistory, type HistoryFilter } from './history.ts'
import { historyCsv } from './history-csv.ts'
import { canBePutBack, type Entry } from './history-entry.ts'
import { aboutRestoration, aboutState, foundEntry, putBack, putStateBack, type RestorationRefusal } from './restorations.ts'

/** The history of settings: who changed what and when, what was on at a time, and back again (SET-8). */
export const historyRoutes = new Hono<Portal>()

const filter = {
  key: orElse(z.nullable(z.string().check(z.refine(isHistoryKey))), null),
  person: orElse(z.nullable(z.string().check(z.regex(/^[\w-]{1,64}$/))), null),
}
/** A moment as it stands in the address: whatever it is, the page says what is wrong with it (SEC-7). */
const asTyped = (most: number) =>
  z.optional(
    z.pipe(
      z.string(),
      z.transform((text) => text.slice(0, most)),
    ),
  )
const address = z.object({
  ...filter,
  after: orElse(z.nullable(z.coerce.number().check(z.int(), z.minimum(1))), null),
  at: asTyped(20),
  date: asTyped(12),
  time: asTyped(8),
})
const confirm = z.optional(z.literal('1'))
const restoration = z.object({
  version,
  key: z.string().check(z.maxLength(100)),
  client: z.optional(z.string().check(z.maxLength(100))),
  confirm,
})
const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/))
const state = z.object({ at: instant, seen: z.string().check(z.maxLength(2000)), confirm })

historyRoutes.get(paths.history, door(administrators), async (c) => {
  const { at, date, time, ...asked } = address.parse(c.req.query())
  const typed = at ?? (date === undefined ? undefined : `${date}T${time ?? ''}`)
  return typed === undefined ? await showChanges(c, c.var.current, asked) : await showState(c, c.var.current, typed)
})

// It puts everything back as it was `at` an instant; the new entries are what this address lists.
historyRoutes.post(
  paths.history,
  door(administrators, { about: () => (at) => aboutState(at, Date.parse(at.fields.at ?? '') || 0) }),
  form(state, badForm),
  async (c) => {
    const { current, about } = c.var
    const { at, seen, confirm: yes } = c.req.valid('form')
    const refusal = await putStateBack(current, Date.parse(at), { seen: versionsIn(seen), confirmed: yes === '1' }, about)
    return refusal ? await showState(c, current, at, refusal) : answer(c, href(paths.history, { org: current.organization.slug }))
  },
)

// A POST, although it only hands out: that somebody took the history along is audited, and no link of a stranger may cause that (T-26).
// What leaves the portal as a file leaves with somebody who has just shown that it is she.
historyRoutes.post(paths.historyExport, door(administrators, { stepUp: true }), form(z.object(filter), badForm), async (c) => {
  const { current } = c.var
  const { entries, more } = await exportHistory(current, { ...c.req.valid('form'), after: null })
  const name = `portal-history-${current.organization.slug}-${wallClock(current.organization.zone, current.now).date}.csv`
  return c.body(historyCsv(current, entries, more), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
  })
})

historyRoutes.post(paths.restoration, door(administrators, { about: () => aboutRestoration }), form(restoration, badForm), async (c) => {
  const { current, about } = c.var
  const { version: seen, key, client, confirm: yes } = c.req.valid('form')
  const entry = foundEntry(about)
  if (!entry || !canBePutBack(entry)) throw new NotFound()
  if (key !== entry.key || (client ?? null) !== (entry.client?.id ?? null)) return badForm(c)
  const refusal = await putBack(current, entry, { version: seen, confirmed: yes === '1' }, about)
  return refusal
    ? await showRefusal(c, current, entry, refusal)
    : answer(c, href(paths.history, { org: current.organization.slug }, { key }))
})

historyRoutes.get(paths.settingHelp, door(administrators), (c) => page(c, <HelpPage current={c.var.current} />))

async function showChanges(c: Context, current: StaffCurrent, asked: HistoryFilter) {
  const shown = await readHistory(current, asked)
  return page(c, <HistoryPage {...shown} />)
}

/** The entry on top of its switch's history, with the reason; everything as it is after whatever was quicker (SET-5). */
async function showRefusal(c: Context, current: StaffCurrent, { seq, key }: Entry, refusal: RestorationRefusal) {
  const shown = await readHistory(current, { key, person: null, after: seq + 1 })
  return page(c, <HistoryPage {...shown} refused={{ seq, refusal }} />, 409)
}

async function showState(c: Context, current: StaffCurrent, typed: string, refusal?: RestorationRefusal) {
  const moment = momentOf(typed, current.organization.zone, current.now)
  if ('problem' in moment)
    return page(c, <AsItWasPage current={current} typed={typed} moment={moment} next={[]} />, typed === '' ? 200 : 422)
  const shown = await readAsOf(current, moment.at)
  return page(c, <AsItWasPage {...shown} typed={typed} moment={moment} refusal={refusal} />, refusal ? 409 : 200)
}

/** "self_scheduling.3 contact_access.1": the versions that the page showed. */
const versionsIn = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split(' ')
      .flatMap((pair) => (/^\w+\.\d{1,10}$/.test(pair) ? [pair.split('.') as [string, string]] : []))
      .map(([key, seen]) => [key, Number(seen)]),
  )
