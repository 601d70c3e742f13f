import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { audit, audits } from '../audit.ts'
import { clients } from '../clients/schema.ts'
import type { StaffCurrent } from '../current.ts'
import { batchAnd, read, within, type Database } from '../db.ts'
import type { NextChange } from './as-of.ts'
import { entryOf, type Entry } from './history-entry.ts'
import { choiceColumns, clientOverrides, settings } from './schema.ts'
import { switchKeys } from './switch-keys.ts'

/** Which part of the history: of one switch (or `overrides`, those of all clients), by one person, older than an entry. */
export interface HistoryFilter {
  key: string | null
  person: string | null
  after: number | null
}

export interface HistoryPage {
  filter: HistoryFilter
  entries: Entry[]
  hasOlder: boolean
  /** Everybody who ever changed something, by the name she had last. */
  people: { id: string; name: string }[]
}

export const pageSize = 50
export const mostExported = 10_000
export const allOverrides = 'overrides'
export const isHistoryKey = (key: string): boolean => key === allOverrides || switchKeys.includes(key)

// These conditions stand in migration 0006 word for word: only then are its indexes used.
const aboutSettings = sql`entity_kind IN ('setting', 'notification', 'override', 'effect', 'schedule', 'seat')`
const keyOfEntry = sql`coalesce(details ->> 'key', entity_id)`

/** One page of the history, newest first, with the choices as they are at the same moment: one round trip (SPD-1). */
export async function readHistory(current: StaffCurrent, filter: HistoryFilter): Promise<{ current: StaffCurrent; page: HistoryPage }> {
  const { found, people, choices } = await read(current.db, {
    found: entriesOf(current, filter, pageSize + 1),
    people: peopleOf(current),
    choices: choicesOf(current),
  })
  const entries = found.slice(0, pageSize).map(entryOf)
  return { current: withChoicesNow(current, choices), page: { filter, entries, people, hasOlder: found.length > pageSize } }
}

/** The first change of every switch after an instant, with the choices as they are now: one round trip. */
export async function readAsOf(current: StaffCurrent, at: number): Promise<{ current: StaffCurrent; next: NextChange[] }> {
  const { next, choices } = await read(current.db, {
    next: nextChanges(current.db, sql`${current.organization.id}`, at),
    choices: choicesOf(current),
  })
  return { current: withChoicesNow(current, choices), next }
}

/** Everything a filter lets through, newest first, at most `mostExported`; that somebody took it along is audited in the same batch. */
export async function exportHistory(current: StaffCurrent, filter: HistoryFilter): Promise<{ entries: Entry[]; more: boolean }> {
  const { key, person } = filter
  const taken = audit(current, 'history.exported', { kind: 'history', id: current.organization.id, details: { key, person } })
  const { rows, refusal } = await batchAnd(current.db, [taken], { found: entriesOf(current, filter, mostExported + 1) })
  if (!rows) throw new Error(`The export was refused: ${refusal}`)
  return { entries: rows.found.slice(0, mostExported).map(entryOf), more: rows.found.length > mostExported }
}

/** A query for the first change of every switch after an instant (index audit_choices). */
export function nextChanges({ orm }: Database, organizationId: SQL, at: number) {
  return orm.all<NextChange>(sql`
    SELECT a.entity_id AS "key", a.at AS "at", a.actor_name AS "by", a.details ->> 'from' AS "from"
    FROM json_each(${JSON.stringify(switchKeys)}) k CROSS JOIN audit a ON a.seq = (
      SELECT n.seq FROM audit n WHERE n.organization_id = ${organizationId} AND n.entity_kind IN ('setting', 'notification')
        AND n.entity_id = k.value AND n.at > ${at} ORDER BY n.at, n.seq LIMIT 1)
    WHERE a.organization_id = ${organizationId}`)
}

/** A query for one entry of the history, by its `seq`; with its client and her override. */
export const entryAt = ({ orm }: Database, organizationId: SQL, seq: number) =>
  orm
    .select(columns)
    .from(audits)
    .leftJoin(clients, clientOfEntry)
    .leftJoin(clientOverrides, overrideOfEntry)
    .leftJoin(staff, seatOfEntry)
    .where(and(eq(audits.organizationId, organizationId), eq(audits.seq, seq), aboutSettings))

const clientOfEntry = and(eq(clients.organizationId, audits.organizationId), sql`${clients.id} = details ->> 'clientId'`)
const overrideOfEntry = and(
  eq(clientOverrides.organizationId, audits.organizationId),
  sql`${clientOverrides.clientId} = details ->> 'clientId'`,
  sql`${clientOverrides.key} = details ->> 'key'`,
)
const seatOfEntry = and(eq(staff.organizationId, audits.organizationId), eq(staff.id, audits.entityId), eq(audits.entityKind, 'seat'))
const columns = {
  seq: audits.seq,
  at: audits.at,
  actorName: audits.actorName,
  action: audits.action,
  entityKind: audits.entityKind,
  entityId: audits.entityId,
  entityVersion: audits.entityVersion,
  details: audits.details,
  clientName: clients.name,
  value: clientOverrides.value,
  version: clientOverrides.version,
  changedByName: clientOverrides.changedByName,
  staffName: staff.name.getSQL().mapWith(String).as('staff_name'),
}

function entriesOf(current: StaffCurrent, { key, person, after }: HistoryFilter, limit: number) {
  const ofKey = key === allOverrides ? sql`entity_kind = 'override'` : key === null ? undefined : sql`${keyOfEntry} = ${key}`
  return current.db.orm
    .select(columns)
    .from(audits)
    .leftJoin(clients, clientOfEntry)
    .leftJoin(clientOverrides, overrideOfEntry)
    .leftJoin(staff, seatOfEntry)
    .where(
      within(
        current,
        audits,
        aboutSettings,
        ofKey,
        person === null ? undefined : eq(audits.actorId, person),
        after === null ? undefined : lt(audits.seq, after),
      ),
    )
    .orderBy(desc(audits.seq))
    .limit(limit)
}

/** Hops through the index from person to person, instead of reading every entry of each (index audit_history_by_person). */
function peopleOf({ db, organization: { id } }: StaffCurrent) {
  return db.orm.all<{ id: string; name: string }>(sql`
    WITH RECURSIVE person (id) AS (
      SELECT (SELECT a.actor_id FROM audit a WHERE a.organization_id = ${id} AND ${aboutSettings} ORDER BY a.actor_id LIMIT 1)
      UNION ALL
      SELECT (SELECT a.actor_id FROM audit a WHERE a.organization_id = ${id} AND ${aboutSettings} AND a.actor_id > p.id ORDER BY a.actor_id LIMIT 1)
      FROM person p WHERE p.id IS NOT NULL)
    SELECT p.id AS "id",
      (SELECT a.actor_name FROM audit a WHERE a.organization_id = ${id} AND ${aboutSettings} AND a.actor_id = p.id ORDER BY a.seq DESC LIMIT 1) AS "name"
    FROM person p WHERE p.id IS NOT NULL AND p.id <> 'system' ORDER BY "name"`)
}

const choicesOf = (current: StaffCurrent) => current.db.orm.select(choiceColumns).from(settings).where(within(current, settings))

const withChoicesNow = (current: StaffCurrent, choices: Awaited<ReturnType<typeof choicesOf>>): StaffCurrent => ({
  ...current,
  facts: { ...current.facts, choices: Object.fromEntries(choices.map((choice) => [choice.key, choice])) },
})
