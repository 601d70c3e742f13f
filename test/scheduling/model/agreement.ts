/** After every step: what the database holds is what the model says, and the rules hold whatever the model says. One round trip. */
import { expect } from 'vitest'
import { db } from '../../support/portal.ts'
import { follow } from './machine.ts'
import type { Kept, Model } from './model.ts'
import { since } from './portal.ts'

interface Row {
  id: string
  client_id: string
  staff_id: string
  status: string
  starts_at: number
  ends_at: number
  blocked_from: number
  blocked_until: number
  answer_by_at: number | null
  version: number
}
interface Entry {
  entity_id: string
  entity_version: number
  action: string
}
interface Letter {
  about_id: string
  about_version: number
  event: string
  recipient: string
}

export async function assertAgrees(model: Model): Promise<void> {
  const results = await db().batch([
    db().prepare('SELECT * FROM appointments'),
    db().prepare(audit).bind(since.seq),
    db().prepare(outbox),
    ...rules.map(({ sql }) => db().prepare(sql).bind(model.now)),
  ])
  const [appointments, entries, letters, ...broken] = results.map(({ results: rows }) => rows)
  rules.forEach(({ name }, at) => expect(broken[at], `${name}, at ${new Date(model.now).toISOString()}`).toEqual([]))
  const told = grouped(letters as Letter[], ({ about_id }) => about_id)
  const did = grouped(entries as Entry[], ({ entity_id }) => entity_id)
  const present = (appointments as Row[]).map((row) => seen(row, did.get(row.id) ?? [], told.get(row.id) ?? []))
  expect(sorted(present)).toEqual(sorted(model.appointments.map(expected)))
}

/** One row with its entries and letters, in the model's words; checks what needs no model: versions and entries, and the machine. */
function seen(row: Row, entries: Entry[], letters: Letter[]) {
  const versions = entries.map(({ entity_version }) => entity_version)
  expect(versions, `${row.id}: one audit entry for every version`).toEqual(Array.from({ length: row.version }, (_, at) => at + 1))
  const actions = entries.map(({ action }) => action)
  expect(follow(actions), `${row.id}: ${actions.join(', ')}`).toEqual({ state: row.status })
  return {
    id: row.id,
    client: row.client_id,
    staff: row.staff_id,
    state: row.status,
    version: row.version,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    blockedFrom: row.blocked_from,
    blockedUntil: row.blocked_until,
    answerByAt: row.status === 'requested' ? row.answer_by_at : null,
    did: actions,
    told: letters.map(({ about_version, event, recipient }) => `${about_version} ${event} ${recipient}`).toSorted(),
  }
}

const expected = ({ id, client, staff, state, version, startsAt, endsAt, blockedFrom, blockedUntil, answerByAt, did, told }: Kept) => ({
  id,
  client,
  staff,
  state,
  version,
  startsAt,
  endsAt,
  blockedFrom,
  blockedUntil,
  answerByAt: state === 'requested' ? answerByAt : null,
  did,
  told: told.toSorted(),
})

const audit = `SELECT entity_id, entity_version, action FROM audit WHERE seq > ? AND entity_kind = 'appointment' AND entity_version IS NOT NULL
  ORDER BY entity_id, entity_version`

/** Reminders are no part of a change: whatever else is sent about an appointment, is. */
const outbox = `SELECT about_id, about_version, event, recipient FROM outbox WHERE about_kind = 'appointment' AND event NOT LIKE '%reminder%'
    AND event <> 'request_escalated'`

const standing = "a.status IN ('requested', 'confirmed') AND b.status IN ('requested', 'confirmed')"
const meet = `((a.starts_at < b.blocked_until AND b.blocked_from < a.ends_at) OR (b.starts_at < a.blocked_until AND a.blocked_from < b.ends_at))`
/** Staff put one of them over an open request, knowingly; or the one is the wish to move the other. */
const meant = `(((a.override = 1 OR b.override = 1) AND (a.status = 'requested' OR b.status = 'requested'))
  OR a.reschedule_of IS b.id OR b.reschedule_of IS a.id)`
const held = 'h.released_at IS NULL AND h.expires_at > ?1'

/** What answers a row is broken. Each knows the time as ?1. */
const rules = [
  {
    name: 'SCH-24 no therapist has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.staff_id = b.staff_id
      WHERE ${standing} AND ${meet} AND NOT ${meant}`,
  },
  {
    name: 'SCH-24 no room has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.room_id = b.room_id
      WHERE ${standing} AND ${meet} AND NOT ${meant}`,
  },
  {
    name: 'SCH-10 no client has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.client_id = b.client_id
      WHERE ${standing} AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at AND a.override = 0 AND b.override = 0 AND NOT ${meant}`,
  },
  {
    name: 'SCH-24 nothing stands in a time that is held for somebody else',
    sql: `SELECT h.id, a.id AS other FROM holds h JOIN appointments a ON (a.staff_id = h.staff_id OR a.room_id = h.room_id) AND a.override = 0
      WHERE ${held} AND a.status IN ('requested', 'confirmed') AND a.hold_id IS NOT h.id AND h.about_id IS NOT a.id
        AND a.starts_at < h.blocked_until AND a.ends_at > h.blocked_from`,
  },
  {
    name: 'SCH-24 no two holds meet',
    sql: `SELECT a.id, b.id AS other FROM holds a JOIN holds b ON a.id < b.id AND (a.staff_id = b.staff_id OR a.room_id = b.room_id)
      WHERE a.released_at IS NULL AND a.expires_at > ?1 AND b.released_at IS NULL AND b.expires_at > ?1 AND ${meet}`,
  },
  {
    name: 'NOT-20 one e-mail of an event, version and recipient',
    sql: `SELECT about_id, about_version, event, recipient, ?1 AS at FROM outbox GROUP BY about_id, about_version, event, recipient HAVING count(*) > 1`,
  },
]

function grouped<T>(list: T[], by: (one: T) => string): Map<string, T[]> {
  return Map.groupBy(list, by)
}

const sorted = <T extends { id: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
