import { and, eq, isNull, sql } from 'drizzle-orm'
import type { AboutAt } from '../accounts/identity.ts'
import type { SwitchReason, SwitchedClient } from '../clients/client-switch.ts'
import { contactOf } from '../clients/directory.ts'
import { restrict } from '../clients/overrides.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { batch } from '../db.ts'
import { NotFound } from '../web/errors.ts'
import { choicesAt, differences, type NextChange } from './as-of.ts'
import { declarationOf, isSettingKey, type SettingKey } from './declarations.ts'
import { entryAt, nextChanges } from './history.ts'
import { entryOf, type Entry, type EntryRow } from './history-entry.ts'
import { countInFlight, impactOf } from './impact.ts'
import { type Impact } from './impact-lines.ts'
import { clientOverrides, overrideColumns } from './schema.ts'
import type { Override, ReasonCode } from './standing.ts'
import { inFlightOf, switchKeys } from './switch-keys.ts'
import { choosing, isUndo, switchNotification, switchSetting, type Wish } from './switches.ts'

/** Why something of the history was not put back (SET-8): as a switch would say it. */
export type RestorationRefusal =
  | { kind: 'reason'; code: ReasonCode | SwitchReason }
  | { kind: 'stale' }
  | { kind: 'impact'; impact: Impact }

/** What somebody says with a restoration: the versions she saw, and whether she has seen what it meets. */
export interface Said {
  version: number
  confirmed: boolean
}

/** For the door: the entry, the client whose override it is with her overrides, and what is in flight, as the form names them. */
export function aboutRestoration({ fields, params, ...at }: AboutAt) {
  const { key = '', client = '' } = fields
  const ofEntry = { entry: entryAt(at.db, at.organizationId, Number(params.seq) || 0) }
  const impact = countInFlight(inFlightOf(key))({ ...at, fields: { value: 'off' }, params: client === '' ? {} : { clientId: client } })
  return client === '' ? { ...ofEntry, ...impact } : { ...ofEntry, ...impact, ...aboutClient({ ...at, fields, params }, client) }
}

/** The entry that the door found. */
export function foundEntry(about: Record<string, unknown>): Entry | null {
  const [row] = (about.entry ?? []) as EntryRow[]
  return row ? entryOf(row) : null
}

/**
 * Puts a switch back to what it was before an entry, by the same way as anybody would switch it: its needs, its version and what
 * is in flight are looked at, and its audit entry names the one put back. Already so: nothing happens. Answers why not, or null.
 */
export async function putBack(
  current: StaffCurrent,
  entry: Entry,
  said: Said,
  about: Record<string, unknown>,
): Promise<RestorationRefusal | null> {
  const client = entry.kind === 'override' ? switchedClient(about) : null
  if (entry.kind === 'override' && !client) throw new NotFound() // merged into another record since
  const last = client ? client.overrides[entry.key] : current.facts.choices[entry.key]
  const takesBack = entry.version !== null && entry.version === last?.version
  const sure = said.confirmed || entry.from !== 'off' || isUndo(takesBack, last ? { at: last.changedAt } : null, current.now)
  const restores = { restored: entry.seq }
  const wish = { version: said.version, impact: sure ? [] : impactOf(inFlightOf(entry.key), about), restores }
  if (client)
    return await putOverrideBack(current, client, entry.key as SettingKey, { ...wish, value: entry.from === 'off' ? 'off' : 'inherit' })
  const value = entry.from === 'on' ? 'on' : 'off'
  const { refusal } = isSettingKey(entry.key)
    ? await switchSetting(current, entry.key, { ...wish, value })
    : await switchNotification(current, entry.key, { ...wish, value })
  return refusal
}

async function putOverrideBack(
  current: StaffCurrent,
  client: SwitchedClient,
  key: SettingKey,
  wish: Wish<'inherit' | 'off'>,
): Promise<RestorationRefusal | null> {
  const { refusal, impact = [] } = await restrict(
    { ...current, facts: { ...current.facts, overrides: client.overrides } },
    client,
    key,
    wish,
  )
  if (refusal === null) return null
  return refusal === 'stale' ? { kind: 'stale' } : refusal === 'impact' ? { kind: 'impact', impact } : { kind: 'reason', code: refusal }
}

/** For the door of "put back this state": the first changes after the instant, and everything an off-switch could meet. */
export function aboutState({ db, organizationId, ...at }: AboutAt, instant: number) {
  const impact = countInFlight(meets.map(({ kind }) => kind))({ ...at, db, organizationId, fields: { value: 'off' }, params: {} })
  return { next: nextChanges(db, organizationId, instant), ...impact }
}

/**
 * Puts everything back as it was at an instant, in one batch with an audit entry per change. What its needs forbid is left as it
 * is. `seen`: the version of every switch that was shown as differing; one that moved meanwhile refuses all. Null: done.
 */
export async function putStateBack(
  current: StaffCurrent,
  at: number,
  said: { seen: Record<string, number>; confirmed: boolean },
  about: Record<string, unknown>,
) {
  const then = choicesAt(current.facts, (about.next ?? []) as NextChange[])
  const changes = differences(current.facts, then).filter(({ reason }) => reason === null)
  if (changes.some(({ key, version }) => said.seen[key] !== version)) return { kind: 'stale' } as const
  const goOff = new Set(changes.flatMap((change) => (change.was === 'off' ? [change.key] : [])))
  const impact = impactOf(
    meets.map(({ kind }) => kind),
    about,
  ).filter(({ kind }) => meets.some((one) => one.kind === kind && goOff.has(one.key)))
  if (impact.length > 0 && !said.confirmed) return { kind: 'impact', impact } as const
  if (changes.length === 0) return null
  const statements = changes.flatMap(({ key, now, was: value, version }) => {
    const kind = isSettingKey(key) ? ('setting' as const) : ('notification' as const)
    const inFlight = isSettingKey(key) ? declarationOf(key).inFlight : []
    return choosing(current, { key, chosen: now, kind, inFlight, wish: { value, version, restores: { asOf: at } } }).statements
  })
  return (await batch(current.db, statements)) ? ({ kind: 'stale' } as const) : null
}

/** What each switch would meet when it goes off, in one list that can be counted in one query. */
const meets = switchKeys.flatMap((key) => inFlightOf(key).map((kind) => ({ key, kind })))

function aboutClient({ db, organizationId, now }: AboutAt, clientId: string) {
  return {
    client: db.orm
      .select({
        id: clients.id,
        name: clients.name,
        archivedAt: clients.archivedAt,
        hasAccount: sql<boolean>`EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = "clients"."organization_id"
          AND l.client_id = "clients"."id" AND l.ended_at IS NULL)`
          .mapWith(Boolean)
          .as('has_account'),
      })
      .from(clients)
      .where(and(eq(clients.organizationId, organizationId), eq(clients.id, clientId), isNull(clients.mergedInto))),
    contact: contactOf(db, organizationId, clientId, now),
    overrides: db.orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(and(eq(clientOverrides.organizationId, organizationId), eq(clientOverrides.clientId, clientId))),
  }
}

function switchedClient(about: Record<string, unknown>): SwitchedClient | null {
  const [client] = (about.client ?? []) as Omit<SwitchedClient, 'hasContact' | 'overrides'>[]
  const overrides = (about.overrides ?? []) as (Override & { key: string })[]
  return client
    ? {
        ...client,
        hasContact: (about.contact as unknown[]).length > 0,
        overrides: Object.fromEntries(overrides.map((one) => [one.key, one])),
      }
    : null
}
