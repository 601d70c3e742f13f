import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../src/accounts/limits.ts'
import { askForCode, typeCode } from '../accounts/support.ts'
import { cast, clockBy, cron, freshPortal, mail, newBrowser, rows, submit, textOf, visit } from '../support/portal.ts'

// T-13: counters are the server's, by address, by network prefix and by organization; cookies, headers and spellings change nothing.

const ana = cast.ana.email
const from = (address: string) => ({ headers: { 'CF-Connecting-IP': address } })
/** Another network every time. */
const network = (n: number) => `203.${(n >> 8) & 255}.${n & 255}.9`
const mailsTo = async (address: string) => (await mail()).filter(({ to }) => to === address).length

beforeEach(() => freshPortal())

describe('ACC-7 T-13 asking for codes', () => {
  it('one address gets as many as documented, however many browsers and networks ask, and every answer is the same', async () => {
    const answers = new Set<string>()
    for (let n = 0; n < 40; n++) {
      const answer = await submit(newBrowser(), '/willow/login', { email: n % 2 ? ana : ` ${ana.toUpperCase()}` }, from(network(n)))
      answers.add(`${answer.status} ${answer.headers.get('Location')}`)
    }
    await cron()
    expect(answers).toEqual(new Set(['303 /willow/login/code']))
    expect(await mailsTo(ana)).toBe(limits.askedByAddress.most)
    await clockBy(limits.askedByAddress.minutes)
    await submit(newBrowser(), '/willow/login', { email: ana })
    await cron()
    expect(await mailsTo(ana), 'it passes by itself').toBe(limits.askedByAddress.most + 1)
  })

  it('and no more than documented in six hours', async () => {
    for (let quarter = 0; quarter < 6; quarter++) {
      for (let n = 0; n < limits.askedByAddress.most; n++) await submit(newBrowser(), '/willow/login', { email: ana }, from(network(n)))
      await cron()
      await clockBy(limits.askedByAddress.minutes)
    }
    expect(await mailsTo(ana)).toBe(limits.sentToAddress.most)
  })

  it('counts the same for an address that nobody has', async () => {
    for (let n = 0; n < 14; n++) await submit(newBrowser(), '/willow/login', { email: 'nobody@else.example' }, from(network(n)))
    expect(await rows("SELECT count(*) AS n FROM sign_ins WHERE email = 'nobody@else.example'")).toEqual([
      { n: limits.askedByAddress.most },
    ])
  })

  it('never locks out: a browser that signed in with the address before still gets its code during the storm', async () => {
    const { browser, code } = await askForCode(ana)
    expect((await typeCode(browser, code)).status).toBe(303)
    await submit(browser, '/logout')
    for (let n = 0; n < 40; n++) await submit(newBrowser(), '/willow/login', { email: ana }, from(network(n)))
    await cron()
    const before = await mailsTo(ana)
    const again = await askForCode(ana, browser)
    expect(await mailsTo(ana)).toBe(before + 1)
    expect((await typeCode(browser, again.code)).status).toBe(303)
  })

  it('a network waits when it asked for too many addresses: 429 with a sentence, the minutes and the number to call', async () => {
    await rows("INSERT INTO rate_counters SELECT 'askedByNetwork', 'x', 0, 0")
    for (let n = 0; n < 3; n++) await submit(newBrowser(), '/willow/login', { email: `one${n}@else.example` }, from('198.51.100.7'))
    await rows("UPDATE rate_counters SET hits = ? WHERE scope = 'askedByNetwork'", limits.askedByNetwork.most)
    const answer = await submit(newBrowser(), '/willow/login', { email: 'last@else.example' }, from('198.51.100.200'))
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '900'])
    expect(textOf(await answer.text())).toMatch(/wait 15 minutes.*Nothing is locked.*Call \+1 212 555 0142/)
    expect((await submit(newBrowser(), '/willow/login', { email: 'last@else.example' }, from('198.51.101.7'))).status).toBe(303)
  })

  it.each([
    ['2001:db8:1::1', '2001:0DB8:0001:0000:0000:0000:0000:0001', '2001:db8:1:ffff:1:2:3:4', '2001:db8:1:0:0:0:192.0.2.1'],
    ['192.0.2.1', '192.0.2.254', '::ffff:192.0.2.77', '::FFFF:c000:0203'],
  ])('%s is one network in every spelling', async (...spellings) => {
    for (const address of spellings) await submit(newBrowser(), '/willow/login', { email: 'x@else.example' }, from(address))
    expect(await rows("SELECT hits FROM rate_counters WHERE scope = 'askedByNetwork'")).toEqual([{ hits: spellings.length }])
  })

  it("believes no header but the edge's own", async () => {
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP', 'X-Client-IP'])
      await submit(
        newBrowser(),
        '/willow/login',
        { email: 'x@else.example' },
        { headers: { [name]: '198.51.100.7', 'CF-Connecting-IP': '192.0.2.1' } },
      )
    expect(await rows("SELECT hits FROM rate_counters WHERE scope = 'askedByNetwork'")).toEqual([{ hits: 5 }])
  })

  it('keeps no address: subjects are keyed hashes', async () => {
    await submit(newBrowser(), '/willow/login', { email: ana }, from('198.51.100.7'))
    const stored = JSON.stringify(await rows('SELECT * FROM rate_counters'))
    expect(stored).not.toContain('ana@')
    expect(stored).not.toContain('198.51')
  })
})

describe('ACC-2 ACC-7 T-13 guessing codes', () => {
  it('ten thousand guesses with ever new cookies and networks reach no more than the documented tries', async () => {
    const { code } = await askForCode(ana)
    const wrong = code === '000000' ? '000001' : '000000'
    const guessing = async (n: number) => (await submit(newBrowser(), '/willow/login/code', { code: wrong }, from(network(n)))).status
    for (let block = 0; block < 100; block++) {
      const statuses = await Promise.all(Array.from({ length: 100 }, (_, i) => guessing(block * 100 + i)))
      expect(statuses.every((status) => status === 422 || status === 429)).toBe(true)
    }
    expect(await rows('SELECT sum(tries) AS tries FROM sign_ins')).toEqual([{ tries: 0 }])
  }, 600_000)

  it('whoever asks for codes all day to guess them gets 50 tries; then only the link opens', async () => {
    let asked = { browser: newBrowser(), code: '', link: '' }
    for (let round = 0; round < 11; round++) {
      asked = await askForCode(ana, newBrowser())
      const wrong = asked.code === '000000' ? '000001' : '000000'
      if (round < 10) for (let i = 0; i < 5; i++) await typeCode(asked.browser, wrong)
      await clockBy(9)
      if (round < 10) await clockBy(20)
    }
    expect(await rows('SELECT sum(tries) AS tries FROM sign_ins')).toEqual([{ tries: limits.triedByAddress.most }])
    expect((await typeCode(asked.browser, asked.code)).status, 'the right code, after too many guesses').toBe(422)
    expect((await submit(null, asked.link)).status, 'the link cannot be guessed').toBe(303)
  })

  it('a network that types too many codes waits', async () => {
    await submit(null, '/willow/login/code', { code: '000000' }, from('198.51.100.7'))
    await rows("UPDATE rate_counters SET hits = ? WHERE scope = 'triedByNetwork'", limits.triedByNetwork.most)
    const answer = await submit(null, '/willow/login/code', { code: '000000' }, from('198.51.100.8'))
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '900'])
  })

  it('fifty guesses at the same moment are five', async () => {
    const { browser, code } = await askForCode(ana)
    const wrong = code === '000000' ? '000001' : '000000'
    await Promise.all(Array.from({ length: 50 }, () => typeCode(browser, wrong)))
    expect(await rows('SELECT tries FROM sign_ins')).toEqual([{ tries: 5 }])
    expect((await typeCode(browser, code)).status).toBe(422)
  })
})

describe('ACC-7 T-13 counters', () => {
  it('are forgotten after two days', async () => {
    await submit(newBrowser(), '/willow/login', { email: ana })
    expect(await rows('SELECT * FROM rate_counters')).not.toEqual([])
    await clockBy(2 * 1440 + 400)
    await cron()
    expect(await rows('SELECT * FROM rate_counters')).toEqual([])
  })

  it('and a page that is only looked at counts for nothing', async () => {
    for (const path of ['/willow/login', '/willow/login/code', '/willow/join', '/willow/book']) await visit(null, path)
    expect(await rows('SELECT * FROM rate_counters')).toEqual([])
  })
})
