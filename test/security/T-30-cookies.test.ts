import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../house/changes.ts'
import { portalInUse } from '../house/situation.ts'
import { filesIn, withoutComments } from '../house/support.ts'
import { freshPortal, newBrowser, submit, visit } from '../support/portal.ts'

// T-30: no value that somebody sends becomes an attribute of a cookie, or a cookie (Hono CVE-2026-47675).

beforeAll(() => freshPortal())

/** What a cookie of ours is: a name with its prefix, one value without anything in it, and attributes of this list. */
const cookie =
  /^__Host-(session|browser|language|no-passkey|[\w-]+)=[\w.-]*(; (Max-Age=\d+|Path=\/|HttpOnly|Secure|SameSite=(Lax|Strict)))+$/

const attempts = [
  'es; Domain=evil.example',
  'es\r\nSet-Cookie: session=evil',
  'es;Path=/x',
  'es; SameSite=None',
  'es%3b%20Domain=evil.example',
  '"es',
  'es,session=evil',
  'es\u0000',
  'es; Max-Age=999999999',
]

describe('T-30 what is sent becomes no cookie', () => {
  test.each(attempts)('language=%j', async (language) => {
    const answer = await submit(newBrowser(), '/account/language', { language, back: '/willow/login' })
    for (const line of answer.headers.getSetCookie()) expect(line).toMatch(cookie)
    expect(answer.headers.getSetCookie().join()).not.toMatch(/evil|Domain|None/i)
  })

  test.each(attempts)('a cookie that comes with %j in it is not given back', async (value) => {
    const sent = encodeURIComponent(value)
    const headers = { Cookie: `__Host-language=${sent}; __Host-browser=${sent}; __Host-session=${sent}; __Host-no-passkey=${sent}` }
    for (const path of ['/willow/login', '/willow/join', '/willow/my', '/account/security', '/logout']) {
      const answer = await visit(null, path, { headers })
      expect(answer.status).toBeLessThan(500)
      for (const line of answer.headers.getSetCookie()) expect(line).toMatch(cookie)
      expect(`${answer.headers.getSetCookie().join()} ${await answer.text()}`).not.toContain('evil')
    }
  })

  test('every cookie that any form sets has the prefix, and is sent to this host alone', { timeout: 120_000 }, async () => {
    const setting = Object.keys(changes).filter((name) => /login|logout|language|team|extension|offer$/.test(name))
    const lines: string[] = []
    for (const name of setting) lines.push(...((await changes[name]?.(await portalInUse(), {}))?.headers.getSetCookie() ?? []))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(line).toMatch(cookie)
  })

  test('cookies are set in one place', () => {
    for (const [path, text] of filesIn('src/'))
      if (/\bsetCookie\(|Set-Cookie/.test(withoutComments(text))) expect(path).toBe('src/accounts/cookies.ts')
  })
})
