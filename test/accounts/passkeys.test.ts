import { beforeEach, describe, expect, test, vi } from 'vitest'
import { newSoftPasskey, makes, signs, type Lie } from '../support/passkey.ts'
import { auditRows, cast, clockBy, cron, freshPortal, mail, newBrowser, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { byCode, makesPasskey, opens, optionsFrom, passkeysOf, signsInWith, where } from './factor-support.ts'

const ana = cast.ana
const her = `/willow/my/${ana.clientId}/appointments`
vi.setConfig({ testTimeout: 30_000 }) // many sign-ins, and fifty answers at once
beforeEach(() => freshPortal())

describe('ACC-3 a passkey', () => {
  test('ACC-3 is made right after signing in, named after the device, audited and announced by e-mail', async () => {
    const browser = await byCode(ana.email)
    const { answer } = await makesPasskey(browser)
    expect(where(answer)).toEqual([303, '/account/passkeys?done=added'])
    expect(await passkeysOf(ana.personId)).toMatchObject([{ counter: 0, removed_at: null }])
    expect(await auditRows({ action: 'passkey.added' })).toMatchObject([{ actor_id: ana.personId }])
    await cron()
    const told = (await mail()).filter(({ kind }) => kind === 'passkey_added')
    expect(told).toMatchObject([{ to: ana.email, subject: 'Your sign-in was changed' }])
    expect(told[0]?.text).toContain('A passkey was added')
  })

  test('ACC-3 signs in with one press: a full session of its own, rotated, audited; what she wanted to read comes next', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const { browser, answer } = await signsInWith(passkey)
    expect(where(answer)).toEqual([303, '/willow/my'])
    expect(await opens(browser, her)).toBe(200)
    const [session] = await rows("SELECT * FROM sessions WHERE method = 'passkey'")
    expect(session).toMatchObject({ person_id: ana.personId, ended_at: null })
    expect([session?.second_factor_at, session?.stepped_up_at]).toEqual([session?.created_at, session?.created_at])
    expect((await auditRows({ action: 'signed_in' })).at(-1)).toMatchObject({ actor_id: ana.personId, entity_kind: 'passkey' })
    expect(await passkeysOf(ana.personId)).toMatchObject([{ last_used_at: session?.created_at }])
  })

  test('ACC-5 signing in ends the session this browser had', async () => {
    const first = await byCode(ana.email)
    const { passkey } = await makesPasskey(first)
    const before = { cookies: new Map(first.cookies) }
    const options = await optionsFrom(first, '/willow/login/passkey/challenge')
    await submit(first, '/willow/login/passkey', { answer: await signs(passkey, options) })
    expect([await opens(before, her), await opens(first, her)]).toEqual([303, 200])
  })

  test('T-14 what it asks says nothing about anybody: no passkey is named, for a known browser or a new one', async () => {
    const browser = await byCode(ana.email)
    await makesPasskey(browser)
    const [known, unknown] = [
      await optionsFrom(browser, '/willow/login/passkey/challenge'),
      await optionsFrom(newBrowser(), '/willow/login/passkey/challenge'),
    ]
    const { challenge: one, ...rest } = known
    const { challenge: other, ...alike } = unknown
    expect(rest).toEqual(alike)
    expect(rest).toMatchObject({ rpId: 'portal.test', userVerification: 'required', allowCredentials: [] })
    expect(one).not.toBe(other)
  })

  test('ACC-3 gets another name, but no empty one', async () => {
    const browser = await byCode(ana.email)
    await makesPasskey(browser)
    const [{ id } = {}] = await passkeysOf(ana.personId)
    expect((await submit(browser, `/account/passkeys/${id}/name`, { name: '  ' })).status).toBe(422)
    expect(where(await submit(browser, `/account/passkeys/${id}/name`, { name: 'My phone' }))).toEqual([303, '/account/passkeys'])
    expect(await passkeysOf(ana.personId)).toMatchObject([{ name: 'My phone' }])
    expect(textOf(await (await visit(browser, '/account/passkeys')).text())).toContain('My phone')
  })

  test('ACC-3 is removed after stepping up, is told by e-mail, and signs in no more', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const { browser } = await signsInWith(passkey)
    const [{ id } = {}] = await passkeysOf(ana.personId)
    expect(where(await submit(browser, `/account/passkeys/${id}/removal`))).toEqual([303, '/account/passkeys?done=removed'])
    expect((await passkeysOf(ana.personId))[0]?.removed_at).not.toBeNull()
    await cron()
    // The clock stands: which of two e-mails of one instant is the newer one, nobody can tell.
    expect(await mail()).toContainEqual(expect.objectContaining({ kind: 'passkey_removed', to: ana.email }))
    expect((await signsInWith(passkey)).answer.status).toBe(422)
  })
})

describe('ACC-3 signing in is refused, and no session opened', () => {
  const lies: [string, Lie][] = [
    ['for another origin', { origin: 'https://portal.evil.example' }],
    ['for another portal', { rpId: 'evil.example' }],
    ['without knowing the person (no finger, face or PIN)', { userVerified: false }],
    ['to a challenge nobody gave', { challenge: 'x'.repeat(43) }],
    ['as if it had been made just now', { type: 'webauthn.create' }],
    ['in the name of another person', { userHandle: 'cGVyX2Jv' }],
  ]
  test.each(lies)('ACC-3 an answer %s', async (_, lie) => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const { browser, answer } = await signsInWith(passkey, lie)
    expect(answer.status).toBe(422)
    expect(textOf(await answer.text())).toContain('This passkey does not open this portal')
    expect(await opens(browser, her)).toBe(303)
    expect(await rows("SELECT 1 FROM sessions WHERE method = 'passkey'")).toEqual([])
  })

  test('ACC-3 an answer given twice, in the same browser and from another one', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const { browser, signed } = await signsInWith(passkey)
    const thief = newBrowser()
    expect((await submit(browser, '/willow/login/passkey', { answer: signed })).status).toBe(422)
    expect((await submit(thief, '/willow/login/passkey', { answer: signed })).status).toBe(422)
  })

  test('ACC-3 an answer that somebody else carries to her own browser before it was used', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const options = await optionsFrom(newBrowser(), '/willow/login/passkey/challenge')
    expect((await submit(newBrowser(), '/willow/login/passkey', { answer: await signs(passkey, options) })).status).toBe(422)
  })

  test('ACC-3 an answer after five minutes', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    expect((await signsInWith(passkey, {}, () => clockBy(5.1))).answer.status).toBe(422)
    expect((await signsInWith(passkey, {}, () => clockBy(4.9))).answer.status).toBe(303)
  })

  test('ACC-3 a counter that goes back or stands still, once it has counted: a copy of the key', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    expect((await signsInWith(passkey, { counter: 7 })).answer.status).toBe(303)
    for (const counter of [7, 6, 0]) expect((await signsInWith(passkey, { counter })).answer.status).toBe(422)
    expect((await signsInWith(passkey, { counter: 8 })).answer.status).toBe(303)
  })

  test('ACC-3 a challenge of another purpose', async () => {
    const browser = await byCode(ana.email)
    const { passkey } = await makesPasskey(browser)
    for (const path of ['/account/passkeys/challenge', '/account/passkeys/options']) {
      const stepped = path.endsWith('options') ? await signIn('ana') : browser
      const options = await optionsFrom(stepped, path)
      expect((await submit(stepped, '/willow/login/passkey', { answer: await signs(passkey, options) })).status).toBe(422)
    }
    const stepped = await signIn('ana')
    const toAdd = await signs(passkey, await optionsFrom(stepped, '/account/passkeys/options'))
    expect((await submit(stepped, '/account/confirmation/passkey', { answer: toAdd })).status).toBe(422)
    const made = await makes(await newSoftPasskey(), {
      ...(await optionsFrom(stepped, '/account/passkeys/challenge')),
      user: { id: 'cGVyX2FuYQ' },
    })
    expect((await submit(stepped, '/account/passkeys', { answer: made })).status).toBe(422)
  })

  test('ACC-3 a passkey nobody knows, a signature of another key, and what is no answer at all', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const stranger = await newSoftPasskey()
    expect((await signsInWith(stranger)).answer.status).toBe(422)
    expect((await signsInWith({ ...stranger, id: passkey.id, userHandle: passkey.userHandle })).answer.status).toBe(422)
    for (const nonsense of ['', 'null', '{}', '[]', '{"id":1}', '{"__proto__":{}}', 'x'.repeat(19_000)])
      expect((await submit(newBrowser(), '/willow/login/passkey', { answer: nonsense })).status).toBe(422)
  })

  test('ACC-3 somebody whose sign-in was closed', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    await rows('UPDATE people SET disabled_at = 1 WHERE id = ?', ana.personId)
    expect((await signsInWith(passkey)).answer.status).toBe(422)
  })

  test('ACC-2 one of fifty that send the same answer at once', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const browser = newBrowser()
    const answer = await signs(passkey, await optionsFrom(browser, '/willow/login/passkey/challenge'))
    const twins = Array.from({ length: 50 }, () => ({ cookies: new Map(browser.cookies) }))
    const answers = await Promise.all(twins.map((twin) => submit(twin, '/willow/login/passkey', { answer })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rows("SELECT 1 FROM sessions WHERE method = 'passkey'")).toHaveLength(1)
  })
})

describe('ACC-3 making one is refused', () => {
  const lies: [string, Lie][] = [
    ['for another origin', { origin: 'https://portal.evil.example' }],
    ['for another portal', { rpId: 'evil.example' }],
    ['without knowing the person', { userVerified: false }],
    ['to a challenge nobody gave', { challenge: 'x'.repeat(43) }],
  ]
  test.each(lies)('ACC-3 by a device that answers %s', async (_, lie) => {
    expect((await makesPasskey(await byCode(ana.email), lie)).answer.status).toBe(422)
    expect(await passkeysOf(ana.personId)).toEqual([])
  })

  test('ACC-3 a second time with the same answer, after five minutes, and with a key that somebody has', async () => {
    const browser = await signIn('ana')
    const passkey = await newSoftPasskey()
    const options = await optionsFrom(browser, '/account/passkeys/options')
    const made = await makes(passkey, options)
    expect((await submit(browser, '/account/passkeys', { answer: made })).status).toBe(303)
    expect((await submit(browser, '/account/passkeys', { answer: made })).status).toBe(422)
    const again = await makes(passkey, await optionsFrom(browser, '/account/passkeys/options'))
    expect((await submit(browser, '/account/passkeys', { answer: again })).status).toBe(422)
    expect(await passkeysOf(ana.personId)).toHaveLength(1)
  })

  test("ACC-3 with another session's challenge", async () => {
    const [one, other] = [await signIn('ana'), await signIn('ana')]
    const made = await makes(await newSoftPasskey(), await optionsFrom(one, '/account/passkeys/options'))
    expect((await submit(other, '/account/passkeys', { answer: made })).status).toBe(422)
    expect(await passkeysOf(ana.personId)).toEqual([])
  })
})

describe('ACC-3 the offer', () => {
  test('ACC-3 is made once after signing in with a code, and "Not now" ends it in this browser', async () => {
    const browser = await byCode(ana.email)
    const offered = async () => textOf(await (await visit(browser, her)).text()).includes('Sign in faster next time?')
    expect(await offered()).toBe(true)
    expect(where(await submit(browser, '/account/passkeys/offer', { back: her }))).toEqual([303, her])
    expect(await offered()).toBe(false)
    await byCode(ana.email, browser)
    expect(await offered()).toBe(false)
  })

  test('ACC-3 is not made to whoever has one, nor a while after signing in', async () => {
    const browser = await byCode(ana.email)
    await clockBy(11)
    expect(textOf(await (await visit(browser, her)).text())).not.toContain('Sign in faster')
    const again = await byCode(ana.email)
    await makesPasskey(again)
    expect(textOf(await (await visit(again, her)).text())).not.toContain('Sign in faster')
  })
})
