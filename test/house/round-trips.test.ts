import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cast, cron, freshPortal, hidden, mail, newBrowser, newKey, roundTrips, services, signIn, submit, visit, type Browser, type How } from '../support/portal.ts'
import { doors } from './doors.data.ts'
import { addressOf, ask, freeTimes, play, portalInUse, worked, type Situation } from './situation.ts'

/** SPD-1: a page asks at most twice, with twelve statements in all, identity included; a change asks at most twice. */
const page = { roundTrips: 2, statements: 12 }
const change = { roundTrips: 2 }
/** A refusal that tells the truth reads what it lost against: once more. */
const refusal = { roundTrips: 3 }

function expectFrugal(answer: Response, what: string, most: { roundTrips: number; statements?: number }): void {
  const statements = Number(/statements=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1] ?? Number.NaN)
  expect(roundTrips(answer), `round trips: ${what}`).toBeLessThanOrEqual(most.roundTrips)
  expect(statements, `statements: ${what}`).toBeLessThanOrEqual(most.statements ?? 1000)
}

const doorsOfPages = doors.filter(({ method }) => method === 'GET')
/** Who opens a page; whoever may pass opens it. */
const readers = [
  ['a stranger', 0],
  ['Bo, the client', 1],
  ['Theo, a therapist', 6],
  ['Dana, an administrator', 7],
] as const

describe('SPD-1 a page', () => {
  async function openAll(situation: Situation) {
    for (const [actor, at] of readers) {
      const browser = await play(actor)
      for (const { path } of doorsOfPages.filter((reviewed) => reviewed.answers[at] === 'p')) {
        const answer = await visit(browser, addressOf(path, situation))
        expect(answer.status, path).toBeLessThan(500)
        expectFrugal(answer, `${actor}, GET ${path}: ${answer.status}`, page)
      }
    }
  }

  test('of an empty portal', async () => {
    await freshPortal()
    await openAll({ org: 'willow', clientId: cast.bo.clientId, requestId: 'apt_none', appointmentId: 'apt_none', key: 'self_scheduling', event: 'created', therapist: 'theo', token: 'x' })
  })

  test('of a full one', async () => {
    const situation = await portalInUse()
    await worked(submit(null, '/dev/fill', { clients: 120, past: 120 }))
    for (const start of (await freeTimes('bo')).slice(0, 3)) await ask('bo', start)
    await openAll(situation)
  })

  test('of an organization with nobody in it', async () => {
    await freshPortal()
    const amir = await signIn('amir')
    for (const path of ['/cedar/manage/requests', '/cedar/manage/portal', '/cedar/manage/clients']) expectFrugal(await visit(amir, path), path, page)
  })

  test('the next page of Manage Clients, and a filter', async () => {
    await freshPortal()
    await worked(submit(null, '/dev/fill', { clients: 120 }))
    const first = await (await visit('dana', '/willow/manage/clients')).text()
    const [, next = ''] = /href="([^"]*\?[^"]*after=[^"]*)"/.exec(first) ?? []
    expect(next).not.toBe('')
    expectFrugal(await visit('dana', next.replaceAll('&amp;', '&')), next, page)
    expectFrugal(await visit('dana', '/willow/manage/clients?filter=archived'), 'archived', page)
  })
})

/** A door that changes something: how to make it do so; its answer's cost is what counts. */
type Change = (how: How) => Promise<Response>
const portalPage = '/willow/manage/portal'
const bo = `/willow/my/${cast.bo.clientId}`
let situation: Situation

const changes: Record<string, Change> = {
  'POST /:org/manage/portal/settings/:key': async (how) => {
    const version = hidden(await (await visit('dana', portalPage)).text(), 'setting-display_insurance', 'version')
    return await submit('dana', `${portalPage}/settings/display_insurance`, { value: 'on', version }, how)
  },
  'POST /:org/manage/portal/notifications/:event': async (how) => {
    const version = hidden(await (await visit('dana', portalPage)).text(), 'notification-created', 'version')
    return await submit('dana', `${portalPage}/notifications/created`, { value: 'on', version }, how)
  },
  'POST /:org/manage/clients/:clientId/settings/:key': (how) =>
    submit('dana', `/willow/manage/clients/${cast.bo.clientId}/settings/self_scheduling`, { value: 'off', version: 0 }, how),
  'POST /:org/manage/clients/search': (how) => submit('dana', '/willow/manage/clients/search', { q: 'nilsson' }, how),
  'POST /:org/my/:clientId/requests': async (how) => {
    const [start] = (await freeTimes('bo')).slice(3)
    return await submit('bo', `${bo}/requests`, { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, key: newKey() }, how)
  },
  'POST /:org/my/:clientId/requests/:requestId/withdrawal': (how) => submit('bo', `${bo}/requests/${situation.requestId}/withdrawal`, { version: 1, key: newKey() }, how),
  'POST /:org/my/:clientId/appointments/:appointmentId/cancellation': (how) =>
    submit('bo', `${bo}/appointments/${situation.appointmentId}/cancellation`, { version: 2, key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/confirmation': (how) =>
    submit('theo', `/willow/manage/requests/${situation.requestId}/confirmation`, { version: 1, key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/decline': (how) =>
    submit('theo', `/willow/manage/requests/${situation.requestId}/decline`, { version: 1, message: 'Please call', key: newKey() }, how),
  'POST /:org/manage/requests/:requestId/undo': (how) => submit('theo', `/willow/manage/requests/${situation.appointmentId}/undo`, { version: 2, key: newKey() }, how),
  'POST /:org/login': (how) => submit(null, '/willow/login', { email: 'ana@family.example' }, how),
  'POST /:org/login/code': async (how) => {
    const { browser, code } = await codeFor('ana@family.example')
    return await submit(browser, '/willow/login/code', { code }, how)
  },
  'POST /:org/login/link/:token': async (how) => {
    const { token } = await codeFor('ana@family.example')
    return await submit(null, `/willow/login/link/${token}`, {}, how)
  },
  'POST /logout': async (how) => await submit(await signIn('ana'), '/logout', {}, how),
  'POST /account/language': async (how) => await submit(await signIn('ana'), '/account/language', { language: 'es' }, how),
  'POST /account/session/extension': async (how) => await submit(await signIn('ana'), '/account/session/extension', {}, how),
}

describe('SPD-1 a change', () => {
  beforeEach(async () => {
    situation = await portalInUse()
    for (const event of ['cancelled', 'request_confirmed', 'request_declined', 'request_answer_undone'])
      await worked(submit('dana', `${portalPage}/notifications/${event}`, { value: 'on', version: 0 }))
  })

  test('every door that changes something is measured here', () => {
    const changing = doors.filter(({ method }) => method === 'POST').map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(changes).toSorted()).toEqual(changing.toSorted())
  })

  describe.each(Object.entries(changes))('%s', (name, make) => {
    test.each([
      ['from a page', {}],
      ['from htmx', { htmx: true }],
    ])('%s', async (_, how) => {
      const answer = await make(how)
      expect(answer.status, name).toBeLessThan(400)
      expectFrugal(answer, name, change)
    })
  })
})

describe('SPD-1 a change that is refused', () => {
  beforeAll(async () => {
    situation = await portalInUse()
  })

  test.each<[string, number, () => Promise<Response>]>([
    ['a stale switch', 409, () => submit('dana', `${portalPage}/settings/client_signup`, { value: 'off', version: 7 })],
    ['a stale notification', 409, () => submit('dana', `${portalPage}/notifications/created`, { value: 'on', version: 7 }, { htmx: true })],
    ['a stale switch of a client', 409, () => submit('dana', `/willow/manage/clients/${cast.bo.clientId}/settings/self_scheduling`, { value: 'off', version: 7 })],
    ['a stale answer, by htmx', 409, () => submit('theo', `/willow/manage/requests/${situation.requestId}/confirmation`, { version: 9 }, { htmx: true })],
    ['a time that is not offered', 409, () => submit('bo', `${bo}/requests`, { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start: '2026-12-08T03:00:00Z' })],
    ['a stale withdrawal', 409, () => submit('bo', `${bo}/requests/${situation.requestId}/withdrawal`, { version: 9 })],
    ['a wrong code', 422, () => submit(null, '/willow/login/code', { code: '000000' })],
    ['an address that is none', 422, () => submit(null, '/willow/login', { email: 'x' })],
    ['a stranger', 303, () => submit(null, `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    ['somebody who is not allowed', 403, () => submit('theo', `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    ['somebody of elsewhere', 404, () => submit('amir', `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    ['the same form twice', 303, async () => {
      const fields = { version: 1, key: newKey() }
      const path = `/willow/manage/requests/${situation.requestId}/confirmation`
      await submit('theo', path, fields)
      return await submit('theo', path, fields)
    }],
  ])('%s', async (name, status, make) => {
    const answer = await make()
    expect(answer.status).toBe(status)
    expectFrugal(answer, name, refusal)
  })
})

/** Asks for a code in a new browser; answers it with the link's token. */
async function codeFor(email: string): Promise<{ browser: Browser; code: string; token: string }> {
  const browser = newBrowser()
  await worked(submit(browser, '/willow/login', { email }))
  await cron()
  const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'sign_in') ?? {}
  return { browser, code: /\b\d{6}\b/.exec(text)?.[0] ?? '', token: /login\/link\/([\w-]+)/.exec(text)?.[1] ?? '' }
}

