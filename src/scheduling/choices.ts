import { and, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import { unionAll, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { staff } from '../accounts/schema.ts'
import { assignments } from '../clients/schema.ts'
import { prepare, type Database, type Query } from '../db.ts'
import { noRoom, roomTimes } from './room-times.ts'
import { appointments, availability, availabilityExceptions, holds, locations, offerings, services } from './schema.ts'
import { forWhatColumns, offColumns, openColumns } from './hours-columns.ts'

/** Whose times are asked for: a client's, at one therapist's or at all who care for her; a visitor's, who is no client yet. */
export interface Scope {
  /** The organization by its slug: when a request is judged, its id is not known yet. */
  slug: string
  /** '' for a visitor. */
  clientId: string
  staffId: string | undefined
  now: number
}

const day = 86_400_000

/**
 * Everything that decides what a client may ask for, as four statements for one round trip. Only assigned, active and
 * subscribed therapists are there at all (SET-12). Whoever nobody was ever assigned to, a visitor or a client who has only just
 * registered, may ask every active and subscribed therapist for what new clients may have (LNK-2; docs/decisions/021).
 * What is taken is read from yesterday on: history is not scanned (SPD-4).
 */
export function bookingQueries(db: Database, { slug, clientId, staffId, now }: Scope): Record<string, Query> {
  const values = {
    slug,
    clientId,
    staffId: staffId ?? null,
    now,
    yesterday: now - day,
    dayBefore: new Date(now - 2 * day).toISOString().slice(0, 10),
  }
  return (staffId === undefined ? ofAll : ofOne)(db, values)
}

const ofAll = prepare((orm) => queries(orm, false))
const ofOne = prepare((orm) => queries(orm, true))

function queries(orm: Database['orm'], oneTherapist: boolean): Record<string, Query> {
  const organizationId = sql`(SELECT id FROM organizations WHERE slug = ${sql.placeholder('slug')})`
  const clientId = sql.placeholder('clientId')
  const staffId = oneTherapist ? sql.placeholder('staffId') : undefined
  const isNew = sql`NOT EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = ${organizationId} AND a.client_id = ${clientId})`
  const caring = unionAll(
    orm
      .select({ id: assignments.staffId })
      .from(assignments)
      .where(and(eq(assignments.organizationId, organizationId), eq(assignments.clientId, clientId), isNull(assignments.endedAt))),
    orm
      .select({ id: staff.id })
      .from(staff)
      .where(and(eq(staff.organizationId, organizationId), eq(staff.therapist, true), isNotNull(staff.subscribedAt), isNew)),
  )
  const whose = (column: SQLiteColumn) => (staffId ? eq(column, staffId) : sql`${column} IN ${caring}`)
  return {
    choices: orm
      .select({
        staffId: staff.id.getSQL().mapWith(String).as('staff_id'),
        slug: staff.slug,
        isNew: sql<boolean>`${isNew}`.mapWith(Boolean).as('is_new'),
        therapist: staff.name.getSQL().mapWith(String).as('therapist'),
        zone: staff.zone.getSQL().mapWith(String).as('staff_zone'),
        noticeMinutes: staff.noticeMinutes,
        horizonDays: staff.horizonDays,
        intervalMinutes: staff.intervalMinutes,
        capPerDay: staff.capPerDay,
        serviceId: services.id.getSQL().mapWith(String).as('service_id'),
        service: services.name.getSQL().mapWith(String).as('service'),
        durationMinutes: services.durationMinutes,
        bufferBeforeMinutes: services.bufferBeforeMinutes,
        bufferAfterMinutes: services.bufferAfterMinutes,
        inPerson: services.inPerson,
        telehealth: services.telehealth,
        locationId: sql<string | null>`${locations.id}`.as('location_id'), // of an archived one there is none: by video only
        location: locations.name,
        locationZone: locations.zone,
      })
      .from(staff)
      .innerJoin(offerings, and(eq(offerings.organizationId, staff.organizationId), eq(offerings.staffId, staff.id)))
      .innerJoin(services, and(eq(services.organizationId, staff.organizationId), eq(services.id, offerings.serviceId)))
      .leftJoin(
        locations,
        and(eq(locations.organizationId, staff.organizationId), eq(locations.id, offerings.locationId), isNull(locations.archivedAt)),
      )
      .where(
        and(
          eq(staff.organizationId, organizationId),
          eq(staff.therapist, true),
          isNull(staff.deactivatedAt),
          isNotNull(staff.subscribedAt),
          sql`${staff.id} IN ${caring}`,
          eq(services.bookableOnline, true),
          sql`CASE WHEN ${isNew} THEN ${services.forNewClients} ELSE ${services.forExistingClients} END`,
          isNull(services.archivedAt),
          sql`(${services.telehealth} OR ${locations.id} IS NOT NULL)`,
        ),
      )
      .orderBy(staff.name, services.sort, services.name),
    windows: orm
      .select({ staffId: availability.staffId, ...openColumns, ...forWhatColumns })
      .from(availability)
      .where(and(eq(availability.organizationId, organizationId), whose(availability.staffId))),
    exceptions: orm
      .select({ staffId: availabilityExceptions.staffId, ...offColumns })
      .from(availabilityExceptions)
      .where(
        and(
          eq(availabilityExceptions.organizationId, organizationId),
          or(
            isNull(availabilityExceptions.staffId),
            staffId ? eq(availabilityExceptions.staffId, staffId) : sql`${availabilityExceptions.staffId} IN ${caring}`,
          ),
          sql`${availabilityExceptions.untilDate} >= ${sql.placeholder('dayBefore')}`,
        ),
      ),
    busy: busyQuery(orm, organizationId, whose(appointments.staffId), whose(holds.staffId), whose(offerings.staffId)),
  }
}

function busyQuery(orm: Database['orm'], organizationId: SQL, whose: SQL, heldBy: SQL, offered: SQL) {
  const yesterday = sql.placeholder('yesterday')
  const active = sql`${appointments.status} IN ('requested', 'confirmed')`
  const taken = (mine: boolean) => ({
    staffId: appointments.staffId,
    mine: flag(mine, 'mine'),
    hold: flag(false, 'hold'),
    counts: flag(true, 'counts'),
    startsAt: appointments.startsAt,
    endsAt: appointments.endsAt,
    blockedFrom: appointments.blockedFrom,
    blockedUntil: appointments.blockedUntil,
    ...noRoom,
  })
  return unionAll(
    orm
      .select(taken(false))
      .from(appointments)
      .where(and(eq(appointments.organizationId, organizationId), whose, active, sql`${appointments.startsAt} > ${yesterday}`)),
    orm
      .select(taken(true))
      .from(appointments)
      .where(
        and(
          eq(appointments.organizationId, organizationId),
          eq(appointments.clientId, sql.placeholder('clientId')),
          active,
          sql`${appointments.startsAt} > ${yesterday}`,
        ),
      ),
    orm
      .select({
        staffId: holds.staffId,
        mine: flag(false, 'mine'),
        hold: flag(true, 'hold'),
        counts: sql<boolean>`${holds.purpose} <> 'counter_offer'`.mapWith(Boolean).as('counts'),
        startsAt: holds.startsAt,
        endsAt: holds.endsAt,
        blockedFrom: holds.blockedFrom,
        blockedUntil: holds.blockedUntil,
        ...noRoom,
      })
      .from(holds)
      .where(
        and(
          eq(holds.organizationId, organizationId),
          heldBy,
          isNull(holds.releasedAt),
          sql`${holds.expiresAt} > ${sql.placeholder('now')}`,
          sql`${holds.startsAt} > ${yesterday}`,
        ),
      ),
    ...roomTimes(orm, organizationId, offered),
  )
}

const flag = (value: boolean, name: string) => sql<boolean>`${value ? 1 : 0}`.mapWith(Boolean).as(name)
