import { beforeEach, describe, expect, test, vi } from 'vitest'
import { doors } from '../house/doors.data.ts'
import { changed, everything, tableNames } from '../house/support.ts'
import { appCode, byCode, makesPasskey, optionsFrom, setsUpApp, setUpPage } from '../accounts/factor-support.ts'
import { makes, newSoftPasskey, signs } from '../support/passkey.ts'
import { cast, clockBy, freshPortal, newBrowser, rows, signIn, submit, visit, type Browser } from '../support/portal.ts'

const { ana, bo } = cast
vi.setConfig({ testTimeout: 30_000 }) // many sign-ins, and fifty answers at once
beforeEach(() => freshPortal())

/** Everything that is a means of signing in, of everybody. */
const credentials = async () =>
  JSON.stringify([
    await rows('SELECT id, person_id, name, removed_at FROM passkeys ORDER BY id'),
    await rows('SELECT person_id, secret_encrypted FROM authenticators ORDER BY person_id'),
    await rows('SELECT person_id, code_hash, used_at FROM recovery_codes ORDER BY person_id, code_hash'),
    await rows('SELECT id, email, email_verified_at FROM people ORDER BY id'),
  ])

/** What a forger adds to every form: the names that others' portals have believed. */
const forged = {
  personId: bo.personId,
  person_id: bo.personId,
  person: bo.personId,
  userId: bo.personId,
  user_id: bo.personId,
  id: bo.personId,
  sub: bo.personId,
  email: bo.email,
  emailVerified: 'true',
  'user[id]': bo.personId,
  secondFactorAt: '1',
  steppedUpAt: '9999999999999',
  counter: '0',
}

/** Forms that would change a credential, as somebody sends them who has everything but the right to. */
const attempts: [string, (who: Browser, id: string) => Promise<Response>][] = [
  ['adds a passkey', async (who) => submit(who, '/account/passkeys', { ...forged, answer: await makes(await newSoftPasskey(), unasked) })],
  ['asks to add one', (who) => submit(who, '/account/passkeys/options', forged)],
  ['removes a passkey', (who, id) => submit(who, `/account/passkeys/${id}/removal`, forged)],
  ['adds an authenticator', (who) => submit(who, '/account/authenticator', { ...forged, sealed: 'v1.a.b', code: '123456' })],
  ['removes an authenticator', (who) => submit(who, '/account/authenticator/removal', forged)],
  ['makes recovery codes', (who) => submit(who, '/account/recovery-codes', forged)],
]
const unasked = { challenge: 'x'.repeat(43), user: { id: 'cGVyX2Jv' } }

/** Ana with a passkey and an authenticator, a session of hers, and her passkey's id. */
async function anaWithBoth() {
  const browser = await signIn('ana')
  const { passkey } = await makesPasskey(browser)
  const { secret } = await setsUpApp(browser)
  const [{ id } = {}] = await rows('SELECT id FROM passkeys')
  return { browser, passkey, secret, id: String(id) }
}

describe('T-11 no credential changes', () => {
  test.each(attempts)('T-11 without a session: a stranger %s', async (_, attempt) => {
    const { id } = await anaWithBoth()
    const before = await credentials()
    const answer = await attempt(newBrowser(), id)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/logout'])
    expect(await credentials()).toBe(before)
  })

  test.each(attempts.filter(([name]) => name.includes('add')))(
    'T-11 with none yet, in a session of some minutes ago: somebody at her desk %s',
    async (_, attempt) => {
      const browser = await signIn('ana')
      await clockBy(5.1)
      const before = await credentials()
      const answer = await attempt(browser, 'pas_none')
      expect([303, 409]).toContain(answer.status)
      if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/account\/confirmation/)
      expect(await credentials()).toBe(before)
    },
  )

  test.each(attempts)('T-11 in a session that is not stepped up: she %s', async (_, attempt) => {
    const { browser, id } = await anaWithBoth()
    await clockBy(5.1)
    const before = await credentials()
    const answer = await attempt(browser, id)
    expect([303, 409]).toContain(answer.status)
    if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/account\/confirmation/)
    expect(await credentials()).toBe(before)
  })

  test.each(attempts)('T-11 with her mailbox alone, when she has a second factor: a thief of it %s', async (_, attempt) => {
    const { id } = await anaWithBoth()
    const thief = await byCode(ana.email)
    const before = await credentials()
    const answer = await attempt(thief, id)
    expect([303, 409]).toContain(answer.status)
    if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/account\/second-factor/)
    expect(await credentials()).toBe(before)
  })

  test('T-11 with her mailbox alone, when she has a passkey: the step-up asks for it, and an e-mailed code does not do', async () => {
    await makesPasskey(await signIn('ana'))
    const thief = await byCode(ana.email)
    const before = await credentials()
    for (const path of ['/account/passkeys/options']) expect((await submit(thief, path)).status).toBe(409)
    expect((await visit(thief, '/account/authenticator')).headers.get('Location')).toMatch(/^\/account\/confirmation/)
    await submit(thief, '/account/confirmation/mail')
    expect(await rows("SELECT 1 FROM sign_ins WHERE intent_kind = 'step_up'")).toEqual([])
    expect(await credentials()).toBe(before)
  })

  test.each(attempts)('T-11 of another person, whatever ids and addresses are sent: Ana, stepped up, %s', async (_, attempt) => {
    await makesPasskey(await signIn('bo'))
    await setsUpApp(await signIn('bo'))
    const [{ id } = {}] = await rows('SELECT id FROM passkeys WHERE person_id = ?', bo.personId)
    const before = JSON.parse(await credentials()) as { person_id?: string }[][]
    await attempt(await signIn('ana'), String(id))
    const after = JSON.parse(await credentials()) as { person_id?: string }[][]
    const his = (all: { person_id?: string }[][]) =>
      all.map((list) => list.filter(({ person_id: of }) => of === undefined || of === bo.personId))
    expect(his(after)).toEqual(his(before))
  })

  test('T-11 a challenge of hers, answered in the session of somebody else', async () => {
    const [hers, his] = [await signIn('ana'), await signIn('bo')]
    const made = await makes(await newSoftPasskey(), await optionsFrom(hers, '/account/passkeys/options'))
    expect((await submit(his, '/account/passkeys', { ...forged, answer: made })).status).toBe(422)
    expect(await rows('SELECT 1 FROM passkeys')).toEqual([])
  })

  test('T-11 a set-up page of one person, sent in the session of another, or in another session of her own', async () => {
    const { secret, sealed } = await setUpPage(await signIn('ana'))
    for (const other of [await signIn('bo'), await signIn('ana')])
      expect((await submit(other, '/account/authenticator', { ...forged, sealed, code: await appCode(secret) })).status).toBe(409)
    expect(await rows('SELECT 1 FROM authenticators')).toEqual([])
  })

  test("T-11 a passkey of somebody else steps nobody up, and an authenticator's code is its owner's only", async () => {
    const { passkey, secret } = await anaWithBoth()
    const bosApp = await setsUpApp(await signIn('bo'))
    await clockBy(6)
    const browser = await byCode(bo.email)
    const answer = await signs(passkey, await optionsFrom(browser, '/account/passkeys/challenge'))
    expect((await submit(browser, '/account/second-factor/passkey', { ...forged, answer })).status).toBe(422)
    expect((await submit(browser, '/account/second-factor', { ...forged, code: await appCode(secret) })).status).toBe(422)
    expect((await submit(browser, '/account/second-factor', { ...forged, code: await appCode(bosApp.secret) })).status).toBe(303)
  })
})

test('T-11 every door of signing in and of the account, with forged fields: nobody else is signed in, and nothing of hers changes', async () => {
  const names = await tableNames()
  await makesPasskey(await signIn('bo'))
  const auth = doors.filter(({ method, path }) => method === 'POST' && /^\/(:org\/(login|team|join|my\/email)|account)/.test(path))
  expect(auth.length).toBeGreaterThan(15)
  for (const { path } of auth) {
    const browser = await signIn('ana')
    const address = path.replace(':org', 'willow').replace(/:\w+/g, 'x'.repeat(43))
    const before = await everything(names)
    const answer = await submit(browser, address, forged)
    expect(answer.status, path).toBeLessThan(500)
    const touched = changed(before, await everything(names))
    for (const table of ['passkeys', 'authenticators', 'recovery_codes', 'people', 'client_logins', 'staff'])
      if (!(path === '/account/language' && table === 'people')) expect(touched, path).not.toContain(table)
    // She may ask for another address of her own; it becomes hers only with the link that went there (T-12).
    expect(await rows('SELECT 1 FROM email_changes WHERE person_id <> ? OR used_at IS NOT NULL', ana.personId), path).toEqual([])
    const sessionsOfOthers = await rows("SELECT person_id FROM sessions WHERE person_id NOT IN (?, 'per_bo')", ana.personId)
    expect(sessionsOfOthers, path).toEqual([])
  }
  expect(await rows('SELECT 1 FROM sessions WHERE person_id = ?', bo.personId)).toHaveLength(1)
})
