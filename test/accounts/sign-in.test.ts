import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockAt, cron, freshPortal, mail, newBrowser, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { askForCode, typeCode } from './support.ts'

const ana = cast.ana.email

beforeEach(() => freshPortal())

describe('asking for a code', () => {
  it('ACC-1 answers known and unknown addresses with the same status, headers and bytes, and writes the same rows', async () => {
    const answers = []
    for (const email of [ana, 'nobody@else.example', cast.nell.email, cast.amir.email]) {
      const answer = await submit(newBrowser(), '/willow/login', { email })
      const headers = [...answer.headers].filter(([name]) => !['x-request-id', 'set-cookie', 'server-timing', 'x-database'].includes(name))
      answers.push(JSON.stringify([answer.status, headers, await answer.text()]))
    }
    expect(new Set(answers).size).toBe(1)
    expect(await rows('SELECT count(*) AS n FROM sign_ins')).toEqual([{ n: 4 }])
    expect(await rows("SELECT count(*) AS n FROM outbox WHERE event = 'sign_in'")).toEqual([{ n: 4 }])
  })

  it('ACC-1 writes only to an address that somebody has', async () => {
    for (const email of [ana, 'nobody@else.example']) await submit(newBrowser(), '/willow/login', { email })
    await cron()
    expect((await mail()).map(({ to }) => to)).toEqual([ana])
  })

  it('SEC-7 what is no address gets a sentence and keeps what was typed', async () => {
    const answer = await submit(newBrowser(), '/willow/login', { email: 'ana at <home>' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain('value="ana at &lt;home&gt;"')
    expect(textOf(html)).toContain('Enter a whole e-mail address')
  })

  it('ACC-2 only hashes are stored', async () => {
    const { code, link } = await askForCode(ana)
    const stored = JSON.stringify(await rows('SELECT * FROM sign_ins'))
    expect(code).toMatch(/^\d{6}$/)
    expect(stored).not.toContain(code)
    expect(stored).not.toContain(link.split('/').at(-1))
  })
})

describe('the code', () => {
  it('ACC-1 ACC-5 signs in the browser that asked, and lands in the portal', async () => {
    const { browser, code } = await askForCode(` ${ana.toUpperCase()} `)
    const answer = await typeCode(browser, `${code.slice(0, 3)} ${code.slice(3)}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/willow/my')
    expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toBe('/willow/my/cli_ana/appointments')
    expect(await auditRows({ action: 'signed_in' })).toHaveLength(1)
  })

  it('ACC-1 is worth nothing in another browser', async () => {
    const { code } = await askForCode(ana)
    const { browser } = await askForCode('nobody@else.example')
    expect((await typeCode(browser, code)).status).toBe(422)
    expect((await typeCode(newBrowser(), code)).status).toBe(422)
  })

  it('ACC-2 works once', async () => {
    const { browser, code } = await askForCode(ana)
    await typeCode(browser, code)
    const other = { cookies: new Map([...browser.cookies].filter(([name]) => name !== '__Host-session')) }
    expect((await typeCode(other, code)).status).toBe(422)
  })

  it('ACC-2 works for ten minutes', async () => {
    const { browser, code } = await askForCode(ana)
    await clockAt('2026-12-01T15:09:59Z')
    const late = await askForCode(ana)
    expect((await typeCode(browser, code)).status).toBe(303)
    await clockAt('2026-12-01T15:20:00Z')
    expect((await typeCode(late.browser, late.code)).status).toBe(422)
  })

  it('ACC-2 takes five tries, counted in the database, however many come at once', async () => {
    const { browser, code } = await askForCode(ana)
    const wrong = code === '000000' ? '000001' : '000000'
    const answers = await Promise.all(Array.from({ length: 50 }, () => typeCode(browser, wrong)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
    expect(await rows('SELECT tries FROM sign_ins')).toEqual([{ tries: 5 }])
    expect((await typeCode(browser, code)).status).toBe(422)
  })

  it('ACC-2 four wrong tries leave one; a new code does not kill the older until one is used', async () => {
    const { browser, code } = await askForCode(ana)
    for (let i = 0; i < 3; i += 1) await typeCode(browser, '12')
    const second = await askForCode(ana, browser)
    expect((await typeCode(browser, code)).status).toBe(303)
    expect((await typeCode({ cookies: new Map(browser.cookies) }, second.code)).status).toBe(422)
  })

  it('ACC-2 fifty redemptions at once open one session, with one audit entry', async () => {
    const { browser, code } = await askForCode(ana)
    await rows('UPDATE sign_ins SET tries = 0')
    const before = await rows("SELECT token_hash FROM sessions WHERE person_id = 'per_ana'")
    const answers = await Promise.all(Array.from({ length: 5 }, () => typeCode({ cookies: new Map(browser.cookies) }, code)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rows("SELECT token_hash FROM sessions WHERE person_id = 'per_ana'")).toHaveLength(before.length + 1)
    expect(await auditRows({ action: 'signed_in' })).toHaveLength(1)
  })
})

describe('the link', () => {
  it('ACC-1 a GET, however often, consumes nothing; the button signs in', async () => {
    const { link } = await askForCode(ana)
    for (let i = 0; i < 20; i += 1) expect((await visit(newBrowser(), link, { method: i % 2 ? 'HEAD' : 'GET' })).status).toBe(200)
    expect(await rows('SELECT used_at FROM sign_ins')).toEqual([{ used_at: null }])
    const browser = newBrowser()
    const page = await visit(browser, link)
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect((await submit(browser, link)).status).toBe(303)
    expect((await visit(browser, '/willow/my')).status).toBe(303)
  })

  it('ACC-2 fifty presses at once open one session', async () => {
    const { link } = await askForCode(ana)
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(newBrowser(), link)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49)
    expect(await auditRows({ action: 'signed_in' })).toHaveLength(1)
  })

  it('ACC-2 used, expired, of another practice or made up: one page that offers a new code', async () => {
    const { link } = await askForCode(ana)
    const made = '/willow/login/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    expect((await visit(newBrowser(), link.replace('willow', 'cedar'))).status).toBe(410)
    await clockAt('2026-12-01T15:10:00Z')
    const [expired, invented] = [await visit(newBrowser(), link), await visit(newBrowser(), made)]
    expect([expired.status, invented.status]).toEqual([410, 410])
    expect(await expired.text()).toBe(await invented.text())
  })

  it('T-17 a GET never makes a session', async () => {
    const { link, browser } = await askForCode(ana)
    await visit(browser, link)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })
})

describe('afterwards', () => {
  it('LNK-1 who is signed in lands in the portal; at a practice she has nothing to do with she may sign in', async () => {
    expect((await visit('ana', '/willow/login')).headers.get('Location')).toBe('/willow/my')
    expect((await visit('dana', '/willow/my')).headers.get('Location')).toBe('/willow/manage')
    expect((await visit('dana', '/cedar/login')).status).toBe(200)
  })

  it('ACC-1 leads to what was wanted, and never to another site', async () => {
    const { browser, code } = await askForCode(ana, newBrowser(), { next: '/willow/book' })
    expect((await typeCode(browser, code)).headers.get('Location')).toBe('/willow/book')
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/cedar/my',
      '/willow//evil',
      '/willow/../cedar',
      'javascript:alert(1)',
    ]) {
      const again = await askForCode(ana, newBrowser(), { next })
      expect((await typeCode(again.browser, again.code)).headers.get('Location')).toBe('/willow/my')
    }
  })

  it('ACC-5 a new token at each sign-in, and the session before it ends', async () => {
    const browser = await signIn('ana')
    const before = browser.cookies.get('__Host-session')
    const { code } = await askForCode(ana, browser)
    await typeCode(browser, code)
    expect(browser.cookies.get('__Host-session')).not.toBe(before)
    expect((await visit({ cookies: new Map([['__Host-session', before ?? '']]) }, '/willow/my')).headers.get('Location')).toContain(
      '/login',
    )
  })

  it.each([
    ['client, 30 minutes', 'ana', '/willow/my/cli_ana/appointments', '2026-12-01T15:29:59Z', '2026-12-01T15:30:00Z'],
    ['staff, the 15 minutes of the organization', 'theo', '/willow/manage/requests', '2026-12-01T15:14:59Z', '2026-12-01T15:15:00Z'],
  ] as const)('ACC-5 idle limit of a %s; the answer clears the cookie', async (_, who, path, before, after) => {
    const browser = await signIn(who)
    await clockAt(after)
    const ended = await visit(browser, path)
    expect(ended.status).toBe(303)
    expect(ended.headers.get('Set-Cookie')).toMatch(/^__Host-session=;.*Max-Age=0/)
    await freshPortal()
    const other = await signIn(who)
    await clockAt(before)
    expect((await visit(other, path)).status).toBe(200)
  })

  it('ACC-5 a shared computer: five minutes, and no cookie that outlives the window', async () => {
    const { browser, code } = await askForCode(ana, newBrowser(), { shared: '1' })
    expect((await typeCode(browser, code)).headers.get('Set-Cookie')).not.toContain('Max-Age')
    await clockAt('2026-12-01T15:05:00Z')
    expect((await visit(browser, '/willow/my')).headers.get('Location')).toContain('/login')
  })

  it('ACC-5 twelve hours at most, however busy; htmx gets 401 with HX-Redirect', async () => {
    const browser = await signIn('ana')
    for (let minutes = 25; minutes < 720; minutes += 25) {
      await clockAt(new Date(Date.parse('2026-12-01T15:00:00Z') + minutes * 60_000).toISOString())
      expect((await visit(browser, '/willow/my')).headers.get('Location')).toContain('/appointments')
      await new Promise((done) => setTimeout(done, 5)) // the use is noted after the answer
    }
    await clockAt('2026-12-02T03:00:00Z')
    const answer = await visit(browser, '/willow/my', { htmx: true })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('HX-Redirect')).toContain('/willow/login')
  })

  it('ACC-5 staying signed in is one key, and says for how long', async () => {
    const browser = await signIn('theo')
    await clockAt('2026-12-01T15:14:30Z')
    const answer = await submit(browser, '/account/session/extension', {}, { htmx: true })
    expect([200, 204]).toContain(answer.status)
    expect(answer.headers.get('Session-Seconds')).toBe('900')
    await new Promise((done) => setTimeout(done, 20))
    await clockAt('2026-12-01T15:29:00Z')
    expect((await visit(browser, '/willow/manage/requests')).status).toBe(200)
  })

  it('ACC-8 sign-out ends the session, clears the cookie and what the browser kept', async () => {
    const browser = await signIn('ana')
    const token = browser.cookies.get('__Host-session') ?? ''
    const answer = await submit(browser, '/logout')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/willow/login')
    expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
    expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-session=;/)
    expect((await visit({ cookies: new Map([['__Host-session', token]]) }, '/willow/my')).headers.get('Location')).toContain('/login')
    expect(await auditRows({ action: 'signed_out' })).toHaveLength(1)
    expect((await submit(newBrowser(), '/logout')).status).toBe(303)
  })

  it('UX-4 the language a person chooses stays hers, in every browser', async () => {
    const browser = await signIn('ana')
    expect(
      (await submit(browser, '/account/language', { language: 'es', back: '/willow/my/cli_ana/appointments' })).headers.get('Location'),
    ).toBe('/willow/my/cli_ana/appointments')
    expect(await (await visit('ana', '/willow/my/cli_ana/appointments')).text()).toContain('<html lang="es">')
    const visitor = newBrowser()
    await submit(visitor, '/account/language', { language: 'es', back: '//evil.example' })
    expect(await (await visit(visitor, '/willow/login')).text()).toContain('<html lang="es">')
  })
})
