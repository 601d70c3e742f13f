import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  auditRows,
  cast,
  clockAt,
  cron,
  element,
  freshPortal,
  hidden,
  mail,
  newKey,
  rows,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { freeTimes } from './support.ts'

/** Tuesday 1 December 2026; Theo works Monday to Friday 9 to 17. */
beforeEach(() => freshPortal())

const theo = `/willow/manage/hours/${cast.theo.staffId}`
const versionNow = async (who: 'theo' | 'dana' = 'theo') => hidden(await (await visit(who, theo)).text(), 'rules', 'version')
type Fields = Record<string, string | number | string[]>
const change = async (path: string, fields: Fields = {}, who: 'theo' | 'dana' = 'theo') =>
  await submit(who, `${theo}/${path}`, { version: await versionNow(who), key: newKey(), ...fields })
const windowsOf = (day: number) =>
  rows<{ id: string; from_minute: number; to_minute: number }>(
    "SELECT id, from_minute, to_minute FROM availability WHERE staff_id = 'sta_theo' AND weekday = ? ORDER BY from_minute",
    day,
  )
const dayOn = async (from: string): Promise<string[]> => (await freeTimes('ana', undefined, from)).filter((at) => at.startsWith(from))
const wednesday = '2026-12-02'
const monday = async () => (await windowsOf(1))[0]?.id ?? ''

describe('SCH-2 weekly hours', () => {
  test('the page shows seven days with their windows, and names the zone', async () => {
    const html = await (await visit('theo', theo)).text()
    expect(textOf(element(html, 'day-1'))).toMatch(/^Monday 09:00–17:00 Edit Remove/)
    expect(textOf(element(html, 'day-7'))).toMatch(/^Sunday No hours/)
    expect(textOf(html)).toContain('All times are on the clock in New York.')
  })

  test('a therapist is led to the own hours, an administrator to a list', async () => {
    const led = await visit('theo', '/willow/manage/hours')
    expect([led.status, led.headers.get('Location')]).toEqual([303, theo])
    const list = textOf(await (await visit('dana', '/willow/manage/hours')).text())
    expect(list).toContain('Theo Lindqvist')
    expect(list).toContain('Tess Moreau')
  })

  test('added hours are offered to a client at once', async () => {
    expect(await dayOn('2026-12-05')).toEqual([])
    expect((await change('windows', { weekday: 6, from: '10:00', to: '12:00' })).status).toBe(303)
    expect(await dayOn('2026-12-05')).toEqual(['2026-12-05T15:00:00.000Z', '2026-12-05T15:30:00.000Z', '2026-12-05T16:00:00.000Z'])
    expect(await auditRows({ action: 'hours.window_added' })).toMatchObject([{ entity_kind: 'hours', entity_version: 2 }])
  })

  test('changed hours, and until midnight', async () => {
    expect((await change(`windows/${await monday()}`, { weekday: 1, from: '20:00', to: '00:00' })).status).toBe(303)
    expect(await windowsOf(1)).toMatchObject([{ from_minute: 1200, to_minute: 1440 }])
    expect(hidden(await (await visit('theo', `${theo}/windows/${await monday()}`)).text(), 'main', 'to')).toBe('00:00')
  })

  test.each<[string, Fields, string]>([
    ['an end before its beginning', { weekday: 6, from: '12:00', to: '10:00' }, 'later than it begins'],
    ['no time at all', { weekday: 6, from: '', to: '10:00' }, 'Say when it begins'],
    [
      'dates the wrong way round',
      { weekday: 6, from: '10:00', to: '11:00', valid_from: '2027-02-01', valid_until: '2027-01-01' },
      'not before',
    ],
    ['a date that is none', { weekday: 6, from: '10:00', to: '11:00', valid_from: '2027-02-31' }, 'Give a date.'],
    ['every second week of an unknown one', { weekday: 6, from: '10:00', to: '11:00', every: 2 }, 'a week in which it counts'],
    ['hours that overlap', { weekday: 1, from: '16:30', to: '18:00' }, 'overlap others'],
    ['a service of elsewhere', { weekday: 6, from: '10:00', to: '11:00', service: 'svc_none' }, 'not offered by this therapist'],
    ['a place for video', { weekday: 6, from: '10:00', to: '11:00', location: 'loc_main', forum: 'telehealth' }, 'does not go with video'],
  ])('%s is refused with a sentence, and what was typed is kept', async (_, fields, sentence) => {
    const answer = await change('windows', fields)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(textOf(html)).toContain(sentence)
    expect(hidden(html, 'main', 'to')).toBe(fields.to)
    expect(await auditRows({ entity_kind: 'hours' })).toEqual([])
  })

  test('hours for video do not overlap hours in person', async () => {
    await rows("UPDATE availability SET forum = 'in_person' WHERE staff_id = 'sta_theo'")
    expect((await change('windows', { weekday: 1, from: '16:30', to: '18:00', forum: 'telehealth' })).status).toBe(303)
  })

  test('removed hours come back by undo, exactly', async () => {
    const before = await windowsOf(3)
    expect((await change(`windows/${before[0]?.id}/removal`)).status).toBe(303)
    expect([await windowsOf(3), await dayOn(wednesday)]).toEqual([[], []])
    const page = await (await visit('theo', theo)).text()
    expect(textOf(element(page, 'done'))).toContain('The hours were removed. Undo')
    expect((await change('undo')).status).toBe(303)
    expect(await windowsOf(3)).toEqual(before)
    expect(textOf(element(await (await visit('theo', theo)).text(), 'done'))).toBe('Done: The last change was taken back.')
    expect((await change('undo')).status).toBe(409)
  })

  test('an undo is offered for ten minutes', async () => {
    await change(`windows/${await monday()}/removal`)
    await clockAt('2026-12-01T15:10:01Z')
    expect(await (await visit('theo', theo)).text()).not.toContain('id="done"')
    expect((await change('undo')).status).toBe(409)
  })

  test('a day is copied to others in one press: what stood there is replaced, and it can be taken back', async () => {
    await change(`windows/${await monday()}`, { weekday: 1, from: '08:00', to: '11:00', forum: 'telehealth' })
    const before = [await windowsOf(2), await windowsOf(6)]
    expect((await change('days/1/copies', { to: ['2', '6'] })).status).toBe(303)
    for (const day of [2, 6]) expect(await windowsOf(day)).toMatchObject([{ from_minute: 480, to_minute: 660 }])
    expect(await rows("SELECT forum FROM availability WHERE weekday = 6 AND staff_id = 'sta_theo'")).toEqual([{ forum: 'telehealth' }])
    await change('undo')
    expect([await windowsOf(2), await windowsOf(6)]).toEqual(before)
  })

  test('copied to no day is asked again', async () => {
    const answer = await change('days/1/copies', {})
    expect([answer.status, textOf(await answer.text())]).toEqual([422, expect.stringContaining('Choose at least one day.')])
  })

  test('every second week, from the week that is named', async () => {
    await rows("DELETE FROM availability WHERE staff_id = 'sta_theo'")
    await change('windows', { weekday: 6, from: '10:00', to: '11:00', every: 2, anchor: '2026-12-10' })
    expect([await dayOn('2026-12-05'), (await dayOn('2026-12-12')).length, await dayOn('2026-12-19')]).toEqual([[], 1, []])
  })
})

describe('SCH-2 who, and when two do', () => {
  test('a stale tab is refused with what was typed, and the next press works', async () => {
    const version = await versionNow()
    await change('windows', { weekday: 6, from: '10:00', to: '12:00' })
    const stale = await submit('theo', `${theo}/windows`, { weekday: 7, from: '10:00', to: '12:00', version, key: newKey() })
    const html = await stale.text()
    expect([stale.status, hidden(html, 'main', 'from'), hidden(html, 'main', 'version')]).toEqual([
      409,
      '10:00',
      String(Number(version) + 1),
    ])
    for (const path of [`windows/${await monday()}/removal`, 'days/1/copies', 'undo'])
      expect((await submit('theo', `${theo}/${path}`, { version, to: '2', key: newKey() })).status).toBe(409)
    const rules = await submit('theo', `${theo}/rules`, { notice: 3, horizon: 9, interval: 15, cap: '', version, key: newKey() })
    expect([rules.status, hidden(await rules.text(), 'rules', 'horizon')]).toEqual([409, '9'])
  })

  test('the same form twice is one change', async () => {
    const fields = { weekday: 6, from: '10:00', to: '12:00', version: await versionNow(), key: newKey() }
    const answers = await Promise.all([1, 2].map(() => submit('theo', `${theo}/windows`, fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await windowsOf(6)).toHaveLength(1)
  })

  test('two changes at the same moment: one holds, one is told', async () => {
    const version = await versionNow()
    const add = (weekday: number) => submit('theo', `${theo}/windows`, { weekday, from: '10:00', to: '12:00', version, key: newKey() })
    const answers = await Promise.all([add(6), add(7)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
    expect((await windowsOf(6)).length + (await windowsOf(7)).length).toBe(1)
  })

  test("another therapist's hours are not there, nor another practice's; nor is a window of somebody else", async () => {
    const tess = `/willow/manage/hours/${cast.tess.staffId}`
    for (const [who, path] of [
      ['theo', tess],
      ['tess', theo],
      ['amir', theo],
      ['amir', `/cedar/manage/hours/${cast.theo.staffId}`],
      ['theo', `/willow/manage/hours/${cast.dana.staffId}`],
    ] as const)
      expect((await visit(who, path)).status, `${who} ${path}`).toBe(404)
    const fields = { weekday: 6, from: '10:00', to: '12:00', version: 1, key: newKey() }
    expect((await submit('theo', `${tess}/windows`, fields)).status).toBe(404)
    const [hers] = await rows<{ id: string }>("SELECT id FROM availability WHERE staff_id = 'sta_tess'")
    expect((await change(`windows/${hers?.id ?? 'win_none'}`, { weekday: 1, from: '10:00', to: '12:00' })).status).toBe(404)
    expect((await change(`windows/${hers?.id ?? 'win_none'}/removal`)).status).toBe(409)
  })

  test('an administrator changes them, and the therapist gets one e-mail for all of it', async () => {
    await change('windows', { weekday: 6, from: '10:00', to: '12:00' }, 'dana')
    await change('windows', { weekday: 7, from: '10:00', to: '12:00' }, 'dana')
    await cron()
    expect(await mail()).toEqual([])
    await clockAt('2026-12-01T15:15:00Z')
    await cron()
    const [letter, ...others] = await mail()
    expect([letter?.to, letter?.kind, others]).toEqual([cast.theo.email, 'hours_changed', []])
    expect(letter?.text).toContain(`${env.PUBLIC_ORIGIN}${theo}`)
    await change('rules', { notice: 1, horizon: 60, interval: 30, cap: '' }, 'dana')
    await clockAt('2026-12-01T15:30:00Z')
    await cron()
    expect(await mail()).toHaveLength(2)
  })

  test('nobody is told of what they changed themselves', async () => {
    await change('windows', { weekday: 6, from: '10:00', to: '12:00' })
    expect(await rows("SELECT id FROM outbox WHERE event = 'hours_changed'")).toEqual([])
  })
})

describe('SCH-2 dates and limits', () => {
  test('time off for whole days, and for hours; extra hours; the label is in no audit entry', async () => {
    await change('exceptions', { kind: 'off', from_date: '2026-12-03', until_date: '2026-12-04', label: 'Surgery' })
    await change('exceptions', { kind: 'off', from_date: wednesday, from: '10:00', to: '17:00' })
    await change('exceptions', { kind: 'extra', from_date: '2026-12-05', from: '11:00', to: '12:00' })
    expect(await dayOn('2026-12-03')).toEqual([])
    expect(await dayOn('2026-12-04')).toEqual([])
    expect(await dayOn('2026-12-05')).toEqual(['2026-12-05T16:00:00.000Z'])
    expect(JSON.stringify(await auditRows({ entity_kind: 'hours' }))).not.toContain('Surgery')
    const page = textOf(element(await (await visit('theo', theo)).text(), 'dates'))
    expect(page).toContain('Thu 3 Dec – Fri 4 Dec whole day Time off Surgery')
  })

  test('an exception is removed, and comes back', async () => {
    await change('exceptions', { kind: 'off', from_date: '2026-12-03' })
    const [off] = await rows<{ id: string }>('SELECT id FROM availability_exceptions')
    await change(`exceptions/${off?.id}/removal`)
    expect((await dayOn('2026-12-03')).length).toBeGreaterThan(0)
    await change('undo')
    expect(await dayOn('2026-12-03')).toEqual([])
  })

  test.each<[string, Fields]>([
    ['extra hours without hours', { kind: 'extra', from_date: '2026-12-05' }],
    ['only an end', { kind: 'off', from_date: '2026-12-05', to: '10:00' }],
    ['an end before the beginning', { kind: 'off', from_date: '2026-12-05', until_date: '2026-12-04' }],
  ])('%s: refused, and kept', async (_, fields) => {
    const answer = await change('exceptions', fields)
    expect([answer.status, hidden(await answer.text(), `add-${fields.kind}`, 'from_date')]).toEqual([422, '2026-12-05'])
  })

  test('a holiday of the practice counts for everybody; only administrators set it, and therapists hear of it', async () => {
    const practice = '/willow/manage/hours/practice'
    const version = () => visit('dana', practice).then(async (page) => hidden(await page.text(), 'limit-section', 'version'))
    expect((await visit('theo', practice)).status).toBe(403)
    const add = { kind: 'off', from_date: '2026-12-03', label: 'Founding day', key: newKey() }
    expect((await submit('dana', practice, { ...add, version: await version() })).status).toBe(303)
    expect(await dayOn('2026-12-03')).toEqual([])
    expect(textOf(element(await (await visit('theo', theo)).text(), 'dates'))).toContain('Whole practice Founding day')
    expect(await rows("SELECT recipient FROM outbox WHERE event = 'hours_changed' ORDER BY recipient")).toEqual([
      { recipient: 'staff:sta_tess' },
      { recipient: 'staff:sta_theo' },
    ])
    const [off] = await rows<{ id: string }>('SELECT id FROM availability_exceptions')
    expect((await change(`exceptions/${off?.id}/removal`)).status).toBe(409)
    const remove = () => version().then((seen) => submit('dana', `${practice}/${off?.id}/removal`, { version: seen, key: newKey() }))
    expect((await remove()).status).toBe(303)
    expect((await dayOn('2026-12-03')).length).toBeGreaterThan(0)
    expect((await submit('dana', `${practice}/undo`, { version: await version(), key: newKey() })).status).toBe(303)
    expect(await dayOn('2026-12-03')).toEqual([])
    expect((await submit('dana', practice, { ...add, version: 1, key: newKey() })).status).toBe(409)
  })

  test('notice, days ahead, interval and cap decide what is offered', async () => {
    await change('rules', { notice: '46', horizon: '7', interval: '60', cap: '' })
    expect((await freeTimes('ana', undefined, wednesday))[0]).toBe('2026-12-03T14:00:00.000Z')
    expect(await dayOn('2026-12-08')).toHaveLength(8)
    expect(await dayOn('2026-12-09')).toEqual([])
    await change('rules', { notice: '1.5', horizon: '7', interval: '60', cap: '1' })
    expect(await rows("SELECT notice_minutes, cap_per_day FROM staff WHERE id = 'sta_theo'")).toEqual([
      { notice_minutes: 90, cap_per_day: 1 },
    ])
    const bad = await change('rules', { notice: '2', horizon: '400', interval: '3', cap: 'x' })
    expect([bad.status, hidden(await bad.text(), 'rules', 'horizon')]).toEqual([422, '400'])
  })

  test('the limit of open requests', async () => {
    const path = '/willow/manage/hours/practice/request-limit'
    const [{ version } = { version: 0 }] = await rows<{ version: number }>("SELECT version FROM organizations WHERE id = 'org_willow'")
    expect((await submit('dana', path, { limit: 0, version, key: newKey() })).status).toBe(422)
    expect((await submit('theo', path, { limit: 2, version, key: newKey() })).status).toBe(403)
    expect((await submit('dana', path, { limit: 2, version, key: newKey() })).status).toBe(303)
    expect(await rows("SELECT open_requests_per_client AS most FROM organizations WHERE id = 'org_willow'")).toEqual([{ most: 2 }])
    expect((await submit('dana', path, { limit: 3, version, key: newKey() })).status).toBe(409)
  })
})

test('SCH-10 a window in the hour that the spring skips offers nothing on that day, and an hour a week later', async () => {
  await rows("DELETE FROM availability WHERE staff_id = 'sta_theo'")
  await clockAt('2027-03-10T15:00:00Z')
  await change('windows', { weekday: 7, from: '02:00', to: '03:00' })
  expect(await dayOn('2027-03-14')).toEqual([])
  expect(await dayOn('2027-03-21')).toEqual(['2027-03-21T06:00:00.000Z'])
})

test('SCH-2 a window bound to a place is for meeting there only', async () => {
  await rows("UPDATE availability SET location_id = 'loc_main' WHERE staff_id = 'sta_theo'")
  const page = async (forum: string) =>
    await (
      await visit('ana', `/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=${forum}&from=${wednesday}`)
    ).text()
  expect(await page('in_person')).toContain('name="start"')
  expect(await page('telehealth')).not.toContain('name="start"')
  await rows(
    "INSERT INTO locations (organization_id, id, name, address, zone) VALUES ('org_willow', 'loc_two', 'Annex', 'x', 'America/New_York')",
  )
  await rows("UPDATE availability SET location_id = 'loc_two' WHERE staff_id = 'sta_theo'")
  expect(await page('in_person')).not.toContain('name="start"')
})
