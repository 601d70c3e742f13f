import { sql, type SQL } from 'drizzle-orm'
import { actor, audit } from '../audit.ts'
import type { StaffCurrent } from '../current.ts'
import { newId, type Database, type Query } from '../db.ts'
import { consequences } from './consequences.ts'
import { firstRoom } from './free-room.ts'
import { goingOver } from './going-over.ts'
import type { Forum } from './schema.ts'
import { appointmentSeries } from './series-schema.ts'
import type { Offering } from './series-facts.ts'
import type { Row } from './series-plan.ts'
import { timesOf } from './times.ts'

// The many rows of a series as a few statements: a list is one bound parameter, so that D1's hundred are enough for any series.

/** What all rows of a series have in common. */
export interface Common {
  seriesId: string
  clientId: string
  offering: Offering
  forum: Forum
}

/** A row that exists, at the version that was seen. */
export interface Seen {
  id: string
  version: number
}

type Series = typeof appointmentSeries.$inferInsert

/** The rule of a new series, with its audit entry. */
export function insertSeries(current: StaffCurrent, series: Omit<Series, 'organizationId' | 'createdAt' | 'createdBy'>): Query[] {
  const { db, organization, now, person } = current
  return [
    db.orm.insert(appointmentSeries).values({ ...series, organizationId: organization.id, createdAt: now, createdBy: person.id }),
    audit(current, 'series.created', { kind: 'series', id: series.id, version: 1 }),
  ]
}

/** Confirmed appointments, one statement for all, and their audit entries; answers them with their ids, soonest first. */
export function insertAppointments(
  current: StaffCurrent,
  common: Common & { roomId: string | null },
  rows: Row[],
): { statements: Query[]; made: Seen[] } {
  const { db, organization, now, person } = current
  const { seriesId, clientId, offering, forum, roomId } = common
  const list = rows.toSorted((a, b) => a.startsAt - b.startsAt).map((row) => ({ ...timed(offering, row), id: newId('apt'), version: 1 }))
  const place = forum === 'in_person' ? offering.locationId : null
  const room = roomId === null ? roomFor(current, place, sql`NULL`, sql`NULL`) : sql`${roomId}`
  return {
    made: list,
    statements: [
      ...goingOver(current, { staffId: offering.staffId, clientId, roomId }, list),
      db.orm
        .run(sql`INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, location_id, room_id, forum, status, starts_at, ends_at,
          blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at, series_id, override)
        SELECT ${organization.id}, n.value->>'id', ${clientId}, ${offering.staffId}, ${offering.serviceId}, ${place}, ${room}, ${forum}, 'confirmed',
          n.value->>'startsAt', n.value->>'endsAt', n.value->>'blockedFrom', n.value->>'blockedUntil', ${offering.zone}, ${now}, ${person.id}, 'staff', ${now},
          ${seriesId}, n.value->>'override' FROM json_each(${JSON.stringify(list)}) AS n`),
      auditEach(current, 'appointment.created', list, seriesId),
    ],
  }
}

/** Moves rows to new times, to a therapist and into a series; each keeps its room where that is free. Each only at the version that was seen; refused as `stale` otherwise. */
export function moveAppointments(current: StaffCurrent, common: Common, rows: (Row & Seen)[], action: string): Query[] {
  const { db, organization, now } = current
  const { seriesId, clientId, offering, forum } = common
  const list = rows.map((row) => timed(offering, row))
  const place = forum === 'in_person' ? offering.locationId : null
  const room = roomFor(current, place, sql`"appointments"."id"`, sql`"appointments"."room_id"`)
  return [
    ...goingOver(current, { staffId: offering.staffId, clientId, roomId: null }, list),
    db.orm
      .run(sql`UPDATE appointments SET starts_at = n.starts_at, ends_at = n.ends_at, blocked_from = n.blocked_from, blocked_until = n.blocked_until,
        staff_id = ${offering.staffId}, location_id = ${place}, room_id = ${room}, zone = ${offering.zone}, series_id = ${seriesId}, override = n.override,
        updated_at = ${now}, version = appointments.version + 1, calendar_sequence = calendar_sequence + 1
      FROM (SELECT n.value->>'id' AS id, n.value->>'version' AS version, n.value->>'startsAt' AS starts_at, n.value->>'endsAt' AS ends_at,
        n.value->>'blockedFrom' AS blocked_from, n.value->>'blockedUntil' AS blocked_until, n.value->>'override' AS override, n.value
        FROM json_each(${JSON.stringify(list)}) AS n) AS n
      WHERE appointments.organization_id = ${organization.id} AND ${among(list)} AND appointments.id = n.id AND appointments.version = n.version
        AND appointments.status = 'confirmed'`),
    changed(db, rows.length),
    auditEach(current, action, nextOf(rows), seriesId),
    ...consequences(current, idsOf(rows)),
  ]
}

/** A free room for the row `n` of the list (SCH-10); none where staff have chosen it without one. */
function roomFor({ organization, now }: StaffCurrent, locationId: string | null, self: SQL, present: SQL): SQL {
  if (locationId === null) return sql`NULL`
  const free = firstRoom({
    organizationId: sql`${organization.id}`,
    locationId: sql`${locationId}`,
    startsAt: sql`(n.value->>'startsAt')`,
    endsAt: sql`(n.value->>'endsAt')`,
    blockedFrom: sql`(n.value->>'blockedFrom')`,
    blockedUntil: sql`(n.value->>'blockedUntil')`,
    now: sql`${now}`,
    self,
    present,
    holdId: sql`NULL`,
    rescheduleOf: sql`NULL`,
  })
  return sql`CASE WHEN n.value->>'noRoom' THEN NULL ELSE ${free} END`
}

/** Ends rows as cancelled or deleted, each only at the version that was seen. */
export function endAppointments(current: StaffCurrent, rows: Seen[], status: 'cancelled' | 'deleted', seriesId: string): Query[] {
  const { db, organization, now, person } = current
  return [
    db.orm.run(sql`UPDATE appointments SET status = ${status}, ended_at = ${now}, ended_by = ${person.id}, updated_at = ${now},
        version = appointments.version + 1, calendar_sequence = calendar_sequence + 1
      FROM (SELECT n.value->>'id' AS id, n.value->>'version' AS version FROM json_each(${JSON.stringify(rows)}) AS n) AS m
      WHERE appointments.organization_id = ${organization.id} AND ${among(rows)} AND appointments.id = m.id AND appointments.version = m.version
        AND appointments.status = 'confirmed'`),
    changed(db, rows.length),
    auditEach(current, `appointment.${status}`, nextOf(rows), seriesId),
    ...consequences(current, idsOf(rows)),
  ]
}

/** Finds the rows by their key; of the list alone SQLite would make a loop through the whole history of the practice. */
const among = (rows: Seen[]) => sql`appointments.id IN (SELECT value->>'id' FROM json_each(${JSON.stringify(rows)}))`

/** In a batch right after an update: unless that changed exactly so many rows, the whole batch is undone and refused as `stale`. */
const changed = (db: Database, count: number): Query => db.orm.run(sql`INSERT INTO assert_one SELECT changes() = ${count}`)

/** One audit entry for every version that came about. */
function auditEach(current: StaffCurrent, action: string, rows: Seen[], seriesId: string): Query {
  const { actorId, actorName, actorKind } = actor(current)
  return current.db.orm
    .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id, network)
    SELECT ${current.organization.id}, ${current.now}, ${actorId}, ${actorName}, ${actorKind}, ${action}, 'appointment', n.value->>'id', n.value->>'version',
      json_object('series', ${seriesId}), ${current.requestId}, ${current.network} FROM json_each(${JSON.stringify(rows)}) AS n`)
}

const idsOf = (rows: Seen[]): string[] => rows.map(({ id }) => id)
const nextOf = (rows: Seen[]): Seen[] => rows.map(({ id, version }) => ({ id, version: version + 1 }))

/** A row with its times, and with the flag that lets it pass over requests and holds. */
const timed = <T extends Row>(offering: Offering, row: T) => ({
  ...row,
  ...timesOf(offering, row.startsAt),
  override: row.over.length > 0 ? 1 : 0,
})
