import { and, asc, eq, gt, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { words } from '../../views/words/words.ts'
import { people, staff } from '../accounts/schema.ts'
import { clientLogins, clients, contacts, grants } from '../clients/schema.ts'
import type { Current, Language } from '../current.ts'
import { read, type Database, type Meter } from '../db.ts'
import type { Env } from '../env.ts'
import { knowing } from '../lending.ts'
import { refusedBy } from '../settings/explain.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import { isEffective, type Override } from '../settings/standing.ts'
import { currentOfJob, organizationQueries } from '../system.ts'
import { shardNamed, shardNames } from '../shards.ts'
import { sha256 } from '../tokens.ts'
import { eventOf, feedReach, initialsOf, type CalendarRow } from './calendar-events.ts'
import { calendarFeeds } from './feed-schema.ts'
import { calendarText } from './ical.ts'
import { appointments, locations } from './schema.ts'

/** What a secret address names. */
type Named = Pick<typeof calendarFeeds.$inferSelect, 'organizationId' | 'personId' | 'kind' | 'aboutId'>

/**
 * SCH-42: the calendar behind a secret address; null when it opens nothing: never made, replaced, ended, or its owner may no longer see
 * these appointments. What is no address of ours costs nothing, an unknown one a single indexed read.
 */
export async function readFeed(env: Env, meter: Meter, token: string, now: number): Promise<string | null> {
  if (!/^[\w-]{43}$/.test(token)) return null
  const tokenHash = await sha256(token)
  // The address names no organization: with several shards they are asked at once, and one at most knows it.
  const shards = shardNames(env).map((name) => shardNamed(env, name, meter))
  const texts = await Promise.all(shards.map((db) => readThere(env, db, tokenHash, now)))
  return texts.find((text) => text !== null) ?? null
}

async function readThere(env: Env, shard: Database, tokenHash: string, now: number): Promise<string | null> {
  let db = shard
  const { named } = await read(db, {
    named: db.orm
      .select({
        organizationId: calendarFeeds.organizationId,
        personId: calendarFeeds.personId,
        kind: calendarFeeds.kind,
        aboutId: calendarFeeds.aboutId,
      })
      .from(calendarFeeds)
      .where(and(eq(calendarFeeds.tokenHash, tokenHash), isNull(calendarFeeds.endedAt))),
  })
  const feed = named[0]
  if (!feed) return null
  db = await knowing(env, shard, [feed.personId])
  const rows = await read(db, {
    ...organizationQueries(db, feed.organizationId),
    ...ownerQueries(db, feed, now),
    ...eventQuery(db, feed, now),
  })
  const current = currentOfJob(env, db, rows)
  if (!current || !mayStillSee(current, feed, rows)) return null
  const said = words((rows.person[0]?.language as Language | null) ?? current.language).feeds
  const titleOf = ({ client }: CalendarRow) => (feed.kind === 'therapist' ? initialsOf(client) : said.eventTitle)
  const hides = isEffective('hide_location_on_forms', current.facts)
  const events = (rows.events as CalendarRow[]).map((row) => eventOf(row, feed.organizationId, titleOf(row), hides))
  return calendarText(events, said.calendarName)
}

/** Everything that decides whether the owner of a feed may still see what it shows (the same as in the portal). */
function ownerQueries({ orm }: Database, { organizationId, personId, aboutId }: Named, now: number) {
  return {
    person: orm
      .select({ language: people.language })
      .from(people)
      .where(and(eq(people.id, personId), isNull(people.disabledAt))),
    works: orm
      .select({ staffId: staff.id })
      .from(staff)
      .where(
        and(eq(staff.organizationId, organizationId), eq(staff.id, aboutId), eq(staff.personId, personId), isNull(staff.deactivatedAt)),
      ),
    client: orm
      .select({ clientId: clients.id })
      .from(clients)
      .where(
        and(eq(clients.organizationId, organizationId), eq(clients.id, aboutId), isNull(clients.archivedAt), isNull(clients.mergedInto)),
      ),
    login: orm
      .select({ personId: clientLogins.personId })
      .from(clientLogins)
      .where(
        and(
          eq(clientLogins.organizationId, organizationId),
          eq(clientLogins.clientId, aboutId),
          eq(clientLogins.personId, personId),
          isNull(clientLogins.endedAt),
        ),
      ),
    granted: orm
      .select({ permissions: grants.permissions })
      .from(grants)
      .innerJoin(contacts, and(eq(contacts.organizationId, grants.organizationId), eq(contacts.id, grants.contactId)))
      .where(
        and(
          eq(grants.organizationId, organizationId),
          eq(grants.clientId, aboutId),
          eq(contacts.personId, personId),
          isNull(grants.revokedAt),
          or(isNull(grants.validFromAt), lte(grants.validFromAt, now)),
          or(isNull(grants.validUntilAt), gt(grants.validUntilAt, now)),
        ),
      ),
    overrides: orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(and(eq(clientOverrides.organizationId, organizationId), eq(clientOverrides.clientId, aboutId))),
  }
}

interface OwnerRows {
  person: unknown[]
  works: unknown[]
  client: unknown[]
  login: unknown[]
  granted: { permissions: string[] }[]
  overrides: (Override & { key: string })[]
}

/** The account stands, and so does what it gives: her work, her own record, or a grant with appointments (SET-17). */
function mayStillSee({ facts }: Current, { kind }: Named, { person, works, client, login, granted, overrides }: OwnerRows): boolean {
  if (person.length === 0) return false
  if (kind === 'therapist') return works.length > 0
  if (client.length === 0) return false
  if (login.length > 0) return true
  const hers = { ...facts, overrides: Object.fromEntries(overrides.map((row) => [row.key, row])) }
  const closed = refusedBy('contact_access', hers, { client: { archived: false }, access: null, therapist: null })
  return closed === null && granted.some(({ permissions }) => permissions.includes('schedule'))
}

const calledOff = sql`('declined', 'withdrawn', 'expired', 'cancelled', 'late_cancelled', 'deleted')`

/** A month back, a year ahead; what was called off stays a month, so that every calendar has taken it away by then. */
const eventQuery = (db: Database, { organizationId, kind, aboutId }: Named, now: number) => ({
  events: selectEvents(db)
    .where(
      and(
        eq(appointments.organizationId, organizationId),
        eq(kind === 'therapist' ? appointments.staffId : appointments.clientId, aboutId),
        sql`${appointments.startsAt} > ${now - feedReach.pastMs}`,
        sql`${appointments.startsAt} < ${now + feedReach.aheadMs}`,
        sql`(${appointments.status} NOT IN ${calledOff} OR ${appointments.updatedAt} > ${now - feedReach.pastMs})`,
      ),
    )
    .orderBy(asc(appointments.startsAt), asc(appointments.id))
    .limit(2000),
})

/** Appointments as a calendar reads them, to be narrowed. */
export const selectEvents = ({ orm }: Database) =>
  orm
    .select({
      id: appointments.id,
      client: clients.name.getSQL().mapWith(String).as('client'),
      forum: appointments.forum,
      address: locations.address,
      hideAddress: sql<boolean>`coalesce(${locations.hideAddress}, 0)`.mapWith(Boolean).as('hide_address'),
      status: appointments.status,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      calendarSequence: appointments.calendarSequence,
      updatedAt: appointments.updatedAt,
    })
    .from(appointments)
    .innerJoin(clients, and(eq(clients.organizationId, appointments.organizationId), eq(clients.id, appointments.clientId)))
    .leftJoin(locations, and(eq(locations.organizationId, appointments.organizationId), eq(locations.id, appointments.locationId)))

/** One appointment of the address, if it is this client's: for the door of its file. */
export const oneEvent = (db: Database, organizationId: SQL, { clientId = '', appointmentId = '' }: Record<string, string>) =>
  selectEvents(db).where(
    and(eq(appointments.organizationId, organizationId), eq(appointments.clientId, clientId), eq(appointments.id, appointmentId)),
  )
