import { Hono, type Context } from 'hono'
import * as z from 'zod'
import { ClientList, ClientsPage } from '../../views/clients/clients-page.tsx'
import { ClientSwitchRow } from '../../views/clients/client-switch-row.tsx'
import type { AboutAt } from '../accounts/identity.ts'
import type { StaffCurrent } from '../current.ts'
import { door } from '../door.tsx'
import { href, paths } from '../paths.ts'
import { administrators } from '../policies.ts'
import { declarationOf, isSettingKey, overridableKeys, type SettingKey } from '../settings/declarations.ts'
import type { InFlight } from '../settings/declare.ts'
import { countInFlight, impactOf, type Impact } from '../settings/impact.ts'
import { isUndo } from '../settings/switches.ts'
import { answer, isPartial, page } from '../web/answer.ts'
import { badForm } from '../web/bad-form.tsx'
import { NotFound } from '../web/errors.ts'
import { form, version } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import type { SwitchedClient } from './client-switch.ts'
import { clientIdOf, cursorOf } from './cursor.ts'
import { clientLists } from './directory-schema.ts'
import { contactOf, listClients, type Asked } from './directory.ts'
import { restrict, withOverridesNow } from './overrides.ts'
import { cutToSearch } from './search-words.ts'

/** Organization > Manage Clients. */
export const clientRoutes = new Hono<Portal>()

const place = { filter: z.enum(clientLists).catch('all'), after: z.string().optional(), before: z.string().optional(), from: z.string().optional() }
const address = z.object(place)
const search = z.object({ ...place, q: z.string().default('').transform(cutToSearch) })
const wish = z.object({ value: z.enum(['inherit', 'off']), version, confirm: z.literal('1').optional(), undo: z.literal('1').optional() })

clientRoutes.get(paths.clients, door(administrators), async (c) => {
  const { current } = c.var
  const asked = askedFor({ ...address.parse(c.req.query()), q: '' })
  const shown = await listClients(current, asked)
  const wentPastTheEnd = asked.boundary !== null && shown.clients.length === 0
  if (wentPastTheEnd) return answer(c, href(paths.clients, { org: current.organization.slug }, { filter: filterOf(asked) }))
  return page(c, <ClientsPage current={current} page={shown} />)
})

// A POST that only reads: a name belongs in no address and no history (SET-41). Reloading the answer asks the browser to send it again.
clientRoutes.post(paths.clientSearch, door(administrators), form(search, badForm), async (c) => {
  const { current } = c.var
  const shown = await listClients(current, askedFor(c.req.valid('form')))
  return isPartial(c) ? c.html(<ClientList current={current} page={shown} />) : page(c, <ClientsPage current={current} page={shown} />)
})

clientRoutes.post(paths.clientSetting, door(administrators, { about: () => (at) => ({ ...contactOfAddress(at), ...countInFlight(inFlightOf(at.params.key))(at) }) }), form(wish, badForm), async (c) => {
  const { current } = c.var
  const key = c.req.param('key')
  if (!current.client || !isSettingKey(key) || !overridableKeys.includes(key)) throw new NotFound()
  const { value, version: seen, confirm, undo } = c.req.valid('form')
  const last = current.facts.overrides[key]
  const sure = confirm === '1' || isUndo(undo === '1', last ? { at: last.changedAt } : null, current.now)
  const asked = { value, version: seen, impact: sure ? [] : impactOf(inFlightOf(key), c.var.about) }
  const { refusal, client, impact } = await restrict(current, switchedClient(current, c.var.about), key, asked)
  if (refusal) return await refuseSwitch(c as unknown as Context<Portal>, { current, client, settingKey: key, conflict: refusal === 'stale', impact })
  const back = href(paths.clients, { org: current.organization.slug }, { from: cursorOf(client.id) }, `client-${client.id}-${key}`)
  const justSwitched = client.overrides !== current.facts.overrides
  return answer(c, back, <ClientSwitchRow current={current} client={client} settingKey={key} justSwitched={justSwitched} />)
})

const inFlightOf = (key: string | undefined): InFlight[] => (key && isSettingKey(key) ? declarationOf(key).inFlight : [])

interface Refused {
  current: StaffCurrent
  client: SwitchedClient
  settingKey: SettingKey
  conflict: boolean
  impact: Impact | undefined
}

/** The row as it is now, alone for htmx; without JavaScript on the page that begins with her. */
async function refuseSwitch(c: Context<Portal>, { current, client, settingKey, conflict, impact }: Refused) {
  if (isPartial(c)) {
    const now = conflict ? await withOverridesNow(current, client) : client
    return c.html(<ClientSwitchRow current={current} client={now} settingKey={settingKey} conflict={conflict} impact={impact} />, 409)
  }
  const list = client.archivedAt === null ? 'all' : 'archived'
  const shown = await listClients(current, { list, typed: '', boundary: { side: 'from', clientId: client.id } })
  return page(c, <ClientsPage current={current} page={shown} refused={{ clientId: client.id, settingKey, conflict, impact }} />, 409)
}

/** Read with the identity: whether somebody may act for the client of the address. */
function contactOfAddress({ db, organizationId, now, params }: AboutAt) {
  return { contact: contactOf(db, organizationId, params.clientId ?? '', now) }
}

function switchedClient(current: StaffCurrent, about: Record<string, unknown>): SwitchedClient {
  const { id, name, archivedAt, hasAccount } = current.client as NonNullable<StaffCurrent['client']>
  return { id, name, archivedAt, hasAccount, hasContact: (about.contact as unknown[]).length > 0, overrides: current.facts.overrides }
}

function askedFor({ filter, q, ...cursors }: z.infer<typeof search>): Asked {
  const boundaries = (['after', 'before', 'from'] as const).map((side) => ({ side, clientId: clientIdOf(cursors[side]) }))
  const boundary = boundaries.find((one): one is NonNullable<Asked['boundary']> => one.clientId !== null)
  return { list: filter, typed: q, boundary: boundary ?? null }
}

const filterOf = ({ list }: Asked): string | undefined => (list === 'all' ? undefined : list)
