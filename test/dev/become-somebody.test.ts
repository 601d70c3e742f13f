import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import worker from '../../src/dev.ts'
import {
  cast,
  freshPortal,
  locations,
  newBrowser,
  origin,
  rows,
  services,
  signIn,
  submit,
  tuesday,
  visit,
  type CastKey,
} from '../support/portal.ts'

beforeAll(() => freshPortal())

test('the cast is listed with the ids that scripts need', async () => {
  const answer = await (await visit(null, '/dev/cast.json')).json<Record<string, Record<string, string>>>()
  expect(answer.ana).toMatchObject({ personId: cast.ana.personId, email: cast.ana.email, clientId: cast.ana.clientId, org: 'willow' })
  expect(answer.theo).toMatchObject({ staffId: cast.theo.staffId })
  expect(answer.services).toEqual(services)
  expect(answer.locations).toEqual(locations)
})

test.each([
  ['dana', '/willow/manage'],
  ['theo', '/willow/manage'],
  ['ana', '/willow/my'],
  ['gail', '/willow/my'],
  ['amir', '/cedar/manage'],
  ['cyd', '/cedar/my'],
])('%s gets a full session and lands on %s', async (key, landing) => {
  const browser = newBrowser()
  const answer = await submit(browser, '/dev/sign-in', { person: key })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('Location')).toBe(landing)
  expect(answer.headers.get('Set-Cookie')).toMatch(/^__Host-session=[\w-]{43};.*HttpOnly/)
  const [session] = await rows('SELECT * FROM sessions WHERE person_id = ?', `per_${key}`)
  expect(session).toMatchObject({
    organization_id: `org_${landing.split('/')[1]}`,
    created_at: Date.parse(tuesday),
    second_factor_at: Date.parse(tuesday),
  })
})

test.each(['nell', 'max', 'nobody', ''])('"%s" has no account, and the answer says so', async (key) => {
  const browser = newBrowser()
  const answer = await submit(browser, '/dev/sign-in', { person: key })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toMatch(/^[A-Z].*\.$/)
  expect(browser.cookies.size).toBe(0)
})

test('the session opens the pages of who it is, and of nobody else', async () => {
  const pages = async (key: CastKey) => (await visit(await signIn(key), '/willow/manage/portal')).status
  expect(await pages('dana')).toBe(200)
  expect(await pages('theo')).toBe(403)
  expect(await pages('cyd')).toBe(404)
})

test('RUN a page to press buttons on, one button for everybody who has an account', async () => {
  const html = await (await visit(null, '/dev')).text()
  for (const [key, { name, personId }] of Object.entries(cast)) {
    expect(html).toContain(name)
    expect(html.includes(`name="person" value="${key}"`)).toBe(personId !== null)
  }
  for (const address of ['/dev/mail', '/dev/gallery']) {
    expect(html).toContain(`href="${address}"`)
    expect((await visit(null, address)).status).toBe(200)
  }
})

test('SEC another site cannot press them', async () => {
  const answer = await submit(null, '/dev/sign-in', { person: 'dana' }, { headers: { Origin: 'https://elsewhere.example' } })
  expect(answer.status).toBe(403)
  expect(answer.headers.get('Set-Cookie')).toBeNull()
  expect(origin).toBe('https://portal.test')
})

test('SEC a development Worker that is deployed by mistake has no /dev', async () => {
  const deployed = { ...env, PUBLIC_ORIGIN: 'https://portal.example' }
  const ask = (path: string, init?: RequestInit) =>
    worker.fetch(new Request(`https://portal.example${path}`, init) as never, deployed, createExecutionContext())
  expect((await ask('/dev')).status).toBe(404)
  expect((await ask('/dev/cast.json')).status).toBe(404)
  const body = new URLSearchParams({ person: 'dana' })
  const answer = await ask('/dev/sign-in', { method: 'POST', body, headers: { Origin: 'https://portal.example' } })
  expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([404, null])
})
