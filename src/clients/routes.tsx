import { Hono, type Context } from 'hono'
import * as z from 'zod/mini'
import type { BulkDone } from '../../views/clients/selection-bar.tsx'
import { ClientList, ClientsPage } from '../../views/clients/clients-page.tsx'
import { ClientPage } from '../../views/clients/client-page.tsx'
import { ClientSwitchRow, FullClientSwitchRow } from '../../views/clients/client-switch-row.tsx'
import { countWaiting } from '../accounts/claim-queries.ts'
import type { AboutAt, AboutQueries } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { declarationOf, isSettingKey, overridableKeys, type SettingKey } from '../settings/declarations.ts'
import type { InFlight } from '../settings/declare.ts'
import { countInFlight, impactOf } from '../settings/impact.ts'
import { type Impact } from '../settings/impact-lines.ts'
import { isUndo } from '../settings/switches.ts'
import { answer, isPartial, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, orElse, version } from '../web/forms.ts'
import { newKey } from '../web/new-key.ts'
import type { Portal } from '../web/portal.ts'
import { changedAt } from './bulk.ts'
import { doneFrom } from './bulk-notice.ts'
import { accessRoutes } from './access-routes.tsx'
import { bulkRoutes } from './bulk-routes.tsx'
import { clientFile, fileFrom } from './client-file.ts'
import { clientPageRoutes } from './client-routes.tsx'
import type { SwitchedClient } from './client-switch.ts'
import { clientIdOf, cursorOf } from './cursor.ts'
import { duplicateRoutes } from './duplicate-routes.tsx'
import { clientLists } from './directory-schema.ts'
import { contactOf, listClients, type Asked } from './directory.ts'
import { restrict, withOverridesNow } from './overrides.ts'
import { cutToSearch } from './search-words.ts'

/** Organization > Manage Clients. */
export const clientRoutes = new Hono<Portal>()

const place = {
  filter: orElse(z.enum(clientLists), 'all'),
  after: z.optional(z.string()),
  before: z.optional(z.string()),
  from: z.optional(z.string()),
}
const address = z.object(place)
const search = z.object({ ...place, q: z.pipe(z._default(z.string(), ''), z.transform(cutToSearch)) })
const wish = z.object({ value: z.enum(['inherit', 'off']), version, confirm: z.optional(z.literal('1')), undo: z.optional(z.literal('1')) })

clientRoutes.get(
  paths.clients,
  door(administrators, { about: (c) => (at) => ({ ...whatWasDone(c)(at), ...countWaiting(at) }) }),
  async (c) => {
    const { current, about } = c.var
    const asked = askedFor({ ...address.parse(c.req.query()), q: '' })
    const shown = await listClients(current, asked)
    const wentPastTheEnd = asked.boundary !== null && shown.clients.length === 0
    if (wentPastTheEnd) return answer(c, href(paths.clients, { org: current.organization.slug }, { filter: filterOf(asked) }))
    return page(
      c,
      <ClientsPage
        current={current}
        page={shown}
        bar={barOf(current)}
        done={doneOf(c.req.query('done'), about)}
        claimsWaiting={(about.claimsWaiting as { count: number }[])[0]?.count ?? 0}
      />,
    )
  },
)

// A POST that only reads: a name belongs in no address and no history (SET-41). Reloading the answer asks the browser to send it again.
clientRoutes.post(paths.clientSearch, door(administrators), form(search, badForm), async (c) => {
  const { current } = c.var
  const shown = await listClients(current, askedFor(c.req.valid('form')))
  return isPartial(c)
    ? c.html(<ClientList current={current} page={shown} />)
    : page(c, <ClientsPage current={current} page={shown} bar={barOf(current)} />)
})

clientRoutes.post(paths.clientSetting, door(administrators, { about: whatDecides }), form(wish, badForm), async (c) => {
  const { current, about } = c.var
  const key = c.req.param('key')
  if (!current.client || !isSettingKey(key) || !overridableKeys.includes(key)) throw new NotFound()
  const { value, version: seen, confirm, undo } = c.req.valid('form')
  const last = current.facts.overrides[key]
  const sure = confirm === '1' || isUndo(undo === '1', last ? { at: last.changedAt } : null, current.now)
  const asked = { value, version: seen, impact: sure ? [] : impactOf(inFlightOf(key), about) }
  const { refusal, client, impact } = await restrict(current, switchedClient(current, about), key, asked)
  if (refusal)
    return await refuseSwitch(c as unknown as Context<Portal>, { current, client, settingKey: key, conflict: refusal === 'stale', impact })
  const Row = isOnHerPage(c as unknown as Context<Portal>) ? FullClientSwitchRow : ClientSwitchRow
  return answer(
    c,
    backTo(c as unknown as Context<Portal>, current, key),
    <Row current={current} client={client} settingKey={key} justSwitched={client.overrides !== current.facts.overrides} />,
  )
})

clientRoutes.route('/', accessRoutes)
clientRoutes.route('/', bulkRoutes)
clientRoutes.route('/', duplicateRoutes)
clientRoutes.route('/', clientPageRoutes)

const barOf = (current: StaffCurrent) => ({ current, formKey: newKey() })

/** For the door of the list: what the bulk change that led here has changed, while it can be undone. */
function whatWasDone(c: Context<Portal>): AboutQueries {
  const done = doneFrom(c.req.query('done'))
  return done ? changedAt(done.at, `override.${done.value}`, done.key) : () => ({})
}

/** What the toast says without JavaScript; nothing once it is too late to undo. */
function doneOf(text: string | undefined, { changed }: Record<string, unknown>): BulkDone | undefined {
  const done = doneFrom(text)
  if (!done || !changed) return undefined
  const entries = changed as { id: string; version: number }[]
  return {
    ...done,
    undone: done.undo,
    count: entries.length,
    changed: entries.map(({ id, version: now }) => `${id.split('/')[0]}.${now}`).join(' '),
  }
}

const inFlightOf = (key: string | undefined): InFlight[] => (key && isSettingKey(key) ? declarationOf(key).inFlight : [])

interface Refused {
  current: StaffCurrent
  client: SwitchedClient
  settingKey: SettingKey
  conflict: boolean
  impact: Impact | undefined
}

/** The row as it is now, alone for htmx; without JavaScript on her page, or on the page of the list that begins with her. */
async function refuseSwitch(c: Context<Portal>, { current, client, settingKey, conflict, impact }: Refused) {
  const file = isOnHerPage(c) ? fileFrom((c.var as unknown as { about: Record<string, unknown> }).about) : null
  const now = conflict && (file || isPartial(c)) ? await withOverridesNow(current, client) : client
  if (isPartial(c)) {
    const Row = file ? FullClientSwitchRow : ClientSwitchRow
    return c.html(<Row current={current} client={now} settingKey={settingKey} conflict={conflict} impact={impact} />, 409)
  }
  if (file) {
    const asNow = { ...file, overrides: now.overrides }
    return page(
      c,
      <ClientPage current={current} file={asNow} formKey={newKey()} canUndo={false} refused={{ settingKey, conflict, impact }} />,
      409,
    )
  }
  const list = client.archivedAt === null ? 'all' : 'archived'
  const shown = await listClients(current, { list, typed: '', boundary: { side: 'from', clientId: client.id } })
  return page(
    c,
    <ClientsPage current={current} page={shown} bar={barOf(current)} refused={{ clientId: client.id, settingKey, conflict, impact }} />,
    409,
  )
}

/** The form stands on the client's own page, not in the list. */
const isOnHerPage = (c: Context<Portal>): boolean => c.req.query('on') === 'page'

/** Back to the row, wherever it stands. */
function backTo(c: Context<Portal>, { organization, client }: StaffCurrent, key: SettingKey): string {
  const clientId = client?.id ?? ''
  const anchor = `client-${clientId}-${key}`
  if (isOnHerPage(c)) return href(paths.client, { org: organization.slug, clientId }, {}, anchor)
  return href(paths.clients, { org: organization.slug }, { from: cursorOf(clientId) }, anchor)
}

/** For the door of a switch: whether somebody may act for the client, or all of her file where her page is the answer; and what is in flight. */
function whatDecides(c: Context<Portal>): AboutQueries {
  const file = clientFile()
  return (at) => ({ ...(isOnHerPage(c) ? file(at) : contactOfAddress(at)), ...countInFlight(inFlightOf(at.params.key))(at) })
}

function contactOfAddress({ db, organizationId, now, params }: AboutAt) {
  return { contact: contactOf(db, organizationId, params.clientId ?? '', now) }
}

function switchedClient(current: StaffCurrent, about: Record<string, unknown>): SwitchedClient {
  const { id, name, archivedAt, hasAccount } = current.client as NonNullable<StaffCurrent['client']>
  const hasContact = fileFrom(about)?.hasContact ?? ((about.contact ?? []) as unknown[]).length > 0
  return { id, name, archivedAt, hasAccount, hasContact, overrides: current.facts.overrides }
}

function askedFor({ filter, q, ...cursors }: z.infer<typeof search>): Asked {
  const boundaries = (['after', 'before', 'from'] as const).map((side) => ({ side, clientId: clientIdOf(cursors[side]) }))
  const boundary = boundaries.find((one): one is NonNullable<Asked['boundary']> => one.clientId !== null)
  return { list: filter, typed: q, boundary: boundary ?? null }
}

const filterOf = ({ list }: Asked): string | undefined => (list === 'all' ? undefined : list)
