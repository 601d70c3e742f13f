/** After every step: what the database holds is what the model says, and the rules hold whatever the model says. One round trip. */
import { expect } from 'vitest'
import { db } from '../../support/portal.ts'
import { invariants } from './invariants.ts'
import { learn, type EntryRow, type HoldRow } from './learning.ts'
import { follow } from './machine.ts'
import { isActive, type Hold, type Kept, type Model, type Waiting } from './model.ts'
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
  reschedule_of: string | null
  series_id: string | null
  override: number
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
    db().prepare(openHolds).bind(model.now),
    db().prepare('SELECT * FROM waitlist_entries WHERE ended_at IS NULL'),
    ...invariants.map(({ sql }) => db().prepare(sql).bind(model.now)),
  ])
  const [appointments, entries, letters, holds, waiting, ...broken] = results.map(({ results: rows }) => rows)
  invariants.forEach(({ name }, at) => expect(broken[at], `${name}, at ${new Date(model.now).toISOString()}`).toEqual([]))
  learn(model, { members: appointments as Row[], entries: waiting as EntryRow[], holds: holds as HoldRow[] })
  const told = Map.groupBy(letters as Letter[], ({ about_id }) => about_id)
  const did = Map.groupBy(entries as Entry[], ({ entity_id }) => entity_id)
  const present = (appointments as Row[]).map((row) => seen(row, did.get(row.id) ?? [], told.get(row.id) ?? []))
  expect(sorted(present)).toEqual(sorted(model.appointments.map(expected)))
  const running = model.holds.filter(({ expiresAt }) => expiresAt > model.now)
  expect(sorted((holds as HoldRow[]).map(seenHold)), 'what is held').toEqual(sorted(running))
  expect(sorted((waiting as EntryRow[]).map(seenWaiting)), 'who waits').toEqual(sorted(model.waiting.map(expectedWaiting)))
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
    wishFor: row.reschedule_of,
    series: row.series_id,
    override: ['requested', 'confirmed'].includes(row.status) && row.override === 1,
    did: actions,
    told: letters.map(({ about_version, event, recipient }) => `${about_version} ${event} ${recipient}`).toSorted(),
  }
}

function expected(kept: Kept) {
  const { id, client, staff, state, version, startsAt, endsAt, blockedFrom, blockedUntil, answerByAt, wishFor, series, did, told } = kept
  const asItIs = { id, client, staff, state, version, startsAt, endsAt, blockedFrom, blockedUntil, wishFor, series, did }
  const override = isActive(kept) && kept.override
  return { ...asItIs, answerByAt: state === 'requested' ? answerByAt : null, override, told: told.toSorted() }
}

const seenHold = ({ id, of, offer, purpose, ...row }: HoldRow): Hold => ({
  id,
  of,
  offer,
  purpose,
  staff: row.staff_id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  blockedFrom: row.blocked_from,
  blockedUntil: row.blocked_until,
  expiresAt: row.expires_at,
})

const seenWaiting = ({ id, client_id: client, staff_id: staff, before_at: before, appointment_id: appointment }: EntryRow) => ({
  id,
  client,
  staff,
  before,
  appointment,
})
const expectedWaiting = ({ id, client, staff, before, appointment }: Waiting) => ({ id, client, staff, before, appointment })

const audit = `SELECT entity_id, entity_version, action FROM audit WHERE seq > ? AND entity_kind = 'appointment' AND entity_version IS NOT NULL
  ORDER BY entity_id, entity_version`

/** Reminders are no change's: test/notifications/reminders.test.ts. */
const outbox = `SELECT about_id, about_version, event, recipient FROM outbox WHERE about_kind = 'appointment' AND event <> 'reminder'`

const openHolds = `SELECT h.*, coalesce(c.id, w.id) AS offer, coalesce(c.appointment_id, w.entry_id) AS "of" FROM holds h
  LEFT JOIN counter_offers c ON c.organization_id = h.organization_id AND c.hold_id = h.id
  LEFT JOIN waitlist_offers w ON w.organization_id = h.organization_id AND w.hold_id = h.id
  WHERE h.released_at IS NULL AND h.expires_at > ?`

const sorted = <T extends { id: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))
