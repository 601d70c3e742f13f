import { beforeEach, describe, expect, it } from 'vitest'
import {
  auditRows,
  cast,
  cron,
  clockAt,
  freshPortal,
  mail,
  newKey,
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { sizes } from './races.ts'
import { answerRequest, ask, requested, switchTo } from './support.ts'

const manage = '/willow/manage/series'
/** Tuesdays at 11:00 in New York, from 8 December 2026 on. */
const wish = {
  client: cast.ana.clientId,
  offering: 'sta_theo:svc_session',
  forum: 'telehealth',
  room: '',
  date: '2026-12-08',
  time: '11:00',
  every: '1',
  until: '',
  count: '6',
}
type Fields = Record<string, string | string[]>
const tuesdays = ['2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29', '2027-01-05', '2027-01-12']
const make = (fields: Fields = {}, who: Parameters<typeof submit>[0] = 'theo') =>
  submit(who, manage, { ...wish, keep: tuesdays, key: newKey(), ...fields })
const made = async (fields: Fields = {}) => {
  const answer = await make(fields)
  expect(answer.status, textOf(await answer.clone().text())).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}
const pageOf = async (fields: Record<string, string> = {}, who: 'theo' | 'dana' | 'tess' = 'theo') =>
  await (await visit(who, `${manage}/new?${new URLSearchParams({ ...wish, ...fields })}`)).text()
interface Row {
  id: string
  starts_at: number
  version: number
  status: string
  staff_id: string
}
const members = (id: string) =>
  rows<Row>('SELECT id, starts_at, version, status, staff_id FROM appointments WHERE series_id = ? ORDER BY starts_at', id)
const starts = async (id: string) => (await members(id)).map(({ starts_at }) => new Date(starts_at).toISOString())
const versionsAddUp = async () =>
  expect(
    await rows(`SELECT a.id FROM appointments a WHERE a.series_id IS NOT NULL AND a.version <>
      (SELECT count(*) FROM audit u WHERE u.entity_id = a.id AND u.entity_version IS NOT NULL)`),
  ).toEqual([])

beforeEach(() => freshPortal())

describe('making a series', () => {
  it('SCH-26 lists every date with what stands in its way before anything is saved', async () => {
    const taken = await requested('2026-12-15T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    await answerRequest('confirmation', taken)
    await requested('2026-12-22T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    await rows(`INSERT INTO availability_exceptions (organization_id, id, kind, from_date, until_date, label)
      VALUES ('org_willow', 'ex_1', 'off', '2026-12-29', '2026-12-29', 'Winter break')`)
    const html = await pageOf()
    const text = textOf(html)
    expect(text).toMatch(
      /Tue 15 Dec.*Taken: Bo Nilsson has an appointment then\..*Tue 22 Dec.*Bo Nilsson has asked for this time.*Tue 29 Dec.*Time off: Winter break/,
    )
    expect(
      [...html.matchAll(/name="(keep|over)" value="([^"]+)"( checked)?/g)].map(([, name, date, on]) => `${name} ${date}${on ?? ''}`),
    ).toEqual(['keep 2026-12-08 checked', 'over 2026-12-22', 'keep 2026-12-29', 'keep 2027-01-05 checked', 'keep 2027-01-12 checked'])
    expect(html).toMatch(/2026-12-15~2026-12-15T\d\d:\d\d:00.000Z/)
    expect(await rows('SELECT id FROM appointment_series')).toEqual([])
  })

  it('SCH-26 saves what was chosen in one batch: rows, an audit entry each, one e-mail for all', async () => {
    await switchTo('notify_created', 'on')
    const answer = await make({ keep: tuesdays.toSpliced(3, 1) })
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    const id = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect(await starts(id)).toEqual(tuesdays.toSpliced(3, 1).map((date) => `${date}T16:00:00.000Z`))
    expect(await auditRows({ action: 'appointment.created' })).toHaveLength(5)
    await versionsAddUp()
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect((await mail()).filter(({ to }) => to === cast.ana.email).map(({ kind }) => kind)).toEqual(['created'])
    expect(textOf(await (await visit('theo', `${manage}/${id}`)).text())).toMatch(/Series of Ana Pereira.*Every week, Tuesday 11:00/)
  })

  it('SCH-26 somebody quicker at the last moment: 409, the new conflict marked, everything else still chosen', async () => {
    await requested('2026-12-15T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    const refused = await make()
    const html = await refused.text()
    expect(refused.status).toBe(409)
    expect(textOf(html)).toMatch(/Nothing was saved.*Tue 15 Dec.*No longer free/)
    expect([...html.matchAll(/name="keep" value="([^"]+)" [^>]*checked/g)].map(([, date]) => date)).toEqual(
      tuesdays.filter((date) => date !== '2026-12-15'),
    )
    expect(await rows('SELECT id FROM appointment_series')).toEqual([])
    const id = await made({ keep: tuesdays.toSpliced(1, 1), instead: '2026-12-15~2026-12-15T18:00:00.000Z' })
    expect((await starts(id))[1]).toBe('2026-12-15T18:00:00.000Z')
  })

  it('SCH-22 over an open request only knowingly', async () => {
    const seen = await requested('2026-12-15T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    expect((await make({ keep: tuesdays.toSpliced(1, 1), over: '2026-12-15' })).status, 'without having seen which').toBe(409)
    expect(await pageOf()).toContain(`name="seen" value="${seen}"`)
    const id = await made({ keep: tuesdays.toSpliced(1, 1), over: '2026-12-15', seen })
    expect(await starts(id)).toHaveLength(6)
  })

  it('SCH-26 the same wall time across a change of the clocks; a time that is skipped is listed as such', async () => {
    await freshPortal('2027-03-01T15:00:00Z')
    const id = await made({ date: '2027-03-02', count: '3', keep: ['2027-03-02', '2027-03-09', '2027-03-16'] })
    expect(await starts(id)).toEqual(['2027-03-02T16:00:00.000Z', '2027-03-09T16:00:00.000Z', '2027-03-16T15:00:00.000Z'])
    const gap = await pageOf({ date: '2027-03-07', time: '02:30', count: '2' })
    expect(textOf(gap)).toMatch(/Sun 14 Mar: no 02:30 on this date.*does not exist on this date/)
    expect((await make({ date: '2027-03-07', time: '02:30', count: '2', keep: ['2027-03-07', '2027-03-14'] })).status).toBe(409)
  })

  it('SCH-25 a double click and a retry with the same key are one series', async () => {
    const theo = await signIn('theo')
    const key = newKey()
    const answers = await Promise.all([make({ key }, theo), make({ key }, theo), make({ key }, theo)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
    expect(await rows('SELECT id FROM appointment_series')).toHaveLength(1)
  })

  it.each(sizes)('SCH-24 a series of 104 weeks and %i bookings of one of its times at once: one has it', async (count) => {
    const theo = await signIn('theo')
    const bo = await signIn('bo')
    const keep = Array.from({ length: 104 }, (_, i) => new Date(Date.parse('2026-12-08') + i * 7 * 86_400_000).toISOString().slice(0, 10))
    const [series, ...asked] = await Promise.all([
      make({ count: '104', keep }, theo),
      ...Array.from({ length: count - 1 }, () =>
        submit(bo, `/willow/my/${cast.bo.clientId}/requests`, {
          therapist: 'sta_theo',
          service: 'svc_session',
          forum: 'telehealth',
          start: '2026-12-15T16:00:00.000Z',
          key: newKey(),
        }),
      ),
    ])
    const won = [series, ...asked].filter((answer) => answer?.status === 303)
    expect(won).toHaveLength(1)
    expect([series, ...asked].filter((answer) => answer?.status === 409)).toHaveLength(count - 1)
    const there = await rows(
      "SELECT id FROM appointments WHERE starts_at = ? AND status IN ('requested', 'confirmed')",
      Date.parse('2026-12-15T16:00:00Z'),
    )
    expect(there).toHaveLength(1)
    await versionsAddUp()
  })

  it('SEC-7 what is wrong is said at its field, and nothing chosen is 422', async () => {
    expect(textOf(await pageOf({ date: '2026-02-30' }))).toContain('Type a date')
    expect(textOf(await pageOf({ count: '' }))).toContain('Say when it ends')
    expect((await make({ keep: [] })).status).toBe(422)
    expect((await make({ time: '25:00' })).status).toBe(422)
  })

  it('SEC-1 therapists fill their own calendar, for their own clients; nobody from elsewhere', async () => {
    expect((await make({ offering: 'sta_tess:svc_session' })).status).toBe(404)
    expect((await make({ client: cast.nell.clientId })).status).toBe(404)
    expect((await make({ client: cast.cyd.clientId }, 'dana')).status).toBe(404)
    expect((await visit('theo', `${manage}/new?client=${cast.nell.clientId}`)).status).toBe(404)
    expect((await make({ client: cast.nell.clientId, offering: 'sta_tess:svc_session', time: 'x' })).status).toBe(404)
    expect((await visit('theo', `${manage}/new?client=${cast.ana.clientId}`)).status).toBe(200)
    expect((await submit('amir', '/cedar/manage/series', { ...wish, keep: tuesdays })).status).toBe(404)
    expect((await make({}, 'ana')).status).toBe(403)
    const id = await made()
    expect((await visit('tess', `${manage}/${id}`)).status).toBe(404)
    expect((await visit('amir', `/cedar/manage/series/${id}`)).status).toBe(404)
    expect((await visit('dana', `${manage}/${id}`)).status).toBe(200)
  })
})

describe('this and following', () => {
  const change = async (id: string, fields: Fields) => await submit('dana', `${manage}/${id}/change`, { key: newKey(), ...fields })
  const keys = async (id: string, from: number) => (await members(id)).slice(from).map((row) => `${row.id}.${row.version}`)

  it('SCH-26 moves them to another weekday and time as a series of their own; what was before stays', async () => {
    await switchTo('notify_rescheduled', 'on')
    const id = await made()
    const from = (await members(id))[2]?.id ?? ''
    const keep = await keys(id, 2)
    const html = await (await visit('dana', `${manage}/${id}/change?from=${from}&weekday=4&time=15:30`)).text()
    expect(textOf(html)).toMatch(/Thu 24 Dec, 15:30/)
    const answer = await change(id, { from, weekday: '4', time: '15:30', therapist: 'sta_theo', keep })
    expect(answer.status, textOf(await answer.clone().text())).toBe(303)
    const next = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect(next).not.toBe(id)
    expect(await starts(id)).toEqual(['2026-12-08T16:00:00.000Z', '2026-12-15T16:00:00.000Z'])
    expect(await starts(next)).toEqual(['2026-12-24', '2026-12-31', '2027-01-07', '2027-01-14'].map((date) => `${date}T20:30:00.000Z`))
    await versionsAddUp()
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect((await mail()).filter(({ to }) => to === cast.ana.email).map(({ kind }) => kind)).toEqual(['rescheduled'])
  })

  it('SCH-26 one conflict does not lose the rest: left out, it stays where it was', async () => {
    const id = await made()
    const taken = await requested('2026-12-24T20:30:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    await answerRequest('confirmation', taken)
    const all = await members(id)
    const fields = { from: all[2]?.id ?? '', weekday: '4', time: '15:30', therapist: 'sta_theo' }
    const refused = await change(id, { ...fields, keep: await keys(id, 2) })
    expect(refused.status).toBe(409)
    expect(textOf(await refused.text())).toMatch(/Thu 24 Dec.*No longer free.*Taken: Bo Nilsson/)
    const answer = await change(id, { ...fields, keep: await keys(id, 3) })
    expect(answer.status).toBe(303)
    expect(await starts(id)).toEqual(['2026-12-08', '2026-12-15', '2026-12-22'].map((date) => `${date}T16:00:00.000Z`))
  })

  it('SCH-25 an appointment that was changed meanwhile is refused by itself, and shown as it stands', async () => {
    const id = await made()
    const keep = await keys(id, 0)
    const third = (await members(id))[2]
    await submit('ana', `/willow/my/cli_ana/appointments/${third?.id}/cancellation`, { version: 1, key: newKey() })
    const from = (await members(id))[0]?.id ?? ''
    const refused = await change(id, { from, weekday: '3', time: '11:00', therapist: 'sta_theo', keep })
    expect(refused.status).toBe(409)
    expect((await starts(id))[0]).toBe('2026-12-08T16:00:00.000Z')
    await versionsAddUp()
  })

  it('SCH-26 hands them to another therapist at the same times', async () => {
    const id = await made()
    const from = (await members(id))[4]?.id ?? ''
    const answer = await change(id, { from, weekday: '2', time: '11:00', therapist: 'sta_tess', keep: await keys(id, 4) })
    expect(answer.status, textOf(await answer.clone().text())).toBe(303)
    const next = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
    expect((await members(next)).map(({ staff_id }) => staff_id)).toEqual(['sta_tess', 'sta_tess'])
    expect(await auditRows({ action: 'appointment.reassigned' })).toHaveLength(2)
  })

  it('SCH-26 cancels them with one e-mail; the past never changes', async () => {
    await switchTo('notify_cancelled', 'on')
    const id = await made()
    await clockAt('2026-12-16T15:00:00Z')
    const first = (await members(id))[0]?.id ?? ''
    const theirs = await keys(id, 2)
    const stale = await submit('theo', `${manage}/${id}/cancellation`, { from: first, keep: await keys(id, 0), key: newKey() })
    expect(stale.status).toBe(409)
    const answer = await submit('theo', `${manage}/${id}/cancellation`, { from: first, keep: theirs, key: newKey() })
    expect(answer.status).toBe(303)
    expect((await members(id)).map(({ status }) => status)).toEqual([
      'confirmed',
      'confirmed',
      'cancelled',
      'cancelled',
      'cancelled',
      'cancelled',
    ])
    await versionsAddUp()
    await clockAt('2026-12-16T15:05:00Z')
    await cron()
    expect((await mail()).filter(({ to }) => to === cast.ana.email).map(({ kind }) => kind)).toEqual(['cancelled'])
  })

  it('SCH-20 a wish to move one of them ends with it, cancelled or moved', async () => {
    for (const end of ['cancellation', 'change'] as const) {
      await freshPortal()
      const id = await made()
      const [first] = await members(id)
      expect((await moves(first?.id ?? '', '2026-12-09T16:00:00.000Z')).status).toBe(303)
      const fields = { from: first?.id ?? '', keep: await keys(id, 0), therapist: 'sta_theo', weekday: '4', time: '15:30', key: newKey() }
      expect((await submit('dana', `${manage}/${id}/${end}`, fields)).status).toBe(303)
      expect(await rows('SELECT status, version FROM appointments WHERE reschedule_of IS NOT NULL')).toEqual([
        { status: 'declined', version: 2 },
      ])
      await versionsAddUp()
    }
  })
})

const moves = (id: string, start: string) =>
  submit('ana', `/willow/my/${cast.ana.clientId}/appointments/${id}/reschedule`, { start, version: 1, key: newKey() })

it('SCH-24 a time of a series is no longer offered', async () => {
  await made()
  expect((await ask('2026-12-08T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })).status).toBe(409)
})
