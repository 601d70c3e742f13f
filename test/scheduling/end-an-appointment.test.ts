import { beforeEach, describe, expect, it } from 'vitest'
import { cast, clockAt, cron, freshPortal, mail, newKey, roundTrips, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { appointmentsPath, made, press, row } from './calendar-support.ts'
import { switchTo } from './support.ts'

const toAna = async () => (await mail()).filter(({ to }) => to === cast.ana.email)

beforeEach(() => freshPortal())

describe('cancelling', () => {
  it.each([
    ['a second more than 24 h before', '2026-12-02T14:59:59Z', 'cancelled'],
    ['exactly 24 h before', '2026-12-02T15:00:00Z', 'cancelled'],
    ['a second less than 24 h before', '2026-12-02T15:00:01Z', 'late_cancelled'],
  ])('SCH-20 %s', async (_, now, status) => {
    const id = await made()
    await clockAt(now)
    const html = await (await visit('theo', `${appointmentsPath}/${id}`)).text()
    expect(html.includes('name="late"')).toBe(status === 'late_cancelled')
    const answer = await press(id, 'cancellation', { late: '1' })
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    expect((await row(id)).status).toBe(status)
  })

  it('SCH-20 late is staff’s choice: without the tick it is an ordinary cancellation', async () => {
    const id = await made()
    await clockAt('2026-12-03T14:00:00Z')
    await press(id, 'cancellation')
    expect((await row(id)).status).toBe('cancelled')
    expect((await press(id, 'restoration')).status).toBe(409)
  })

  it('NOT-1 the client hears of it, when the switch is on', async () => {
    await switchTo('notify_cancelled', 'on')
    const id = await made()
    await clockAt('2026-12-01T16:00:00Z')
    await press(id, 'cancellation')
    await clockAt('2026-12-01T16:05:00Z')
    await cron()
    expect(await toAna()).toHaveLength(1)
  })
})

describe('deleting and restoring', () => {
  it('SCH-20 it leaves the calendar and comes back while its time is free', async () => {
    const id = await made()
    expect((await press(id, 'deletion')).status).toBe(303)
    expect(await (await visit('theo', '/willow/manage/calendar?date=2026-12-03')).text()).not.toContain(id)
    expect((await press(id, 'restoration')).status).toBe(303)
    expect((await row(id)).status).toBe('confirmed')
    await press(id, 'deletion')
    await made({ client: cast.bo.clientId })
    const refused = await press(id, 'restoration')
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('another appointment, request or hold is at this time now')
    expect((await row(id)).status).toBe('deleted')
  })

  it('NOT-3 deleted and restored within the grace: nobody hears; restored later: both are told', async () => {
    const id = await made()
    await switchTo('notify_deleted', 'on')
    await switchTo('notify_created', 'on')
    await clockAt('2026-12-01T16:00:00Z')
    await press(id, 'deletion')
    await press(id, 'restoration')
    await clockAt('2026-12-01T16:05:00Z')
    await cron()
    expect(await toAna()).toEqual([])
    await press(id, 'deletion')
    await clockAt('2026-12-01T16:10:00Z')
    await cron()
    expect(await toAna()).toHaveLength(1)
    await press(id, 'restoration')
    await clockAt('2026-12-01T16:15:00Z')
    await cron()
    expect(await toAna()).toHaveLength(2)
  })
})

describe('what became of it', () => {
  it('SCH-20 taken place or missed: from the start on, once, and silently', async () => {
    const [first, second] = [await made(), await made({ time: '11:00' })]
    const early = await press(first, 'completion')
    expect(early.status).toBe(409)
    expect(textOf(await early.text())).toContain('it has not begun yet')
    await clockAt('2026-12-03T16:00:00Z')
    expect((await press(first, 'completion')).status).toBe(303)
    expect((await press(second, 'no-show')).status).toBe(303)
    expect([(await row(first)).status, (await row(second)).status]).toEqual(['completed', 'no_show'])
    expect((await press(first, 'no-show')).status).toBe(409)
    expect((await press(first, 'deletion')).status).toBe(409)
    expect(await rows('SELECT id FROM outbox WHERE about_id IN (?, ?)', first, second)).toEqual([])
  })
})

it('SCH-25 twenty at once: one effect, and the page says who won', async () => {
  const id = await made()
  const theo = await signIn('theo')
  const acts = ['cancellation', 'deletion']
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => submit(theo, `${appointmentsPath}/${id}/${acts[n % 2]}`, { version: 1, key: newKey() })),
  )
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
  expect((await row(id)).version).toBe(2)
})

it('SEC-1 nobody else’s appointment', async () => {
  const id = await made()
  for (const act of ['cancellation', 'deletion', 'restoration', 'completion', 'no-show', 'move'])
    for (const who of ['tess', 'amir'] as const) {
      const fields = { version: 1, key: newKey(), therapist: 'sta_tess', where: 'telehealth', date: '2026-12-03', time: '10:00' }
      expect((await submit(who, `${appointmentsPath}/${id}/${act}`, fields)).status, `${who} ${act}`).toBe(404)
    }
  expect((await row(id)).version).toBe(1)
})

it('SCH-26 the page says who did what', async () => {
  const id = await made()
  await press(id, 'deletion', {}, 'dana')
  expect(textOf(await (await visit('theo', `${appointmentsPath}/${id}`)).text())).toMatch(
    /What happened.*Dana Ortiz deleted it.*Theo Lindqvist made this appointment/,
  )
})
