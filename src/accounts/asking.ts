import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { audit } from '../audit.ts'
import type { Current } from '../current.ts'
import { batch, isOf, newId, type DatabaseRefusal, type Query } from '../db.ts'
import { signInEmail } from '../notifications/outbox.ts'
import { base64url, derive, randomToken, sha256 } from '../tokens.ts'
import type { AboutQueries } from './identity.ts'
import { countHits, isBeyond, limits, minutesToWait, type LimitName } from './limits.ts'
import { signIns } from './schema.ts'
import { signInCode, signInLinkToken } from './sign-in-secrets.ts'
import { inTurn } from '../across.ts'
import { isApart } from '../shards.ts'

/** ACC-2: how long a code and its link work, and how many tries a code has. */
export const codeLifetime = 10 * 60_000
export const tries = 5

/** What somebody wants to take up once she has proved her address: a row of that kind. */
export interface Intent {
  kind: 'registration' | 'invitation' | 'staff_invitation' | 'step_up'
  id: string
}

/** What a visitor asks for when she wants to prove an address. */
export interface SignInWish {
  email: string
  next?: string | undefined
  sharedComputer?: boolean
  intent?: Intent
  /** The token of a browser that has no cookie yet, so that a form sent twice at once is tied to one. */
  browser?: string
}

/** What the counters say of an ask (ACC-7): go on, wait so many minutes, or go on and send nothing, which looks the same. */
export type Asked = { may: 'ask' } | { may: 'nothing_sent' } | { may: 'wait'; minutes: number }

/** Who asks, and from where, as far as the counters look. */
export interface Asker {
  secret: string
  now: number
  network: string
  org: string
  email: string
  /** The browser's cookie; '' without one. */
  browser: string
}

/** For the door of everything that sends a code: counts it, and looks whether this browser has signed in with the address before. */
export async function countAsking({ secret, now, network, org, email, browser }: Asker): Promise<AboutQueries> {
  const browserHash = await sha256(browser)
  const counting = await countHits(secret, now, [
    ['askedByNetwork', network],
    ['askedByOrganization', org],
    ['askedByAddress', email],
    ['askedByBrowser', `${browserHash}|${email}`],
  ])
  return ({ control }) => ({
    ...counting(control),
    sent: control.orm
      .select({ sent: sql<number>`count(*)`.as('sent') })
      .from(signIns)
      .where(and(eq(signIns.email, email), gt(signIns.createdAt, now - limits.sentToAddress.minutes * 60_000))),
    known: control.orm
      .select({ id: signIns.id })
      .from(signIns)
      .where(and(eq(signIns.browserHash, browserHash), eq(signIns.email, email), isNotNull(signIns.usedAt)))
      .limit(1),
  })
}

/**
 * Whether a code may be sent. A browser that has signed in with this address before has a budget of its own, so that nobody can
 * keep a person out by asking in her name. Pure.
 */
export function mayAsk(about: Record<string, unknown>, now: number): Asked {
  const known = ((about.known ?? []) as unknown[]).length > 0
  if (known) return { may: isBeyond('askedByBrowser', about) ? 'nothing_sent' : 'ask' }
  for (const name of ['askedByNetwork', 'askedByOrganization'] satisfies LimitName[])
    if (isBeyond(name, about)) return { may: 'wait', minutes: minutesToWait(name, now) }
  const [{ sent } = { sent: 0 }] = (about.sent ?? []) as { sent: number }[]
  return { may: isBeyond('askedByAddress', about) || sent >= limits.sentToAddress.most ? 'nothing_sent' : 'ask' }
}

/**
 * Makes a code and a link for an address, whether anybody has it or not: the same work, the same answer (ACC-1).
 * Who the address belongs to is looked at when the e-mail is due. `more`: statements of the same batch. Answers the browser's
 * token, to which the code is tied, and what the database refused of `more`.
 */
export async function askForCode(
  current: Current,
  wish: SignInWish,
  browser: string,
  more: Query[] = [],
): Promise<{ browserToken: string; refusal: DatabaseRefusal | null }> {
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
    sharedComputer: wish.sharedComputer ?? false,
    createdAt: now,
    expiresAt: now + codeLifetime,
    tries: 0,
    intentKind: wish.intent?.kind ?? null,
    intentId: wish.intent?.id ?? null,
  }
  const asked = [...signInEmail(current, id), audit(current, 'sign_in.asked', { kind: 'sign_in', id, version: 1 })]
  const isControls = (query: Query) => isApart(current.db) && isOf(control, query)
  // Apart, a code that nobody is sent, because the rest was refused or broke off, opens nothing and is forgotten.
  const refusal = await inTurn([
    [control, [...more.filter(isControls), control.orm.insert(signIns).values(row)]],
    [current.db, [...more.filter((query) => !isControls(query)), ...asked]],
  ])
  return { browserToken, refusal }
}

/** The code of a sign-in as the database keeps it: keyed, because six digits are guessed in a second. */
export const codeHash = async (secret: string, id: string, code: string): Promise<string> =>
  sha256(base64url(await derive(secret, 'sign-in code hash', `${id}|${code}`)))

/** The right code was typed and the next form sends it again: the second time is no guess. */
export async function giveTryBack({ control }: Current, id: string): Promise<void> {
  await batch(control, [
    control.orm
      .update(signIns)
      .set({ tries: sql`max(${signIns.tries} - 1, 0)` })
      .where(and(eq(signIns.id, id), isNull(signIns.usedAt))),
  ])
}
