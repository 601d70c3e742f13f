import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { AboutQueries } from '../accounts/identity.ts'
import { staff } from '../accounts/schema.ts'
import { clients } from '../clients/schema.ts'
import type { Client, StaffCurrent } from '../current.ts'
import { NotFound } from '../web/errors.ts'
import type { SettingFacts } from '../settings/standing.ts'
import { refusedBy, type Gate } from '../settings/explain.ts'
import { bookingFrom, type Booking, type BookingWish } from './booking.ts'
import type { BookingRows } from './booking-rows.ts'
import { bookingQueries } from './choices.ts'
import { rowOfTherapist } from './hours-columns.ts'
import { theTherapist, type TherapistOfHours } from './hours-file.ts'
import { whyNothing, type WhyNothing } from './why-nothing.ts'

interface ClientRow extends Client {
  assigned: boolean
  everAssigned: boolean
  openRequests: number
  overrides: SettingFacts['overrides']
}

/** What a client would be offered by a therapist now (SCH-2). */
export interface HoursPreview {
  therapist: TherapistOfHours
  /** Whom the chooser names: who is assigned to the therapist, and for an administrator others, too. */
  clients: { id: string; name: string; assigned: boolean }[]
  chosen: ClientRow | null
  /** The gate that is closed for the client; then there is no booking page. */
  gate: Gate | null
  booking: Booking | null
  /** Why nothing is on offer although the page opens. */
  why: WhyNothing | 'no_service' | null
  /** The client has as many open requests as the practice allows: times are shown, asking is refused. */
  atLimit: boolean
}

const mostNamed = 80

/** For the door: the therapist, the clients, and everything that the client's own page reads (choices.ts). */
export const previewQueries =
  (slug: string, chosen: string): AboutQueries =>
  ({ db, organizationId, personId, params, now }) => {
    const assigned = sql`EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = "clients"."organization_id" AND a.client_id = "clients"."id"
      AND a.staff_id = ${params.staffId ?? ''} AND a.ended_at IS NULL)`
    const administers = sql`EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = "clients"."organization_id" AND s.person_id = ${personId}
      AND s.administrator = 1 AND s.deactivated_at IS NULL)`
    const isChosen = sql`"clients"."id" = ${chosen}`
    return {
      therapist: db.orm
        .select(rowOfTherapist)
        .from(staff)
        .where(
          and(
            eq(staff.organizationId, organizationId),
            eq(staff.id, params.staffId ?? ''),
            eq(staff.therapist, true),
            isNull(staff.deactivatedAt),
          ),
        ),
      clients: db.orm
        .select({
          id: clients.id,
          name: clients.name,
          email: clients.email,
          zone: clients.zone,
          archivedAt: clients.archivedAt,
          assigned: sql<boolean>`${assigned}`.mapWith(Boolean).as('assigned'),
          everAssigned: sql<boolean>`EXISTS (SELECT 1 FROM assignments a WHERE a.organization_id = "clients"."organization_id"
            AND a.client_id = "clients"."id")`
            .mapWith(Boolean)
            .as('ever_assigned'),
          openRequests:
            sql<number>`CASE WHEN ${isChosen} THEN (SELECT count(*) FROM appointments a WHERE a.organization_id = "clients"."organization_id"
            AND a.client_id = "clients"."id" AND a.status = 'requested') ELSE 0 END`.as('open_requests'),
          overrides: sql<
            SettingFacts['overrides']
          >`CASE WHEN ${isChosen} THEN (SELECT json_group_object(o.key, json_object('value', o.value,
            'version', o.version, 'changedAt', o.changed_at, 'changedByName', o.changed_by_name)) FROM client_overrides o
            WHERE o.organization_id = "clients"."organization_id" AND o.client_id = "clients"."id") ELSE '{}' END`
            .mapWith((text: string) => JSON.parse(text) as SettingFacts['overrides'])
            .as('overrides'),
        })
        .from(clients)
        .where(
          and(
            eq(clients.organizationId, organizationId),
            isNull(clients.mergedInto),
            sql`(${assigned} OR ${administers})`,
            sql`(${isChosen} OR ${clients.archivedAt} IS NULL)`,
          ),
        )
        .orderBy(sql`${isChosen} DESC`, sql`${assigned} DESC`, asc(clients.sortName))
        .limit(mostNamed),
      ...bookingQueries(db, { slug, clientId: chosen, staffId: undefined, now }),
    }
  }

/** By the same code as the client's own page: `bookingFrom` of the same rows, under the client's own settings. */
export function previewFrom(current: StaffCurrent, about: Record<string, unknown>, asked: BookingWish & { client: string }): HoursPreview {
  const therapist = theTherapist(current, about)
  const found = (about.clients as Omit<ClientRow, 'hasAccount'>[]).map((client) => ({ ...client, hasAccount: false }))
  const chosen = found.find(({ id }) => id === asked.client) ?? null
  if (asked.client && !chosen) throw new NotFound()
  const named = found.map(({ id, name, assigned }) => ({ id, name, assigned }))
  const nothing = { therapist, clients: named, chosen, gate: null, booking: null, why: null, atLimit: false }
  if (!chosen) return nothing
  const facts = { ...current.facts, overrides: chosen.overrides }
  const gate = refusedBy('self_scheduling', facts, {
    client: { archived: chosen.archivedAt !== null },
    access: { kind: 'self' },
    // Whom nobody was ever assigned to may ask everybody (docs/decisions/021).
    therapist: { active: true, subscribed: therapist.subscribed, assigned: chosen.assigned || !chosen.everAssigned },
  })
  if (gate) return { ...nothing, gate }
  const wish = { therapist: therapist.id, service: asked.service, forum: asked.forum }
  const all = bookingFrom({ ...current, facts, client: chosen }, about as unknown as BookingRows, wish)
  const booking = { ...all, choices: all.choices.filter(({ staffId }) => staffId === therapist.id) }
  return {
    ...nothing,
    booking,
    why: !booking.bookable ? 'no_service' : booking.slots.length === 0 ? whyNothing(booking.bookable.question) : null,
    atLimit: chosen.openRequests >= current.organization.openRequestsPerClient,
  }
}
