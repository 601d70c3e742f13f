import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newBrowser, newKey, rows, services, signIn, submit, textOf, visit, type Browser } from '../support/portal.ts'
import { aTime, book, codeMails, counts, join, login, more, prove, shape, visitorsTimes, type Asked } from './newcomers.ts'

// LNK-4: who comes, by which link, and what exists afterwards. A cell is a test. Nothing but a proved address decides, and what is
// shown before the proof is the same, to the byte.

type Came = 'login' | 'book' | 'join'
interface Outcome {
  /** What there is more of than before. */
  more: Record<string, number>
  /** What became of the registration. */
  state?: string
  leadsTo: RegExp
  /** What the page there says. */
  says?: string
}
interface Who {
  who: string
  email: string
  name: string
  /** How it is made so. */
  arrange?: () => Promise<unknown>
  cells: Record<Came, Outcome>
}

const [portal, status, request, bookingPage] = [
  /^\/willow\/my$/,
  /\/my\/registrations\/reg_/,
  /\/my\/cli_[\w-]+\/requests\/apt_/,
  /\/appointments\/new\?therapist=sta_theo&service=svc_intake&forum=in_person&from=2026-12-08$/,
]
const nothing = { more: {}, leadsTo: /^$/ }
const claim = (n: Record<string, number>): Outcome => ({ more: n, state: 'claim', leadsTo: status, says: 'We are checking' })
const newPerson = { people: 1, registrations: 1 }
const newClient = { clients: 1, people: 1, client_logins: 1, registrations: 1 }
const known = { more: { registrations: 1 }, state: 'linked' }

const people: Who[] = [
  {
    who: 'unknown',
    email: 'vera@new.example',
    name: 'Vera Lindt',
    cells: {
      login: nothing,
      join: { more: newClient, state: 'client', leadsTo: status, says: 'You are registered' },
      book: { more: { ...newClient, appointments: 1, assignments: 1 }, state: 'client', leadsTo: request, says: 'Waiting for Theo' },
    },
  },
  {
    who: 'on file without an account',
    email: cast.nell.email,
    name: 'Nell Okafor',
    cells: { login: nothing, join: claim(newPerson), book: claim(newPerson) },
  },
  {
    who: 'on file without an account, under another name',
    email: cast.nell.email,
    name: 'Somebody Else',
    cells: { login: nothing, join: claim(newPerson), book: claim(newPerson) },
  },
  {
    who: 'on file with an account',
    email: cast.ana.email,
    name: 'Ana Pereira',
    cells: {
      login: { more: {}, leadsTo: portal },
      join: { ...known, leadsTo: status, says: 'You have an account here already' },
      book: { ...known, leadsTo: bookingPage },
    },
  },
  {
    who: 'archived, without an account',
    email: cast.nell.email,
    name: 'Nell Okafor',
    arrange: () => rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_nell'"),
    cells: { login: nothing, join: claim(newPerson), book: claim(newPerson) },
  },
  {
    who: 'archived, with an account',
    email: cast.ana.email,
    name: 'Ana Pereira',
    arrange: () => rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_ana'"),
    cells: {
      login: { more: {}, leadsTo: portal },
      join: { ...known, leadsTo: status, says: 'You have an account here already' },
      book: { ...known, leadsTo: bookingPage },
    },
  },
  {
    who: 'whose account was ended, and whose record has no address',
    email: cast.ana.email,
    name: 'Ana Pereira',
    arrange: () =>
      rows("UPDATE client_logins SET ended_at = 1 WHERE client_id = 'cli_ana'").then(() =>
        rows("UPDATE clients SET email = NULL WHERE id = 'cli_ana'"),
      ),
    cells: { login: { more: {}, leadsTo: portal }, join: claim({ registrations: 1 }), book: claim({ registrations: 1 }) },
  },
  {
    who: 'whose sign-in was closed',
    email: cast.ana.email,
    name: 'Ana Pereira',
    arrange: () =>
      rows("UPDATE people SET disabled_at = 1 WHERE id = 'per_ana'").then(() =>
        rows("UPDATE clients SET email = NULL WHERE id = 'cli_ana'"),
      ),
    cells: { login: nothing, join: claim(newPerson), book: claim(newPerson) },
  },
  {
    who: 'a client elsewhere, and unknown here',
    email: cast.cyd.email,
    name: 'Cyd Marsh',
    cells: {
      login: { more: {}, leadsTo: portal },
      join: { more: { clients: 1, client_logins: 1, registrations: 1 }, state: 'client', leadsTo: status, says: 'You are registered' },
      book: {
        more: { clients: 1, client_logins: 1, registrations: 1, appointments: 1, assignments: 1 },
        state: 'client',
        leadsTo: request,
      },
    },
  },
  {
    who: 'a sibling, on file under the same name and birth date with another address',
    email: 'twin@new.example',
    name: 'Nell Okafor',
    arrange: () => rows("UPDATE clients SET birth_date = '1990-02-03' WHERE id = 'cli_nell'"),
    // Nothing is merged, or suspected before staff, on name and birth date alone.
    cells: {
      login: nothing,
      join: { more: newClient, state: 'client', leadsTo: status, says: 'You are registered' },
      book: { more: { ...newClient, appointments: 1, assignments: 1 }, state: 'client', leadsTo: request },
    },
  },
]

beforeEach(() => freshPortal())

describe.each(people)('LNK-4 $who', ({ email, name, arrange, cells }) => {
  it.each(['login', 'book', 'join'] as const)('comes by the %s link', async (link) => {
    const cell = cells[link]
    await arrange?.()
    const before = await counts()
    const asked = await comes(link, email, name)
    expect([asked.answer.status, asked.answer.headers.get('Location')]).toEqual([303, '/willow/login/code'])
    expect(more(before, await counts()), 'before the proof').toEqual(link === 'login' ? {} : { registrations: 1 })
    const untouched = await identities(email)
    const proved = await prove(asked)
    expect(proved.to).toMatch(cell.leadsTo)
    expect(more(before, await counts()), 'after it').toEqual(cell.more)
    expect((await rows('SELECT state FROM registrations')).map(({ state }) => state)).toEqual(cell.state ? [cell.state] : [])
    if (cell.says) expect(textOf(await (await visit(asked.browser, proved.to)).text())).toContain(cell.says)
    // ACC-22: whoever had the address keeps her row as it was.
    expect(await identities(email)).toEqual(expect.arrayContaining(untouched))
    await oneRecordPerAddress(email)
  })
})

describe('LNK-4 a family address', () => {
  const email = cast.gail.email

  it.each(['join', 'book'] as const)(
    '%s: a contact registers herself with her own name: a client, with the sign-in she has',
    async (link) => {
      const before = await counts()
      const asked = await comes(link, email, 'Gail Nilsson')
      await prove(asked)
      expect(more(before, await counts())).toMatchObject({ clients: 1, client_logins: 1, registrations: 1 })
      expect(more(before, await counts())).not.toHaveProperty('people')
      expect(await rows("SELECT person_id FROM client_logins WHERE client_id NOT IN ('cli_ana', 'cli_bo', 'cli_cyd')")).toEqual([
        { person_id: 'per_gail' },
      ])
    },
  )

  it.each(['join', 'book'] as const)('%s: with another name she is asked who she is; as herself, or as somebody new', async (link) => {
    const before = await counts()
    const asked = await comes(link, email, 'Lars Nilsson')
    const question = await prove(asked)
    expect(question.status).toBe(409)
    expect(textOf(question.html)).toContain('I am Gail Nilsson')
    expect(textOf(question.html)).toContain('I am Lars Nilsson, and new here')
    expect(more(before, await counts())).toEqual({ registrations: 1 })
    await prove(asked, { person: 'new' })
    expect(more(before, await counts())).toMatchObject({ clients: 1, people: 1, client_logins: 1, registrations: 1 })
    expect(await rows("SELECT count(*) AS n FROM client_logins WHERE person_id = 'per_gail'")).toEqual([{ n: 0 }])
  })

  it.each(['join', 'book'] as const)('%s: the address of a client with an account, another name: somebody new is a claim', async (link) => {
    const before = await counts()
    const asked = await comes(link, cast.bo.email, 'Lars Nilsson')
    expect((await prove(asked)).status).toBe(409)
    const proved = await prove(asked, { person: 'new' })
    expect(textOf(await (await visit(asked.browser, proved.to)).text())).toContain('We are checking')
    expect(more(before, await counts())).toEqual(newPerson)
    expect((await visit(asked.browser, `/willow/my/${cast.bo.clientId}/appointments`)).status).toBe(404)
  })

  it('login: two people with one address are asked who they are, and each sees her own', async () => {
    await prove(await comes('join', email, 'Lars Nilsson'), { person: 'new' })
    const asked = await login(email)
    const question = await prove(asked)
    expect(textOf(question.html)).toContain('I am Gail Nilsson')
    expect(question.html).not.toContain('new here')
    await prove(asked, { person: cast.gail.personId })
    expect((await visit(asked.browser, '/willow/my/registrations/x')).status).toBe(404)
  })
})

describe('LNK-4 signed in already', () => {
  const start = async () => (await visitorsTimes())[0] ?? ''
  const here = (browser: Browser, link: 'join' | 'book', start_: string) =>
    submit(browser, `/willow/${link}`, { key: newKey(), ...(link === 'book' && { ...aTime, start: start_ }) })

  it.each([
    ['a client here', 'ana', { registrations: 1 }, 'linked'],
    ['a client elsewhere', 'cyd', { clients: 1, client_logins: 1, registrations: 1 }, 'client'],
    ['a contact', 'gail', { clients: 1, client_logins: 1, registrations: 1 }, 'client'],
  ] as const)('join: %s', async (_, key, changes, state) => {
    const before = await counts()
    expect((await here(await signIn(key), 'join', '')).status).toBe(303)
    expect(more(before, await counts())).toEqual(changes)
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state }])
  })

  it.each([
    ['a client here', 'ana', { registrations: 1 }, 'linked'],
    ['a client elsewhere', 'cyd', { clients: 1, client_logins: 1, registrations: 1, appointments: 1, assignments: 1 }, 'client'],
  ] as const)('book: %s', async (_, key, changes, state) => {
    const time = await start()
    const before = await counts()
    expect((await here(await signIn(key), 'book', time)).status).toBe(303)
    expect(more(before, await counts())).toEqual(changes)
    expect(await rows('SELECT state FROM registrations')).toEqual([{ state }])
    expect(await rows('SELECT count(*) AS n FROM holds WHERE released_at IS NULL')).toEqual([{ n: 0 }])
  })

  it('login, book and join lead a client into her portal', async () => {
    expect((await visit('ana', '/willow/login')).headers.get('Location')).toBe('/willow/my')
    expect((await visit('ana', '/willow/book')).headers.get('Location')).toBe('/willow/my/cli_ana/appointments/new')
    expect(textOf(await (await visit('ana', '/willow/join')).text())).toContain('You have an account here already')
  })
})

describe('LNK-4 before the proof nobody can tell who is known', () => {
  it.each(['login', 'book', 'join'] as const)('%s: the same bytes, headers and work for every address', async (link) => {
    await rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_bo'")
    const answers = []
    for (const { email } of [...people, cast.bo, cast.gail, cast.dana, cast.amir]) {
      const { answer, browser } = await comes(link, email, 'One Name')
      answers.push(await shape(answer), await shape(await visit(browser, '/willow/login/code')))
      await rows('DELETE FROM holds')
    }
    const [posts, pages] = [answers.filter((_, i) => i % 2 === 0), answers.filter((_, i) => i % 2 === 1)]
    const work = posts.map((answer) => answer.replace(/rows-read=\d+/g, ''))
    expect(new Set(work).size).toBe(1)
    expect(new Set(pages.map((answer) => answer.replace(/rows-read=\d+/g, ''))).size).toBe(1)
  })

  it('ACC-1 an e-mail goes to whoever wants to register, known or not: one, of one kind', async () => {
    for (const { email } of [{ email: 'vera@new.example' }, cast.nell, cast.ana]) {
      await comes('join', email, 'One Name')
      expect(await codeMails(email)).toHaveLength(1)
    }
  })
})

async function comes(link: Came, email: string, name: string): Promise<Asked> {
  if (link === 'login') return await login(email)
  if (link === 'join') return await join(email, { name, birth_date: '1990-02-03' }, newBrowser())
  const [start] = await visitorsTimes()
  return await book(email, { name, start, service: services.intake })
}

/** People with the address, without what may change by signing in. */
const identities = (email: string) => rows('SELECT id, name, email, created_at, disabled_at, version FROM people WHERE email = ?', email)

/** Never two client records for one address without a decision of staff. */
async function oneRecordPerAddress(email: string): Promise<void> {
  const [found] = await rows("SELECT count(*) AS n FROM clients WHERE email = ? AND organization_id = 'org_willow'", email)
  expect(Number(found?.n)).toBeLessThanOrEqual(1)
}
