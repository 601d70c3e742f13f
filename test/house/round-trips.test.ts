import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cast, freshPortal, newKey, roundTrips, services, signIn, submit, visit } from '../support/portal.ts'
import { changes } from './changes.ts'
import { actors, doors } from './doors.data.ts'
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
const readers = ['a stranger', 'Bo, the client', 'Theo, a therapist', 'Dana, an administrator'] as const

describe('SPD-1 a page', () => {
  async function openAll(situation: Situation) {
    for (const actor of readers) {
      const at = actors.indexOf(actor)
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
    await openAll({
      org: 'willow',
      clientId: cast.bo.clientId,
      requestId: 'apt_none',
      appointmentId: 'apt_none',
      key: 'self_scheduling',
      event: 'created',
      therapist: 'theo',
      staffId: 'sta_none',
      scheduleId: 'sch_none',
      invitationId: 'sti_none',
      token: 'x',
      sessionId: 'ses_none',
      registrationId: 'reg_none',
      otherId: cast.nell.clientId,
      mergeId: 'mrg_none',
      kind: 'login',
      batchId: 'bat_none',
      passkeyId: 'pky_none',
      serviceId: services.session,
      locationId: 'loc_main',
      roomId: 'rom_none',
      windowId: 'win_none',
      exceptionId: 'exc_none',
      weekday: '1',
      seriesId: 'ser_none',
      standingId: 'str_none',
      counterOfferId: 'off_none',
      entryId: 'wle_none',
      offerId: 'wlo_none',
      deliveryId: 'out_none',
    })
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
    for (const path of ['/cedar/manage/requests', '/cedar/manage/portal', '/cedar/manage/clients'])
      expectFrugal(await visit(amir, path), path, page)
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

const portalPage = '/willow/manage/portal'
const bo = `/willow/my/${cast.bo.clientId}`
let situation: Situation

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
      const answer = await make(situation, how)
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
    [
      'a stale switch of a client',
      409,
      () => submit('dana', `/willow/manage/clients/${cast.bo.clientId}/settings/self_scheduling`, { value: 'off', version: 7 }),
    ],
    [
      'a stale answer, by htmx',
      409,
      () => submit('theo', `/willow/manage/requests/${situation.requestId}/confirmation`, { version: 9 }, { htmx: true }),
    ],
    [
      'a time that is not offered',
      409,
      () =>
        submit('bo', `${bo}/requests`, {
          therapist: cast.theo.staffId,
          service: services.session,
          forum: 'in_person',
          start: '2026-12-08T03:00:00Z',
        }),
    ],
    ['a stale withdrawal', 409, () => submit('bo', `${bo}/requests/${situation.requestId}/withdrawal`, { version: 9 })],
    ['a wrong code', 422, () => submit(null, '/willow/login/code', { code: '000000' })],
    ['an address that is none', 422, () => submit(null, '/willow/login', { email: 'x' })],
    ['a stranger', 303, () => submit(null, `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    ['somebody who is not allowed', 403, () => submit('theo', `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    ['somebody of elsewhere', 404, () => submit('amir', `${portalPage}/settings/client_signup`, { value: 'off', version: 0 })],
    [
      'the same form twice',
      303,
      async () => {
        const fields = { version: 1, key: newKey() }
        const path = `/willow/manage/requests/${situation.requestId}/confirmation`
        await submit('theo', path, fields)
        return await submit('theo', path, fields)
      },
    ],
  ])('%s', async (name, status, make) => {
    const answer = await make()
    expect(answer.status).toBe(status)
    expectFrugal(answer, name, refusal)
  })
})
