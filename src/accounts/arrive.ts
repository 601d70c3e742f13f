import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, newId, type Database, type DatabaseRefusal, type Query } from '../db.ts'
import { href, paths } from '../paths.ts'
import type { Arrival, Offer } from './arrival.ts'
import { codeLifetime } from './asking.ts'
import { releaseHold, wishOf } from './held-times.ts'
import { acceptInvitation } from './invitation-acceptance.ts'
import { countResult } from './links.ts'
import { openSession, type Device } from './opening.ts'
import type { OpenSignIn, ProofRows } from './proof.ts'
import { register, type Taking } from './becoming-client.ts'
import { returnTo } from './return-to.ts'
import { people, signIns } from './schema.ts'
import { invitationToken, staffInvitationToken } from './sign-in-secrets.ts'
import { joinStaff } from './staff-joining.ts'
import { inTurn } from '../across.ts'
import { isApart } from '../shards.ts'

type Decided = Extract<Arrival, { kind: 'existing' | 'new' }>

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
  const { control, db } = current
  const isNew = arrival.kind === 'new'
  const proof: [Database, Query[]] = [control, useUp(current, signIn, personId, isNew ? newPerson(acting, signIn, name) : [])]
  // Apart: the proof is spent first, the door opened last. What breaks off between leaves her with a code to ask for again, and nothing taken twice.
  if (isApart(db) && (await batch(...proof))) return null
  const attempt = async (withTime: boolean): Promise<{ refusal: DatabaseRefusal | null; leadsTo: string }> => {
    const taking = later ? { statements: [], leadsTo: later } : takingOf(acting, signIn, rows, arrival, withTime)
    const entry = audit(acting, 'signed_in', { kind: 'sign_in', id: signIn.id, version: 2, details: { personId } })
    const begun = isNew ? [audit(acting, 'person.created', { kind: 'person', id: personId, version: 1 })] : []
    const refusal = await inTurn([...(isApart(db) ? [] : [proof]), [db, [...begun, ...taking.statements, entry]], [control, session]])
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
  return [acting.control.orm.insert(people).values({ id, name, email, emailVerifiedAt: acting.now, language, createdAt: acting.now })]
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
