import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import { sortNameOf } from '../clients/names.ts'
import { assignments, clientLogins, clients } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, newId, within, type DatabaseRefusal, type Query } from '../db.ts'
import { notifyAlways, notifyStaff } from '../notifications/outbox.ts'
import { href, paths } from '../paths.ts'
import { answerBy } from '../scheduling/lateness.ts'
import { appointments } from '../scheduling/schema.ts'
import { type Arrival, type Offer } from './arrival.ts'
import { codeLifetime } from './asking.ts'
import { registrations } from './entry-schema.ts'
import { keepHold, releaseHold, replaceClaim, wishOf } from './held-times.ts'
import { acceptInvitation } from './invitation-acceptance.ts'
import { countResult } from './links.ts'
import { openSession, type Device } from './opening.ts'
import type { OpenSignIn, ProofRows, Registered } from './proof.ts'
import { returnTo } from './return-to.ts'
import { people, signIns } from './schema.ts'
import { invitationToken, staffInvitationToken } from './sign-in-secrets.ts'
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

/** What she may take up only with her second factor waits on its own page; its address is made from the id, because only a hash is stored. */
async function whereItWaits({ env, organization }: Current, { offer, taken }: Decided): Promise<string | null> {
  if (taken !== 'later' || !offer) return null
  const [org, secret] = [organization.slug, env.PORTAL_SECRET]
  if (offer.kind === 'invitation') return href(paths.invitation, { org, token: await invitationToken(secret, offer.id) })
  if (offer.kind === 'staff_invitation') return href(paths.staffInvitation, { org, token: await staffInvitationToken(secret, offer.id) })
  return null
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
    // Dead for every clock: another Worker that read a moment earlier must not make a second person of the address.
    orm
      .update(signIns)
      .set({ expiresAt: sql`min(${signIns.expiresAt}, ${signIns.createdAt})` })
      .where(
        and(eq(signIns.email, signIn.email), isNull(signIns.usedAt), ne(signIns.id, signIn.id), gt(signIns.expiresAt, now - codeLifetime)),
      ),
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
  if (!offer || !taken) return { statements: [countResult(acting, 'login')], leadsTo: home }
  if (taken === 'later') return later(acting, rows, offer, home)
  if (taken === 'staff')
    return {
      statements: joinStaff(
        acting,
        rows.staffInvitation.find(({ id }) => id === offer.id)!,
      ),
      leadsTo: href(paths.manage, { org }),
    }
  if (taken === 'link')
    return {
      statements: acceptInvitation(
        acting,
        rows.invitation.find(({ id }) => id === offer.id)!,
      ),
      leadsTo: href(paths.my, { org }),
    }
  const registration = rows.registration.find(({ id }) => id === offer.id)!
  const person = arrival.kind === 'existing' ? arrival.person : null
  return register(acting, registration, taken, { clientId: person?.clientId ?? null, claimId: person?.claimId ?? null, withTime })
}

/** She owes a second factor: nothing is taken up yet. What she wanted stands filled in behind it; the time she holds is hers to ask for again. */
function later(acting: Current, rows: ProofRows, { id }: Offer, home: string): Taking {
  const registration = rows.registration.find((one) => one.id === id)
  if (!registration) return { statements: [], leadsTo: home }
  const org = acting.organization.slug
  const { hold, origin } = registration
  if (origin === 'invite') return { statements: [], leadsTo: home }
  if (origin === 'join') return { statements: [], leadsTo: href(paths.join, { org }) }
  const chosen = hold && { ...wishOf(registration, hold), start: new Date(hold.startsAt).toISOString() }
  return { statements: hold ? [releaseHold(acting, hold.id)] : [], leadsTo: href(paths.book, { org }, chosen ?? {}) }
}

/** What is known of somebody who registers: which client she is, which claim of hers waits, and whether the time she held is tried for. */
interface Known {
  clientId: string | null
  claimId: string | null
  withTime: boolean
}

/** A proved registration: a new client with her account, a claim for staff, or nothing new for somebody who is a client already (LNK-4). */
export function register(
  acting: Current,
  registration: Registered,
  taken: 'new_client' | 'claim' | 'already_client' | 'already_waiting',
  { clientId, claimId, withTime }: Known,
): Taking {
  const org = acting.organization.slug
  const { id, hold } = registration
  const page = (registrationId: string) => href(paths.registration, { org, registrationId })
  const result = registration.origin === 'invite' ? [] : [countResult(acting, registration.origin)]
  const release = hold ? [releaseHold(acting, hold.id)] : []
  if (taken === 'already_waiting')
    return { statements: [...proved(acting, registration, { state: 'expired' }), ...release], leadsTo: page(claimId ?? id) }
  if (taken === 'already_client') {
    const statements = [...proved(acting, registration, { state: 'linked', clientId }), ...release, ...result]
    return { statements, leadsTo: hold && clientId ? href(paths.newAppointment, { org, clientId }, wishOf(registration, hold)) : page(id) }
  }
  const instead = claimId ? replaceClaim(acting, claimId) : []
  if (taken === 'claim')
    return {
      statements: [...instead, ...proved(acting, registration, { state: 'claim' }), ...(hold ? [keepHold(acting, hold)] : []), ...result],
      leadsTo: page(id),
    }
  const client = { id: newId('cli'), name: registration.name }
  const herself = asClient(acting, client)
  const request = hold && withTime ? requestHeld(herself, registration, hold, client.id) : null
  const statements = [
    ...instead,
    ...newClient(herself, registration, client.id),
    ...(request?.statements ?? []),
    ...proved(herself, registration, { state: 'client', clientId: client.id, appointmentId: request?.id ?? null }),
    ...release,
    ...result,
  ]
  return { statements, leadsTo: request ? href(paths.clientRequest, { org, clientId: client.id, requestId: request.id }) : page(id) }
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
  became: Partial<typeof registrations.$inferInsert> & { state: 'client' | 'claim' | 'linked' | 'expired' },
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
