import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { newId } from '../../src/db.ts'
import { signInLinkToken, staffInvitationToken } from '../../src/accounts/sign-in-secrets.ts'
import { castKeys } from '../../src/dev/cast.ts'
import { randomToken, sha256 } from '../../src/tokens.ts'
import { askForCode, typeCode } from '../accounts/support.ts'
import { accept, codeIn, eva, invite, invited, staffPage } from '../accounts/staff-support.ts'
import { changes } from '../house/changes.ts'
import { portalInUse } from '../house/situation.ts'
import { cron, freshPortal, mail, newBrowser, origin, rows, signIn, submit, visit, type Browser } from '../support/portal.ts'

import { everyId, expectUnguessable, madeByTheTest, opaque, token, walk } from './T-10-addresses.ts'

// T-10: what opens something cannot be guessed, nor counted up to; and almost right opens nothing.

/** Nothing of one token says anything of another: they differ in every place, and their bits are even. */
function expectOfChance(tokens: string[]): void {
  expect(new Set(tokens).size).toBe(tokens.length)
  for (const one of tokens) expect(one).toMatch(token)
  const bits = tokens.map((one) => [...atob(one.replaceAll('-', '+').replaceAll('_', '/'))].map((byte) => byte.charCodeAt(0)))
  for (const bytes of bits) expect(bytes).toHaveLength(32)
  const ones = bits.flat().reduce((sum, byte) => sum + [...byte.toString(2)].filter((bit) => bit === '1').length, 0)
  const [all, share] = [bits.length * 256, ones / (bits.length * 256)]
  expect(Math.abs(share - 0.5), 'as many ones as zeros').toBeLessThan(4 * Math.sqrt(0.25 / all))
  for (let place = 0; place < 32; place++)
    expect(new Set(bits.map((bytes) => bytes[place])).size, `byte ${place}`).toBeGreaterThan(bits.length / 2)
}

describe('T-10 tokens are 256 bits of chance, or of a secret', { timeout: 30_000 }, () => {
  beforeEach(() => freshPortal())

  const many = Array.from({ length: 60 })

  it('the links of sign-ins, and the cookies of the browsers that asked', async () => {
    const browsers = many.map(() => newBrowser())
    for (const [n, browser] of browsers.entries())
      await submit(browser, '/willow/login', { email: n % 2 ? 'ana@family.example' : `p${n}@else.example` })
    const asked = await rows<{ id: string; link: string }>('SELECT id, link_hash AS link FROM sign_ins')
    const links = await Promise.all(asked.map(({ id }) => signInLinkToken(env.PORTAL_SECRET, id)))
    expect(await Promise.all(links.map(sha256))).toEqual(asked.map(({ link }) => link))
    expect(links.length).toBeGreaterThan(30)
    expectOfChance(links)
    expectOfChance(browsers.map(({ cookies }) => cookies.get('__Host-browser') ?? ''))
  })

  it('the links of invitations to work here', async () => {
    for (const n of many.keys()) await invite({ email: `eva${n}@else.example` })
    await cron()
    const links = (await mail()).map(({ text }) => /\/team\/([\w-]+)/.exec(text)?.[1] ?? '')
    expect(links).toHaveLength(many.length)
    expectOfChance(links)
    const known = JSON.stringify(await rows('SELECT * FROM staff_invitations'))
    for (const link of links) expect(known, 'the database does not know it').not.toContain(link)
  })

  it('the cookies of sessions', async () => {
    const browsers = await Promise.all(many.map(() => signIn('ana')))
    expectOfChance(browsers.map(({ cookies }) => cookies.get('__Host-session') ?? ''))
  })

  it('what they are made of', () => {
    expectOfChance(Array.from({ length: 200 }, () => randomToken()))
    const ids = Array.from({ length: 1000 }, () => newId('apt'))
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) expect(id).toMatch(opaque)
  })

  it('a link is made with the secret: its row alone does not give it away', async () => {
    const link = (await invited()).split('/').at(-1) ?? ''
    const [row] = await rows('SELECT * FROM staff_invitations')
    const made = (secret: string) => staffInvitationToken(secret, String(row?.id))
    expect(await made(env.PORTAL_SECRET)).toBe(link)
    expect(await made(`${env.PORTAL_SECRET}.`)).not.toBe(link)
    for (const value of Object.values(row ?? {}))
      for (const algorithm of ['SHA-256', 'SHA-1', 'SHA-512']) expect(await digest(algorithm, String(value)), algorithm).not.toBe(link)
  })
})

describe('T-10 every e-mail of the portal', { timeout: 30_000 }, () => {
  test.each(Object.keys(changes))('after %s', async (name) => {
    await changes[name]?.(await portalInUse(), {})
    await cron()
    for (const { text, html } of await mail())
      for (const [, path = ''] of `${text} ${html.replaceAll('&amp;', '&')}`.matchAll(new RegExp(`${origin}(/[^\\s"<]*)`, 'g')))
        expectUnguessable(path)
  })
})

describe('T-10 no address of a page holds an id that can be guessed', { timeout: 30_000 }, () => {
  beforeEach(() => freshPortal())

  test.each(castKeys.filter((key) => !['max', 'nell'].includes(key)))('all pages that %s can reach', async (who) => {
    const seeded = new Set((await everyId()).values())
    await portalInUse()
    await invite()
    const walked = await walk(who)
    expect(walked.size).toBeGreaterThan(3)
    for (const path of walked) expectUnguessable(path, seeded)
  })

  it('what is made at run time has an id of chance, in every table', async () => {
    const seeded = new Set((await everyId()).values())
    for (const make of [changes['POST /:org/my/:clientId/requests'], changes['POST /:org/manage/staff/invitations']])
      await make?.(await portalInUse(), {})
    await accept(await invited())
    const made = [...(await everyId())].filter(([, id]) => !seeded.has(id) && !madeByTheTest.has(id))
    expect(made.length).toBeGreaterThan(8)
    for (const [where, id] of made) expect(id.split('.')[0], where).toMatch(opaque)
  })
})

describe('T-10 one character more, less or different opens nothing', { timeout: 30_000 }, () => {
  beforeEach(() => freshPortal())

  it('of the link of a sign-in', async () => {
    const { link } = await askForCode('ana@family.example')
    for (const almost of nearly(link)) {
      expect((await visit(null, almost)).status, almost).not.toBe(200)
      expect((await submit(newBrowser(), almost)).status, almost).not.toBe(303)
    }
    expect(await rows("SELECT id FROM sessions WHERE person_id = 'per_ana'")).toEqual([])
    expect((await submit(newBrowser(), link)).status, 'the link itself does').toBe(303)
  })

  it('of an invitation to work here', async () => {
    const link = await invited()
    for (const almost of nearly(link)) {
      expect([404, 410], almost).toContain((await visit(null, almost)).status)
      expect([404, 410], almost).toContain((await submit(newBrowser(), `${almost}/acceptance`)).status)
    }
    expect(await codeIn(eva.email)).toBe('')
    expect((await visit(null, link)).status).toBe(200)
  })

  it('of the cookie of a session', async () => {
    const dana = await signIn('dana')
    for (const session of nearly(`/${dana.cookies.get('__Host-session')}`))
      expect((await visit(withCookie('session', session.slice(1)), staffPage)).headers.get('Location'), session).toMatch(/^\/willow\/login/)
    expect((await visit(dana, staffPage)).status).toBe(200)
  })

  it('of the cookie of the browser that asked: the code is no good elsewhere', async () => {
    const { browser, code } = await askForCode('ana@family.example')
    for (const cookie of nearly(`/${browser.cookies.get('__Host-browser')}`))
      expect((await typeCode(withCookie('browser', cookie.slice(1)), code)).status).toBe(422)
    expect((await typeCode(browser, code)).status).toBe(303)
  })
})

const withCookie = (name: string, value: string): Browser => ({ cookies: new Map([[`__Host-${name}`, value]]) })

/** A path whose last piece is wrong by one character: each place changed, one more, one less, and the cases swapped. */
function nearly(path: string): string[] {
  const at = path.lastIndexOf('/') + 1
  const [before, secret] = [path.slice(0, at), path.slice(at)]
  const changed = [...secret].map((letter, i) => secret.slice(0, i) + (letter === 'A' ? 'B' : 'A') + secret.slice(i + 1))
  const swapped = [...secret].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join('')
  return [...changed, `${secret}A`, secret.slice(0, -1), swapped, `${secret}%00`].map((one) => before + one)
}

async function digest(algorithm: string, text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(text)))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
