import { beforeEach, describe, expect, it } from 'vitest'
import { explain, refusedBy } from '../../src/settings/explain.ts'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  element,
  freshPortal,
  hidden,
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
  type Who,
} from '../support/portal.ts'
import { ask, freeTimes, newAppointment, requested } from '../scheduling/support.ts'

const page = '/willow/manage/staff'
const state = async (who: Who = 'dana') => (await visit(who, page)).text()
const row = async (staff: string) => textOf(element(await state(), `seat-sta_${staff}`))
const versionOf = async (staff: string) => hidden(await state(), `seat-sta_${staff}`, 'version')
const seat = async (staff: string, value: 'on' | 'off', more: Record<string, string> = {}, how = {}) =>
  submit('dana', `${page}/sta_${staff}/seat`, { value, version: await versionOf(staff), ...more }, how)
const usePlan = (plan: string, bought = 0) =>
  rows('UPDATE organizations SET plan = ?, bought_seats = ? WHERE id = ?', plan, bought, 'org_willow')
const subscribed = async () =>
  (await rows<{ id: string }>('SELECT id FROM staff WHERE subscribed_at IS NOT NULL ORDER BY id')).map(({ id }) => id)
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('Staff & seats', () => {
  it('SET-52 lists everybody with roles and seats, and the plan in words', async () => {
    const answer = await visit('dana', page)
    expect(roundTrips(answer)).toBe(1)
    const text = textOf(await answer.text())
    expect(text).toContain('1 therapist has a seat. There is one for every therapist.')
    expect(await row('dana')).toBe('Dana Ortiz Administrator · no seat needed · Roles and access')
    expect(attributeOf(await state(), 'seat-sta_theo', 'data-effective')).toBe('on')
    expect(attributeOf(await state(), 'seat-sta_tess', 'data-effective')).toBe('off')
    expect(text).toContain(
      'Your plan is called “Everything”. It includes: Allow Secure Messaging through Client Portal Allow Clients Self-Scheduling through Client Portal A seat for every therapist',
    )
    expect(text).not.toContain('Amir')
  })

  it('SET-51 with a plan that counts, used and available', async () => {
    await usePlan('standard', 2)
    expect(textOf(await state())).toContain('1 of 3 seats used, 2 available.')
    await usePlan('essentials')
    expect(textOf(await state())).toContain('1 of 0 seats used, 0 available.')
    expect(textOf(await state())).toContain('It includes neither messages nor self-scheduling.')
  })

  it('SEC-1 administrators only, of this practice only', async () => {
    for (const path of [page, `${page}/plan`, '/willow/manage/card-processing']) {
      expect((await visit('dana', path)).status).toBe(200)
      expect((await visit('theo', path)).status).toBe(403)
      expect((await visit('amir', path)).status).toBe(404)
    }
    expect((await submit('theo', `${page}/sta_theo/seat`, { value: 'off', version: 1 })).status).toBe(403)
    expect((await submit('amir', '/cedar/manage/staff/sta_theo/seat', { value: 'off', version: 1 })).status).toBe(404)
    expect((await submit('dana', `${page}/sta_amir/seat`, { value: 'on', version: 1 })).status).toBe(404)
    expect(await subscribed()).toEqual(['sta_theo'])
    expect(await (await visit('theo', '/willow/manage/requests')).text()).not.toContain(page)
    expect(await (await visit('dana', '/willow/manage/requests')).text()).toContain(`href="${page}"`)
  })

  it('SET-6 the warning and the greyed switches lead here', async () => {
    await rows('UPDATE staff SET subscribed_at = NULL')
    const portal = await (await visit('dana', '/willow/manage/portal')).text()
    expect(element(portal, 'setting-self_scheduling-warning')).toContain(`href="${page}"`)
    expect(element(portal, 'setting-client_payments-reason')).toContain('href="/willow/manage/card-processing"')
    await usePlan('essentials')
    const greyed = await (await visit('dana', '/willow/manage/portal')).text()
    expect(element(greyed, 'setting-self_scheduling-reason')).toContain(`href="${page}#plan"`)
  })
})

describe('a seat', () => {
  it('SET-52 SET-8 given: one batch with its audit entry, and clients see the therapist at once', async () => {
    const times = newAppointment(cast.ana.clientId).replace('sta_theo', 'sta_tess')
    expect(await (await visit('ana', times)).text()).not.toContain('name="start"')
    const answer = await seat('tess', 'on')
    expect([answer.status, answer.headers.get('Location'), roundTrips(answer)]).toEqual([303, `${page}#seat-sta_tess`, 2])
    expect(await auditRows({ entity_kind: 'seat' })).toMatchObject([
      { actor_id: 'per_dana', action: 'seat.on', entity_id: 'sta_tess', entity_version: 2, details: { from: 'off', to: 'on' } },
    ])
    expect(await (await visit('ana', times)).text()).toContain('name="start"')
    expect(await row('tess')).toMatch(/Dana Ortiz, Tue 1 Dec, 10:00 EST/)
  })

  it('SET-3 SET-4 to htmx: the row and the count, announced, with an undo that has no effect of its own', async () => {
    const answer = await seat('tess', 'on', {}, { htmx: true })
    const html = await answer.text()
    expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
    expect(textOf(element(html, 'seat-sta_tess'))).toContain('Tess Moreau has a seat now. Undo')
    expect(element(html, 'seats-used')).toContain('hx-swap-oob')
    expect(textOf(element(html, 'seats-used'))).toContain('2 therapists have a seat.')
    expect((await seat('tess', 'off', { undo: '1' })).status).toBe(303)
    expect(await subscribed()).toEqual(['sta_theo'])
  })

  it('SET-7 taking it back asks first while requests are open; they stay, no new ones come', async () => {
    const id = await requested(thursdayTen)
    const asked = await seat('theo', 'off', {}, { htmx: true })
    expect([asked.status, roundTrips(asked)]).toEqual([409, 1])
    expect(textOf(element(await asked.text(), 'seat-sta_theo'))).toContain(
      '1 open request stays until it is answered. Nobody can ask for a new one.',
    )
    expect((await seat('theo', 'off')).status).toBe(409)
    expect((await seat('theo', 'off', { confirm: '1' })).status).toBe(303)
    expect(await freeTimes()).toEqual([])
    expect((await ask('2026-12-03T16:00:00.000Z')).status).toBe(409)
    expect(await (await visit('theo', '/willow/manage/requests')).text()).toContain(`request-${id}`)
    expect((await visit('ana', `/willow/my/cli_ana/requests/${id}`)).status).toBe(200)
  })

  it('SET-4 given ten seconds ago by mistake: taken back without a question; later it asks', async () => {
    await requested(thursdayTen)
    await seat('theo', 'off', { confirm: '1' })
    await seat('theo', 'on', { undo: '1' })
    await clockBy(9 / 60)
    expect((await seat('theo', 'off', { undo: '1' })).status).toBe(303)
    await seat('theo', 'on')
    await clockBy(1)
    expect((await seat('theo', 'off', { undo: '1' })).status).toBe(409)
  })

  it('SET-30 explain names the missing seat', () => {
    const facts = {
      choices: { self_scheduling: { value: 'on' as const, version: 1, changedAt: 0, changedByName: '' } },
      overrides: {},
      plan: 'standard',
      cardProcessing: 'enabled' as const,
      subscribedTherapists: 0,
    }
    const asked = {
      client: { archived: false },
      access: { kind: 'self' as const },
      therapist: { active: true, subscribed: false, assigned: true },
    }
    expect(refusedBy('self_scheduling', facts, asked)?.code).toBe('no_seat')
    expect(explain('secure_messaging', facts, asked).some(({ code, holds }) => code === 'no_seat' && !holds)).toBe(true)
  })

  it('SET-5 a stale change is refused with how it is now', async () => {
    const version = await versionOf('tess')
    await seat('tess', 'on')
    const answer = await submit('dana', `${page}/sta_tess/seat`, { value: 'off', version }, { htmx: true })
    expect(answer.status).toBe(409)
    expect(textOf(await answer.text())).toContain('somebody changed Tess Moreau meanwhile')
    expect(await subscribed()).toEqual(['sta_tess', 'sta_theo'])
  })

  it('SET-51 SET-6 no free seat: greyed with the remedy, and a forged POST is refused with the same reason', async () => {
    await usePlan('standard')
    const html = await state()
    expect(attributeOf(html, 'seat-sta_tess', 'data-reason')).toBe('no_free_seat')
    expect(element(html, 'seat-sta_tess')).toContain(`href="${page}#plan"`)
    const forged = await seat('tess', 'on', {}, { htmx: true })
    expect(forged.status).toBe(409)
    expect(textOf(await forged.text())).toContain('Every seat is used. Take one back from another therapist')
    expect((await seat('theo', 'off')).status).toBe(303)
    expect((await seat('tess', 'on')).status).toBe(303)
    expect((await seat('theo', 'on')).status).toBe(409)
  })

  it('SET-51 of many who want the last seat one gets it', async () => {
    await usePlan('standard', 1)
    await rows(`INSERT INTO staff (organization_id, id, person_id, name, zone, therapist, created_at)
      SELECT 'org_willow', 'sta_n' || value, 'per_n' || value, 'Nora ' || value, 'America/New_York', 1, 1 FROM json_each('[1,2,3,4,5,6]')`)
    const dana = await signIn('dana')
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => submit(dana, `${page}/sta_n${n}/seat`, { value: 'on', version: 1 })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409, 409, 409, 409])
    expect(await subscribed()).toHaveLength(2)
    expect(await auditRows({ action: 'seat.on' })).toHaveLength(1)
    const sentences = await Promise.all(answers.filter(({ status }) => status === 409).map(async (answer) => textOf(await answer.text())))
    expect(sentences.every((text) => text.includes('Every seat is used.'))).toBe(true)
    expect(await rows('SELECT ok FROM assert_one')).toEqual([])
  })

  it('SET-5 fifty at once for the same seat: one changes it', async () => {
    const dana = await signIn('dana')
    const answers = await Promise.all(Array.from({ length: 50 }, () => submit(dana, `${page}/sta_tess/seat`, { value: 'on', version: 1 })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await auditRows({ action: 'seat.on' })).toHaveLength(1)
  })

  it('SEC-7 forged: who is no therapist, values, versions', async () => {
    expect((await submit('dana', `${page}/sta_dana/seat`, { value: 'on', version: 1 })).status).toBe(409)
    expect((await submit('dana', `${page}/sta_nobody/seat`, { value: 'on', version: 1 })).status).toBe(404)
    expect((await submit('dana', `${page}/sta_tess/seat`, { value: 'maybe', version: 1 })).status).toBe(422)
    expect((await submit('dana', `${page}/sta_tess/seat`, { value: 'on' })).status).toBe(422)
    expect(await auditRows({ entity_kind: 'seat' })).toEqual([])
  })
})
