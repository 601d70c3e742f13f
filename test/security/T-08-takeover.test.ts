import { beforeEach, describe, expect, test } from 'vitest'
import {
  codeFor,
  invitationMails,
  invitationsOf,
  invited,
  loginsOf,
  onFile,
  pathIn,
  peopleWith,
  send,
  takeUp,
} from '../accounts/invitation-support.ts'
import { auditRows, cast, clockBy, cron, freshPortal, mail, newBrowser, rows, signIn, submit, visit } from '../support/portal.ts'

// T-08 by invitation: whoever is invited with somebody's address changes nothing of that somebody before she signs in herself.
// Registrations are in a file of their own.

beforeEach(() => freshPortal())

/** Everything of an account that somebody could take over, whole. */
async function accountOf(personId: string) {
  const tables: [string, string][] = [
    ['people', 'id'],
    ['passkeys', 'person_id'],
    ['authenticators', 'person_id'],
    ['recovery_codes', 'person_id'],
    ['sessions', 'person_id'],
    ['client_logins', 'person_id'],
    ['staff', 'person_id'],
    ['contacts', 'person_id'],
    ['email_changes', 'person_id'],
  ]
  const all = await Promise.all(
    tables.map(async ([table, key]) => [table, await rows(`SELECT * FROM ${table} WHERE ${key} = ? ORDER BY rowid`, personId)]),
  )
  const grants = await rows('SELECT g.* FROM grants g JOIN contacts c ON c.id = g.contact_id WHERE c.person_id = ?', personId)
  return JSON.stringify([...all, grants])
}

/** Every state an account can be in, whose address a client on file turns out to have. */
const accounts = [
  ['an active client', 'ana', 'SELECT 1'],
  ['a disabled account', 'bo', "UPDATE people SET disabled_at = 1 WHERE id = 'per_bo'"],
  ['a client of another practice', 'cyd', 'SELECT 1'],
  ['a contact', 'gail', 'SELECT 1'],
  ['a therapist here', 'theo', 'SELECT 1'],
  ['an administrator elsewhere', 'amir', 'SELECT 1'],
  [
    'an account with an authenticator',
    'ana',
    "INSERT INTO authenticators (person_id, secret_encrypted, confirmed_at, last_counter, created_at) VALUES ('per_ana', 'x', 1, 0, 1)",
  ],
] as const

describe('ACC-22 T-08 somebody is invited with the address of', () => {
  test.each(accounts)('%s: up to her own sign-in nothing of hers has changed', async (_, key, state) => {
    const { personId, email } = cast[key]
    await signIn(key).catch(() => undefined)
    await rows(state)
    await onFile('cli_other', 'Otis Other', email)
    const before = await accountOf(personId)
    const path = await invited('cli_other', { message: 'First' })
    const thief = newBrowser()
    await visit(thief, path)
    await submit(thief, `${path}/acceptance`, { email: 'thief@evil.example', person: personId, name: 'Thief' })
    for (let n = 0; n < 5; n++) await submit(thief, '/willow/login/code', { code: '000000', person: personId })
    await send(['cli_other'])
    await clockBy(8 * 1440)
    await cron()
    await submit(thief, `${pathIn((await invitationMails()).at(-1))}/renewal`, { email: 'thief@evil.example' })
    await cron()
    expect(await accountOf(personId)).toBe(before)
    expect(await loginsOf('cli_other')).toEqual([])
    expect((await mail()).every(({ to }) => to === email)).toBe(true)
    expect([...thief.cookies.keys()].join()).not.toContain('session')
  })

  test.each(accounts.filter(([, key]) => key !== 'bo'))(
    '%s: she is asked who she is; as somebody new she leaves the account as it was',
    async (_, key, state) => {
      const { personId, email } = cast[key]
      await rows(state)
      await onFile('cli_other', 'Otis Other', email)
      const before = await accountOf(personId)
      const path = await invited('cli_other')
      const browser = newBrowser()
      const code = await codeFor(path, browser)
      expect((await submit(browser, '/willow/login/code', { code })).status).toBe(409)
      expect(await accountOf(personId)).toBe(before)
      expect((await submit(browser, '/willow/login/code', { code, person: 'new' })).status).toBe(303)
      expect(await accountOf(personId)).toBe(before)
      const [, fresh] = await peopleWith(email)
      expect(await loginsOf('cli_other')).toEqual([{ person_id: fresh?.id, ended_at: null }])
    },
  )
})

describe('ACC-4 ACC-22 T-08 who owes a second factor', () => {
  test('the mailbox of a therapist does not link his account; the invitation waits on its page', async () => {
    await onFile('cli_theo', 'Theo Lindqvist', cast.theo.email)
    const path = await invited('cli_theo')
    const browser = newBrowser()
    const answer = await takeUp(path, browser)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path])
    expect(await loginsOf('cli_theo')).toEqual([])
    const [invitation] = await invitationsOf('cli_theo')
    expect(invitation?.used_at).toBe(null)
    const pressed = await submit(browser, `${path}/acceptance`)
    expect(pressed.headers.get('Location')).toContain('/account/second-factor?next=')
    expect(await loginsOf('cli_theo')).toEqual([])
    // With a session that has given it, one press links.
    expect((await submit(await signIn('theo'), `${path}/acceptance`)).headers.get('Location')).toBe('/willow/my')
    expect(await loginsOf('cli_theo')).toEqual([{ person_id: 'per_theo', ended_at: null }])
  })
})

describe('ACC-21 T-08 a link in the wrong hands', () => {
  test('forwarded to somebody who cannot read the mailbox, it opens nothing and tells no address', async () => {
    const path = await invited()
    const thief = newBrowser()
    const page = await (await visit(thief, path)).text()
    expect(page).not.toContain('nell@')
    const answer = await submit(thief, `${path}/acceptance`, { email: 'thief@evil.example' })
    expect(answer.headers.get('Location')).toBe('/willow/login/code')
    await cron()
    expect((await mail()).filter(({ to }) => to !== cast.nell.email)).toEqual([])
    expect((await visit(thief, '/willow/my')).headers.get('Location')).toContain('/willow/login')
    expect(await loginsOf(cast.nell.clientId)).toEqual([])
  })

  test('in the hands of another client who is signed in, it says so and links nothing, in her own name neither', async () => {
    const path = await invited()
    for (const who of ['ana', 'gail', 'cyd', 'dana'] as const) {
      const browser = await signIn(who)
      expect((await visit(browser, path)).status, who).toBe(409)
      expect((await submit(browser, `${path}/acceptance`)).status, who).toBe(409)
    }
    expect(await loginsOf(cast.nell.clientId)).toEqual([])
    expect((await rows('SELECT * FROM sign_ins')).length).toBe(0)
  })

  test('a code that was asked for otherwise, or for another invitation, links no other record', async () => {
    await onFile('cli_two', 'Tia Two', 'tia@family.example')
    const [path, other] = [await invited(), await invited('cli_two')]
    const browser = newBrowser()
    const code = await codeFor(other, browser)
    await submit(browser, `${path}/acceptance`)
    expect((await submit(browser, '/willow/login/code', { code, intent: 'x', person: 'new' })).status).toBe(303)
    expect(await loginsOf('cli_two')).toHaveLength(1)
    expect(await loginsOf(cast.nell.clientId)).toEqual([])
  })

  test('a sign-in for one address that names an invitation of another takes nothing up', async () => {
    const path = await invited()
    const [invitation] = await invitationsOf(cast.nell.clientId)
    await onFile('cli_two', 'Tia Two', 'tia@family.example')
    const browser = newBrowser()
    const code = await codeFor(await invited('cli_two'), browser)
    await rows("UPDATE sign_ins SET intent_id = ? WHERE email = 'tia@family.example'", invitation?.id)
    expect((await submit(browser, '/willow/login/code', { code })).status).toBe(422)
    expect(await loginsOf(cast.nell.clientId)).toEqual([])
    expect((await visit(null, path)).status).toBe(200)
  })

  test("at another practice's address it is nothing", async () => {
    const path = (await invited()).replace('/willow/', '/cedar/')
    expect((await visit(null, path)).status).toBe(410)
    expect((await submit(null, `${path}/acceptance`)).status).toBe(410)
    await submit(null, `${path}/renewal`)
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in')).toEqual([])
  })
})

describe('ACC-21 T-08 T-09 fifty at once', () => {
  test('with the code: one login, one person, one session, one entry', async () => {
    const path = await invited()
    const browser = newBrowser()
    const code = await codeFor(path, browser)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => submit({ cookies: new Map(browser.cookies) }, '/willow/login/code', { code })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    await onlyOnce()
  })

  test('with five codes and links of the same invitation: one login, one person, one entry', async () => {
    const path = await invited()
    const browsers = Array.from({ length: 5 }, newBrowser)
    const codes: string[] = []
    for (const browser of browsers) codes.push(await codeFor(path, browser))
    const links = (await mail()).flatMap(({ text }) => /https:\/\/portal\.test(\S+\/login\/link\/\S+)/.exec(text)?.[1] ?? [])
    expect(links).toHaveLength(5)
    await Promise.all([
      ...browsers.flatMap((browser, n) =>
        Array.from({ length: 5 }, () => submit({ cookies: new Map(browser.cookies) }, '/willow/login/code', { code: codes[n] ?? '' })),
      ),
      ...links.flatMap((link) => Array.from({ length: 5 }, () => submit(newBrowser(), link))),
    ])
    await onlyOnce()
  })

  test('signed in with the address: fifty presses link once', async () => {
    await onFile('cli_two', 'Ana Pereira', cast.ana.email)
    const path = await invited('cli_two')
    const ana = await signIn('ana')
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit({ cookies: new Map(ana.cookies) }, `${path}/acceptance`)))
    expect(answers.every(({ status }) => status === 303)).toBe(true)
    expect(await loginsOf('cli_two')).toEqual([{ person_id: 'per_ana', ended_at: null }])
    expect(await auditRows({ action: 'invitation.accepted' })).toHaveLength(1)
  })

  async function onlyOnce(): Promise<void> {
    const people = await peopleWith(cast.nell.email)
    expect(people).toHaveLength(1)
    expect(await loginsOf(cast.nell.clientId)).toEqual([{ person_id: people[0]?.id, ended_at: null }])
    expect(await auditRows({ action: 'invitation.accepted' })).toHaveLength(1)
    expect(await auditRows({ action: 'person.created' })).toHaveLength(1)
    expect(await rows('SELECT id FROM sessions WHERE person_id = ? AND ended_at IS NULL', people[0]?.id)).toHaveLength(1)
  }
})

describe('ACC-22 T-08 no row of an identity is written over', () => {
  const sources = import.meta.glob<string>('../../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
  const tables = {
    people: 'people',
    passkeys: 'passkeys',
    authenticators: 'authenticators',
    sessions: 'sessions',
    signIns: 'sign_ins',
    recoveryCodes: 'recovery_codes',
  }

  /** Insertions into identity tables that could change a row that is there. */
  function upserts(text: string): string[] {
    const names = Object.keys(tables).join('|')
    const built = [...text.matchAll(new RegExp(`\\.insert\\((${names})\\)`, 'g'))].flatMap(({ 1: table = '', index }) =>
      /^\.insert\(\w+\)\s*\.(values|select)\([\s\S]*?\n?\s*\.onConflictDoUpdate/.test(text.slice(index).split(/\n\n|;\s*\n/)[0] ?? '')
        ? [table]
        : [],
    )
    const written = Object.values(tables).join('|')
    const byHand = [
      ...text.matchAll(new RegExp(`(INSERT OR \\w+|REPLACE) INTO (${written})\\b|INSERT INTO (${written})\\b[^\`]*ON CONFLICT`, 'gi')),
    ]
    return [...built, ...byHand.map(([whole]) => whole)]
  }

  test('no upsert and no replacement anywhere in src', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(150)
    expect(Object.entries(sources).flatMap(([path, text]) => upserts(text).map((found) => `${path}: ${found}`))).toEqual([])
  })

  test.each([
    'db.orm.insert(people).values(row).onConflictDoUpdate({ target: people.id, set: row })',
    'orm\n  .insert(sessions)\n  .values({ a: f(1) })\n  .onConflictDoUpdate({})',
    'sql`INSERT OR REPLACE INTO passkeys VALUES (1)`',
    'sql`REPLACE INTO sign_ins VALUES (1)`',
    'sql`INSERT INTO authenticators (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2`',
  ])('the scan finds %j', (code) => expect(upserts(code)).not.toEqual([]))
})
