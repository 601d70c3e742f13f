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
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { answerRequest, ask, requested, switchTo } from './support.ts'

const my = `/willow/my/${cast.ana.clientId}/standing`
const wish = {
  therapist: 'sta_theo',
  service: 'svc_session',
  forum: 'telehealth',
  time: '2-660',
  every: '1',
  from: '2026-12-08',
  note: 'After school, please.',
}
const askWeekly = (fields: Record<string, string> = {}, who: Parameters<typeof submit>[0] = 'ana') =>
  submit(who, my, { ...wish, key: newKey(), ...fields })
const asked = async (fields: Record<string, string> = {}) => {
  const answer = await askWeekly(fields)
  expect(answer.status, textOf(await answer.clone().text())).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}
const at = (id: string, act = '') => `/willow/manage/standing/${id}${act}`
const pageOf = async (id: string) => await (await visit('theo', at(id))).text()
const chosenOn = (html: string) => [...html.matchAll(/name="keep" value="([^"]+)" [^>]*checked/g)].map(([, date = '']) => date)
const stands = async (id: string) =>
  (
    await rows<{ status: string; version: number; series_id: string | null }>(
      'SELECT status, version, series_id FROM standing_requests WHERE id = ?',
      id,
    )
  )[0]
const series = () =>
  rows<{ status: string; starts_at: number; version: number }>(
    'SELECT status, starts_at, version FROM appointments WHERE series_id IS NOT NULL ORDER BY starts_at',
  )
const badge = async () => attributeOf(await (await visit('theo', '/willow/manage/requests')).text(), 'requests-badge', 'data-open-requests')
const toAna = async () => (await mail()).filter(({ to }) => to === cast.ana.email).map(({ kind }) => kind)

beforeEach(() => freshPortal())

describe('asking', () => {
  it('SCH-27 among the times that are offered; the client sees it as waiting, the therapist in the list and the badge', async () => {
    expect(await (await visit('ana', `/willow/my/cli_ana/appointments/new?therapist=sta_theo`)).text()).toContain(
      `${my}/new?therapist=sta_theo`,
    )
    const form = await (await visit('ana', `${my}/new?therapist=sta_theo&service=svc_session&forum=telehealth`)).text()
    expect(form).toContain('<option value="2-660">Tue 11:00</option>')
    const answer = await askWeekly()
    expect(answer.status).toBe(303)
    expect(roundTrips(answer)).toBe(2)
    const list = textOf(await (await visit('ana', '/willow/my/cli_ana/appointments')).text())
    expect(list).toMatch(/Every week, Tuesday 11:00 \(New York\), from Tue 8 Dec.*Waiting/)
    expect(textOf(await (await visit('theo', '/willow/manage/requests')).text())).toMatch(/Ana Pereira.*Every week, Tuesday 11:00/)
    expect(await badge()).toBe('1')
    await cron()
    expect(await toAna()).toEqual(['request_received'])
    const [notice] = (await mail()).filter(({ to }) => to === cast.theo.email)
    expect(notice?.kind).toBe('new_request')
    expect(`${notice?.subject} ${notice?.text}`).not.toMatch(/Ana|Tuesday|school/)
  })

  it('SCH-27 what is not offered, or cannot be, is 422 with what was typed kept', async () => {
    for (const fields of [{ time: '7-660' }, { from: '2026-02-30' }, { from: '2027-12-01' }, { every: '3' }]) {
      const refused = await askWeekly(fields)
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('After school, please.')
    }
    expect((await askWeekly({ therapist: 'sta_tess' })).status).toBe(409)
    expect(await rows('SELECT id FROM standing_requests')).toEqual([])
  })

  it('SCH-2 SCH-27 it counts among the open requests of a client', async () => {
    await rows("UPDATE organizations SET open_requests_per_client = 1 WHERE id = 'org_willow'")
    await asked()
    expect((await askWeekly()).status).toBe(409)
    expect((await ask('2026-12-03T15:00:00.000Z')).status).toBe(409)
  })

  it('SET-31 with self-scheduling off nobody asks, and what is asked for can be withdrawn', async () => {
    const id = await asked()
    await switchTo('self_scheduling', 'off')
    expect((await visit('ana', `${my}/new`)).status).toBe(409)
    expect((await askWeekly()).status).toBe(409)
    expect((await submit('ana', `${my}/${id}/withdrawal`, { version: 1, key: newKey() })).status).toBe(303)
    expect(await stands(id)).toMatchObject({ status: 'withdrawn', version: 2 })
    expect(await badge()).toBe('0')
    expect((await submit('ana', `${my}/${id}/withdrawal`, { version: 1, key: newKey() })).status).toBe(409)
  })

  it('SEC-1 a contact without a grant, another client and another practice find nothing', async () => {
    const id = await asked()
    expect((await visit('bo', `${my}/${id}`)).status).toBe(404)
    expect((await visit('bo', `/willow/my/cli_bo/standing/${id}`)).status).toBe(404)
    for (const who of ['tess', 'amir'] as const) expect((await visit(who, at(id))).status).toBe(404)
    expect((await visit('amir', `/cedar/manage/standing/${id}`)).status).toBe(404)
    expect((await visit('dana', at(id))).status).toBe(200)
  })
})

describe('answering', () => {
  it('SCH-27 twelve weeks with their conflicts, confirmed with an exception in one batch', async () => {
    await switchTo('notify_request_confirmed', 'on')
    const taken = await requested('2026-12-15T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    await answerRequest('confirmation', taken)
    await rows(`INSERT INTO availability_exceptions (organization_id, id, kind, from_date, until_date, label)
      VALUES ('org_willow', 'ex_1', 'off', '2026-12-29', '2026-12-29', 'Winter break')`)
    const id = await asked()
    const html = await pageOf(id)
    expect(textOf(html)).toMatch(/Tue 15 Dec.*Taken: Bo Nilsson.*Tue 29 Dec.*Winter break/)
    const keep = chosenOn(html)
    expect(keep).toHaveLength(10)
    const answer = await submit('theo', at(id, '/confirmation'), { version: 1, weeks: '12', keep: keep.slice(0, 9), key: newKey() })
    expect(answer.status, textOf(await answer.clone().text())).toBe(303)
    expect(await series()).toHaveLength(9)
    expect(await stands(id)).toMatchObject({ status: 'confirmed', version: 2 })
    expect(await badge()).toBe('0')
    expect(await auditRows({ action: 'appointment.created' })).toHaveLength(9)
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect(await toAna()).toEqual(['request_received', 'request_confirmed'])
  })

  it('SCH-27 SCH-24 a date that was taken meanwhile: 409, marked, the rest still chosen, nothing made', async () => {
    const id = await asked()
    const keep = chosenOn(await pageOf(id))
    await requested('2026-12-15T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    const refused = await submit('theo', at(id, '/confirmation'), { version: 1, keep, key: newKey() })
    const html = await refused.text()
    expect(refused.status).toBe(409)
    expect(textOf(html)).toMatch(/Tue 15 Dec.*No longer free/)
    expect(chosenOn(html)).toEqual(keep.filter((date) => date !== '2026-12-15'))
    expect(await series()).toEqual([])
  })

  it('SCH-21 SCH-27 both answers are taken back while nothing has begun', async () => {
    await switchTo('notify_request_declined', 'on')
    await switchTo('notify_request_answer_undone', 'on')
    const id = await asked()
    const keep = chosenOn(await pageOf(id))
    await submit('theo', at(id, '/confirmation'), { version: 1, keep, key: newKey() })
    expect((await submit('theo', at(id, '/undo'), { version: 2, key: newKey() })).status).toBe(303)
    expect((await series()).every(({ status, version }) => status === 'deleted' && version === 2)).toBe(true)
    expect(await stands(id)).toEqual({ status: 'requested', version: 3, series_id: null })
    expect((await submit('theo', at(id, '/decline'), { version: 3, message: 'Not this term.', key: newKey() })).status).toBe(303)
    expect(textOf(await (await visit('ana', `${my}/${id}`)).text())).toMatch(/Theo could not accept this.*Not this term\./)
    expect((await submit('theo', at(id, '/undo'), { version: 4, key: newKey() })).status).toBe(303)
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    expect(await toAna()).toEqual(['request_received'])
    const again = chosenOn(await pageOf(id))
    await submit('theo', at(id, '/confirmation'), { version: 5, keep: again, key: newKey() })
    await clockAt('2026-12-08T16:30:00Z')
    expect((await submit('theo', at(id, '/undo'), { version: 6, key: newKey() })).status).toBe(409)
  })

  it('NOT-1 SCH-27 a decline is told once its grace is over', async () => {
    await switchTo('notify_request_declined', 'on')
    const id = await asked()
    await submit('theo', at(id, '/decline'), { version: 1, message: 'Not this term.', key: newKey() })
    await clockAt('2026-12-01T15:05:00Z')
    await cron()
    const last = (await mail()).findLast(({ to }) => to === cast.ana.email)
    expect(last?.kind).toBe('request_declined')
    expect(last?.text).not.toMatch(/term|Theo/)
  })

  it('SCH-25 answers at once, and a withdrawal among them: one effect', async () => {
    const id = await asked()
    const keep = chosenOn(await pageOf(id))
    const [theo, ana] = [await signIn('theo'), await signIn('ana')]
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, i) =>
        i % 2
          ? submit(theo, at(id, '/confirmation'), { version: 1, keep, key: newKey() })
          : submit(theo, at(id, '/decline'), { version: 1, key: newKey() }),
      ),
      submit(ana, `${my}/${id}/withdrawal`, { version: 1, key: newKey() }),
    ])
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(6)
    const now = await stands(id)
    expect(now?.version).toBe(2)
    expect(await series()).toHaveLength(now?.status === 'confirmed' ? keep.length : 0)
  })

  it('SCH-22 SCH-27 expires at its deadline, and the client is told', async () => {
    const id = await asked()
    expect(hidden(await pageOf(id), 'main', 'version')).toBe('1')
    await clockAt('2026-12-03T15:00:00Z')
    await cron()
    await cron()
    expect(await stands(id)).toMatchObject({ status: 'expired', version: 2 })
    expect(await toAna()).toEqual(['request_received', 'request_expired'])
    expect((await submit('theo', at(id, '/decline'), { version: 2, key: newKey() })).status).toBe(409)
  })
})
