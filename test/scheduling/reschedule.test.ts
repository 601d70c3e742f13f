import { beforeEach, describe, expect, it } from 'vitest'
import { checkInvariants } from '../../src/commands/invariants.ts'
import {
  auditRows,
  cast,
  clockAt,
  cron,
  db,
  freshPortal,
  mail,
  newKey,
  rows,
  roundTrips,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { confirmed, list, move, my, rowOf, wished } from './changing-support.ts'
import { answerRequest, ask, requested, switchTo } from './support.ts'

const from = '2026-12-07T15:00:00.000Z'
const to = '2026-12-08T16:00:00.000Z'
const at = (iso: string) => Date.parse(iso)

beforeEach(() => freshPortal())

describe('asking to move', () => {
  it('SCH-20 is a request of its own: the appointment stands, both times are taken, the row says from where', async () => {
    const id = await confirmed(from)
    const answer = await move(id, to)
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    expect(answer.headers.get('Location')).toMatch(/^\/willow\/my\/cli_ana\/requests\/apt_/)
    const wish = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect(await rowOf(id)).toMatchObject({ status: 'confirmed', version: 2, starts_at: at(from) })
    expect(await rowOf(wish)).toMatchObject({ status: 'requested', starts_at: at(to) })
    for (const time of [from, to]) expect((await ask(time, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(409)
    expect(textOf(await (await visit('theo', list)).text())).toMatch(
      /Wants to move from Mon 7 Dec, 10:00 EST to Tue 8 Dec, 11:00–11:50 EST/,
    )
    expect(textOf(await (await visit('ana', `${my()}/requests/${id}`)).text())).toContain(
      'You asked to move this appointment to Tue 8 Dec, 11:00',
    )
    expect(await broken()).toEqual([])
  })

  it('SCH-20 one wish at a time', async () => {
    const id = await confirmed(from)
    await wished(id, to)
    const again = await move(id, '2026-12-09T16:00:00.000Z')
    expect(again.status).toBe(409)
    expect(textOf(await again.text())).toContain('You have asked to move this appointment already')
  })

  it('SCH-41 the page chooses, the review says what it means, and neither changes anything', async () => {
    const id = await confirmed(from)
    const page = await visit('ana', `${my()}/appointments/${id}/reschedule?from=2026-12-08`)
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(roundTrips(page)).toBe(1)
    expect(html).toContain(`name="start" value="${to}"`)
    const own = await (await visit('ana', `${my()}/appointments/${id}/reschedule?from=2026-12-07`)).text()
    expect(own).toContain('value="2026-12-07T15:30:00.000Z"') // half an hour later meets nothing but itself
    expect(own).not.toContain(`value="${from}"`)
    const review = textOf(await (await visit('ana', `${my()}/appointments/${id}/reschedule?start=${to}`)).text())
    expect(review).toMatch(
      /Now Mon 7 Dec, 10:00–10:50 EST.*Then Tue 8 Dec, 11:00–11:50 EST.*your appointment stays as it is until Theo answers/,
    )
    expect(await rows('SELECT id FROM appointments WHERE reschedule_of IS NOT NULL')).toEqual([])
  })

  it('SCH-24 a taken time is a 409 with three that are free', async () => {
    const id = await confirmed(from)
    await requested(to, { who: 'bo', clientId: cast.bo.clientId })
    const refused = await move(id, to)
    expect(refused.status).toBe(409)
    expect([...(await refused.text()).matchAll(/name="start" value="([^"]+)"/g)]).toHaveLength(3)
  })

  it('SCH-25 a stale version, a repeat, bad input, and what is not hers', async () => {
    const id = await confirmed(from)
    expect((await move(id, to, { version: 1 })).status).toBe(409)
    expect((await move(id, 'soon')).status).toBe(422)
    expect((await move(id, to, {}, 'bo', cast.bo.clientId)).status).toBe(404)
    const key = newKey()
    const [once, again] = [await move(id, to, { key }), await move(id, to, { key })]
    expect([once.status, again.status]).toEqual([303, 303])
    expect(again.headers.get('Location')).toBe(once.headers.get('Location'))
  })

  it('SET-14 in the last 24 hours only the phone helps; the deadline never outlives the appointment', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, '2026-12-10T16:00:00.000Z')
    expect((await rowOf(wish)).answer_by_at).toBeLessThan(at(from))
    await submit('ana', `${my()}/requests/${wish}/withdrawal`, { version: 1, key: newKey() })
    await clockAt('2026-12-06T15:00:01Z')
    const refused = await move(id, '2026-12-10T16:00:00.000Z')
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('+1 212 555 0142')
  })
})

describe('answering', () => {
  it('SCH-20 confirming moves it in place: one id, one e-mail, the wish is answered', async () => {
    await switchTo('notify_rescheduled', 'on')
    await switchTo('notify_request_confirmed', 'on')
    const id = await confirmed(from)
    await clockAt('2026-12-01T16:00:00Z')
    await cron()
    const before = (await mail()).length
    const wish = await wished(id, to)
    const answer = await answerRequest('confirmation', wish, {}, { htmx: true })
    expect(answer.status).toBe(200)
    expect(textOf(await answer.text())).toMatch(/Moved Ana Pereira, Tue 8 Dec, 11:00 EST/)
    expect(await rowOf(id)).toMatchObject({ status: 'confirmed', version: 3, starts_at: at(to), calendar_sequence: 2 })
    expect(await rowOf(wish)).toMatchObject({ status: 'deleted', version: 3 })
    expect((await auditRows({ entity_id: wish })).map(({ action }) => action)).toEqual([
      'request.made',
      'request.confirmed',
      'appointment.absorbed',
    ])
    await clockAt('2026-12-01T16:05:00Z')
    await cron()
    const told = (await mail()).slice(before).filter(({ to: who, kind }) => who === cast.ana.email && kind !== 'request_received')
    expect(told.map(({ kind }) => kind)).toEqual(['rescheduled'])
    expect(textOf(await (await visit('ana', `${my()}/requests/${wish}`)).text())).toMatch(
      /Theo moved your appointment.*The appointment is now: Tue 8 Dec, 11:00/,
    )
    expect((await ask(from, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(303)
    expect(await broken()).toEqual([])
  })

  it('SCH-20 the wish that was granted is no appointment of its own: not listed, not restored, by nobody', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('confirmation', wish)
    // the appointment leaves the time of the wish, so that only the rule stands in the way of the wish
    const page = `/willow/manage/appointments/${id}`
    const moved = await submit('theo', `${page}/move`, {
      therapist: cast.theo.staffId,
      where: 'telehealth',
      date: '2026-12-09',
      time: '11:00',
      version: (await rowOf(id)).version,
      key: newKey(),
    })
    expect(moved.status, await moved.clone().text()).toBe(303)
    const restoring = { version: (await rowOf(wish)).version, key: newKey() }
    const refused = await submit('theo', `/willow/manage/appointments/${wish}/restoration`, restoring)
    expect(refused.status).toBe(409)
    expect(await rowOf(wish)).toMatchObject({ status: 'deleted' })
    const says = await (await visit('theo', `/willow/manage/appointments/${wish}`)).text()
    expect(says).not.toContain('Restore this appointment')
    expect(says).toContain(`href="${page}"`)
    for (const day of ['2026-12-02T15:00:00Z', '2026-12-20T15:00:00Z']) {
      await clockAt(day)
      for (const [who, list] of [
        ['ana', `${my()}/appointments`],
        ['theo', `/willow/manage/clients/${cast.ana.clientId}/appointments`],
        ['dana', `/willow/manage/clients/${cast.ana.clientId}/view`],
      ] as const) {
        const html = await (await visit(who, list)).text()
        expect(html, list).toContain('Wed 9 Dec')
        expect(html, list).not.toContain(wish)
        expect(html, list).not.toContain('Tue 8 Dec')
      }
      expect(await (await visit('theo', '/willow/manage/calendar?view=agenda&date=2026-12-03')).text()).not.toContain(wish)
    }
  })

  it('SCH-20 NOT-3 undone within the grace: back to its time, the wish is open again, nobody hears a thing', async () => {
    await switchTo('notify_rescheduled', 'on')
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('confirmation', wish)
    expect((await answerRequest('undo', wish)).status).toBe(303)
    expect(await rowOf(id)).toMatchObject({ status: 'confirmed', starts_at: at(from), calendar_sequence: 3 })
    expect(await rowOf(wish)).toMatchObject({ status: 'requested', starts_at: at(to), answered_at: null })
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect((await mail()).filter(({ kind }) => kind.includes('rescheduled'))).toEqual([])
    expect((await answerRequest('confirmation', wish)).status).toBe(303)
    expect((await rowOf(id)).starts_at).toBe(at(to))
    expect(await broken()).toEqual([])
  })

  it('NOT-3 undone after the e-mail went out: a second one says so', async () => {
    await switchTo('notify_rescheduled', 'on')
    const wish = await wished(await confirmed(from), to)
    await answerRequest('confirmation', wish)
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    await answerRequest('undo', wish)
    await clockAt('2026-12-01T15:10:00Z')
    await cron()
    expect((await mail()).map(({ kind }) => kind).filter((kind) => kind.includes('rescheduled'))).toEqual([
      'rescheduled',
      'request_answer_undone+rescheduled',
    ])
  })

  it('SCH-20 an undo finds its old time taken: refused, nothing moved', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('confirmation', wish)
    await requested(from, { who: 'bo', clientId: cast.bo.clientId })
    const refused = await answerRequest('undo', wish)
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('The nearest free times:')
    expect(await rowOf(id)).toMatchObject({ status: 'confirmed', starts_at: at(to) })
  })

  it('SCH-20 a hold on the old time refuses the undo, too', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('confirmation', wish)
    await rows(
      `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
       VALUES ('org_willow', 'hld_x', 'sta_theo', 'visitor', ?1, ?1 + 3000000, ?1, ?1 + 3000000, ?2, ?2 + 900000)`,
      at(from),
      at('2026-12-01T15:00:00Z'),
    )
    expect((await answerRequest('undo', wish)).status).toBe(409)
    expect((await rowOf(id)).starts_at).toBe(at(to))
  })

  it('SCH-20 declining leaves the appointment, and a new wish can be made', async () => {
    const id = await confirmed(from)
    await answerRequest('decline', await wished(id, to))
    expect(await rowOf(id)).toMatchObject({ status: 'confirmed', version: 2, starts_at: at(from) })
    expect((await move(id, to)).status).toBe(303)
  })

  it('SCH-20 a wish ends with what it would have moved', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    expect((await submit('ana', `${my()}/appointments/${id}/cancellation`, { version: 2, key: newKey() })).status).toBe(303)
    expect(await rowOf(wish)).toMatchObject({ status: 'withdrawn', version: 2 })
    expect((await ask(to, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(303)
    expect((await answerRequest('undo', id).catch(() => ({ status: 0 }))).status).not.toBe(303)
    expect(await broken()).toEqual([])
  })
})

describe('what staff do meanwhile', () => {
  const thursday = '2026-12-10T15:00:00.000Z'

  it('SCH-20 an undo goes back to where the appointment was, not to where it once was', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('decline', wish)
    await shift(id, { date: '2026-12-10' })
    for (const act of ['undo', 'confirmation', 'undo'] as const) expect((await answerRequest(act, wish)).status).toBe(303)
    expect((await rowOf(id)).starts_at).toBe(at(thursday))
    expect((await rowOf(wish)).answer_by_at).toBe(at('2026-12-03T15:00:00Z'))
  })

  it('SCH-20 a declined wish is over when its appointment is another therapist’s', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('decline', wish)
    await shift(id, { date: '2026-12-10', therapist: 'sta_tess' })
    expect((await answerRequest('undo', wish)).status).toBe(409)
    expect((await rowOf(wish)).status).toBe('declined')
  })

  it('SCH-20 SCH-24 what was granted is a part of the appointment it moved: nobody brings it back beside that', async () => {
    const id = await confirmed(from)
    const wish = await wished(id, to)
    await answerRequest('confirmation', wish)
    const path = `/willow/manage/appointments/${wish}`
    expect((await submit('theo', `${path}/restoration`, { version: 3, key: newKey() })).status).toBe(409)
    expect(await (await visit('theo', path)).text()).not.toContain(`${path}/restoration`)
    expect((await rowOf(wish)).status).toBe('deleted')
  })

  it('SCH-22 SCH-24 once it has moved, an undo goes over nobody’s request, knowingly as it may have been there before', async () => {
    const bo = await requested(from, { who: 'bo', clientId: cast.bo.clientId })
    const id = await confirmed('2026-12-09T15:00:00.000Z')
    await shift(id, { date: '2026-12-07', override: '1', seen: bo })
    const wish = await wished(id, to)
    expect((await answerRequest('confirmation', wish)).status).toBe(303)
    expect((await answerRequest('undo', wish)).status).toBe(409)
    expect((await rowOf(id)).starts_at).toBe(at(to))
  })

  /** Dana moves an appointment to ten o'clock of another day. */
  async function shift(id: string, fields: Record<string, string>) {
    const { version } = await rowOf(id)
    const form = { therapist: 'sta_theo', where: 'telehealth', time: '10:00', version, key: newKey(), ...fields }
    expect((await submit('dana', `/willow/manage/appointments/${id}/move`, form)).status).toBe(303)
  }
})

const broken = async () => (await checkInvariants(db())).filter((finding) => finding.broken.length > 0)
