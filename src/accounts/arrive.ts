import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { sortNameOf } from '../clients/names.ts'
import { assignments, clientLogins, clients } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, newId, within, type DatabaseRefusal, type Query } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { answerBy } from '../scheduling/lateness.ts'
import { appointments, holds } from '../scheduling/schema.ts'
import { type Arrival, type Offer } from './arrival.ts'
import { invitations, registrations } from './entry-schema.ts'
import { openSession, type Device } from './opening.ts'
import type { OpenSignIn, ProofRows, Registered } from './proof.ts'
import { returnTo } from './return-to.ts'
import { people, signIns } from './schema.ts'
import { staffInvitationToken } from './sign-in-secrets.ts'
import { joinStaff } from './staff-joining.ts'

type Decided = Extract<Arrival, { kind: 'existing' | 'new' }>

/** What an offer comes to: statements for the batch, and where she is led. */
interface Taking {
  statements: Query[]
  leadsTo: string
}

/** She is in: the cookie's token, where she goes, and as whom the queue is woken. */
export interface Arrived {
  token: string
  leadsTo: string
  acting: Current
}

/**
 * Uses a sign-in up, opens a session and takes up what she came for, in one batch: of fifty at once one wins (ACC-2). The other
 * codes of the address die. When the time she held was lost after all, she arrives without it (LNK-7). Null: it had been used meanwhile.
 */
export async function arrive(
  current: Current,
  {
    signIn,
    rows,
    arrival,
    device,
    method,
  }: { signIn: OpenSignIn; rows: ProofRows; arrival: Decided; device: Device; method: 'code' | 'link' },
): Promise<Arrived | null> {
  const personId = arrival.kind === 'existing' ? arrival.person.personId : newId('per')
  const name = arrival.kind === 'existing' ? arrival.person.name : arrival.name
  const { sharedComputer, email } = signIn
  const acting: Current = { ...current, person: { id: personId, name, email, language: null }, staff: null, client: null, access: null }
  const { token, statements: session } = await openSession(current, { personId, sharedComputer, method, device })
  const later = await whereItWaits(current, arrival)
  const attempt = async (withTime: boolean): Promise<{ refusal: DatabaseRefusal | null; leadsTo: string }> => {
    const taking = later ? { statements: [], leadsTo: later } : takingOf(acting, signIn, rows, arrival, withTime)
    const refusal = await batch(current.control, [
      ...useUp(current, signIn, personId, arrival.kind === 'new' ? newPerson(acting, signIn, name) : []),
      ...taking.statements,
      ...session,
      audit(acting, 'signed_in', { kind: 'sign_in', id: signIn.id, version: 2, details: { personId } }),
    ])
    return { refusal, leadsTo: taking.leadsTo }
  }
  let { refusal, leadsTo } = await attempt(true)
  if (refusal && refusal !== 'stale') ({ refusal, leadsTo } = await attempt(false))
  return refusal ? null : { token, leadsTo, acting }
}

/** An offer of work is taken up on its own page once she has given her second factor; made from its id, because only a hash is stored. */
async function whereItWaits({ env, organization }: Current, { taken, offer }: Decided): Promise<string | null> {
  if (taken !== 'later' || offer?.kind !== 'staff_invitation') return null
  return href(paths.staffInvitation, { org: organization.slug, token: await staffInvitationToken(env.PORTAL_SECRET, offer.id) })
}

/** The sign-in is used, the address's others die, the address is proved; a new person comes before who points to her. */
function useUp({ control, now }: Current, signIn: OpenSignIn, personId: string, person: Query[]): Query[] {
  const { orm } = control
  return [
    ...person,
    orm
      .update(signIns)
      .set({ usedAt: now, personId })
      .where(and(eq(signIns.id, signIn.id), isNull(signIns.usedAt), gt(signIns.expiresAt, now))),
    changedOne(control),
    orm
      .update(signIns)
      .set({ expiresAt: now })
      .where(and(eq(signIns.email, signIn.email), isNull(signIns.usedAt), ne(signIns.id, signIn.id), gt(signIns.expiresAt, now))),
    orm
      .update(people)
      .set({ emailVerifiedAt: now })
      .where(and(eq(people.id, personId), isNull(people.emailVerifiedAt))),
  ]
}

/** T-08: always an insert. Nobody's row is written over, whatever address it has. */
function newPerson(acting: Current, { email, language }: OpenSignIn, name: string): Query[] {
  const id = acting.person?.id ?? ''
  return [
    acting.control.orm.insert(people).values({ id, name, email, emailVerifiedAt: acting.now, language, createdAt: acting.now }),
    audit(acting, 'person.created', { kind: 'person', id, version: 1 }),
  ]
}

function takingOf(acting: Current, signIn: OpenSignIn, rows: ProofRows, arrival: Decided, withTime: boolean): Taking {
  const { offer, taken } = arrival
  const org = acting.organization.slug
  const home = returnTo(signIn.returnTo, org) ?? href(paths.my, { org })
  if (!offer || !taken || taken === 'later') return { statements: [], leadsTo: home }
  if (taken === 'staff')
    return {
      statements: joinStaff(
        acting,
        rows.staffInvitation.find(({ id }) => id === offer.id)!,
      ),
      leadsTo: href(paths.manage, { org }),
    }
  if (taken === 'link')
    return { statements: acceptInvitation(acting, offer as Extract<Offer, { kind: 'invitation' }>), leadsTo: href(paths.my, { org }) }
  const registration = rows.registration.find(({ id }) => id === offer.id)!
  return register(acting, registration, taken, arrival.kind === 'existing' ? arrival.person.clientId : null, withTime)
}

/** A proved registration: a new client with her account, a claim for staff, or nothing new for somebody who is a client already (LNK-4). */
export function register(
  acting: Current,
  registration: Registered,
  taken: 'new_client' | 'claim' | 'already_client',
  clientId: string | null,
  withTime: boolean,
): Taking {
  const org = acting.organization.slug
  const { id, hold } = registration
  const page = href(paths.registration, { org, registrationId: id })
  if (taken === 'claim')
    return { statements: [...proved(acting, registration, { state: 'claim' }), ...(hold ? [keepHold(acting, hold)] : [])], leadsTo: page }
  if (taken === 'already_client') {
    const { serviceId, forum } = registration
    const wish = hold && {
      therapist: hold.staffId,
      service: serviceId ?? undefined,
      forum: forum ?? undefined,
      from: new Date(hold.startsAt).toISOString().slice(0, 10),
    }
    const statements = [...proved(acting, registration, { state: 'linked', clientId }), ...(hold ? [releaseHold(acting, hold.id)] : [])]
    return { statements, leadsTo: wish && clientId ? href(paths.newAppointment, { org, clientId }, wish) : page }
  }
  const client = { id: newId('cli'), name: registration.name }
  const herself = asClient(acting, client)
  const request = hold && withTime ? requestHeld(herself, registration, hold, client.id) : null
  const statements = [
    ...newClient(herself, registration, client.id),
    ...(request?.statements ?? []),
    ...proved(herself, registration, { state: 'client', clientId: client.id, appointmentId: request?.id ?? null }),
    ...(hold ? [releaseHold(acting, hold.id)] : []),
  ]
  return { statements, leadsTo: request ? href(paths.clientRequest, { org, clientId: client.id, requestId: request.id }) : page }
}

/** As the new client herself: her name on the audit, and the queue woken for what is written so. */
function asClient(acting: Current, { id, name }: { id: string; name: string }): Current {
  acting.client = { id, name, email: acting.person?.email ?? null, zone: null, archivedAt: null, hasAccount: true }
  acting.access = { kind: 'self' }
  return acting
}

function proved(
  acting: Current,
  { id, version }: Registered,
  became: Partial<typeof registrations.$inferInsert> & { state: 'client' | 'claim' | 'linked' },
): Query[] {
  return [
    acting.db.orm
      .update(registrations)
      .set({ ...became, provedAt: acting.now, personId: acting.person?.id ?? null, version: version + 1 })
      .where(
        within(acting, registrations, eq(registrations.id, id), eq(registrations.version, version), eq(registrations.state, 'unproved')),
      ),
    changedOne(acting.db),
    audit(acting, `registration.${became.state}`, { kind: 'registration', id, version: version + 1 }),
  ]
}

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
  const row = {
    organizationId: organization.id,
    id,
    clientId,
    staffId: hold.staffId,
    serviceId: serviceId ?? '',
    locationId,
    forum: forum ?? ('in_person' as const),
    status: 'requested' as const,
    startsAt: hold.startsAt,
    endsAt: hold.endsAt,
    blockedFrom: hold.blockedFrom,
    blockedUntil: hold.blockedUntil,
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

/** ACC-21: used up by whoever proved the address, in the batch that links the account; never a second account for one record. */
export function acceptInvitation(acting: Current, { id, clientId }: { id: string; clientId: string }): Query[] {
  const { db, now, person, organization } = acting
  return [
    db.orm
      .update(invitations)
      .set({ usedAt: now, usedBy: person?.id ?? '', version: sql`${invitations.version} + 1` })
      .where(
        within(
          acting,
          invitations,
          eq(invitations.id, id),
          isNull(invitations.usedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, now),
        ),
      ),
    changedOne(db),
    db.orm.run(sql`INSERT INTO client_logins (organization_id, client_id, person_id, created_at, last_seen_at)
      SELECT ${organization.id}, ${clientId}, ${person?.id ?? ''}, ${now}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${organization.id} AND l.client_id = ${clientId} AND l.ended_at IS NULL)
      ON CONFLICT (organization_id, client_id, person_id) DO UPDATE SET ended_at = NULL, last_seen_at = ${now}`),
    changedOne(db),
    audit(acting, 'invitation.accepted', { kind: 'invitation', id, version: 2, details: { clientId } }),
  ]
}

/** Staff have until the answer would be due to say who she is; so long the time stays hers. */
const keepHold = (acting: Current, { id, startsAt }: { id: string; startsAt: number }): Query =>
  acting.db.orm
    .update(holds)
    .set({ expiresAt: answerBy(startsAt, acting.now, acting.organization.requestDeadlineHours) })
    .where(within(acting, holds, eq(holds.id, id)))

const releaseHold = (acting: Current, id: string): Query =>
  acting.db.orm
    .update(holds)
    .set({ releasedAt: acting.now })
    .where(within(acting, holds, and(eq(holds.id, id), isNull(holds.releasedAt))))
