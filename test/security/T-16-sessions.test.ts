import { beforeEach, describe, expect, it } from 'vitest'
import { later, minutes, sessionOf } from '../accounts/security-support.ts'
import { askForCode, typeCode } from '../accounts/support.ts'
import { ask, freeTimes, switchOn } from '../house/situation.ts'
import { cast, freshPortal, newBrowser, newKey, rows, signIn, submit, visit, type Browser } from '../support/portal.ts'

// T-16: a session is made by the portal and by nobody else, ends when it is ended, and is worth what its person is worth now.

const her = `/willow/my/${cast.ana.clientId}/appointments`
const requests = '/willow/manage/requests'
const session = '__Host-session'

beforeEach(() => freshPortal())

const isOut = async (browser: Browser, path = her) =>
  (await visit(browser, path)).headers.get('Location')?.startsWith('/willow/login') ?? false

describe('T-16 fixation', () => {
  it('a session cookie that somebody set is never adopted', async () => {
    const planted = 'A'.repeat(43)
    const { browser, code } = await askForCode(cast.ana.email)
    browser.cookies.set(session, planted)
    await typeCode(browser, code)
    expect(browser.cookies.get(session)).not.toBe(planted)
    expect(await isOut({ cookies: new Map([[session, planted]]) })).toBe(true)
  })

  it('a session of the attacker in her browser does not become hers: it ends, and she gets another', async () => {
    const bo = await signIn('bo')
    const planted = bo.cookies.get(session) ?? ''
    const { browser, code } = await askForCode(cast.ana.email)
    browser.cookies.set(session, planted)
    await typeCode(browser, code)
    expect(await isOut(bo)).toBe(true)
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe(her)
  })

  it('a browser cookie that is no token of ours is replaced; a planted one opens nothing by itself', async () => {
    const browser: Browser = { cookies: new Map([['__Host-browser', 'planted']]) }
    await askForCode(cast.ana.email, browser)
    expect(browser.cookies.get('__Host-browser')).toMatch(/^[\w-]{43}$/)
    const shared = 'B'.repeat(43)
    const [victim, attacker] = [1, 2].map((): Browser => ({ cookies: new Map([['__Host-browser', shared]]) })) as [Browser, Browser]
    const { code } = await askForCode(cast.ana.email, victim)
    await typeCode(victim, code)
    expect(attacker.cookies.has(session)).toBe(false)
    expect(await isOut(attacker)).toBe(true)
  })

  it('a cookie without the prefix of this host is no session', async () => {
    const ana = await signIn('ana')
    const token = ana.cookies.get(session) ?? ''
    for (const name of ['session', '__Secure-session', '__host-session'])
      expect(await isOut({ cookies: new Map([[name, token]]) }), name).toBe(true)
  })
})

describe('T-16 rotation', () => {
  it('every sign-in has a token of its own, and ends the session this browser had', async () => {
    const tokens = new Set<string>()
    const browser = newBrowser()
    for (let i = 0; i < 3; i += 1) {
      const { code } = await askForCode(cast.ana.email, browser)
      await typeCode(browser, code)
      tokens.add(browser.cookies.get(session) ?? '')
    }
    expect(tokens.size).toBe(3)
    expect(await rows("SELECT count(*) AS n FROM sessions WHERE person_id = 'per_ana' AND ended_at IS NULL")).toEqual([{ n: 1 }])
  })

  it('sessions in other browsers go on beside it', async () => {
    const [one, other] = [await signIn('ana'), await signIn('ana')]
    await submit(one, '/logout')
    expect(await isOut(one)).toBe(true)
    expect(await isOut(other)).toBe(false)
  })
})

describe('T-16 termination', () => {
  it('what was copied before signing out is worth nothing after it', async () => {
    const ana = await signIn('ana')
    const copy = { cookies: new Map(ana.cookies) }
    await submit(ana, '/logout')
    expect(await isOut(copy)).toBe(true)
    expect((await submit(copy, '/account/session/extension')).headers.get('Location')).toMatch(/login|logout/)
  })

  it('an ended session cannot be extended back to life, not even by fifty at once', async () => {
    const ana = await signIn('ana')
    const tokens = [ana.cookies.get(session) ?? '']
    const copies = Array.from({ length: 50 }, () => ({ cookies: new Map(ana.cookies) }))
    const before = await sessionOf(ana)
    await Promise.all([submit(ana, '/logout'), ...copies.map((copy) => submit(copy, '/account/session/extension'))])
    await new Promise((done) => setTimeout(done, 50))
    for (const token of tokens) expect(await isOut({ cookies: new Map([[session, token]]) })).toBe(true)
    expect(await rows('SELECT ended_at IS NOT NULL AS ended FROM sessions WHERE id = ?', before.id)).toEqual([{ ended: 1 }])
  })

  it('a session that ran out is not brought back by moving the last use', async () => {
    const ana = await signIn('ana')
    await later(30 * minutes)
    await submit({ cookies: new Map(ana.cookies) }, '/account/session/extension')
    await new Promise((done) => setTimeout(done, 30))
    expect(await isOut({ cookies: new Map(ana.cookies) })).toBe(true)
  })
})

describe('T-16 authority is asked for with every request', () => {
  it('a person who is shut out is a stranger at once', async () => {
    const ana = await signIn('ana')
    await rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'")
    for (const path of [her, '/account/security']) expect(await isOut({ cookies: new Map(ana.cookies) }, path), path).toBe(true)
  })

  it('a staff member who is deactivated reaches nothing, neither by page nor by htmx nor by form', async () => {
    const theo = await signIn('theo')
    const apt = await ask('ana', (await freeTimes('ana'))[0] as string)
    await rows("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_theo'")
    for (const path of [requests, '/willow/manage', '/willow/manage/requests/badge', '/willow/manage/portal']) {
      expect((await visit(theo, path)).status, path).toBe(404)
      expect((await visit(theo, path, { htmx: true })).status, path).toBe(404)
    }
    expect((await submit(theo, `${requests}/${apt}/confirmation`, { version: 1, key: newKey() })).status).toBe(404)
    expect(await rows('SELECT status FROM appointments WHERE id = ?', apt)).toEqual([{ status: 'requested' }])
  })

  it('an administrator who is none any more is refused what only they may', async () => {
    const dana = await signIn('dana')
    expect((await visit(dana, '/willow/manage/portal')).status).toBe(200)
    await rows("UPDATE staff SET administrator = 0, therapist = 1 WHERE id = 'sta_dana'")
    expect((await visit(dana, '/willow/manage/portal')).status).toBe(403)
  })

  it('an account that was ended shows nothing', async () => {
    const ana = await signIn('ana')
    await rows("UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_ana'")
    expect((await visit(ana, her)).status).toBe(404)
    expect((await visit(ana, '/willow/my')).status).toBe(404)
  })

  it('a grant that was revoked, or ran out, shows nothing', async () => {
    await switchOn('contact_access')
    await rows('UPDATE grants SET client_id = ?, permissions = ?', cast.ana.clientId, JSON.stringify(['schedule']))
    const gail = await signIn('gail')
    expect((await visit(gail, her)).status).toBe(200)
    await rows('UPDATE grants SET valid_until_at = ?', Date.parse('2026-12-01T15:00:00Z'))
    expect((await visit(gail, her)).status).toBe(404)
    await rows('UPDATE grants SET valid_until_at = NULL')
    expect((await visit(gail, her)).status).toBe(200)
    await rows('UPDATE grants SET revoked_at = 1')
    expect((await visit(gail, her)).status).toBe(404)
  })
})
