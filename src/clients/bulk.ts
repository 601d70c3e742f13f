import { and, eq, isNull, like, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { actor, audits } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { batch, newId, type Query } from '../db.ts'
import { declarationOf, type SettingKey } from '../settings/declarations.ts'
import type { InFlight } from '../settings/declare.ts'
import { undoFor } from '../settings/effects.ts'
import type { Impact } from '../settings/impact-lines.ts'
import { remember } from '../web/idempotency.ts'
import type { SwitchedClient } from './client-switch.ts'
import { columnsOf, type ListedClient } from './directory.ts'
import { clients } from './schema.ts'

/** How many clients can be changed at once (SET-41). */
export const mostSelected = 500

/** A client of the selection, with how many things of each kind an off-switch would meet at her: `n0`, `n1`, ... */
export type SelectedClient = ListedClient & SwitchedClient & Record<`n${number}`, number>

/**
 * For the door: the clients a form names, with everything that decides about them. One statement whose cost depends on how
 * many are named, not on how many there are (SPD-4). Who is not the organization's, or is not there, is not among them.
 */
export const selection =
  (ids: string[], kinds: InFlight[]): AboutQueries =>
  ({ db, organizationId, now }) => {
    const scope = { organizationId, clientId: sql`chosen.value`, now }
    const counts = Object.fromEntries(kinds.map((kind, i) => [`n${i}`, sql<number>`(${kind.count(scope)})`.as(`n${i}`)]))
    return {
      selected: db.orm
        .select({ ...columnsOf(db, now), ...counts })
        .from(sql`json_each(${JSON.stringify(ids)}) AS chosen`)
        .crossJoin(clients)
        .where(and(eq(clients.organizationId, organizationId), sql`${clients.id} = chosen.value`, isNull(clients.mergedInto)))
        .orderBy(clients.sortName, clients.id),
    }
  }

/** The selection as it was read. */
export const selectedFrom = (about: Record<string, unknown>): SelectedClient[] =>
  ((about.selected ?? []) as (ListedClient & Record<`n${number}`, number>)[]).map((client) => ({
    ...client,
    hasAccount: client.accountAt !== null,
  }))

/** SET-7 over all who would change; nobody else's things are counted. */
export function impactOn(changing: SelectedClient[], kinds: InFlight[]): Impact {
  const count = (i: number) => changing.reduce((sum, client) => sum + (client[`n${i}`] ?? 0), 0)
  return kinds.map((kind, i) => ({ kind, count: count(i) })).filter((one) => one.count > 0)
}

/** A change of many: the setting, the new value, and where the form leads when it is sent again. */
export interface BulkChange {
  key: SettingKey
  value: 'inherit' | 'off'
  location: string
}

/**
 * Restricts many clients at once, or lets them inherit again (SET-41): one batch with one audit entry each, every override guarded
 * by the version it was read at. Answers the clients as they are afterwards; null when somebody else was quicker with one of them.
 */
export async function overrideAll(
  current: StaffCurrent,
  changing: SelectedClient[],
  { key, value, location }: BulkChange,
): Promise<SelectedClient[] | null> {
  if (changing.length === 0) return []
  const rows = JSON.stringify(
    changing.map(({ id, overrides }) => ({ id, version: (overrides[key]?.version ?? 0) + 1, effect: newId('eff') })),
  )
  const lost = await batch(current.db, [
    ...remember(current, location),
    store(current, rows, key, value),
    current.db.orm.run(sql`INSERT INTO assert_one SELECT changes() = ${changing.length}`),
    ...(value === 'off' ? schedule(current, rows, key) : [cancel(current, rows, key)]),
    recordEach(current, rows, key, value),
  ])
  if (lost) return null
  const after = { value, changedAt: current.now, changedByName: current.staff.name }
  return changing.map((client) => ({
    ...client,
    overrides: { ...client.overrides, [key]: { ...after, version: (client.overrides[key]?.version ?? 0) + 1 } },
  }))
}

/** For the door of the list, to which a bulk change without JavaScript leads: what it changed, while it can be undone. */
export const changedAt =
  (at: number, action: string, key: string): AboutQueries =>
  ({ db, organizationId, personId, now }) => {
    if (now - at > undoFor || now < at) return {} as Record<string, Query>
    return {
      changed: db.orm
        .select({ id: audits.entityId, version: audits.entityVersion })
        .from(audits)
        .where(
          and(
            eq(audits.organizationId, organizationId),
            eq(audits.at, at),
            eq(audits.actorId, personId),
            eq(audits.action, action),
            like(audits.entityId, `%/${key}`),
          ),
        ),
    }
  }

function store({ db, organization, now, person, staff }: StaffCurrent, rows: string, key: SettingKey, value: string): Query {
  return db.orm
    .run(sql`INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name)
    SELECT ${organization.id}, chosen.value->>'id', ${key}, ${value}, chosen.value->>'version', ${now}, ${person.id}, ${staff.name} FROM json_each(${rows}) AS chosen WHERE true
    ON CONFLICT (organization_id, client_id, key) DO UPDATE SET value = excluded.value, version = excluded.version, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name WHERE client_overrides.version = excluded.version - 1`)
}

function recordEach(current: StaffCurrent, rows: string, key: SettingKey, value: 'inherit' | 'off'): Query {
  const { actorId, actorName, actorKind } = actor(current)
  const from = value === 'off' ? 'inherit' : 'off'
  return current.db.orm
    .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT ${current.organization.id}, ${current.now}, ${actorId}, ${actorName}, ${actorKind}, ${`override.${value}`}, 'override', chosen.value->>'id' || '/' || ${key}, chosen.value->>'version',
      json_object('key', ${key}, 'clientId', chosen.value->>'id', 'from', ${from}, 'to', ${value}), ${current.requestId}, ${current.network} FROM json_each(${rows}) AS chosen`)
}

/** As `scheduleEffects`, for many. */
function schedule({ db, organization, now, person }: StaffCurrent, rows: string, key: SettingKey): Query[] {
  if (!declarationOf(key).inFlight.some(({ afterwards }) => afterwards)) return []
  return [
    db.orm.run(sql`INSERT INTO setting_effects (organization_id, id, key, client_id, created_at, created_by, due_at)
    SELECT ${organization.id}, chosen.value->>'effect', ${key}, chosen.value->>'id', ${now}, ${person.id}, ${now + undoFor} FROM json_each(${rows}) AS chosen`),
  ]
}

/** As `cancelEffects`, for many. */
const cancel = ({ db, organization, now }: StaffCurrent, rows: string, key: SettingKey): Query =>
  db.orm
    .run(sql`UPDATE setting_effects SET cancelled_at = ${now} WHERE setting_effects.organization_id = ${organization.id} AND key = ${key}
    AND client_id IN (SELECT chosen.value->>'id' FROM json_each(${rows}) AS chosen) AND done_at IS NULL AND cancelled_at IS NULL`)
