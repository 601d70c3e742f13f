import { and, eq, gt, inArray, isNull, lt, ne, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { batch, changedOne, newId, type Database, type Query } from '../db.ts'
import { signInEmail } from '../notifications/outbox.ts'
import { base64url, derive, randomToken, sha256 } from '../tokens.ts'
import type { AboutQueries } from './identity.ts'
import { people, sessions, signIns } from './schema.ts'
import { signInCode, signInLinkToken } from './sign-in-secrets.ts'

/** ACC-2: how long a code and its link work, and how many tries a code has. */
const codeLifetime = 10 * 60_000
const tries = 5

/** What a visitor asks for when she wants to sign in. */
export interface SignInWish {
  email: string
  next: string | undefined
  sharedComputer: boolean
}

/**
 * Makes a code and a link for an address, whether anybody has it or not: the same work, the same answer (ACC-1).
 * Who the address belongs to is looked at when the e-mail is due. Answers the browser's token, to which the code is tied.
 */
export async function askForCode(current: Current, wish: SignInWish, browser: string): Promise<string> {
  const { control, now, organization, env } = current
  const id = newId('sgn')
  const browserToken = browser === '' ? randomToken() : browser
  const row = {
    id,
    organizationId: organization.id,
    email: wish.email,
    browserHash: await sha256(browserToken),
    codeHash: await codeHash(env.PORTAL_SECRET, id, await signInCode(env.PORTAL_SECRET, id)),
    linkHash: await sha256(await signInLinkToken(env.PORTAL_SECRET, id)),
    language: current.language,
    returnTo: wish.next ?? null,
    sharedComputer: wish.sharedComputer,
    createdAt: now,
    expiresAt: now + codeLifetime,
    tries: 0,
  }
  await batch(control, [
    control.orm.insert(signIns).values(row),
    ...signInEmail(current, id),
    audit(current, 'sign_in.asked', { kind: 'sign_in', id, version: 1 }),
  ])
  return browserToken
}

/** The code of a sign-in as the database keeps it: keyed, because six digits are guessed in a second. */
export const codeHash = async (secret: string, id: string, code: string): Promise<string> =>
  sha256(base64url(await derive(secret, 'sign-in code hash', `${id}|${code}`)))

/** One of the asked-for sign-ins that still work, and who has its address. */
export interface OpenSignIn {
  id: string
  codeHash: string
  email: string
  returnTo: string | null
  sharedComputer: boolean
}

/**
 * Counts a try on every open code of this browser, and reads them: in one statement, so that fifty guesses at once are five
 * (ACC-2). Runs in the round trip of the identity.
 */
export const countTry =
  (browserHash: string): AboutQueries =>
  ({ db, now, organizationId }) => ({
    open: db.orm
      .update(signIns)
      .set({ tries: sql`${signIns.tries} + 1` })
      .where(
        and(
          eq(signIns.browserHash, browserHash),
          eq(signIns.organizationId, organizationId),
          isNull(signIns.usedAt),
          gt(signIns.expiresAt, now),
          lt(signIns.tries, tries),
        ),
      )
      .returning({
        id: signIns.id,
        codeHash: signIns.codeHash,
        email: signIns.email,
        returnTo: signIns.returnTo,
        sharedComputer: signIns.sharedComputer,
      }),
    owners: ownersOf(db, eq(signIns.browserHash, browserHash)),
  })

/** The sign-in a link names, while it works. Reading consumes nothing, however often (ACC-1). */
export const byLink =
  (linkHash: string): AboutQueries =>
  ({ db, now, organizationId }) => ({
    open: db.orm
      .select({
        id: signIns.id,
        codeHash: signIns.codeHash,
        email: signIns.email,
        returnTo: signIns.returnTo,
        sharedComputer: signIns.sharedComputer,
      })
      .from(signIns)
      .where(
        and(eq(signIns.linkHash, linkHash), eq(signIns.organizationId, organizationId), isNull(signIns.usedAt), gt(signIns.expiresAt, now)),
      ),
    owners: ownersOf(db, eq(signIns.linkHash, linkHash)),
  })

/** People with an address that was asked for. An address is no key: with several people the oldest account is meant (docs/decisions). */
const ownersOf = (db: Database, which: ReturnType<typeof eq>): Query =>
  db.orm
    .select({ personId: people.id, email: people.email })
    .from(people)
    .where(and(isNull(people.disabledAt), inArray(people.email, db.orm.select({ email: signIns.email }).from(signIns).where(which))))
    .orderBy(people.createdAt)

/** Which of the open sign-ins a typed code belongs to. */
export async function matching(current: Current, open: OpenSignIn[], code: string): Promise<OpenSignIn | undefined> {
  const hashes = await Promise.all(open.map(({ id }) => codeHash(current.env.PORTAL_SECRET, id, code)))
  return open.find((signIn, i) => signIn.codeHash === hashes[i])
}

/**
 * Uses a sign-in up and opens a session, in one batch: of fifty at once one wins (ACC-2). The other codes of the address die,
 * the session this browser had ends (ACC-5). Answers the cookie's token, or null when it had been used meanwhile.
 */
export async function redeem(current: Current, signIn: OpenSignIn, personId: string, device: string): Promise<string | null> {
  const { control, now, organization, session, network } = current
  const token = randomToken()
  const tokenHash = await sha256(token)
  const opened = {
    tokenHash,
    personId,
    organizationId: organization.id,
    createdAt: now,
    lastSeenAt: now,
    sharedComputer: signIn.sharedComputer,
    device: device.slice(0, 120),
    network,
  }
  const { orm } = control
  const statements: Query[] = [
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
    orm.insert(sessions).values(opened),
    audit(current, 'signed_in', { kind: 'sign_in', id: signIn.id, version: 2, details: { personId } }),
  ]
  if (session) statements.push(orm.update(sessions).set({ endedAt: now }).where(eq(sessions.tokenHash, session.tokenHash)))
  return (await batch(control, statements)) ? null : token
}
