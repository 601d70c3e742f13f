import { beforeEach, describe, expect, it } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockAt,
  cron,
  freshPortal,
  hidden,
  mail,
  newKey,
  rows,
  roundTrips,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { answerRequest, ask, requested, switchTo } from './support.ts'

const thursdayTen = '2026-12-03T15:00:00.000Z'
const list = '/willow/manage/requests'
const status = async (id: string) =>
  (await rows<{ status: string; version: number }>('SELECT status, version FROM appointments WHERE id = ?', id))[0]
const toAna = async () => (await mail()).filter(({ to, kind }) => to === cast.ana.email && kind !== 'request_received')

beforeEach(() => freshPortal())

describe('answering', () => {
  it('SCH-21 SCH-40 confirms in place: the row alone and the badge, in two round trips', async () => {
    const id = await requested(thursdayTen)
    const answer = await answerRequest('confirmation', id, {}, { htmx: true })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<html')
    expect(textOf(html)).toMatch(/Confirmed Ana Pereira, Thu 3 Dec, 10:00 EST/)
    expect(html).toContain('data-open-requests="0"')
    expect(roundTrips(answer)).toBe(2)
    expect(await status(id)).toEqual({ status: 'confirmed', version: 2 })
    expect(textOf(await (await visit('ana', '/willow/my/cli_ana/appointments')).text())).toMatch(/Upcoming.*Thu 3 Dec, 10:00–10:50 EST/)
  })

  it('SCH-21 declines with a message that is read in the portal only', async () => {
    const id = await requested(thursdayTen)
    await switchTo('notify_request_declined', 'on')
    await answerRequest('decline', id, { message: 'Could you come on Friday?' })
    expect(textOf(await (await visit('ana', `/willow/my/cli_ana/requests/${id}`)).text())).toMatch(
      /Theo could not accept this time.*Could you come on Friday\?/,
    )
    await clockAt('2026-12-01T15:02:00Z')
    await cron()
    const [notice] = await toAna()
    expect(notice?.subject).toBe('You have a new notice')
    expect(notice?.text).not.toMatch(/Friday|Theo|Session/)
  })

  it('SCH-20 SCH-21 both answers are undone while the start is ahead', async () => {
    const id = await requested(thursdayTen)
    for (const act of ['confirmation', 'decline'] as const) {
      await answerRequest(act, id)
      expect((await answerRequest('undo', id)).status).toBe(303)
      expect((await status(id))?.status).toBe('requested')
    }
    await answerRequest('confirmation', id)
    const html = await (await visit('theo', list)).text()
    const version = hidden(html, `request-${id}`, 'version')
    await clockAt('2026-12-03T15:00:00Z')
    expect((await submit('theo', `${list}/${id}/undo`, { version, key: newKey() })).status).toBe(409)
  })

  it('SCH-20 a declined time that was taken meanwhile is not asked for again by an undo', async () => {
    const id = await requested(thursdayTen)
    await answerRequest('decline', id)
    await requested(thursdayTen, { who: 'bo', clientId: cast.bo.clientId })
    const refused = await answerRequest('undo', id, {}, { htmx: true })
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('another appointment is at this time')
    expect((await status(id))?.status).toBe('declined')
  })

  it('SCH-20 SCH-22 an undo goes over nobody’s request, though staff had once put it over another', async () => {
    const bo = { who: 'bo', clientId: cast.bo.clientId } as const
    const first = await requested(thursdayTen, bo)
    const id = await requested('2026-12-04T15:00:00.000Z')
    await answerRequest('confirmation', id)
    const over = { therapist: 'sta_theo', where: 'telehealth', date: '2026-12-03', time: '10:00', override: '1', seen: first }
    expect((await submit('theo', `/willow/manage/appointments/${id}/move`, { ...over, version: 2, key: newKey() })).status).toBe(303)
    for (const act of ['undo', 'decline'] as const) expect((await answerRequest(act, id)).status).toBe(303)
    await answerRequest('decline', first)
    await requested(thursdayTen, bo)
    expect((await answerRequest('undo', id)).status).toBe(409)
    expect((await status(id))?.status).toBe('declined')
  })

  it('SCH-24 two open requests that overlap by override: confirming the second is a 409', async () => {
    const first = await requested(thursdayTen)
    await rows(
      `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until,
         zone, created_at, created_by, created_by_kind, updated_at, override, answer_by_at)
       SELECT organization_id, 'apt_second', 'cli_bo', staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until,
         zone, created_at, 'per_dana', 'staff', updated_at, 1, answer_by_at FROM appointments WHERE id = ?`,
      first,
    )
    expect((await answerRequest('confirmation', first)).status).toBe(303)
    expect((await answerRequest('confirmation', 'apt_second')).status).toBe(409)
    expect((await status('apt_second'))?.status).toBe('requested')
  })

  it('SCH-25 two answers at once, and a stale tab: one effect, a truthful row', async () => {
    const id = await requested(thursdayTen)
    const theo = await signIn('theo')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        submit(theo, `${list}/${id}/${i % 2 ? 'confirmation' : 'decline'}`, { version: 1, key: newKey() }, { htmx: true }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19)
    expect((await status(id))?.version).toBe(2)
    expect(await auditRows({ entity_id: id })).toHaveLength(2)
    const stale = await submit(theo, `${list}/${id}/decline`, { version: 1, key: newKey() }, { htmx: true })
    expect(textOf(await stale.text())).toContain('changed meanwhile')
  })

  it('SCH-25 a repeat with its key answers as the first did', async () => {
    const id = await requested(thursdayTen)
    const key = newKey()
    const once = await submit('theo', `${list}/${id}/confirmation`, { version: 1, key })
    const again = await submit('theo', `${list}/${id}/confirmation`, { version: 1, key })
    expect([once.status, again.status]).toEqual([303, 303])
    expect(again.headers.get('Location')).toBe(once.headers.get('Location'))
    expect((await status(id))?.version).toBe(2)
  })

  it('SEC-1 is for the therapist asked and for administrators: others find nothing', async () => {
    const id = await requested(thursdayTen)
    expect((await submit('tess', `${list}/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(404)
    expect((await submit('amir', `${list}/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(404)
    expect((await submit('amir', `/cedar/manage/requests/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(404)
    expect((await submit('ana', `${list}/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(403)
    expect((await status(id))?.status).toBe('requested')
    expect((await submit('dana', `${list}/${id}/confirmation`, { version: 1, key: newKey() })).status).toBe(303)
  })

  it('SCH-40 the badge is on every staff page and answers a poll alone, without prolonging the session', async () => {
    await requested(thursdayTen)
    expect(attributeOf(await (await visit('theo', list)).text(), 'requests-badge', 'data-open-requests')).toBe('1')
    const theo = await signIn('theo')
    const seen = async () =>
      await rows<{ last_seen_at: number }>("SELECT last_seen_at FROM sessions WHERE person_id = 'per_theo' ORDER BY last_seen_at")
    const before = await seen()
    await clockAt('2026-12-01T15:10:00Z')
    const poll = await visit(theo, `${list}/badge`, { htmx: true })
    expect(await poll.text()).toMatch(/^<span id="requests-badge"/)
    expect(poll.headers.get('Session-Seconds')).toBeNull()
    expect(await seen()).toEqual(before)
  })
})

describe('what the client hears', () => {
  it('NOT-3 confirm, undo, confirm again within the grace: one e-mail, about the net effect', async () => {
    await switchTo('notify_request_confirmed', 'on')
    await switchTo('notify_request_answer_undone', 'on')
    const id = await requested(thursdayTen)
    await answerRequest('confirmation', id)
    await answerRequest('undo', id)
    await answerRequest('confirmation', id)
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    await cron()
    expect((await toAna()).map(({ subject }) => subject)).toEqual(['You have a new notice'])
  })
})

describe('cancelling by the client', () => {
  const confirmed = async (start = thursdayTen) => {
    const id = await requested(start)
    await answerRequest('confirmation', id)
    return id
  }
  const cancel = (id: string, version = 2) =>
    submit('ana', `/willow/my/cli_ana/appointments/${id}/cancellation`, { version, key: newKey() })

  it('SET-14 SCH-41 the page says until when it is free, and until exactly 24 h before it is', async () => {
    const id = await confirmed()
    expect(textOf(await (await visit('ana', `/willow/my/cli_ana/requests/${id}`)).text())).toContain(
      'Free to change until Wed 2 Dec, 10:00 EST',
    )
    await clockAt('2026-12-02T15:00:00Z')
    expect((await cancel(id)).status).toBe(303)
    expect((await status(id))?.status).toBe('cancelled')
    expect(await rows("SELECT id FROM outbox WHERE event = 'cancelled_by_client' AND recipient = 'staff:sta_theo'")).toHaveLength(1)
  })

  it('SET-14 a second later it is refused with the phone number, and the control is gone', async () => {
    const id = await confirmed()
    await clockAt('2026-12-02T15:00:00.001Z')
    const page = await (await visit('ana', `/willow/my/cli_ana/requests/${id}`)).text()
    expect(page).not.toContain('/cancellation')
    expect(textOf(page)).toContain('+1 212 555 0142')
    const refused = await cancel(id)
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toContain('Call +1 212 555 0142')
    expect((await status(id))?.status).toBe('confirmed')
  })

  it('SET-14 with cancel_within_24h on it is possible until the start, and marked as late', async () => {
    await switchTo('cancel_within_24h', 'on')
    const id = await confirmed()
    await clockAt('2026-12-03T14:59:59Z')
    expect((await cancel(id)).status).toBe(303)
    expect((await status(id))?.status).toBe('late_cancelled')
    const other = await rows('SELECT 1')
    expect(other).toHaveLength(1)
  })

  it('SET-14 24 hours are elapsed time across both daylight-saving changes', async () => {
    await freshPortal('2027-03-10T15:00:00Z')
    const spring = await confirmed('2027-03-15T13:30:00.000Z') // Monday 9:30 EDT; clocks went forward on Sunday
    await clockAt('2027-03-14T13:30:00Z')
    expect((await cancel(spring)).status).toBe(303)
    await freshPortal('2026-10-28T15:00:00Z')
    const autumn = await confirmed('2026-11-02T14:30:00.000Z') // Monday 9:30 EST; clocks went back on Sunday
    await clockAt('2026-11-01T14:30:00.001Z')
    expect((await cancel(autumn)).status).toBe(409)
  })

  it('SET-14 with self_scheduling off the cancel control goes, the appointment stays', async () => {
    const id = await confirmed('2026-12-08T15:00:00.000Z')
    await switchTo('self_scheduling', 'off')
    expect((await cancel(id)).status).toBe(409)
    expect(await (await visit('ana', `/willow/my/cli_ana/requests/${id}`)).text()).not.toContain('/cancellation')
    expect((await status(id))?.status).toBe('confirmed')
  })
})

describe('within 24 hours', () => {
  it('SET-13 off: such times are not offered and refused at submit; exactly 24 h is allowed', async () => {
    expect((await ask('2026-12-02T14:30:00.000Z')).status).toBe(409)
    expect((await ask('2026-12-02T15:00:00.000Z')).status).toBe(303)
  })

  it('SET-13 on: they are, and the therapist still answers', async () => {
    await switchTo('schedule_within_24h', 'on')
    const id = await requested('2026-12-01T16:00:00.000Z')
    expect((await status(id))?.status).toBe('requested')
  })
})
