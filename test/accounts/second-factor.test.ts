import { beforeEach, describe, expect, test, vi } from 'vitest'
import { signs } from '../support/passkey.ts'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  mail,
  newBrowser,
  rows,
  signIn,
  submit,
  textOf,
  visit,
  type Browser,
} from '../support/portal.ts'
import {
  appCode,
  byCode,
  makesPasskey,
  newestCode,
  opens,
  optionsFrom,
  setsUpApp,
  setUpPage,
  signsInWith,
  where,
} from './factor-support.ts'

const { theo, ana } = cast
const work = '/willow/manage/requests'
const factor = `/account/second-factor?next=${encodeURIComponent(work)}`
vi.setConfig({ testTimeout: 30_000 }) // dozens of requests at once, and many sign-ins by mail
beforeEach(() => freshPortal())

/** Theo with an authenticator, in a new session that still owes it. */
async function theoOwes(): Promise<{ browser: Browser; secret: string; codes: string[] }> {
  const { secret, codes } = await setsUpApp(await byCode(theo.email), work)
  await clockBy(2)
  return { browser: await byCode(theo.email), secret, codes }
}

describe('ACC-4 a staff member without a second factor', () => {
  test('ACC-4 is led to setting one up before any page of hers, whatever the page', async () => {
    const browser = await byCode(theo.email)
    for (const path of [work, '/willow/my', '/account/passkeys'])
      expect(where(await visit(browser, path))).toEqual([303, `/account/second-factor?next=${encodeURIComponent(path)}`])
    const html = textOf(await (await visit(browser, factor)).text())
    expect(html).toContain('Protect your work sign-in')
  })

  test('ACC-4 sets up an app: sees ten recovery codes once, has a second factor, is told by e-mail, and goes where she wanted', async () => {
    const browser = await byCode(theo.email)
    const before = { cookies: new Map(browser.cookies) }
    const { answer, html, codes } = await setsUpApp(browser, work)
    expect([answer.status, new Set(codes).size]).toEqual([200, 10])
    expect(html).toContain(`href="${work}"`)
    expect(await opens(browser, work)).toBe(200)
    expect(await opens(before, work), 'the token was rotated (ACC-5)').toBe(303)
    expect(await auditRows({ action: 'authenticator.added' })).toMatchObject([{ actor_id: theo.personId }])
    await cron()
    expect((await mail()).at(-1)).toMatchObject({ kind: 'authenticator_added', to: theo.email })
    const stored = JSON.stringify([await rows('SELECT * FROM authenticators'), await rows('SELECT * FROM recovery_codes')])
    for (const code of codes) expect(stored).not.toContain(code.replaceAll('-', ''))
    expect(await rows('SELECT length(code_hash) AS n FROM recovery_codes')).toEqual(Array.from({ length: 10 }, () => ({ n: 64 })))
  })

  test('ACC-4 the secret is nowhere in the database as it is typed, and is stored only once a code of it was right', async () => {
    const browser = await byCode(theo.email)
    const { secret, sealed } = await setUpPage(browser)
    const wrong = await submit(browser, '/account/authenticator', { sealed, code: '000000' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text(), 'the same picture').toContain(sealed)
    expect(await rows('SELECT * FROM authenticators')).toEqual([])
    await submit(browser, '/account/authenticator', { sealed, code: await appCode(secret) })
    expect(JSON.stringify(await rows('SELECT * FROM authenticators'))).not.toContain(secret)
  })

  test('ACC-4 makes a passkey instead, and that is the second factor', async () => {
    const browser = await byCode(theo.email)
    const { answer } = await makesPasskey(browser, {}, work)
    expect(where(answer)).toEqual([303, work])
    expect(await opens(browser, work)).toBe(200)
  })

  test('ACC-4 after a quarter of an hour has to prove her address again first', async () => {
    const browser = await byCode(theo.email)
    await clockBy(14)
    await visit(browser, factor)
    await clockBy(2)
    expect((await visit(browser, '/account/authenticator')).headers.get('Location')).toMatch(/^\/account\/confirmation\?next=/)
    expect((await submit(browser, '/account/passkeys/options')).status).toBe(409)
    await submit(browser, '/account/confirmation/mail')
    expect(
      (await submit(browser, '/account/confirmation', { code: await newestCode(theo.email), next: '/account/authenticator' })).status,
    ).toBe(303)
    expect((await setsUpApp(browser)).codes).toHaveLength(10)
  })
})

describe('ACC-4 a staff member with an authenticator', () => {
  test('ACC-4 types its code, goes on with another token, and the code does not work again', async () => {
    const { browser, secret } = await theoOwes()
    const before = { cookies: new Map(browser.cookies) }
    const code = await appCode(secret)
    expect(where(await submit(browser, '/account/second-factor', { code, next: work }))).toEqual([303, work])
    expect([await opens(browser, work), await opens(before, work)]).toEqual([200, 303])
    expect(await auditRows({ action: 'second_factor.given' })).toMatchObject([{ actor_id: theo.personId }])
    const again = await byCode(theo.email)
    expect((await submit(again, '/account/second-factor', { code })).status).toBe(422)
  })

  test.each([-1, 0, 1])('ACC-4 a code of %i half minutes from now is right', async (steps) => {
    const { browser, secret } = await theoOwes()
    expect((await submit(browser, '/account/second-factor', { code: await appCode(secret, steps) })).status).toBe(303)
  })

  test.each([-3, -2, 2, 3])('ACC-4 a code of %i half minutes from now is not', async (steps) => {
    const { browser, secret } = await theoOwes()
    expect((await submit(browser, '/account/second-factor', { code: await appCode(secret, steps) })).status).toBe(422)
    expect(await opens(browser, work)).toBe(303)
  })

  test('ACC-4 a recovery code works once, however it is written', async () => {
    const { browser, codes } = await theoOwes()
    const [code = ''] = codes
    const written = code.toLowerCase().replaceAll('-', ' ')
    expect((await submit(browser, '/account/second-factor', { code: written, next: work })).status).toBe(303)
    expect((await submit(await byCode(theo.email), '/account/second-factor', { code })).status).toBe(422)
  })

  test('ACC-4 of fifty that send one right code at once, one gets in', async () => {
    const { browser, secret, codes } = await theoOwes()
    for (const code of [await appCode(secret), codes[0] as string]) {
      await rows('DELETE FROM rate_counters')
      const who = code.length === 6 ? browser : await byCode(theo.email)
      const twins = Array.from({ length: 50 }, () => ({ cookies: new Map(who.cookies) }))
      const answers = await Promise.all(twins.map((twin) => submit(twin, '/account/second-factor', { code })))
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    }
  })

  test('ACC-7 ten tries in a quarter of an hour, of all kinds together and from every browser; then the right code waits, too', async () => {
    const { browser, secret } = await theoOwes()
    const other = await byCode(theo.email)
    for (let i = 0; i < 5; i++) {
      expect((await submit(browser, '/account/second-factor', { code: '000000' })).status).toBe(422)
      expect((await submit(other, '/account/second-factor', { code: 'AAAA-BBBB-CCCC-DDDD' })).status).toBe(422)
    }
    const refused = await submit(browser, '/account/second-factor', { code: await appCode(secret) })
    expect([refused.status, textOf(await refused.text())]).toEqual([429, expect.stringContaining('Too many tries')])
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    await clockBy(15)
    expect((await submit(await byCode(theo.email), '/account/second-factor', { code: await appCode(secret) })).status).toBe(303)
  })

  test('ACC-7 a hundred guesses at once are ten', async () => {
    const { browser, secret } = await theoOwes()
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => submit(browser, '/account/second-factor', { code: String(i).padStart(6, '0') })),
    )
    expect((await submit(browser, '/account/second-factor', { code: await appCode(secret) })).status).toBe(429)
  })

  test('ACC-4 gives a passkey instead; it is none for signing in, and none of somebody else', async () => {
    const first = await signIn('theo')
    const { passkey } = await makesPasskey(first)
    const { passkey: hers } = await makesPasskey(await signIn('ana'))
    const browser = await byCode(theo.email)
    const give = async (answer: string) => (await submit(browser, '/account/second-factor/passkey', { answer, next: work })).status
    const ask = () => optionsFrom(browser, '/account/passkeys/challenge')
    expect(await ask()).toMatchObject({ allowCredentials: [{ id: passkey.id }] })
    expect(await give(await signs(hers, await ask()))).toBe(422)
    expect(await give(await signs(passkey, await optionsFrom(browser, '/willow/login/passkey/challenge')))).toBe(422)
    expect(await give(await signs(passkey, await ask(), { userVerified: false }))).toBe(422)
    expect(await give(await signs(passkey, await ask()))).toBe(303)
    expect(await opens(browser, work)).toBe(200)
  })

  test('ACC-4 cannot remove the last factor, and is told why; with another she can', async () => {
    const { browser, secret } = await theoOwes()
    await submit(browser, '/account/second-factor', { code: await appCode(secret) })
    const refused = await submit(browser, '/account/authenticator/removal')
    expect([refused.status, textOf(await refused.text())]).toEqual([409, expect.stringContaining('This is your only second step')])
    await makesPasskey(browser)
    expect(where(await submit(browser, '/account/authenticator/removal'))).toEqual([303, '/account/passkeys?done=authenticator'])
    const [{ id } = {}] = await rows('SELECT id FROM passkeys WHERE person_id = ?', theo.personId)
    expect((await submit(browser, `/account/passkeys/${id}/removal`)).status).toBe(409)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'authenticator_removed')).toMatchObject([{ to: theo.email }])
  })

  test('ACC-4 two removals at once leave one factor', async () => {
    const browser = await signIn('theo')
    await makesPasskey(browser)
    await makesPasskey(browser)
    const keys = await rows('SELECT id FROM passkeys WHERE person_id = ?', theo.personId)
    await Promise.all(keys.map(({ id }) => submit(browser, `/account/passkeys/${id}/removal`)))
    expect(await rows('SELECT 1 FROM passkeys WHERE person_id = ? AND removed_at IS NULL', theo.personId)).toHaveLength(1)
  })

  test('ACC-4 new recovery codes end the old ones, and she is told', async () => {
    const { browser, secret, codes } = await theoOwes()
    await submit(browser, '/account/second-factor', { code: await appCode(secret) })
    const made = await submit(browser, '/account/recovery-codes')
    const [fresh = ''] = (await made.text()).match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}(?=<\/li>)/g) ?? []
    await cron()
    expect((await mail()).at(-1)).toMatchObject({ kind: 'recovery_codes_made', to: theo.email })
    const again = await byCode(theo.email)
    expect((await submit(again, '/account/second-factor', { code: codes[1] })).status).toBe(422)
    expect((await submit(again, '/account/second-factor', { code: fresh })).status).toBe(303)
  })
})

test('ACC-4 a client may have an authenticator; then she owes it after signing in', async () => {
  const her = `/willow/my/${ana.clientId}/appointments`
  const first = await byCode(ana.email)
  const { secret } = await setsUpApp(first)
  expect(await opens(first, her), 'the code that turned it on was one').toBe(200)
  await clockBy(2)
  const browser = await byCode(ana.email)
  expect((await visit(browser, her)).headers.get('Location')).toBe(`/account/second-factor?next=${encodeURIComponent(her)}`)
  await submit(browser, '/account/second-factor', { code: await appCode(secret) })
  expect(await opens(browser, her)).toBe(200)
  expect((await submit(browser, '/account/authenticator/removal')).status).toBe(303)
})

describe('ACC-5 proving oneself again', () => {
  const page = '/willow/manage/portal/history'

  test('ACC-5 a file leaves the portal only with somebody who proved herself within five minutes', async () => {
    const browser = await signIn('dana')
    expect((await submit(browser, `${page}/export`)).status).toBe(200)
    await clockBy(5.1)
    const led = await submit(browser, `${page}/export`, {}, { headers: { Referer: `https://portal.test${page}` } })
    expect(where(led)).toEqual([303, `/account/confirmation?next=${encodeURIComponent(page)}`])
  })

  test('ACC-5 whoever has no factor proves herself with a fresh code; the token is rotated, and it lasts five minutes', async () => {
    const browser = await byCode(ana.email)
    await clockBy(6)
    const before = { cookies: new Map(browser.cookies) }
    expect(where(await submit(browser, '/account/confirmation/mail', { next: '/account/passkeys' }))).toEqual([
      303,
      '/account/confirmation?next=%2Faccount%2Fpasskeys&sent=1',
    ])
    const code = await newestCode(ana.email)
    const sent = (await mail()).at(-1)
    expect([sent?.subject, sent?.text.includes('http')]).toEqual(['Confirm that it is you', false])
    expect(where(await submit(browser, '/account/confirmation', { code, next: '/account/passkeys' }))).toEqual([303, '/account/passkeys'])
    expect([await opens(before, '/account/passkeys'), await opens(browser, '/account/passkeys')]).toEqual([303, 200])
    expect((await submit(browser, '/account/confirmation', { code })).status, 'used').toBe(422)
    expect((await makesPasskey(browser)).answer.status).toBe(303)
  })

  test('ACC-5 a code for proving oneself signs nobody in; a code for signing in proves nothing; neither works elsewhere', async () => {
    const browser = await byCode(ana.email)
    const other = await byCode(ana.email)
    await submit(browser, '/account/confirmation/mail')
    const code = await newestCode(ana.email)
    expect((await submit(browser, '/willow/login/code', { code })).status).toBe(422)
    expect((await submit(other, '/account/confirmation', { code })).status).toBe(422)
    await submit(browser, '/willow/login', { email: ana.email })
    expect((await submit(browser, '/account/confirmation', { code: await newestCode(ana.email) })).status).toBe(422)
    expect((await submit(browser, '/account/confirmation', { code })).status).toBe(303)
  })

  test('ACC-2 a code for proving oneself has five tries and ten minutes', async () => {
    const browser = await byCode(ana.email)
    await submit(browser, '/account/confirmation/mail')
    const code = await newestCode(ana.email)
    for (let i = 0; i < 5; i++) await submit(browser, '/account/confirmation', { code: 'x' })
    expect((await submit(browser, '/account/confirmation', { code })).status).toBe(422)
    await submit(browser, '/account/confirmation/mail')
    const late = await newestCode(ana.email)
    await clockBy(10.1)
    expect((await submit(browser, '/account/confirmation', { code: late })).status).toBe(422)
  })

  test('ACC-3 whoever has a factor is sent no code, and an old one does not count', async () => {
    const browser = await byCode(ana.email)
    await submit(browser, '/account/confirmation/mail')
    const code = await newestCode(ana.email)
    const { passkey } = await makesPasskey(browser)
    expect((await submit(browser, '/account/confirmation', { code })).status).toBe(422)
    const sent = (await mail()).filter(({ kind }) => kind === 'sign_in').length
    await submit(browser, '/account/confirmation/mail')
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in')).toHaveLength(sent)
    const options = await optionsFrom(browser, '/account/passkeys/challenge')
    expect(
      where(await submit(browser, '/account/confirmation/passkey', { answer: await signs(passkey, options), next: '/account/passkeys' })),
    ).toEqual([303, '/account/passkeys'])
  })

  test('ACC-5 a session signed in with a passkey is stepped up for five minutes', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const { browser } = await signsInWith(passkey)
    const [{ id } = {}] = await rows('SELECT id FROM passkeys')
    await clockBy(5.1)
    expect((await submit(browser, `/account/passkeys/${id}/removal`)).headers.get('Location')).toMatch(/^\/account\/confirmation/)
    expect(await rows('SELECT 1 FROM passkeys WHERE removed_at IS NULL')).toHaveLength(1)
  })

  test('T-23 it leads on to paths of ours only', async () => {
    const { passkey } = await makesPasskey(await byCode(ana.email))
    const browser = await byCode(ana.email)
    const options = await optionsFrom(browser, '/account/passkeys/challenge')
    const answer = await submit(browser, '/account/confirmation/passkey', { answer: await signs(passkey, options), next: '//evil.example' })
    expect(where(answer)).toEqual([303, '/willow/my'])
    expect(newBrowser().cookies.size).toBe(0)
  })
})
