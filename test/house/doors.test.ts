import { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { portal } from '../../src/app.tsx'
import { door } from '../../src/door.tsx'
import { doorsOf } from '../../src/doors.ts'
import { anybody } from '../../src/policies.ts'
import type { Portal } from '../../src/web/portal.ts'
import { auditRows, submit, visit } from '../support/portal.ts'
import { actors, doors } from './doors.data.ts'
import { named, nameOf } from './doors.exceptions.ts'
import { addressOf, portalInUse, type Situation } from './situation.ts'
import { changed, everything, tableNames } from './support.ts'

const app = portal()

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
    for (const { answers } of doors) expect(answers).toMatch(new RegExp(`^[spnfou]{${actors.length}}$`))
  })

  test('what runs before every door is what app.tsx says: an id, headers, the host, the meter, the origin, the size', () => {
    const before = app.routes.filter(({ method }) => method === 'ALL')
    expect(before.map(({ path }) => path)).toEqual(['/*', '/*', '/*', '/*', '/*', '/*'])
  })
})

test('SEC-1 every exception is one of a door that exists', () => {
  const known = doors.map(nameOf)
  for (const name of named) expect(known).toContain(name)
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
    [
      'a naked route of an area',
      (small) =>
        small.route(
          '/',
          new Hono<Portal>().delete('/:org/naked', (c) => c.text('')),
        ),
    ],
    ['a route for every method', (small) => small.all('/:org/naked', (c) => c.text(''))],
    ['a handler that runs before the door', (small) => small.get('/:org/late', (c) => c.text(''), door(anybody))],
    [
      'a naked twin that was mounted first',
      (small) => small.get('/:org/twin', (c) => c.text('')).get('/:org/twin', door(anybody), (c) => c.text('')),
    ],
  ])('%s', (_, mount) => {
    expect(naked(mount)).toThrow(/without a policy/)
  })
})

test('SET-1 a refusal is remembered', async () => {
  await portalInUse()
  await visit('theo', '/willow/manage/portal')
  expect(await auditRows({ action: 'denied' })).toMatchObject([{ actor_id: 'per_theo', entity_id: '/:org/manage/portal' }])
})

describe('SEC-1 strangers', () => {
  const notForStrangers = doors.filter(({ answers }) => answers.startsWith('s'))
  let situation: Situation
  beforeAll(async () => {
    situation = await portalInUse()
  })

  test.each(notForStrangers.filter(({ method, path }) => method === 'GET' && path.startsWith('/:org')))(
    'GET $path leads to sign-in, and back',
    async ({ path }) => {
      const address = addressOf(path, situation)
      const page = await visit(null, address)
      expect([page.status, page.headers.get('Location')]).toEqual([303, `/willow/login?next=${encodeURIComponent(address)}`])
      const partial = await visit(null, address, { htmx: true })
      expect([partial.status, partial.headers.get('HX-Redirect'), await partial.text()]).toEqual([401, '/willow/login', ''])
    },
  )

  test.each(notForStrangers.filter(({ method }) => method === 'POST'))('POST $path changes nothing', async ({ path }) => {
    const before = await everything(names)
    const answer = await submit(null, addressOf(path, situation), { version: 1, value: 'off' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path.startsWith('/:org') ? '/willow/login' : '/logout'])
    expect((await submit(null, addressOf(path, situation), {}, { htmx: true })).status).toBe(401)
    expect(changed(before, await everything(names))).toEqual([])
  })
})
