/**
 * How a test uses the portal: as people do, by HTTP, through the development Worker with its real database and queue.
 *
 *   import { auditRows, cast, clockAt, freshPortal, hidden, mail, newKey, submit, visit } from '../support/portal.ts'
 *   beforeEach(() => freshPortal())                                 // the cast as new; the clock stands at `tuesday`
 *
 *   const page = await visit('dana', '/willow/manage/portal')       // `who`: a key of the cast, a Browser, or null for a stranger
 *   const html = await page.text()
 *   const version = hidden(html, 'setting-self_scheduling', 'version')
 *   const answer = await submit('dana', '/willow/manage/portal/settings/self_scheduling', { value: 'off', version })
 *   expect(answer.status).toBe(303)                                 // redirects are never followed: answer.headers.get('Location')
 *
 *   visit(who, path, how?)           GET. `how`: { htmx?: true, headers?: {...}, method?: 'HEAD' | ... }
 *   submit(who, path, fields, how?)  POST of a form from our own page (Origin); htmx: true asks for the fragment
 *   freshPortal(iso?)                the cast as new, the clock standing at `iso` (default `tuesday`)
 *   clockAt(iso) · clockBy(minutes)  moves the standing clock; who is named by key signs in anew, a Browser keeps its session
 *   signIn(key) · newBrowser()       a Browser of one's own: keeps its cookies, its session can grow old
 *   cron()                           the scheduled work, to its end: expires requests, delivers due e-mails; cron('all') seals the audit, too
 *   mail()                           captured e-mails, newest last
 *   cast.ana.clientId · services.session · locations.main · newKey() (an idempotency key)
 *   from html.ts:  element(html, id) · attributeOf(html, id, name) · hidden(html, id, field) · textOf(html)
 *   from data.ts:  db() · rows(sql, ...values) · auditRows(filter?) · roundTrips(response)
 */
import { env, exports } from 'cloudflare:workers'
import { expect } from 'vitest'
import { clock } from '../../src/clock.ts'
import type { CastKey } from '../../src/dev/cast.ts'

export { cast, locations, services, type CastKey } from '../../src/dev/cast.ts'
export { newKey } from '../../src/web/new-key.ts'
export { auditRows, db, roundTrips, rows, type AuditRow } from './data.ts'
export { attributeOf, element, hidden, textOf } from './html.ts'

/** A browser: its cookies. What an answer sets is kept, what it clears is gone. */
export interface Browser {
  cookies: Map<string, string>
}

export type Who = CastKey | Browser | null

export interface How {
  /** As htmx asks for a fragment. */
  htmx?: boolean
  headers?: Record<string, string>
  method?: string
  /** Fields that no form of ours has, sent along; a field of the form itself stays as it is (T-05). */
  alsoSends?: Record<string, string>
  /** Who answers in place of the Worker: another env, or somebody who only wants the request. */
  through?: (request: Request) => Promise<Response>
  /** What a form would have sent, to be kept instead of being sent (test/house/matrix.ts). */
  instead?: (form: Form) => Response
}

/** A form in hand: who has it, where it would go, and what it says. */
export interface Form {
  who: Who
  path: string
  fields: Record<string, string | number | string[] | undefined>
}

export interface CapturedEmail {
  id: string
  to: string
  kind: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  sentAt: string
}

/** When tests happen unless they say otherwise: Tuesday 1 December 2026, 10:00 in New York. */
export const tuesday = '2026-12-01T15:00:00Z'

/** Every address of the portal begins with it; a form sends it as its Origin. */
export const origin = env.PUBLIC_ORIGIN

/** A GET (or `how.method`). Never follows a redirect. */
export async function visit(who: Who, path: string, how: How = {}): Promise<Response> {
  return await ask(await browserOf(who), path, { method: how.method ?? 'GET', headers: headersOf(how) }, how.through)
}

/** A form of our own page, posted. `fields` left undefined are not sent, a list is sent as several of the name. */
export async function submit(who: Who, path: string, fields: Form['fields'] = {}, how: How = {}): Promise<Response> {
  if (how.instead) return how.instead({ who, path, fields })
  const sent = Object.entries({ ...how.alsoSends, ...fields }).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, String(one)]),
  )
  const headers = { Origin: origin, ...headersOf(how) }
  return await ask(await browserOf(who), path, { method: how.method ?? 'POST', headers, body: new URLSearchParams(sent) }, how.through)
}

/** For beforeEach: the cast as new, an empty mailbox, nobody signed in, the clock standing. */
export async function freshPortal(iso: string = tuesday): Promise<void> {
  signedIn.clear()
  await worked(await submit(null, '/dev/reset', { now: iso }))
}

/** Lets the clock stand at an instant. Who is named by key signs in again there; a Browser takes its session along. */
export async function clockAt(iso: string): Promise<void> {
  signedIn.clear()
  await worked(await submit(null, '/dev/clock', { now: iso }))
}

/** Moves the clock on by minutes of elapsed time. */
export async function clockBy(minutes: number): Promise<void> {
  const { now } = (await (await visit(null, '/dev/clock')).json()) as { now: string }
  await clockAt(new Date(Date.parse(now) + minutes * 60_000).toISOString())
}

/** A new browser in which somebody of the cast is signed in, second factor included. */
export async function signIn(key: CastKey): Promise<Browser> {
  const browser = newBrowser()
  const answer = await submit(browser, '/dev/sign-in', { person: key })
  expect(answer.status, `sign in as ${key}`).toBe(303)
  return browser
}

/** A browser nobody used before. */
export const newBrowser = (): Browser => ({ cookies: new Map() })

/** Runs the scheduled work once, to its end, at the portal's time. */
export async function cron(which: 'due' | 'all' = 'due'): Promise<void> {
  await worked(await submit(null, '/dev/cron', { only: which }))
}

/** Every captured e-mail, newest last. */
export async function mail(): Promise<CapturedEmail[]> {
  return (await worked(await visit(null, '/dev/mail.json'))).json()
}

const signedIn = new Map<CastKey, Browser>()

/** Who is signed in, to be given back to `signInAgain` when the database is put back (test/support/snapshot.ts). */
export const allSignedIn = (): [CastKey, Browser][] => [...signedIn].map(([key, { cookies }]) => [key, { cookies: new Map(cookies) }])

/** The browsers of another moment, with the clock where `freshPortal` lets it stand. */
export function signInAgain(browsers: [CastKey, Browser][]): void {
  signedIn.clear()
  for (const [key, { cookies }] of browsers) signedIn.set(key, { cookies: new Map(cookies) })
  clock.stand(Date.parse(tuesday))
}

async function browserOf(who: Who): Promise<Browser> {
  if (who === null) return newBrowser()
  if (typeof who !== 'string') return who
  const browser = signedIn.get(who) ?? (await signIn(who))
  signedIn.set(who, browser)
  return browser
}

function headersOf({ htmx, headers }: How): Record<string, string> {
  return { ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }), ...headers }
}

async function ask(
  browser: Browser,
  path: string,
  init: RequestInit & { headers: Record<string, string> },
  through = (request: Request): Promise<Response> => exports.default.fetch(request),
): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = cookie === '' ? init.headers : { Cookie: cookie, ...init.headers }
  const response = await through(new Request(new URL(path, origin).href, { ...init, headers, redirect: 'manual' }))
  for (const line of response.headers.getSetCookie()) keep(browser, line)
  return response
}

function keep(browser: Browser, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || /;\s*max-age=0/i.test(line)) browser.cookies.delete(name)
  else browser.cookies.set(name, value)
}

async function worked(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response
}
