import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { clientLogins, clients, grants } from '../clients/schema.ts'
import type { Client, Current } from '../current.ts'
import { batch, changedOne, newId, read, within, type Query } from '../db.ts'
import { notifyAlways } from '../notifications/outbox.ts'
import { refusedBy } from '../settings/explain.ts'
import { clientOverrides, overrideColumns } from '../settings/schema.ts'
import { isEffective } from '../settings/standing.ts'
import { bookableFrom, type Bookable } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { dayBound } from './bounds.ts'
import { bookingQueries } from './choices.ts'
import { appointments, holds, type Forum } from './schema.ts'
import { slots, type Interval, type Slot } from './slots.ts'
import { endEntry, withdrawOffers } from './waitlist-ending.ts'
import { heldTime } from './visitor.ts'
import { deadlineOf, isOver, lookAt } from './waitlist-rules.ts'
import { waitlistEntries, waitlistOffers } from './waitlist-schema.ts'

/** An entry as the clock looks at it. */
export interface LookedAt {
  slug: string
  id: string
  clientId: string
  staffId: string
  serviceId: string
  forum: Forum
  beforeAt: number | null
  appointmentId: string | null
  known: number[] | null
  version: number
}

/** What no trigger reports (new hours, an expired hold, a day that comes within the horizon) is found within this time. */
const lookAgainMs = 15 * 60_000

/** Looks once at what is free for somebody who waits, by the same rules as the page of times, and offers her the earliest that has opened. */
export async function lookFor(system: Current, entry: LookedAt): Promise<void> {
  const rows = await read(system.db, {
    ...queriesOf(system, entry),
    ...bookingQueries(system.db, { slug: entry.slug, clientId: entry.clientId, staffId: entry.staffId, now: system.now }),
  })
  const { current, mayTake } = asClient(system, rows as unknown as Rows)
  const bound = boundNow(entry, rows.stands)
  if (bound === 'gone' || isOver(bound, system.now)) return await endOver(system, entry)
  const wish = { therapist: entry.staffId, service: entry.serviceId, forum: entry.forum }
  const bookable = mayTake ? bookableFrom(current, rows as unknown as BookingRows, wish) : null
  if (!bookable) return await lookLater(system, entry)
  const facts = factsOf(current, bookable)
  const look = lookAt(slots(bookable.question), { beforeAt: bound, known: entry.known, offered: rows.offered as Interval[], facts })
  if (!look.opened) return await lookLater(system, entry, look.known)
  // Refused when somebody was quicker, at the time or at the entry: then the next look tells.
  await batch(system.db, offer(system, entry, bookable, look.opened, deadlineOf(look.opened.startsAt, facts), look.known))
}

/** For the batch: the hold that keeps the time, the offer, one at a time, and the e-mail. */
function offer(current: Current, entry: LookedAt, bookable: Bookable, slot: Slot, expiresAt: number, known: number[]): Query[] {
  const { db, organization, now } = current
  const [offerId, holdId] = [newId('wlo'), newId('hld')]
  const { choice } = bookable
  const { startsAt, endsAt, blockedFrom, blockedUntil, roomId } = heldTime(current, { bookable, startsAt: slot.startsAt })
  return [
    ...dayBound(current, choice, slot.startsAt),
    db.orm.insert(holds).values({
      organizationId: organization.id,
      id: holdId,
      staffId: choice.staffId,
      purpose: 'waitlist',
      aboutId: entry.clientId,
      startsAt,
      endsAt,
      blockedFrom,
      blockedUntil,
      roomId,
      createdAt: now,
      expiresAt,
    }),
    db.orm.run(sql`INSERT INTO waitlist_offers (organization_id, id, entry_id, hold_id, created_at, expires_at)
      SELECT ${organization.id}, ${offerId}, ${entry.id}, ${holdId}, ${now}, ${expiresAt}
      WHERE EXISTS (SELECT 1 FROM waitlist_entries e WHERE e.organization_id = ${organization.id} AND e.id = ${entry.id} AND e.ended_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM waitlist_offers o WHERE o.organization_id = ${organization.id} AND o.entry_id = ${entry.id}
          AND o.accepted_at IS NULL AND o.declined_at IS NULL AND o.lapsed_at IS NULL)`),
    changedOne(db),
    set(current, entry, { known, lookAt: now + lookAgainMs }),
    audit(current, 'waitlist.offered', { kind: 'waitlist_offer', id: offerId, details: { entry: entry.id } }),
    ...notifyAlways(current, 'waitlist_offer', { id: offerId, clientId: entry.clientId, version: 1 }),
  ]
}

async function lookLater(current: Current, entry: LookedAt, known = entry.known): Promise<void> {
  await batch(current.db, [set(current, entry, { known, lookAt: current.now + lookAgainMs })])
}

const set = (current: Current, { id }: LookedAt, to: { known: number[] | null; lookAt: number }): Query =>
  current.db.orm
    .update(waitlistEntries)
    .set(to)
    .where(within(current, waitlistEntries, eq(waitlistEntries.id, id), isNull(waitlistEntries.endedAt)))

/** There is nothing left to wait for: the day has come, or the appointment does not stand any more, or with another therapist. */
async function endOver(current: Current, entry: LookedAt): Promise<void> {
  await batch(current.db, [...endEntry(current, entry, 'over'), ...withdrawOffers(current, entry.id)])
}

/** Before when a time is earlier, as things stand: an appointment may have been moved since, also to another therapist. */
function boundNow({ beforeAt, appointmentId }: LookedAt, stands: { startsAt: number }[]): number | null | 'gone' {
  if (appointmentId === null) return beforeAt
  const [appointment] = stands
  if (!appointment) return 'gone'
  return beforeAt === null ? appointment.startsAt : Math.min(beforeAt, appointment.startsAt)
}

interface Rows {
  client: (Client & { mergedInto: string | null })[]
  overrides: (Current['facts']['overrides'][string] & { key: string })[]
  logins: unknown[]
  granted: { permissions: string[] }[]
}

/** What the page of times would be asked as; and whether anybody may take a time for her at all (SET-30, SET-17). */
function asClient(system: Current, { client: [client], overrides, logins, granted }: Rows) {
  const facts = { ...system.facts, overrides: Object.fromEntries(overrides.map((row) => [row.key, row])) }
  const current: Current = { ...system, facts, client: client ?? null }
  const asked = { client: { archived: (client?.archivedAt ?? null) !== null }, access: null, therapist: null }
  const byContact =
    granted.some(({ permissions }) => permissions.includes('schedule')) && refusedBy('contact_access', facts, asked) === null
  const mayTake = client !== undefined && refusedBy('self_scheduling', facts, asked) === null && (logins.length > 0 || byContact)
  return { current, mayTake }
}

const factsOf = ({ now, client, organization, facts }: Current, { choice }: Bookable) => ({
  now,
  zone: client?.zone ?? organization.zone,
  noticeMinutes: choice.noticeMinutes,
  within24h: isEffective('schedule_within_24h', facts),
})

function queriesOf(current: Current, { id, clientId, staffId, appointmentId }: LookedAt) {
  const { orm } = current.db
  return {
    client: orm
      .select({
        id: clients.id,
        name: clients.name,
        email: clients.email,
        zone: clients.zone,
        archivedAt: clients.archivedAt,
        hasAccount: sql<boolean>`0`.mapWith(Boolean).as('has_account'),
      })
      .from(clients)
      .where(within(current, clients, eq(clients.id, clientId), isNull(clients.mergedInto))),
    overrides: orm
      .select(overrideColumns)
      .from(clientOverrides)
      .where(within(current, clientOverrides, eq(clientOverrides.clientId, clientId))),
    logins: orm
      .select({ personId: clientLogins.personId })
      .from(clientLogins)
      .where(within(current, clientLogins, eq(clientLogins.clientId, clientId), isNull(clientLogins.endedAt))),
    granted: orm
      .select({ permissions: grants.permissions })
      .from(grants)
      .where(
        within(
          current,
          grants,
          eq(grants.clientId, clientId),
          isNull(grants.revokedAt),
          or(isNull(grants.validFromAt), lte(grants.validFromAt, current.now)),
          or(isNull(grants.validUntilAt), gt(grants.validUntilAt, current.now)),
        ),
      ),
    stands: orm
      .select({ startsAt: appointments.startsAt })
      .from(appointments)
      .where(
        within(
          current,
          appointments,
          eq(appointments.clientId, clientId),
          eq(appointments.id, appointmentId ?? ''),
          eq(appointments.staffId, staffId),
          inArray(appointments.status, ['confirmed', 'requested']),
        ),
      ),
    offered: orm
      .select({ startsAt: holds.startsAt, endsAt: holds.endsAt })
      .from(waitlistOffers)
      .innerJoin(holds, and(eq(holds.organizationId, waitlistOffers.organizationId), eq(holds.id, waitlistOffers.holdId)))
      .where(within(current, waitlistOffers, eq(waitlistOffers.entryId, id))),
  }
}
