import { beforeEach, describe, expect, it } from 'vitest'
import { attributeOf, auditRows, cast, clockAt, freshPortal, mail, newKey, rows, signIn, submit, textOf, visit } from '../support/portal.ts'
import { manyClients } from './many.ts'
import { answerRequest, ask, freeTimes, newAppointment, requested, switchTo } from './support.ts'

const wednesdayTen = '2026-12-02T15:00:00.000Z' // 10:00 in New York, exactly 24 h after the tests' now
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('the New Appointment page', () => {
  it('SCH-10 SCH-11 offers the free times of a day as buttons named in full', async () => {
    const html = await (await visit('ana', newAppointment('cli_ana', '&from=2026-12-03'))).text()
    const times = [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start)
    expect(times[0]).toBe('2026-12-03T14:00:00.000Z')
    expect(times).toHaveLength(15) // 9:00 to 16:00 every half hour; 16:30 + 50 min would leave the window
    expect(html).toContain('aria-label="Thursday 3 December, 09:00 EST"')
    expect(textOf(html)).toContain('Times are yours, New York.')
  })

  it('SCH-11 a day without times leads on to the next that has some', async () => {
    expect((await freeTimes('ana', cast.ana.clientId, '2026-12-05'))[0]).toBe('2026-12-07T14:00:00.000Z')
  })

  it('SET-12 shows assigned, subscribed, active therapists only', async () => {
    const html = await (await visit('ana', '/willow/my/cli_ana/appointments/new')).text()
    expect(textOf(html)).not.toContain('Tess')
    await rows("UPDATE staff SET subscribed_at = NULL WHERE id = 'sta_theo'")
    expect(textOf(await (await visit('ana', '/willow/my/cli_ana/appointments/new')).text())).toContain(
      'None of your therapists takes requests online',
    )
    expect((await ask(thursdayTen)).status).toBe(409)
  })

  it('SET-12 with self_scheduling off the link explains itself, and a forged request gets 409', async () => {
    await switchTo('self_scheduling', 'off')
    const page = await visit('ana', '/willow/my/cli_ana/appointments/new')
    expect(page.status).toBe(409)
    expect(textOf(await page.text())).toMatch(/does not take appointment requests online.*Call \+1 212 555 0142/)
    expect((await ask(thursdayTen)).status).toBe(409)
    expect(textOf(await (await visit(null, '/willow/book')).text())).toContain('Please call')
  })

  it('SET-17 SET-30 a contact asks for the client within her grant, and it is recorded as hers on behalf of the client', async () => {
    await switchTo('contact_access', 'on')
    const id = await requested(thursdayTen, { who: 'gail', clientId: cast.max.clientId })
    const [entry] = await auditRows({ entity_id: id })
    expect(entry).toMatchObject({ actor_id: 'per_gail', actor_kind: 'contact', on_behalf_of: 'cli_max' })
    await rows('UPDATE grants SET permissions = \'["forms","pay"]\'')
    expect((await visit('gail', '/willow/my/cli_max/appointments/new')).status).toBe(403)
    await rows('UPDATE grants SET valid_until_at = 1')
    expect((await visit('gail', '/willow/my/cli_max/appointments/new')).status).toBe(404)
  })
})

describe('a request', () => {
  it('SCH-21 is made, told to the therapist, and shown as waiting with its deadline', async () => {
    const id = await requested(thursdayTen, { note: 'About the <b>letter</b>' })
    const page = await visit('ana', `/willow/my/cli_ana/requests/${id}`)
    expect(textOf(await page.text())).toMatch(/Waiting for Theo’s answer.*You will hear by Thu 3 Dec, 08:00 EST/)
    const staffPage = await (await visit('theo', '/willow/manage/requests')).text()
    expect(attributeOf(staffPage, 'requests-badge', 'data-open-requests')).toBe('1')
    expect(staffPage).toContain('About the &lt;b&gt;letter&lt;/b&gt;')
    expect(await auditRows({ entity_id: id })).toMatchObject([{ action: 'request.made', entity_version: 1, actor_kind: 'client' }])
    expect(
      (await rows<{ event: string; recipient: string }>('SELECT event, recipient FROM outbox ORDER BY event')).map(
        ({ event, recipient }) => `${event} ${recipient}`,
      ),
    ).toEqual(['new_request staff:sta_theo', 'request_received client:cli_ana'])
  })

  it('SCH-22 holds its time against other clients, with a deadline of 48 h but never later than 2 h before the start', async () => {
    const early = await requested(wednesdayTen)
    const late = await requested('2026-12-09T15:00:00.000Z')
    const deadlines = await rows<{ id: string; answer_by_at: number }>(
      'SELECT id, answer_by_at FROM appointments WHERE status = ?',
      'requested',
    )
    const of = (id: string) => new Date(deadlines.find((row) => row.id === id)?.answer_by_at ?? 0).toISOString()
    expect(of(early)).toBe('2026-12-02T13:00:00.000Z')
    expect(of(late)).toBe('2026-12-03T15:00:00.000Z')
    expect(await freeTimes('bo', cast.bo.clientId, '2026-12-02')).not.toContain(wednesdayTen)
    expect((await ask(wednesdayTen, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(409)
  })

  it('SCH-22 expires at its deadline, and the client is told', async () => {
    const id = await requested(thursdayTen)
    await clockAt('2026-12-03T13:00:01Z')
    await submit(null, '/dev/cron')
    expect(textOf(await (await visit('ana', `/willow/my/cli_ana/requests/${id}`)).text())).toContain('did not answer in time')
    expect(await auditRows({ entity_id: id })).toMatchObject([
      { entity_version: 1 },
      { action: 'request.expired', actor_kind: 'system', entity_version: 2 },
    ])
    expect((await mail()).filter(({ to }) => to === cast.ana.email).length).toBeGreaterThan(0)
    expect(await freeTimes('bo', cast.bo.clientId, '2026-12-07')).toHaveLength(15)
  })

  it('SCH-24 a taken time is refused with the three nearest free ones, and what was written stays', async () => {
    await requested(thursdayTen)
    const answer = await ask(thursdayTen, { who: 'bo', clientId: cast.bo.clientId, note: 'It is urgent' })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect([...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start)).toEqual([
      '2026-12-03T14:00:00.000Z',
      '2026-12-03T16:00:00.000Z',
      '2026-12-03T16:30:00.000Z',
    ])
    expect(html).toContain('It is urgent')
  })

  it('SCH-24 fifty at once for one time: one request, 49 refusals with alternatives', async () => {
    const clients = await manyClients(50)
    const answers = await Promise.all(clients.map(({ browser, clientId }) => ask(thursdayTen, { who: browser, clientId })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    for (const answer of answers.filter(({ status }) => status === 409)) expect(await answer.text()).toContain('name="start"')
    expect(await rows("SELECT id FROM appointments WHERE status = 'requested'")).toHaveLength(1)
    expect(await auditRows({ action: 'request.made' })).toHaveLength(1)
    expect(await rows("SELECT id FROM outbox WHERE event = 'new_request'")).toHaveLength(1)
  })

  it('SCH-24 the test bites: looking first and inserting then lets several through', async () => {
    const [trigger] = await rows<{ sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'appointments_no_overlap_insert'")
    await rows('DROP TRIGGER appointments_no_overlap_insert')
    const clients = await manyClients(50)
    const answers = await Promise.all(clients.map(({ browser, clientId }) => ask(thursdayTen, { who: browser, clientId })))
    const made = answers.filter(({ status }) => status === 303).length
    await rows(trigger?.sql ?? '')
    expect(made).toBeGreaterThan(1)
  })

  it('SCH-24 a time that overlaps in part is taken, too', async () => {
    await requested(thursdayTen)
    for (const start of ['2026-12-03T14:30:00.000Z', '2026-12-03T15:30:00.000Z'])
      expect((await ask(start, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(409)
    expect((await ask('2026-12-03T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })).status).toBe(303)
  })

  it('SCH-10 a time outside the windows, off the grid, in the past or beyond the horizon is refused at submit', async () => {
    for (const start of ['2026-12-05T15:00:00.000Z', '2026-12-03T15:10:00.000Z', '2026-11-30T15:00:00.000Z', '2027-12-03T15:00:00.000Z'])
      expect((await ask(start)).status).toBe(409)
    expect((await ask('yesterday')).status).toBe(422)
    expect(await rows("SELECT id FROM appointments WHERE status = 'requested'")).toEqual([])
  })

  it('SCH-25 a double click, and a retry after a lost answer, make one request and lead to it', async () => {
    const key = newKey()
    const first = await ask(thursdayTen, { key })
    const again = await ask(thursdayTen, { key })
    expect(again.status).toBe(303)
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'))
    expect((await ask('2026-12-03T17:00:00.000Z', { key })).status).toBe(422)
    expect(await rows("SELECT id FROM appointments WHERE status = 'requested'")).toHaveLength(1)
  })

  it('SCH-25 the same key twenty times at once makes one request, and every answer leads to it', async () => {
    const ana = await signIn('ana')
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(thursdayTen, { who: ana, key })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
    expect(await rows("SELECT id FROM appointments WHERE status = 'requested'")).toHaveLength(1)
  })

  it('SCH-2 a client has five open requests at most', async () => {
    const times = await freeTimes('ana', cast.ana.clientId, '2026-12-07')
    for (const start of [times[0], times[2], times[4], times[6], times[8]]) await requested(start ?? '')
    const sixth = await ask(times[10] ?? '')
    expect(sixth.status).toBe(409)
    expect(textOf(await sixth.text())).toContain('several open requests')
  })

  it('SCH-21 is withdrawn by its client, once, and the time is free again', async () => {
    const id = await requested(thursdayTen)
    const path = `/willow/my/cli_ana/requests/${id}/withdrawal`
    expect((await submit('ana', path, { version: 1, key: newKey() })).status).toBe(303)
    expect((await submit('ana', path, { version: 1, key: newKey() })).status).toBe(409)
    expect((await submit('ana', path, { version: 2, key: newKey() })).status).toBe(409)
    expect((await ask(thursdayTen, { who: 'bo', clientId: cast.bo.clientId })).status).toBe(303)
  })

  it('SCH-21 stays withdrawable when scheduling is switched off meanwhile', async () => {
    const id = await requested(thursdayTen)
    await switchTo('self_scheduling', 'off')
    expect((await submit('ana', `/willow/my/cli_ana/requests/${id}/withdrawal`, { version: 1, key: newKey() })).status).toBe(303)
  })

  it('SEC-1 of another client does not exist, with the same bytes as one that does not', async () => {
    const id = await requested(thursdayTen)
    const foreign = await visit('bo', `/willow/my/cli_ana/requests/${id}`)
    const missing = await visit('bo', '/willow/my/cli_ana/requests/apt_nothing')
    const under = await visit('bo', `/willow/my/cli_bo/requests/${id}`)
    expect([foreign.status, missing.status, under.status]).toEqual([404, 404, 404])
    expect(new Set([await foreign.text(), await missing.text(), await under.text()]).size).toBe(1)
    expect((await submit('bo', `/willow/my/cli_bo/requests/${id}/withdrawal`, { version: 1, key: newKey() })).status).toBe(404)
    expect((await answerRequest('confirmation', id)).status).toBe(303)
  })
})
