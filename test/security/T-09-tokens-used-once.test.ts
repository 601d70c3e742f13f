import { beforeEach, describe, expect, it } from 'vitest'
import { askForCode, typeCode } from '../accounts/support.ts'
import { auditRows, cast, clockBy, freshPortal, newBrowser, rows, submit, visit } from '../support/portal.ts'

// T-09: what opens something opens it once, whoever comes at the same moment; looking uses nothing up.

const ana = cast.ana.email
beforeEach(() => freshPortal())

const opened = async () => ({
  sessions: (await rows("SELECT id FROM sessions WHERE person_id = 'per_ana' AND ended_at IS NULL")).length,
  audited: (await auditRows({ action: 'signed_in' })).length,
  used: (await rows('SELECT id FROM sign_ins WHERE used_at IS NOT NULL')).length,
})

describe('ACC-2 T-09 fifty at once', () => {
  it('with the link: one session, one audit entry', async () => {
    const { link } = await askForCode(ana)
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(newBrowser(), link)))
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toEqual([303])
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49)
    expect(await opened()).toEqual({ sessions: 1, audited: 1, used: 1 })
  })

  it('with the code, as far as it has tries: one session, one audit entry', async () => {
    const { browser, code } = await askForCode(ana)
    const asFirst = { cookies: new Map(browser.cookies) }
    const answers = await Promise.all(Array.from({ length: 50 }, () => typeCode({ cookies: new Map(asFirst.cookies) }, code)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.every(({ status }) => status === 303 || status === 422)).toBe(true)
    expect(await opened()).toEqual({ sessions: 1, audited: 1, used: 1 })
  })

  it('with code and link together: one session', async () => {
    const { browser, code, link } = await askForCode(ana)
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? typeCode({ cookies: new Map(browser.cookies) }, code) : submit(newBrowser(), link))),
    )
    expect(await opened()).toEqual({ sessions: 1, audited: 1, used: 1 })
  })
})

describe('ACC-1 ACC-2 T-09 mail scanners', () => {
  it('twenty GETs and HEADs, with whatever they say they are, use nothing up; then the person signs in', async () => {
    const { link, browser, code } = await askForCode(ana)
    const before = JSON.stringify(await rows('SELECT * FROM sign_ins'))
    const agents = ['Mozilla/5.0 (compatible; MailScanner)', 'Outlook-iOS', 'Slackbot-LinkExpanding 1.0', 'HeadlessChrome/140']
    for (let n = 0; n < 20; n++) {
      const headers = { 'User-Agent': agents[n % 4] as string, ...(n % 3 === 0 && { 'Sec-Purpose': 'prefetch' }) }
      const answer = await visit(newBrowser(), link, { method: n % 2 ? 'HEAD' : 'GET', headers })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []])
    }
    expect(JSON.stringify(await rows('SELECT * FROM sign_ins'))).toBe(before)
    expect(await opened()).toEqual({ sessions: 0, audited: 0, used: 0 })
    expect((await typeCode(browser, code)).status, 'the code still works').toBe(303)
  })

  it('the page of a link names nobody and hands its token to nobody', async () => {
    const { link } = await askForCode(ana)
    const answer = await visit(null, link)
    const html = await answer.text()
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    expect(html).not.toContain('Ana')
    expect([...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, to]) => to).filter((to) => /^https?:/.test(to as string))).toEqual(
      [],
    )
  })
})

describe('T-09 after its time', () => {
  it('a used one is dead, and so are the others of the address', async () => {
    const first = await askForCode(ana)
    const second = await askForCode(ana)
    expect((await submit(null, first.link)).status).toBe(303)
    expect((await submit(null, first.link)).status).toBe(410)
    expect((await submit(null, second.link)).status).toBe(410)
    expect((await typeCode(second.browser, second.code)).status).toBe(422)
  })

  it('one of another practice opens nothing here', async () => {
    const { link, browser, code } = await askForCode(ana)
    expect((await submit(null, link.replace('/willow/', '/cedar/'))).status).toBe(410)
    expect((await submit(browser, '/cedar/login/code', { code })).status).toBe(422)
    expect(await opened()).toEqual({ sessions: 0, audited: 0, used: 0 })
  })

  it('a person who was disabled meanwhile does not come in', async () => {
    const { link } = await askForCode(ana)
    await rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'")
    expect((await submit(null, link)).status).toBe(410)
  })

  it('ten minutes are ten minutes', async () => {
    const { browser, code, link } = await askForCode(ana)
    await clockBy(10)
    expect((await typeCode(browser, code)).status).toBe(422)
    expect((await submit(null, link)).status).toBe(410)
  })
})
