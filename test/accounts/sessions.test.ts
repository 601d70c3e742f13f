import { beforeEach, describe, expect, it } from 'vitest'
import { absoluteLimit, endsAt } from '../../src/accounts/session-limits.ts'
import { later, minutes, sessionOf } from './security-support.ts'
import { askForCode, typeCode } from './support.ts'
import { cast, freshPortal, newBrowser, rows, signIn, submit, tuesday, visit, type Browser } from '../support/portal.ts'

const her = `/willow/my/${cast.ana.clientId}/appointments`
const requests = '/willow/manage/requests'
const started = Date.parse(tuesday)

beforeEach(() => freshPortal())

/** What a browser is answered: the page, or the way to sign in. */
const meets = async (browser: Browser, path: string) => (await visit(browser, path)).status === 200
/** The use is noted after the answer has gone out. */
const noted = () => new Promise((done) => setTimeout(done, 30))

/** Signs in by code on a computer that others use. */
async function onASharedComputer(email: string): Promise<Browser> {
  const { browser, code } = await askForCode(email, newBrowser(), { shared: '1' })
  await typeCode(browser, code)
  return browser
}

describe('ACC-5 the idle limit, to the second', () => {
  const kinds: [string, () => Promise<Browser>, string, number][] = [
    ['a client: 30 minutes', () => signIn('ana'), her, 30 * minutes],
    ['staff: 15 minutes', () => signIn('theo'), requests, 15 * minutes],
    [
      'staff of a practice that chose 5',
      async () => (await rows("UPDATE organizations SET staff_idle_minutes = 5 WHERE id = 'org_willow'"), signIn('theo')),
      requests,
      5 * minutes,
    ],
    [
      'staff of a practice that chose 60',
      async () => (await rows("UPDATE organizations SET staff_idle_minutes = 60 WHERE id = 'org_willow'"), signIn('theo')),
      requests,
      60 * minutes,
    ],
    ['a client on a shared computer: 5 minutes', () => onASharedComputer(cast.ana.email), her, 5 * minutes],
  ]

  it.each(kinds)('ACC-5 %s', async (_, begin, path, limit) => {
    for (const [at, open] of [
      [-1000, true],
      [0, false],
      [1000, false],
    ] as const) {
      await freshPortal()
      const browser = await begin()
      await later(limit + at)
      expect(await meets(browser, path), `${at} ms`).toBe(open)
      expect(browser.cookies.has('__Host-session'), `${at} ms`).toBe(open)
    }
  })

  it('ACC-5 it counts from the last use, which is noted', async () => {
    const ana = await signIn('ana')
    await later(20 * minutes)
    await visit(ana, her)
    await noted()
    await later(50 * minutes - 1000)
    expect(await meets(ana, her)).toBe(true)
  })

  it('ACC-5 a poll postpones nothing, and says nothing of the end', async () => {
    const theo = await signIn('theo')
    await later(14 * minutes)
    const poll = await visit(theo, '/willow/manage/requests/badge', { htmx: true })
    expect([poll.status, poll.headers.get('Session-Seconds')]).toEqual([200, null])
    await noted()
    await later(15 * minutes)
    expect(await meets(theo, requests)).toBe(false)
  })
})

describe('ACC-5 twelve hours at most', () => {
  it.each([
    [-1000, true],
    [0, false],
    [1000, false],
  ] as const)('ACC-5 %i ms from it, used a moment before', async (at, open) => {
    const ana = await signIn('ana')
    await rows('UPDATE sessions SET last_seen_at = ? WHERE id = ?', started + absoluteLimit - 2000, (await sessionOf(ana)).id)
    await later(absoluteLimit + at)
    expect(await meets(ana, her)).toBe(open)
  })

  it('ACC-5 extending does not go beyond it', async () => {
    const ana = await signIn('ana')
    await rows('UPDATE sessions SET last_seen_at = ? WHERE id = ?', started + absoluteLimit - 60_000, (await sessionOf(ana)).id)
    await later(absoluteLimit - 30_000)
    expect((await submit(ana, '/account/session/extension')).headers.get('Session-Seconds')).toBe('30')
  })

  it('ACC-5 whatever comes first', () => {
    const session = { createdAt: 0, lastSeenAt: 0, sharedComputer: false }
    expect(endsAt(session, null)).toBe(30 * minutes)
    expect(endsAt({ ...session, lastSeenAt: absoluteLimit - 1 }, null)).toBe(absoluteLimit)
    expect(endsAt({ ...session, sharedComputer: true }, 60)).toBe(5 * minutes)
  })
})

describe('ACC-5 the cookie', () => {
  it('ACC-5 is for this host, for https, for no script, for no other site', async () => {
    const { browser, code } = await askForCode(cast.ana.email)
    const cookie = (await typeCode(browser, code)).headers.getSetCookie().find((line) => line.startsWith('__Host-session='))
    expect(cookie).toMatch(/^__Host-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const [stored] = await rows<{ token_hash: string }>('SELECT token_hash FROM sessions ORDER BY created_at DESC')
    expect(stored?.token_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(await rows('SELECT * FROM sessions'))).not.toContain(browser.cookies.get('__Host-session'))
  })

  it('ACC-5 of a shared computer goes with the window', async () => {
    const { browser, code } = await askForCode(cast.ana.email, newBrowser(), { shared: '1' })
    const cookie = (await typeCode(browser, code)).headers.getSetCookie().find((line) => line.startsWith('__Host-session='))
    expect(cookie).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  it('ACC-5 is cleared by any answer to a session that is over; htmx is led to sign in', async () => {
    const theo = await signIn('theo')
    await later(15 * minutes)
    const partial = await visit({ cookies: new Map(theo.cookies) }, requests, { htmx: true })
    expect([partial.status, partial.headers.get('HX-Redirect'), await partial.text()]).toEqual([401, '/willow/login', ''])
    for (const path of [requests, '/willow/login', '/willow/book', '/account/security'])
      expect((await visit({ cookies: new Map(theo.cookies) }, path)).headers.get('Set-Cookie'), path).toMatch(
        /^__Host-session=;.*Max-Age=0/,
      )
  })

  it('ACC-5 after signing in she is led back to her own pages too', async () => {
    const ana = await signIn('ana')
    await later(30 * minutes)
    const asked = await visit(ana, '/account/security')
    expect(asked.headers.get('Location')).toBe('/willow/login?next=%2Faccount%2Fsecurity')
    const { browser, code } = await askForCode(cast.ana.email, newBrowser(), { next: '/account/security' })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe('/account/security')
  })
})

describe('ACC-5 "Stay signed in"', () => {
  it('ACC-5 without htmx leads back to the page, and to no other site', async () => {
    for (const [back, location] of [
      ['/account/security', '/account/security'],
      [her, her],
      ['//evil.example', '/willow/my'],
      ['https://evil.example/', '/willow/my'],
      ['', '/willow/my'],
    ] as const)
      expect((await submit('ana', '/account/session/extension', { back })).headers.get('Location'), back).toBe(location)
  })
})
