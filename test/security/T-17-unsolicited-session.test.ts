import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askForCode, typeCode } from '../accounts/support.ts'
import { doors } from '../house/doors.data.ts'
import { addressOf, portalInUse, type Situation } from '../house/situation.ts'
import { cast, freshPortal, newBrowser, origin, rows, signIn, submit, visit } from '../support/portal.ts'

// T-17: nobody is signed in without having asked for it, in the browser where she asked, by a button of ours.

const reading = doors.filter(({ method }) => method === 'GET').map(({ path }) => path)
const sessions = () => rows('SELECT token_hash, person_id, ended_at, stepped_up_at, second_factor_at FROM sessions ORDER BY token_hash')

describe('T-17 a GET never makes a session, nor another of it', () => {
  let situation: Situation
  beforeAll(async () => {
    situation = await portalInUse()
    const { link } = await askForCode(cast.ana.email)
    situation.token = link.split('/').at(-1) ?? ''
  })

  it.each(reading)('GET and HEAD %s', async (path) => {
    const [bo, dana] = [await signIn('bo'), await signIn('dana')]
    const before = await sessions()
    for (const who of [newBrowser(), bo, dana])
      for (const method of ['GET', 'HEAD']) {
        const token = who.cookies.get('__Host-session')
        const answer = await visit(who, addressOf(path, situation), { method })
        expect(answer.headers.getSetCookie().filter((line) => line.startsWith('__Host-session=') && !/Max-Age=0/.test(line))).toEqual([])
        expect(who.cookies.get('__Host-session')).toBe(token)
      }
    expect(await sessions()).toEqual(before)
    expect(await rows("SELECT used_at FROM sign_ins WHERE email = 'ana@family.example' AND used_at IS NOT NULL")).toEqual([])
  })
})

describe('T-17 signing somebody in as somebody else (login CSRF)', () => {
  beforeEach(() => freshPortal())

  it('a code is worth nothing in the browser of whoever did not ask', async () => {
    const attacker = await askForCode(cast.bo.email)
    const victim = await signIn('ana')
    const fresh = newBrowser()
    const asked = (await askForCode(cast.ana.email)).browser
    for (const browser of [victim, fresh, asked]) {
      const before = browser.cookies.get('__Host-session')
      expect((await typeCode(browser, attacker.code)).status).toBe(422)
      expect(browser.cookies.get('__Host-session')).toBe(before)
    }
    expect((await typeCode(attacker.browser, attacker.code)).status).toBe(303)
  })

  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a neighbour', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://evil.portal.test' }],
    ['an old browser on another site', { Origin: 'https://evil.example' }],
    ['a form without an origin', { Origin: 'null' }],
    ['the address bar', { 'Sec-Fetch-Site': 'none', Origin: origin }],
  ])('the button of a link, pressed by %s, is refused and uses nothing up', async (_, headers) => {
    const { link, code, browser } = await askForCode(cast.bo.email)
    const victim = newBrowser()
    expect((await submit(victim, link, {}, { headers })).status).toBe(403)
    expect((await submit({ cookies: new Map(browser.cookies) }, '/willow/login/code', { code }, { headers })).status).toBe(403)
    expect(victim.cookies.size).toBe(0)
    expect(await rows('SELECT used_at FROM sign_ins')).toEqual([{ used_at: null }])
    expect((await submit(victim, link)).status).toBe(303)
  })

  it('a form of another site cannot sign her out, or her devices', async () => {
    const ana = await signIn('ana')
    for (const path of ['/logout', '/account/sessions/end', '/account/session/extension'])
      expect((await submit(ana, path, { which: 'all' }, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status, path).toBe(403)
    expect((await visit(ana, '/account/security')).status).toBe(200)
  })
})
