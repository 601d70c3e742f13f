import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { freshPortal, hidden, newBrowser, roundTrips, signIn, submit, visit, type Browser } from '../support/portal.ts'
import { through } from './support.ts'

/** What was asked of sessions of D1: how each began, and the statements that went through it. */
interface Asked {
  began: string
  texts: string[]
}
let asked: Asked[] = []
let direct: string[] = []

/** The database, with a note of what goes through which session; a copy that says no when `broken`. */
function watched(broken = false): Env {
  const texts = new WeakMap<object, string>()
  const kept = (statement: D1PreparedStatement, text: string): D1PreparedStatement => {
    const bind = statement.bind.bind(statement)
    statement.bind = (...values: unknown[]) => kept(bind(...values), text)
    texts.set(statement, text)
    return statement
  }
  const textsOf = (list: D1PreparedStatement[]) => list.map((one) => texts.get(one) ?? '')
  const DB = {
    prepare: (text: string) => kept(env.DB.prepare(text), text),
    batch: async (list: D1PreparedStatement[]) => (direct.push(...textsOf(list)), await env.DB.batch(list)),
    withSession: (began: string) => {
      const real = env.DB.withSession(began)
      const note: Asked = { began, texts: [] }
      asked.push(note)
      return {
        getBookmark: () => real.getBookmark(),
        batch: async (list: D1PreparedStatement[]) => {
          note.texts.push(...textsOf(list))
          if (broken && began !== 'first-primary') throw new Error('D1_ERROR: no such bookmark')
          return await real.batch(list)
        },
      }
    },
  } as unknown as D1Database
  return { ...env, DB, READ_REPLICAS: 'on' }
}

beforeEach(async () => {
  await freshPortal()
  asked = []
  direct = []
})

const failed = '/willow/manage/deliveries'
const bookmarkOf = (browser: Browser) => browser.cookies.get('__Host-bookmark')
const see = (who: Browser, path: string, which = watched()) => visit(who, path, { through: through(which) })

async function toggled(who: Browser): Promise<Response> {
  const html = await (await visit(who, '/willow/manage/portal')).text()
  const version = hidden(html, 'setting-self_scheduling', 'version')
  return await submit(
    who,
    '/willow/manage/portal/settings/self_scheduling',
    { value: 'off', version, confirm: '1' },
    { through: through(watched()) },
  )
}

const ofIdentity = /from "(sessions|staff|contacts|client_logins|people|settings|client_overrides)"/

describe('SCL-2 read replicas', () => {
  it('SCL-2 are off unless the deployment wants them: no session, no cookie', async () => {
    const dana = await signIn('dana')
    expect((await see(dana, failed, { ...watched(), READ_REPLICAS: undefined } as unknown as Env)).status).toBe(200)
    await submit(dana, '/account/language', { language: 'en' }, { through: through({ ...watched(), READ_REPLICAS: '' }) })
    expect([asked, bookmarkOf(dana)]).toEqual([[], undefined])
  })

  it('SCL-2 a change goes to the primary, and its answer carries how far it went: host only, not for scripts, for minutes', async () => {
    const dana = await signIn('dana')
    const answer = await toggled(dana)
    expect(answer.status).toBe(303)
    expect(asked.map(({ began }) => began)).toEqual(['first-primary'])
    expect(direct).toEqual([])
    expect(answer.headers.getSetCookie().find((line) => line.startsWith('__Host-bookmark'))).toMatch(
      /^__Host-bookmark=DB\.[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}; Max-Age=300; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  it('SCL-2 the next page that only shows asks a copy that knows it; who she is and what she may, the primary', async () => {
    const dana = await signIn('dana')
    await toggled(dana)
    asked = []
    direct = []
    const page = await see(dana, failed)
    expect(page.status).toBe(200)
    expect(asked.map(({ began }) => began)).toEqual([bookmarkOf(dana)?.replace('DB.', '')])
    expect(asked[0]?.texts.length).toBeGreaterThan(0)
    expect(asked[0]?.texts.filter((text) => ofIdentity.test(text))).toEqual([])
    for (const table of ['sessions', 'staff', 'settings']) expect(direct.join('\n')).toContain(`from "${table}"`)
    expect(roundTrips(page)).toBe(2)
  })

  it('SCL-2 without a bookmark any copy will do; pages that decide, or show free times, never ask one', async () => {
    const dana = await signIn('dana')
    await see(dana, failed)
    expect(asked.map(({ began }) => began)).toEqual(['first-unconstrained'])
    asked = []
    for (const path of [
      '/willow/manage/portal',
      '/willow/manage/requests',
      '/willow/manage/clients/cli_ana',
      '/willow/book',
      '/account/security',
    ])
      expect((await see(dana, path)).status, path).toBeLessThan(400)
    expect(asked).toEqual([])
  })

  it('SCL-2 permissions never come from a copy: who is shut out at the primary sees nothing', async () => {
    const dana = await signIn('dana')
    await env.DB.prepare("UPDATE staff SET deactivated_at = 1 WHERE id = 'sta_dana'").run()
    expect((await see(dana, failed)).status).toBe(404)
    await env.DB.prepare('UPDATE sessions SET ended_at = 1').run()
    expect((await see(dana, failed)).headers.get('Location')).toContain('/willow/login')
  })

  it.each([
    'x',
    'DB.',
    `DB.${'0'.repeat(60)}`,
    'first-primary',
    "DB.' OR 1",
    'DB_2.00000001-00000000-00000000-00000000000000000000000000000000',
    '~'.repeat(5000),
  ])('SCL-2 a bookmark that somebody made up is none: %s', async (value) => {
    const dana = await signIn('dana')
    dana.cookies.set('__Host-bookmark', value)
    expect((await see(dana, failed)).status).toBe(200)
    expect(asked.map(({ began }) => began)).toEqual(['first-unconstrained'])
  })

  it('SCL-2 one of the right form that the database does not take costs a look at the primary, no more', async () => {
    const dana = await signIn('dana')
    dana.cookies.set('__Host-bookmark', 'DB.ffffffff-ffffffff-ffffffff-ffffffffffffffffffffffffffffffff')
    expect((await see(dana, failed, watched(true))).status).toBe(200)
    expect((await see(newBrowser(), '/willow/login', watched(true))).status).toBe(200)
  })
})
