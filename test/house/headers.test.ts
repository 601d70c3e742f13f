import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { portal } from '../../src/app.tsx'
import { cron, freshPortal, mail, newBrowser, newKey, origin, submit, visit, type Browser } from '../support/portal.ts'
import { score } from './observatory.ts'

/** facts/security.md 5.1, written out once more: what is sent must be this, whatever src/web/headers.ts says. Without Trusted Types and nonces: there is no inline script to allow. */
const expected: Record<string, string> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; worker-src 'none'; upgrade-insecure-requests",
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=(), browsing-topics=(), interest-cohort=()',
  'Cache-Control': 'private, no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'X-DNS-Prefetch-Control': 'off',
}

const manage = '/willow/manage/portal'
const link = `/willow/login/link/${'x'.repeat(43)}`
const partial = { htmx: true }
const broken = { headers: { 'Content-Type': 'multipart/form-data; boundary=none' } }

/** Every kind of answer there is, by status and name. */
const answers: [status: number, name: string, ask: () => Promise<Response>][] = [
  [200, 'a page', () => visit(null, '/willow/login')],
  [200, 'a page of staff', () => visit('dana', manage)],
  [200, 'a fragment', () => visit('theo', '/willow/manage/requests/badge', partial)],
  [200, 'no page at all', () => visit(null, '/healthz')],
  [200, 'HEAD of a page', () => visit(null, '/willow/login', { method: 'HEAD' })],
  [204, 'htmx is led elsewhere after a change', () => submit(null, '/account/language', { language: 'es' }, partial)],
  [303, 'a stranger is led to sign in', () => visit(null, manage)],
  [303, 'a change that worked', () => submit(null, '/account/language', { language: 'es' })],
  [400, 'a form that cannot be read', () => submit('dana', `${manage}/settings/self_scheduling`, {}, broken)],
  [401, 'htmx of a stranger', () => visit(null, manage, partial)],
  [403, 'not allowed', () => visit('theo', manage)],
  [403, 'a form of another site', () => submit('dana', manage, {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } })],
  [404, 'no such address', () => visit(null, '/no/such/address/at/all')],
  [404, 'no such method', () => submit(null, '/healthz')],
  [404, 'not hers', () => visit('amir', manage)],
  [409, 'a stale switch', () => submit('dana', `${manage}/settings/client_signup`, { value: 'off', version: 7 })],
  [409, 'a stale switch, as a fragment', () => submit('dana', `${manage}/settings/client_signup`, { value: 'off', version: 7 }, partial)],
  [410, 'a link that is used up', () => visit(null, link)],
  [413, 'too much at once', () => submit(null, '/willow/login', { email: 'x'.repeat(65 * 1024) })],
  [422, 'a form with something missing', () => submit(null, '/willow/login', {})],
  [422, 'a form that our pages never send', () => submit('dana', `${manage}/settings/client_signup`, {})],
  [500, 'a database that fails', failing],
]

describe('SEC-3 the headers of every answer', () => {
  beforeAll(() => freshPortal())

  test.each(answers)('%i %s', async (status, _, ask) => {
    const answer = await ask()
    expect(answer.status).toBe(status)
    const tokenPage = status === 410
    const sent = Object.fromEntries(Object.keys(expected).map((name) => [name, answer.headers.get(name)]))
    expect(sent).toEqual({ ...expected, ...(tokenPage && { 'Referrer-Policy': 'no-referrer' }) })
    expect(answer.headers.get('Vary')).toMatch(/HX-Request.*Cookie/)
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    for (const tells of ['Server', 'X-Powered-By', 'Access-Control-Allow-Origin', 'ETag'])
      expect(answer.headers.get(tells), tells).toBeNull()
  })

  test('the id of a request is ours: a client cannot choose what stands in our log', async () => {
    const chosen = '00000000-0000-0000-0000-000000000000'
    const first = await visit(null, '/willow/login', { headers: { 'X-Request-Id': chosen } })
    const second = await visit(null, '/willow/login', { headers: { 'X-Request-Id': chosen } })
    expect(new Set([chosen, first.headers.get('X-Request-Id'), second.headers.get('X-Request-Id')]).size).toBe(3)
  })

  test('SEC-4 what is logged of a failure holds nothing of what failed', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const page = await (await failing()).text()
    const logged = log.mock.calls.flat().join(' ')
    for (const secret of ['ana@family.example', 'UNIQUE constraint', 'people.email']) {
      expect(logged).not.toContain(secret)
      expect(page).not.toContain(secret)
    }
    expect(logged).toContain('D1_ERROR')
  })

  test('no page has an inline script, an inline style, or anything of a third party', async () => {
    for (const [who, path] of [
      [null, '/willow/login'],
      ['dana', manage],
      ['dana', '/willow/manage/clients'],
      ['ana', '/willow/my/cli_ana/appointments/new'],
    ] as const) {
      const html = await (await visit(who, path)).text()
      expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)|<style|\sstyle=|\son[a-z]+=|javascript:/i)
      expect(html.replaceAll(origin, '')).not.toMatch(/\b(?:src|href|action)="(?:https?:)?\/\//)
    }
  })
})

describe('SEC-3 cookies (facts/security.md 5.3)', () => {
  test('every one is __Host-, Secure, HttpOnly, SameSite=Lax, for the whole host; signing in makes a new one, leaving clears it', async () => {
    await freshPortal()
    const { lines, sessions } = await wholeSession()
    expect(lines.length).toBeGreaterThanOrEqual(4)
    for (const line of lines) {
      expect(line).toMatch(/^__Host-(session|browser|language)=/)
      for (const attribute of [/; Secure\b/, /; HttpOnly\b/, /; SameSite=Lax\b/, /; Path=\/(;|$)/]) expect(line).toMatch(attribute)
      expect(line).not.toMatch(/; Domain=/i)
    }
    expect(sessions[0]).toMatch(/^__Host-session=[\w-]{43};/)
    expect(sessions.at(-1)).toMatch(/^__Host-session=;.*Max-Age=0/)
  })
})

describe('SEC-3 the score of the MDN Observatory (facts/security.md 5.2)', () => {
  test('of a page with a session is at least 100: A+', async () => {
    await freshPortal()
    const { lines } = await wholeSession()
    const page = await visit('dana', manage)
    const { total, points } = score(page.headers, lines)
    expect(total, JSON.stringify(points)).toBeGreaterThanOrEqual(100)
    expect(
      Object.values(points).every((point) => point >= 0),
      JSON.stringify(points),
    ).toBe(true)
  })

  test.each([
    ['no policy', (headers: Headers) => headers.delete('Content-Security-Policy')],
    ['inline scripts', (headers: Headers) => headers.set('Content-Security-Policy', "default-src 'self' 'unsafe-inline'")],
    ['no HSTS', (headers: Headers) => headers.delete('Strict-Transport-Security')],
    ['no nosniff', (headers: Headers) => headers.delete('X-Content-Type-Options')],
  ])('falls with %s', async (_, spoil) => {
    const headers = new Headers((await visit(null, '/willow/login')).headers)
    const before = score(headers, []).total
    spoil(headers)
    expect(score(headers, []).total).toBeLessThan(before)
    expect(score(headers, ['session=1; Path=/']).total).toBeLessThan(90)
  })
})

/** An answer of the production Worker whose database fails with a message full of values. */
async function failing(): Promise<Response> {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const fail = () => Promise.reject(new Error('D1_ERROR: UNIQUE constraint failed: people.email, params: ana@family.example'))
  const DB = { prepare: (text: string) => env.DB.prepare(text), batch: fail } as unknown as D1Database
  return await portal().fetch(new Request(`${origin}/willow/login`), { ...env, DB }, createExecutionContext())
}

/** Signs in with a code, changes the language, signs out. Answers every Set-Cookie line. */
async function wholeSession(): Promise<{ lines: string[]; sessions: string[] }> {
  const browser: Browser = newBrowser()
  const asked = await submit(browser, '/willow/login', { email: 'ana@family.example', key: newKey() })
  await cron()
  const [code = ''] = /\b\d{6}\b/.exec((await mail()).at(-1)?.text ?? '') ?? []
  const redeemed = await submit(browser, '/willow/login/code', { code })
  expect(redeemed.status).toBe(303)
  const language = await submit(browser, '/account/language', { language: 'es' })
  const left = await submit(browser, '/logout')
  const lines = [asked, redeemed, language, left].flatMap(({ headers }) => headers.getSetCookie())
  return { lines, sessions: lines.filter((line) => line.startsWith('__Host-session=')) }
}
