import { beforeEach, describe, expect, it } from 'vitest'
import { requested } from '../scheduling/support.ts'
import {
  auditRows,
  clockAt,
  cron,
  element,
  freshPortal,
  hidden,
  newKey,
  roundTrips,
  rows,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { at, back, cancellation, christmas, effective, listed, page, plan, state, stored } from './schedule-support.ts'

beforeEach(() => freshPortal())

describe('scheduling a switch', () => {
  it('SET-3 every one of the ten rows leads to it, as a page and as a fragment', async () => {
    const html = await state()
    expect([...html.matchAll(/hx-get="[^"]*\/settings\/(\w+)\/schedules"/g)]).toHaveLength(10)
    const whole = await visit('dana', at('self_scheduling'))
    expect(textOf(await whole.text())).toContain('Times are those of New York.')
    expect(roundTrips(whole)).toBe(1)
    const fragment = await (await visit('dana', at('self_scheduling'), { htmx: true })).text()
    expect(fragment).toMatch(/^<div id="schedule-self_scheduling"/)
    expect(fragment).toContain('type="date"')
  })

  it('SET-8 is listed on the row with who and when, in the practice’s zone, and happens under her name', async () => {
    const answer = await plan('self_scheduling', back)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}#setting-self_scheduling`])
    expect(roundTrips(answer)).toBe(2)
    expect(await listed('self_scheduling')).toContain('Off on 24 Dec, 09:00 EST by Dana Ortiz; on again on 2 Jan, 09:00 EST Cancel')
    expect(await effective('self_scheduling')).toBe('on')
    await clockAt('2026-12-24T13:59:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('on')
    await clockAt('2026-12-24T14:00:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('off')
    expect(await listed('self_scheduling')).toContain('On again on 2 Jan, 09:00 EST by Dana Ortiz')
    await clockAt('2027-01-02T14:00:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('on')
    expect(await listed('self_scheduling')).toBe('')
    const [first, second] = await stored()
    expect(await auditRows({ entity_id: 'self_scheduling' })).toMatchObject([
      {
        actor_id: 'per_dana',
        actor_name: 'Dana Ortiz',
        actor_kind: 'staff',
        action: 'setting.off',
        network: 'schedule',
        details: { from: 'on', to: 'off', scheduled: first?.id },
      },
      {
        actor_id: 'per_dana',
        actor_name: 'Dana Ortiz',
        actor_kind: 'staff',
        action: 'setting.on',
        network: 'schedule',
        details: { from: 'off', to: 'on', scheduled: second?.id },
      },
    ])
    expect(textOf(element(await state(), 'setting-self_scheduling'))).toMatch(/Dana Ortiz, Sat 2 Jan, 09:00 EST/)
  })

  it('SPD-1 to htmx it answers the list, announced', async () => {
    const answer = await plan('contact_access', { value: 'on' }, { htmx: true })
    expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
    const html = await answer.text()
    expect(html).toContain('data-announce')
    expect(textOf(html)).toContain('On from 24 Dec, 09:00 EST')
  })

  it('SET-7 the form says what an off-switch would meet; when it is due nothing is asked, and its consequences follow', async () => {
    const id = await requested('2026-12-03T15:00:00.000Z')
    expect(textOf(await state(at('self_scheduling')))).toContain('without asking again: 1 open request stays with its therapist.')
    await plan('self_scheduling', { date: '2026-12-02', time: '10:00' })
    await clockAt('2026-12-02T15:00:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('off')
    expect(await rows('SELECT status FROM appointments WHERE id = ?', id)).toEqual([{ status: 'requested' }])
    expect(await rows('SELECT key, created_by, done_at FROM setting_effects')).toEqual([
      { key: 'self_scheduling', created_by: 'per_dana', done_at: null },
    ])
    await clockAt('2026-12-02T15:01:00Z')
    await cron()
    expect(await auditRows({ action: 'setting.took_effect' })).toHaveLength(1)
  })

  it.each([
    ['no date', { date: '' }, 'Fill this in'],
    ['no time', { time: '' }, 'Fill this in'],
    ['the 30th of February', { date: '2027-02-30' }, 'Fill this in'],
    ['the past', { date: '2026-12-01', time: '09:59' }, 'in the past'],
    ['this very minute', { date: '2026-12-01', time: '10:00' }, 'in the past'],
    ['a far day', { date: '2029-01-01' }, 'next two years'],
    ['a time that the clock skips', { date: '2027-03-14', time: '02:30' }, 'skips this time'],
    ['a time that the clock shows twice', { date: '2027-11-07', time: '01:30' }, 'shows this time twice'],
    ['half of a return', { backDate: '2027-01-02' }, 'Fill this in'],
    ['a return before it begins', { backDate: '2026-12-24', backTime: '08:59' }, 'after the first switch'],
  ])('%s is refused at its field, and what was typed stays', async (_, fields, sentence) => {
    for (const how of [{}, { htmx: true }]) {
      const answer = await plan('self_scheduling', fields, how)
      const html = await answer.text()
      expect(answer.status).toBe(422)
      expect(html).toContain(sentence)
      expect(html).toContain('aria-invalid="true"')
      for (const [name, value] of Object.entries({ ...christmas, ...fields }).filter(([, typed]) => typed !== '' && typed !== 'off'))
        expect(hidden(html, 'schedule-self_scheduling', name)).toBe(value)
    }
    expect(await stored()).toEqual([])
  })

  it('SET-6 what cannot be used cannot be scheduled, and says so', async () => {
    for (const key of ['client_payments', 'add_insurance_payers']) {
      expect(textOf(element(await state(at(key)), `schedule-${key}`))).toContain('cannot be scheduled while it cannot be used')
      const answer = await plan(key, { value: 'on' })
      expect(answer.status).toBe(409)
      expect(textOf(await answer.text())).toContain('cannot be scheduled while it cannot be used')
    }
    expect(await stored()).toEqual([])
  })

  it('at most ten wait per setting; the database counts, too', async () => {
    for (let i = 0; i < 9; i++) expect((await plan('contact_access', { time: `1${i}:00` })).status).toBe(303)
    const pair = await plan('contact_access', { time: '20:00', ...back })
    expect(pair.status).toBe(409)
    const html = await pair.text()
    expect(textOf(html)).toContain('Ten switches are scheduled here already.')
    expect(hidden(html, 'schedule-contact_access-form', 'backDate')).toBe('2027-01-02')
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => plan('contact_access', { time: `21:0${i}` })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await stored()).toHaveLength(10)
    expect((await plan('self_scheduling')).status).toBe(303)
  })

  it('SCH-25 the same form twice plans once', async () => {
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 5 }, () => plan('contact_access', { key })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303])
    expect(await stored()).toHaveLength(1)
    expect((await plan('contact_access', { key, time: '10:00' })).status).toBe(422)
  })

  it('SEC-1 only administrators of this practice; another practice’s schedule is not there', async () => {
    await plan('contact_access')
    const [one] = await stored()
    expect((await submit('theo', at('contact_access'), christmas)).status).toBe(403)
    expect((await submit('theo', cancellation(one?.id))).status).toBe(403)
    expect((await submit('amir', at('contact_access'), christmas)).status).toBe(404)
    expect((await submit('amir', `/cedar/manage/portal/schedules/${one?.id}/cancellation`)).status).toBe(404)
    expect(await state('/cedar/manage/portal', 'amir')).not.toContain('24 Dec')
    expect((await submit('dana', at('no_such'), christmas)).status).toBe(404)
    expect((await submit('dana', at('contact_access'), { ...christmas, value: 'perhaps' })).status).toBe(422)
    expect(await stored()).toMatchObject([{ cancelled_at: null }])
  })
})

describe('cancelling', () => {
  it('takes the pair with it, once, audited', async () => {
    await plan('self_scheduling', back)
    const [first, second] = await stored()
    const answer = await submit('dana', cancellation(first?.id), {}, { htmx: true })
    expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
    expect(textOf(await answer.text())).toBe('Cancelled.')
    expect((await submit('dana', cancellation(first?.id))).status).toBe(303)
    expect((await submit('dana', cancellation(second?.id))).status).toBe(303)
    expect((await auditRows({ entity_kind: 'schedule' })).map(({ action, entity_id }) => [action, entity_id])).toEqual([
      ['schedule.made', first?.id],
      ['schedule.made', second?.id],
      ['schedule.cancelled', first?.id],
      ['schedule.cancelled', second?.id],
    ])
    await clockAt('2027-01-02T15:00:00Z')
    await cron()
    expect(await effective('self_scheduling')).toBe('on')
    expect(await auditRows({ entity_id: 'self_scheduling' })).toEqual([])
  })

  it('too late is said, and who asked at the same moment as the clock wins or loses as a whole', async () => {
    await plan('self_scheduling')
    const [one] = await stored()
    await clockAt('2026-12-24T14:00:00Z')
    const [answer] = await Promise.all([submit('dana', cancellation(one?.id)), cron(), cron()])
    const [after] = await stored()
    expect((after?.cancelled_at === null) !== (after?.done_at === null)).toBe(true)
    expect(answer.status).toBe(after?.cancelled_at === null ? 409 : 303)
    expect(await effective('self_scheduling')).toBe(after?.cancelled_at === null ? 'off' : 'on')
    if (after?.cancelled_at === null) expect((await submit('dana', cancellation(one?.id))).status).toBe(409)
  })
})
