import { beforeAll, describe, expect, test } from 'vitest'
import { filesIn, changed, everything, tableNames, withoutComments } from '../house/support.ts'
import { cast, freshPortal, signIn, submit, textOf, visit, type Browser } from '../support/portal.ts'

// T-20: what somebody asks for is a value of a query, never a part of it. sqlmap's kinds of attempt, and what drizzle itself once let through.

const attempts = [
  "'",
  "''",
  "' OR '1'='1",
  "' OR 1=1 --",
  "') OR ('1'='1",
  '" OR "1"="1',
  "'; DELETE FROM clients; --",
  "' UNION SELECT id, name, email FROM people --",
  "' AND randomblob(500000000) --",
  '1; ATTACH DATABASE "x" AS y',
  "x' || (SELECT group_concat(email) FROM people) || '",
  '`; DROP TABLE audit; --',
  'name"; --',
  'created_at) DESC, (SELECT 1',
  '%',
  '_____',
  '*',
  'a* OR b',
  'NEAR(a b)',
  '{a} : b',
  '\\',
  '\u0000',
]

let names: string[]
let dana: Browser
beforeAll(async () => {
  await freshPortal()
  names = await tableNames()
  dana = await signIn('dana')
})

describe('T-20 what is searched for is text', () => {
  test.each(attempts)('%j finds nobody, fails nothing, moves nothing', async (attempt) => {
    const before = await everything(names)
    const found = await submit(dana, '/willow/manage/clients/search', { q: `zz${attempt}` })
    const pages = [
      found.status === 303 ? await visit(dana, String(found.headers.get('Location'))) : found,
      ...(await Promise.all(
        [
          'clients?q=',
          'clients?filter=',
          'clients?after=',
          'clients?sort=',
          'portal/history?key=',
          'portal/history?at=',
          'portal/history?person=',
          'calendar?from=',
          'calendar?view=',
          'clients/invitations?q=',
        ].map((page) => visit(dana, `/willow/manage/${page}${encodeURIComponent(attempt)}`)),
      )),
    ]
    for (const page of pages) {
      const text = await page.text()
      expect(page.status, page.url).toBeLessThan(500)
      expect(text).not.toMatch(/SQLITE|D1_ERROR|syntax error|no such column/)
      for (const { name, email } of [cast.amir, cast.cyd]) for (const secret of [name, email]) expect(text).not.toContain(secret)
    }
    expect(textOf(await (await visit(dana, '/willow/manage/clients')).text())).toContain(cast.nell.name)
    const after = await everything(names)
    expect(changed(before, after).filter((name) => !['audit', 'sessions', 'drafts', 'notices'].includes(name))).toEqual([])
  })

  test('an id that is a piece of SQL is nobody', async () => {
    for (const attempt of attempts) {
      expect((await visit(dana, `/willow/manage/clients/${encodeURIComponent(`cli_ana${attempt}`)}`)).status).toBe(404)
      expect((await visit('bo', `/willow/my/${encodeURIComponent(`cli_bo${attempt}`)}/appointments`)).status).toBe(404)
    }
  })
})

/** Statements put together from lists in the code, or from the names in the schema of the database itself; no request reaches them. */
const madeOfConstants = [
  'src/watches/invariants.ts',
  'src/watches/apart.ts',
  'src/moving/copying.ts',
  'src/moving/guards.ts',
  'src/moving/moving.ts',
]

describe('T-20 the code puts no text into a query', () => {
  const code = filesIn('src/')
    .filter(([path]) => !/^src\/(commands|dev)\//.test(path))
    .map(([path, text]) => [path, withoutComments(text)] as const)

  test.each(code)('%s', (path, text) => {
    expect(text).not.toMatch(/\bsql\.(raw|identifier)\b/)
    // A statement made of strings: a template with something in it, or a sum, handed to the database itself.
    if (!madeOfConstants.includes(path)) expect(text).not.toMatch(/\.(prepare|exec)\(\s*(`[^`]*\$\{(?!i\})|[^)`]*\+)/)
    // An alias is an identifier, which drizzle once did not escape (CVE-2026-39356): never made of what was asked.
    expect(text).not.toMatch(/\.as\(\s*(`[^`]*\$\{(?!i\})|[^)'"`]*(?:query|fields|params|typed|asked|req)\b)/)
  })
})
