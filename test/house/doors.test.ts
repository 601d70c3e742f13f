import { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { portal } from '../../src/app.tsx'
import { door } from '../../src/door.tsx'
import { doorsOf } from '../../src/doors.ts'
import { anybody } from '../../src/policies.ts'
import type { Portal } from '../../src/web/portal.ts'
import { auditRows, origin, signIn, submit, textOf, visit, type Browser, type How } from '../support/portal.ts'
import { actors, doors, type Actor, type ReviewedDoor } from './doors.data.ts'
import { addressOf, play, portalInUse, type Situation } from './situation.ts'
import { everything, tableNames } from './support.ts'

const app = portal()
const nameOf = ({ method, path }: Pick<ReviewedDoor, 'method' | 'path'>): string => `${method} ${path}`
const reading = doors.filter(({ method }) => method === 'GET')
const changing = doors.filter(({ method }) => method !== 'GET')

let names: string[]
beforeAll(async () => {
  names = await tableNames()
})

describe('SEC-1 the list of doors', () => {
  test('every route of the production Worker has an audience, a policy and a method', () => {
    for (const { method, path, audience, policy } of doorsOf(app)) {
      expect(`${method} ${path}`).toMatch(/^(GET|POST) \//)
      expect([audience, policy].every((word) => word.length > 2)).toBe(true)
    }
  })

  test('is exactly the reviewed one: a new route needs its line in doors.data.ts', () => {
    const reviewed = doors.map(({ method, path, audience, policy }) => ({ method, path, audience, policy }))
    const inOrder = (list: typeof reviewed) => list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    expect(inOrder(doorsOf(app) as typeof reviewed)).toEqual(inOrder(reviewed))
  })

  test('every reviewed line says what every actor meets', () => {
    for (const { answers } of doors) expect(answers).toMatch(new RegExp(`^[spnf]{${actors.length}}$`))
  })

  test('what runs before every door is what app.tsx says: an id, headers, the meter, the origin, the size', () => {
    const before = app.routes.filter(({ method }) => method === 'ALL')
    expect(before.map(({ path }) => path)).toEqual(['/*', '/*', '/*', '/*', '/*'])
  })
})

describe('SEC-1 a route without a policy stops the Worker from starting', () => {
  const naked = (mount: (app: Hono<Portal>) => void) => () => {
    const small = new Hono<Portal>()
    mount(small)
    return doorsOf(small)
  }

  test('a route with a door may pass', () => {
    expect(naked((small) => small.get('/:org/guarded', door(anybody), (c) => c.text('')))()).toEqual([
      { method: 'GET', path: '/:org/guarded', policy: 'anybody', audience: 'visitors' },
    ])
  })

  test.each<[string, (app: Hono<Portal>) => void]>([
    ['a naked GET', (small) => small.get('/:org/naked', (c) => c.text(''))],
    ['a naked POST beside a guarded GET', (small) => small.get('/:org/x', door(anybody), (c) => c.text('')).post((c) => c.text(''))],
    ['a naked route of an area', (small) => small.route('/', new Hono<Portal>().delete('/:org/naked', (c) => c.text('')))],
    ['a route for every method', (small) => small.all('/:org/naked', (c) => c.text(''))],
    ['a handler that runs before the door', (small) => small.get('/:org/late', (c) => c.text(''), door(anybody))],
    ['a naked twin that was mounted first', (small) => small.get('/:org/twin', (c) => c.text('')).get('/:org/twin', door(anybody), (c) => c.text(''))],
  ])('%s', (_, mount) => {
    expect(naked(mount)).toThrow(/without a policy/)
  })
})

describe('SEC-1 what each actor meets at each door', () => {
  test.each(actors)('%s', async (actor) => {
    const situation = await portalInUse()
    const met = await Promise.all(doors.map(async (reviewed) => [nameOf(reviewed), await knock(actor, reviewed, situation)]))
    const expected = doors.map((reviewed) => [nameOf(reviewed), reviewed.answers[actors.indexOf(actor)]])
    expect(met).toEqual(expected)
  })

  test('SET-1 a refusal is remembered', async () => {
    await portalInUse()
    await visit('theo', '/willow/manage/portal')
    expect(await auditRows({ action: 'denied' })).toMatchObject([{ actor_id: 'per_theo', entity_id: '/:org/manage/portal' }])
  })
})

describe('SEC-1 strangers', () => {
  const notForStrangers = doors.filter(({ answers }) => answers.startsWith('s'))
  let situation: Situation
  beforeAll(async () => {
    situation = await portalInUse()
  })

  test.each(notForStrangers.filter(({ method, path }) => method === 'GET' && path.startsWith('/:org')))('GET $path leads to sign-in, and back', async ({ path }) => {
    const address = addressOf(path, situation)
    const page = await visit(null, address)
    expect([page.status, page.headers.get('Location')]).toEqual([303, `/willow/login?next=${encodeURIComponent(address)}`])
    const partial = await visit(null, address, { htmx: true })
    expect([partial.status, partial.headers.get('HX-Redirect'), await partial.text()]).toEqual([401, '/willow/login', ''])
  })

  test.each(notForStrangers.filter(({ method }) => method === 'POST'))('POST $path changes nothing', async ({ path }) => {
    const before = await everything(names)
    const answer = await submit(null, addressOf(path, situation), { version: 1, value: 'off' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path.startsWith('/:org') ? '/willow/login' : '/logout'])
    expect((await submit(null, addressOf(path, situation), {}, { htmx: true })).status).toBe(401)
    expect(await everything(names)).toEqual(before)
  })
})

describe('T-26 looking changes nothing', () => {
  test.each(reading)('GET and HEAD $path', async (reviewed) => {
    const situation = await portalInUse()
    const browser = await somebodyWhoMay(reviewed)
    const before = await everything(names)
    for (const how of [{}, { htmx: true }, { method: 'HEAD' }]) await visit(browser, addressOf(reviewed.path, situation), how)
    expect(await everything(names)).toEqual(before)
  })
})

describe('T-08 only our own pages may change anything (facts/security.md 5.4)', () => {
  const foreign: [string, Record<string, string>][] = [
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another site that claims our origin', { 'Sec-Fetch-Site': 'cross-site', Origin: origin }],
    ['a neighbour under the same domain', { 'Sec-Fetch-Site': 'same-site', Origin: origin }],
    ['no page at all', { 'Sec-Fetch-Site': 'none', Origin: origin }],
    ['htmx on another site', { 'Sec-Fetch-Site': 'cross-site', 'HX-Request': 'true', 'HX-Request-Type': 'partial' }],
    ['an old browser on another site', { Origin: 'https://evil.example' }],
    ['an old browser on a site that looks like ours', { Origin: `${origin}.evil.example` }],
    ['an old browser that hides its origin', { Origin: 'null' }],
    ['a machine that says nothing', { Origin: '' }],
  ]

  test.each(changing)('POST $path', async (reviewed) => {
    const situation = await portalInUse()
    const browser = await somebodyWhoMay(reviewed)
    const before = await everything(names)
    const fields = { value: 'off', version: 1, email: 'ana@family.example', code: '000000', language: 'es' }
    for (const [whence, headers] of foreign)
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await submit(browser, addressOf(reviewed.path, situation), fields, { method, headers })
        expect(answer.status, `${method} from ${whence}`).toBe(403)
        expect(answer.headers.getSetCookie(), `${method} from ${whence}`).toEqual([])
      }
    expect(await everything(names)).toEqual(before)
    const own = await submit(browser, addressOf(reviewed.path, situation), fields, { headers: { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' } })
    expect(own.status, 'from our own page').not.toBe(403)
  })

  test.each([
    ['a picture of another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a frame of another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
    ['a script of a neighbour', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
  ])('a page cannot be loaded into %s', async (_, headers) => {
    expect((await visit(null, '/willow/login', { headers })).status).toBe(403)
  })

  test.each([
    ['a link in a mail', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }],
    ['the address bar', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }],
    ['our own script', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['an old browser', {}],
  ])('but it can be reached from %s', async (_, headers) => {
    expect((await visit(null, '/willow/login', { headers })).status).toBe(200)
  })
})

describe('SEC-1 another organization sees nothing, not even that there is something', () => {
  const inside = doors.filter(({ path, answers }) => path.startsWith('/:org') && answers.startsWith('s'))
  let situation: Situation
  let others: Browser[]
  beforeAll(async () => {
    situation = await portalInUse()
    others = [await signIn('amir'), await signIn('cyd')]
  })

  test.each(inside)('$method $path', async (reviewed) => {
    const madeUp = { ...situation, clientId: 'cli_nobody', requestId: 'apt_nothing', appointmentId: 'apt_nothing', key: 'no_such', event: 'no_such' }
    const nowhere = { ...situation, org: 'nowhere' }
    const before = await everything(names)
    for (const who of others) {
      const bodies = await Promise.all(
        [situation, madeUp, nowhere].map(async (where) => {
          const answer = await ask(who, reviewed, addressOf(reviewed.path, where))
          expect(answer.status).toBe(404)
          return await answer.text()
        }),
      )
      expect(new Set(bodies).size, textOf(bodies[0] as string)).toBe(1)
    }
    expect(await everything(names)).toEqual(before)
  })

  test('SEC-1 another client of the same organization sees no more than that', async () => {
    const hers = doors.filter(({ audience }) => audience === 'clients')
    for (const reviewed of hers) {
      const real = await ask('ana', reviewed, addressOf(reviewed.path, situation))
      const madeUp = await ask('ana', reviewed, addressOf(reviewed.path, { ...situation, clientId: 'cli_nobody', requestId: 'apt_nothing' }))
      expect([real.status, await real.text()], nameOf(reviewed)).toEqual([404, await madeUp.text()])
    }
  })
})

/** What an actor meets: a letter of the reviewed list. As htmx asks, because then only a stranger gets 401. */
async function knock(actor: Actor, reviewed: ReviewedDoor, situation: Situation): Promise<string> {
  // A browser of one's own for every knock: signing out at one door must not change what the next one says.
  const { status } = await ask(await play(actor), reviewed, addressOf(reviewed.path, situation), { htmx: true })
  return ({ 401: 's', 403: 'f', 404: 'n' } as Record<number, string>)[status] ?? 'p'
}

/** The door with empty hands: whoever passes is told that the form is not complete, and nothing moves. */
const ask = (who: Browser | 'ana' | null, { method }: ReviewedDoor, address: string, how: How = {}): Promise<Response> =>
  method === 'GET' ? visit(who, address, how) : submit(who, address, {}, how)

/** The first actor of the list who passes; she acts from a browser of her own. */
function somebodyWhoMay({ answers }: ReviewedDoor): Promise<Browser | null> {
  const mostLikely = ['Dana, an administrator', 'Bo, the client', 'a stranger'] as const
  return play(mostLikely.find((actor) => answers[actors.indexOf(actor)] === 'p') ?? 'a stranger')
}
