import { sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { sortNameOf } from '../clients/names.ts'
import { assignments, clientLogins, clients } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { newId, type Query } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { freeRoom } from '../scheduling/free-room.ts'
import { answerBy } from '../scheduling/lateness.ts'
import { appointments } from '../scheduling/schema.ts'
import type { Registered } from './registration-columns.ts'

/** The record of a person in care, with the account of the person who proved her address. */
export function newClient(acting: Current, { name, email, phone, birthDate, language, origin }: Registered, clientId: string): Query[] {
  const { organization, now, person, db } = acting
  const mine = { organizationId: organization.id }
  return [
    db.orm
      .insert(clients)
      .values({ ...mine, id: clientId, name, sortName: sortNameOf(name), email, phone, birthDate, language, createdAt: now }),
    db.orm.insert(clientLogins).values({ ...mine, clientId, personId: person?.id ?? '', createdAt: now, lastSeenAt: now }),
    audit(acting, 'client.registered', { kind: 'client', id: clientId, version: 1, details: { origin } }),
  ]
}

/** The time she held becomes her request, and its therapist hers (LNK-7). The overlap trigger has the last word on the time. */
export function requestHeld(acting: Current, registration: Registered, hold: NonNullable<Registered['hold']>, clientId: string) {
  const { organization, now, person, db } = acting
  const id = newId('apt')
  const about = { id, clientId, version: 1 }
  const { serviceId, forum, locationId, note } = registration
  const { startsAt, endsAt, blockedFrom, blockedUntil } = hold
  const place = { organizationId: organization.id, locationId, startsAt, endsAt, blockedFrom, blockedUntil }
  const row = {
    ...place,
    id,
    clientId,
    staffId: hold.staffId,
    serviceId: serviceId ?? '',
    roomId: freeRoom({ ...place, now, holdId: hold.id }),
    forum: forum ?? ('in_person' as const),
    status: 'requested' as const,
    zone: sql`(SELECT s.zone FROM staff s WHERE s.organization_id = ${organization.id} AND s.id = ${hold.staffId})`,
    note,
    answerByAt: answerBy(hold.startsAt, now, organization.requestDeadlineHours),
    createdAt: now,
    createdBy: person?.id ?? '',
    createdByKind: 'client' as const,
    updatedAt: now,
    holdId: hold.id,
  }
  const statements = [
    db.orm
      .insert(assignments)
      .values({ organizationId: organization.id, clientId, staffId: hold.staffId, createdAt: now })
      .onConflictDoNothing(),
    db.orm.insert(appointments).values(row),
    audit(acting, 'request.made', { kind: 'appointment', ...about }),
    ...notifyAlways(acting, 'request_received', about),
    ...notifyStaff(acting, 'new_request', about, hold.staffId),
  ]
  return { id, statements }
}
