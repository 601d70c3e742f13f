import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockAt, cron, freshPortal, mail, newKey, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'
import { appointmentsPath, make, made, row, seenIn } from './calendar-support.ts'
import { answerRequest, requested, switchTo } from './support.ts'

const page = '/willow/manage/calendar/new'
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('making an appointment', () => {
  it('SCH-26 it is confirmed at once, in two round trips, with its audit entry', async () => {
    const answer = await make()
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    const id = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect(await row(id)).toMatchObject({ status: 'confirmed', version: 1, starts_at: Date.parse(thursdayTen), override: 0 })
    expect((await auditRows({ entity_id: id })).map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ['appointment.created', 'staff'],
    ])
    expect(textOf(await (await visit('ana', '/willow/my/cli_ana/appointments')).text())).toMatch(/Upcoming.*Thu 3 Dec, 10:00–10:50 EST/)
  })

  it('SCH-26 the form comes with date, time and therapist filled in, and with one’s own clients only', async () => {
    const html = await (await visit('theo', `${page}?therapist=sta_theo&date=2026-12-04&time=11:30`)).text()
    expect(html).toMatch(/name="date"[^>]*value="2026-12-04"|value="2026-12-04"[^>]*name="date"/)
    expect(html).toMatch(/value="11:30"/)
    expect(html).toContain('Ana Pereira')
    expect(html).not.toContain('Nell Okafor')
    expect(await (await visit('dana', page)).text()).toContain('Nell Okafor')
  })

  it('SCH-26 a client is found by name, and the name does not stand in the address', async () => {
    const found = await submit('dana', page, { therapist: 'sta_theo', find: 'okaf' })
    const html = await found.text()
    expect(found.status).toBe(200)
    expect(html).toContain('Nell Okafor')
    expect(html).not.toContain('Ana Pereira')
  })

  it('SCH-26 an administrator’s appointment makes the client the therapist’s', async () => {
    await made({ client: cast.nell.clientId }, 'dana')
    expect(await rows("SELECT staff_id FROM assignments WHERE client_id = 'cli_nell' AND ended_at IS NULL")).toEqual([
      { staff_id: 'sta_theo' },
    ])
  })

  it('SEC-1 nobody else’s calendar, client or practice', async () => {
    expect((await make({ therapist: 'sta_theo' }, 'tess')).status).toBe(404)
    expect((await make({ client: cast.nell.clientId })).status).toBe(422)
    expect((await make({ client: cast.cyd.clientId }, 'dana')).status).toBe(422)
    expect((await make({ therapist: 'sta_amir' }, 'dana')).status).toBe(404)
    expect((await make({ where: 'loc_cedar' })).status).toBe(422)
    expect((await make({}, 'amir')).status).toBe(404)
    expect((await make({}, 'ana')).status).toBe(403)
    expect(await auditRows({ action: 'appointment.created' })).toEqual([])
  })

  it('SEC-7 what is wrong is said at its field, and what was typed stays', async () => {
    const answer = await make({ client: '', service: 'svc_none', date: '2026-02-30', time: '10:00' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(textOf(html)).toMatch(/Choose a client\..*Choose a service\..*Enter a date\./)
    expect(html).toContain('value="10:00"')
  })

  it('SCH-10 a time that the clock skips is refused in words; one that comes twice is asked about', async () => {
    await freshPortal('2027-03-01T15:00:00Z')
    const gap = await make({ date: '2027-03-14', time: '02:30' })
    expect(gap.status).toBe(422)
    expect(textOf(await gap.text())).toContain('this time does not exist')
    const fold = await make({ date: '2027-11-07', time: '01:30' })
    const html = await fold.text()
    expect(fold.status).toBe(422)
    expect(html).toContain('value="2027-11-07T05:30:00.000Z"')
    expect(html).toContain('value="2027-11-07T06:30:00.000Z"')
    const second = { date: '2027-11-07', time: '01:30', start: '2027-11-07T06:30:00.000Z' }
    const listed = await make(second)
    expect(listed.status).toBe(409)
    const id = await made({ ...second, override: '1', seen: seenIn(await listed.text()) })
    expect((await row(id)).starts_at).toBe(Date.parse('2027-11-07T06:30:00Z'))
  })
})

describe('what stands in the way', () => {
  it('SCH-24 SCH-26 a confirmed appointment is listed by name and cannot be gone over, whatever the form says', async () => {
    const first = await made({ client: cast.bo.clientId })
    const refused = await make()
    const html = await refused.text()
    expect(refused.status).toBe(409)
    expect(textOf(html)).toMatch(/Another appointment is at this time: Thu 3 Dec, 10:00–10:50 EST, Bo Nilsson/)
    expect(html).not.toContain('name="override"')
    expect((await make({ override: '1', seen: first })).status).toBe(409)
    expect((await make({ time: '10:50' })).status).toBe(303)
  })

  it('SCH-24 over the client’s own request with somebody else: that cannot be confirmed any more', async () => {
    const own = await requested(thursdayTen)
    await made({ therapist: 'sta_tess', override: '1', seen: own }, 'dana')
    const refused = await answerRequest('confirmation', own)
    expect(refused.status).toBe(409)
    expect(await row(own)).toMatchObject({ status: 'requested', version: 1 })
  })

  it('SCH-22 SCH-26 an open request is listed, and gone over knowingly: only what was listed', async () => {
    const request = await requested(thursdayTen, { who: 'bo', clientId: cast.bo.clientId })
    const refused = await make()
    const html = await refused.text()
    expect(refused.status).toBe(409)
    expect(textOf(html)).toMatch(/An open request is at this time.*Bo Nilsson/)
    expect((await make({ override: '1' })).status).toBe(409)
    expect((await make({ override: '1', seen: 'hours' })).status).toBe(409)
    const id = await made({ override: '1', seen: seenIn(html) })
    expect((await row(id)).override).toBe(1)
    expect((await row(request)).status).toBe('requested')
    const confirmation = await submit('theo', `/willow/manage/requests/${request}/confirmation`, { version: 1, key: newKey() })
    expect(confirmation.status).toBe(409)
  })

  it('SCH-22 a held time is listed, and so is the client’s other appointment', async () => {
    await rows(
      `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
       VALUES ('org_willow', 'hld_1', 'sta_theo', 'visitor', ?1, ?1 + 3000000, ?1, ?1 + 3000000, ?1 - 400000000, ?1)`,
      Date.parse(thursdayTen),
    )
    const held = await make()
    expect(held.status).toBe(409)
    expect(textOf(await held.text())).toContain('This time is held for somebody who is booking')
    await made({ therapist: 'sta_tess' }, 'dana')
    const twice = await make()
    const html = await twice.text()
    expect(twice.status).toBe(409)
    expect(textOf(html)).toContain('The client has another appointment')
    expect(html).not.toContain('name="override"')
  })

  it('SCH-26 outside working hours, in time off and in the past are warnings: saved when seen', async () => {
    const evening = await make({ time: '19:00' })
    const html = await evening.text()
    expect(evening.status).toBe(409)
    expect(textOf(html)).toContain('This is outside working hours')
    const id = await made({ time: '19:00', override: '1', seen: seenIn(html) })
    expect((await row(id)).override).toBe(0)
    const past = await make({ date: '2026-11-30' })
    expect(textOf(await past.text())).toContain('This is in the past; nobody is notified')
  })

  it('SCH-24 fifty at once for one time: one is made, the others are told', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => make()))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
    expect(await rows("SELECT id FROM appointments WHERE status = 'confirmed' AND starts_at = ?", Date.parse(thursdayTen))).toHaveLength(1)
  })

  it('SCH-25 a repeat with its key answers as the first did', async () => {
    const key = newKey()
    const [once, again] = [await make({ key }), await make({ key })]
    expect([once.status, again.status]).toEqual([303, 303])
    expect(again.headers.get('Location')).toBe(once.headers.get('Location'))
  })
})

describe('what the client hears', () => {
  const heard = async () => (await mail()).filter(({ to }) => to === cast.ana.email)

  it('NOT-1 an e-mail when the switch is on, none when it is off', async () => {
    await made()
    await switchTo('notify_created', 'on')
    await made({ time: '11:00' })
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect(await heard()).toHaveLength(1)
  })

  it('NOT-5 never about the past', async () => {
    await switchTo('notify_created', 'on')
    const seen = seenIn(await (await make({ date: '2026-11-30' })).text())
    await made({ date: '2026-11-30', override: '1', seen })
    expect(await rows("SELECT id FROM outbox WHERE event = 'created'")).toEqual([])
    expect(await rows("SELECT id FROM notices WHERE event = 'created'")).toEqual([])
  })
})

it('SEC-1 the page of an appointment is its therapist’s and administrators’', async () => {
  const id = await made()
  expect((await visit('theo', `${appointmentsPath}/${id}`)).status).toBe(200)
  expect((await visit('dana', `${appointmentsPath}/${id}`)).status).toBe(200)
  expect((await visit('tess', `${appointmentsPath}/${id}`)).status).toBe(404)
  expect((await visit('amir', `/cedar/manage/appointments/${id}`)).status).toBe(404)
})
