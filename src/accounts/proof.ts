import { and, asc, eq, gt, isNull, lt, ne, or, sql, type SQL } from 'drizzle-orm'
import { unionAll, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { clientLogins, clients } from '../clients/schema.ts'
import type { Current } from '../current.ts'
import { holds } from '../scheduling/schema.ts'
import { arrivalOf, type Arrival, type Offer, type Owner } from './arrival.ts'
import { codeHash, tries } from './asking.ts'
import { invitations, registrations } from './entry-schema.ts'
import type { AboutAt, AboutQueries } from './identity.ts'
import { limits } from './limits.ts'
import { people, signIns, staffInvitations } from './schema.ts'

/** One of the asked-for sign-ins that still work. */
export type OpenSignIn = Pick<
  typeof signIns.$inferSelect,
  'id' | 'codeHash' | 'email' | 'returnTo' | 'sharedComputer' | 'intentKind' | 'intentId' | 'language'
>

/** A registration with the time she holds. */
export type Registered = Pick<
  typeof registrations.$inferSelect,
  'id' | 'origin' | 'name' | 'email' | 'phone' | 'birthDate' | 'language' | 'serviceId' | 'forum' | 'locationId' | 'note' | 'version'
> & { hold: Held | null }
export type Held = Pick<typeof holds.$inferSelect, 'id' | 'staffId' | 'startsAt' | 'endsAt' | 'blockedFrom' | 'blockedUntil'>

/** What a door has read about a proof: the rows of `countTry` or `byLink`. */
export interface ProofRows {
  open: OpenSignIn[]
  owners: Owner[]
  onFile: { email: string }[]
  registration: Registered[]
  invitation: { id: string; clientId: string; name: string; email: string; version: number }[]
  staffInvitation: Pick<typeof staffInvitations.$inferSelect, 'id' | 'name' | 'administrator' | 'therapist' | 'version'>[]
  guesses: { email: string; guesses: number }[]
}

/**
 * Counts a try on every open code of this browser, and reads them with all that decides what becomes of her: in one statement
 * each, so that fifty guesses at once are five (ACC-2). Runs in the round trip of the identity.
 */
export const countTry =
  (browserHash: string): AboutQueries =>
  (at) => ({
    open: at.db.orm
      .update(signIns)
      .set({ tries: sql`${signIns.tries} + 1` })
      .where(and(eq(signIns.browserHash, browserHash), works(at), lt(signIns.tries, tries)))
      .returning(openColumns),
    ...readWhoAndWhat(at, eq(signIns.browserHash, browserHash)),
  })

/** The sign-in a link names, while it works. Reading consumes nothing, however often (ACC-1). */
export const whetherLinkWorks =
  (linkHash: string): AboutQueries =>
  (at) => ({
    open: at.db.orm
      .select(openColumns)
      .from(signIns)
      .where(and(eq(signIns.linkHash, linkHash), works(at))),
  })

/** The same, with all that decides what becomes of whoever presses the button. */
export const byLink =
  (linkHash: string): AboutQueries =>
  (at) => ({ ...whetherLinkWorks(linkHash)(at), ...readWhoAndWhat(at, eq(signIns.linkHash, linkHash)) })

/** Which of the open sign-ins a typed code belongs to; none for an address that was guessed at too often (ACC-7: its link still works). */
export async function matching(current: Current, { open, guesses }: ProofRows, code: string): Promise<OpenSignIn | undefined> {
  const hashes = await Promise.all(open.map(({ id }) => codeHash(current.env.PORTAL_SECRET, id, code)))
  const signIn = open.find((one, i) => one.codeHash === hashes[i])
  const guessed = guesses.find(({ email }) => email === signIn?.email)?.guesses ?? 0
  return guessed > limits.triedByAddress.most ? undefined : signIn
}

/** What becomes of whoever proved the address of this sign-in. `isClosed`: whether the way a registration came by is closed meanwhile. */
export function arrivalFor(
  signIn: OpenSignIn,
  rows: ProofRows,
  chosen: string | undefined,
  isClosed: (origin: Registered['origin']) => boolean,
): Arrival {
  const owners = rows.owners.filter(({ email }) => email === signIn.email)
  const onFile = rows.onFile.filter(({ email }) => email === signIn.email).length
  return arrivalOf({ owners, onFile, offer: offerOf(signIn, rows, isClosed) }, chosen)
}

/** An invitation is for whoever proves the address it went to, no other (ACC-21). */
function offerOf(
  { intentKind: kind, intentId, email }: OpenSignIn,
  rows: ProofRows,
  isClosed: (origin: Registered['origin']) => boolean,
): Offer | null {
  const isMeant = ({ id }: { id: string }) => id === intentId
  const [registration, invitation, work] = [
    rows.registration.find(isMeant),
    rows.invitation.find((one) => isMeant(one) && one.email === email),
    rows.staffInvitation.find(isMeant),
  ]
  if (kind === 'registration' && registration) return { kind, ...registration, closed: isClosed(registration.origin) }
  if (kind === 'invitation' && invitation) return { kind, ...invitation }
  return kind === 'staff_invitation' && work ? { kind, ...work } : null
}

const openColumns = {
  id: signIns.id,
  codeHash: signIns.codeHash,
  email: signIns.email,
  returnTo: signIns.returnTo,
  sharedComputer: signIns.sharedComputer,
  intentKind: signIns.intentKind,
  intentId: signIns.intentId,
  language: signIns.language,
}

/** Not used, not outlived, of this organization. A step-up is no way in. */
const works = ({ now, organizationId }: AboutAt): SQL =>
  and(
    eq(signIns.organizationId, organizationId),
    isNull(signIns.usedAt),
    gt(signIns.expiresAt, now),
    or(isNull(signIns.intentKind), ne(signIns.intentKind, 'step_up')),
  ) as SQL

/**
 * Records here that an address may belong to: it is on file, or somebody with it has, or had, an account. Archived ones too, and
 * those of a sign-in that was closed: none of them may be doubled without staff (LNK-4).
 */
export const onFileQuery = (orm: AboutAt['db']['orm'], organizationId: SQL, isMeant: (column: SQLiteColumn) => SQL) =>
  unionAll(
    orm
      .select({ email: clients.email.getSQL().mapWith(String).as('email') })
      .from(clients)
      .where(and(eq(clients.organizationId, organizationId), isMeant(clients.email), isNull(clients.mergedInto))),
    orm
      .select({ email: people.email.getSQL().mapWith(String).as('email') })
      .from(people)
      .innerJoin(clientLogins, and(eq(clientLogins.organizationId, organizationId), eq(clientLogins.personId, people.id)))
      .where(isMeant(people.email)),
  )

/** Who has the addresses that were asked for, who is on file with them here, and what was to be taken up. */
function readWhoAndWhat({ db: { orm }, organizationId, now }: AboutAt, which: SQL) {
  const among = (column: SQLiteColumn, those: ReturnType<typeof asked>) => sql`${column} IN ${those}`
  const asked = (column: typeof signIns.email | typeof signIns.intentId) =>
    orm
      .select({ asked: column })
      .from(signIns)
      .where(and(which, isNull(signIns.usedAt), gt(signIns.expiresAt, now)))
  return {
    owners: orm
      .select({
        personId: people.id,
        email: people.email,
        name: people.name,
        owesSecondFactor:
          sql<boolean>`EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = "people"."id" AND a.confirmed_at IS NOT NULL)
          OR EXISTS (SELECT 1 FROM staff s WHERE s.organization_id = ${organizationId} AND s.person_id = "people"."id" AND s.deactivated_at IS NULL)`
            .mapWith(Boolean)
            .as('owes_second_factor'),
        clientId: sql<string | null>`(SELECT min(l.client_id) FROM client_logins l WHERE l.organization_id = ${organizationId}
          AND l.person_id = "people"."id" AND l.ended_at IS NULL)`.as('client_id'),
        claimId: sql<string | null>`(SELECT min(r.id) FROM registrations r WHERE r.organization_id = ${organizationId}
          AND r.person_id = "people"."id" AND r.state = 'claim')`.as('claim_id'),
      })
      .from(people)
      .where(and(isNull(people.disabledAt), among(people.email, asked(signIns.email))))
      .orderBy(asc(people.createdAt)),
    onFile: onFileQuery(orm, organizationId, (column) => among(column, asked(signIns.email))),
    registration: orm
      .select({
        id: registrations.id,
        origin: registrations.origin,
        name: registrations.name,
        email: registrations.email,
        phone: registrations.phone,
        birthDate: registrations.birthDate,
        language: registrations.language,
        serviceId: registrations.serviceId,
        forum: registrations.forum,
        locationId: registrations.locationId,
        note: registrations.note,
        version: registrations.version,
        hold: sql`(SELECT json_object('id', h.id, 'staffId', h.staff_id, 'startsAt', h.starts_at, 'endsAt', h.ends_at, 'blockedFrom', h.blocked_from,
          'blockedUntil', h.blocked_until) FROM holds h JOIN staff s ON s.organization_id = h.organization_id AND s.id = h.staff_id
          WHERE h.organization_id = "registrations"."organization_id" AND h.id = "registrations"."hold_id" AND h.released_at IS NULL
          AND h.expires_at > ${now} AND s.subscribed_at IS NOT NULL AND s.deactivated_at IS NULL)`
          .mapWith((text: string | null) => (text === null ? null : (JSON.parse(text) as Held)))
          .as('hold'),
      })
      .from(registrations)
      .where(
        and(
          eq(registrations.organizationId, organizationId),
          among(registrations.id, asked(signIns.intentId)),
          eq(registrations.state, 'unproved'),
          gt(registrations.expiresAt, now),
        ),
      ),
    invitation: orm
      .select({
        id: invitations.id,
        clientId: invitations.clientId,
        name: clients.name,
        email: invitations.email,
        version: invitations.version,
      })
      .from(invitations)
      .innerJoin(clients, and(eq(clients.organizationId, invitations.organizationId), eq(clients.id, invitations.clientId)))
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          among(invitations.id, asked(signIns.intentId)),
          isNull(invitations.usedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, now),
          isNull(clients.archivedAt),
          isNull(clients.mergedInto),
          eq(clients.email, invitations.email),
          sql`NOT EXISTS (SELECT 1 FROM client_logins l WHERE l.organization_id = ${clients.organizationId} AND l.client_id = ${clients.id} AND l.ended_at IS NULL)`,
        ),
      ),
    staffInvitation: orm
      .select({
        id: staffInvitations.id,
        name: staffInvitations.name,
        administrator: staffInvitations.administrator,
        therapist: staffInvitations.therapist,
        version: staffInvitations.version,
      })
      .from(staffInvitations)
      .where(
        and(
          eq(staffInvitations.organizationId, organizationId),
          among(staffInvitations.id, asked(signIns.intentId)),
          isNull(staffInvitations.usedAt),
          isNull(staffInvitations.revokedAt),
          gt(staffInvitations.expiresAt, now),
        ),
      ),
    guesses: orm
      .select({ email: signIns.email, guesses: sql<number>`sum(${signIns.tries})`.as('guesses') })
      .from(signIns)
      .where(and(among(signIns.email, asked(signIns.email)), gt(signIns.createdAt, now - limits.triedByAddress.minutes * 60_000)))
      .groupBy(signIns.email),
  }
}
