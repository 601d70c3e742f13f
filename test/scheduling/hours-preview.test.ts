import { beforeEach, describe, expect, test } from 'vitest'
import { whyNothing } from '../../src/scheduling/why-nothing.ts'
import { addDays, instantsOf } from '../../src/scheduling/zones.ts'
import { attributeOf, cast, freshPortal, hidden, newKey, rows, submit, textOf, visit } from '../support/portal.ts'
import { requested, switchTo } from './support.ts'

beforeEach(() => freshPortal())

const theo = `/willow/manage/hours/${cast.theo.staffId}`
const wish = 'service=svc_session&forum=telehealth&from=2026-12-02'
const preview = async (client: string, who: 'theo' | 'dana' = 'theo', query = wish) =>
  await (await visit(who, `${theo}/preview?client=${client}&${query}`)).text()
/** Everything of the strip and of the day, as it is read. */
const read = (html: string) => ({
  days: [...html.matchAll(/id="day-(\d{4}-\d\d-\d\d)"[\s\S]*?<\/a>/g)].map(([all]) => textOf(`<i ${all}`).replace(/^.*?>/, '')),
  times: [...html.matchAll(/class="slot[^>]*>([\s\S]*?)<\/(?:button|span)>\s*(?=<(?:button|span class="slot|\/fieldset))/g)].map(
    ([, one]) => textOf(one ?? ''),
  ),
})
const why = (html: string) => attributeOf(html, 'times', 'data-why')

describe('SCH-2 what would this client be offered?', () => {
  test("the days and times of the client's own page, none of them to press", async () => {
    const shown = await preview(cast.ana.clientId)
    const own = await (await visit('ana', `/willow/my/cli_ana/appointments/new?therapist=sta_theo&${wish}`)).text()
    expect(read(own).times.length).toBeGreaterThan(5)
    expect(read(shown)).toEqual(read(own))
    expect(shown).not.toContain('name="start"')
  })

  test('in the zone of the client, and without what is taken', async () => {
    await rows("UPDATE clients SET zone = 'America/Los_Angeles' WHERE id = 'cli_ana'")
    expect(textOf(await preview(cast.ana.clientId))).toContain('07:00 10:00 for Theo')
    const before = read(await preview(cast.bo.clientId)).times.length
    await requested('2026-12-02T15:00:00Z')
    expect(read(await preview(cast.bo.clientId)).times.length).toBeLessThan(before)
  })

  test('a saved change shows at once', async () => {
    const version = hidden(await (await visit('theo', theo)).text(), 'rules', 'version')
    await submit('theo', `${theo}/exceptions`, { kind: 'off', from_date: '2026-12-02', version, key: newKey() })
    expect(read(await preview(cast.ana.clientId)).days[0]).toContain('Thu')
  })

  test('a therapist chooses among the own clients, an administrator among all; nobody else is there', async () => {
    const mine = textOf(await (await visit('theo', `${theo}/preview`)).text())
    expect(mine).toContain('Ana Pereira')
    expect(mine).not.toContain('Nell')
    expect(textOf(await (await visit('dana', `${theo}/preview`)).text())).toContain('Nell Okafor')
    for (const [who, client] of [
      ['theo', cast.nell.clientId],
      ['theo', cast.cyd.clientId],
      ['dana', cast.cyd.clientId],
    ] as const)
      expect((await visit(who, `${theo}/preview?client=${client}`)).status).toBe(404)
    expect((await visit('tess', `${theo}/preview`)).status).toBe(404)
    expect((await visit('amir', `${theo}/preview`)).status).toBe(404)
  })

  test.each<[string, string, () => Promise<unknown>]>([
    ['scheduling is off', 'setting_off', () => switchTo('self_scheduling', 'off')],
    [
      'it is off for this client',
      'client_off',
      () =>
        rows(`INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name)
          VALUES ('org_willow', 'cli_ana', 'self_scheduling', 'off', 1, 1, 'per_dana', 'Dana')`),
    ],
    ['the client is archived', 'archived', () => rows("UPDATE clients SET archived_at = 1 WHERE id = 'cli_ana'")],
    ['the therapist is not subscribed', 'no_seat', () => rows("UPDATE staff SET subscribed_at = NULL WHERE id = 'sta_theo'; ")],
    [
      'the client is not assigned',
      'not_assigned',
      () => rows("UPDATE assignments SET ended_at = 1 WHERE client_id = 'cli_ana' AND staff_id = 'sta_theo'"),
    ],
    ['nothing can be booked online', 'no_service', () => rows('UPDATE services SET bookable_online = 0')],
    ['there are no hours', 'no_hours', () => rows("DELETE FROM availability WHERE staff_id = 'sta_theo'")],
    [
      'everything is beyond the notice',
      'notice',
      () => rows("UPDATE staff SET notice_minutes = 60 * 24 * 20, horizon_days = 10 WHERE id = 'sta_theo'"),
    ],
    [
      'the hours begin later than is offered',
      'horizon',
      () => rows("UPDATE availability SET valid_from = '2027-03-01' WHERE staff_id = 'sta_theo'"),
    ],
    [
      'a holiday covers it all',
      'time_off',
      () =>
        rows(`INSERT INTO availability_exceptions (organization_id, id, kind, from_date, until_date)
          VALUES ('org_willow', 'exc_x', 'off', '2026-12-01', '2027-12-01')`),
    ],
  ])('%s: nothing is offered, and it says why', async (_, reason, happens) => {
    expect(why(await preview(cast.ana.clientId, 'dana'))).toBeNull()
    if (reason === 'no_seat') await rows("UPDATE staff SET subscribed_at = 1 WHERE id = 'sta_tess'") // else the setting counts as off
    await happens()
    expect(why(await preview(cast.ana.clientId, 'dana'))).toBe(reason)
  })

  test('with as many open requests as are allowed, it says that asking is refused', async () => {
    await rows("UPDATE organizations SET open_requests_per_client = 1 WHERE id = 'org_willow'")
    expect(textOf(await preview(cast.ana.clientId))).not.toContain('as many open requests')
    await requested('2026-12-02T15:00:00Z')
    expect(textOf(await preview(cast.ana.clientId))).toContain('as many open requests')
  })
})

describe('SCH-2 the one rule that leaves nothing', () => {
  const now = instantsOf('America/New_York', '2026-12-01', 600)[0] ?? 0
  const hour = 3_600_000
  const question = {
    rules: {
      zone: 'America/New_York',
      durationMinutes: 50,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      intervalMinutes: 30,
      noticeMinutes: 0,
      within24h: true,
      horizonDays: 0,
      capPerDay: null as number | null,
      windows: [{ weekday: 2, fromMinute: 720, toMinute: 780, validFrom: null, validUntil: null, everyWeeks: 1, anchorDate: null }],
      exceptions: [],
    },
    busy: [],
    clientBusy: [],
    now,
    fromDate: '2026-12-01',
    days: 1,
  }
  const taken = { startsAt: now + 2 * hour, endsAt: now + 3 * hour }

  test('each by itself, and several together', () => {
    const under = (rules: object, rest: object = {}) => whyNothing({ ...question, ...rest, rules: { ...question.rules, ...rules } })
    const busy = [{ ...taken, bufferBeforeMinutes: 0, bufferAfterMinutes: 0, countsTowardCap: true }]
    expect(under({ within24h: false })).toBe('within24h')
    expect(under({ noticeMinutes: 180 })).toBe('notice')
    expect(under({}, { busy })).toBe('taken')
    expect(under({}, { clientBusy: [taken] })).toBe('client_busy')
    expect(under({ capPerDay: 1 }, { busy: [{ ...busy[0], startsAt: now + 5 * hour, endsAt: now + 6 * hour }] })).toBe('cap')
    const onlyToday = [{ ...question.rules.windows[0], validUntil: '2026-12-01' }]
    expect(under({ noticeMinutes: 180, windows: onlyToday }, { busy })).toBe('several')
    expect(under({ noticeMinutes: 180 }, { busy })).toBe('horizon') // next Tuesday is free
    expect(under({ windows: [] })).toBe('no_hours')
    const after = { ...question.rules.windows[0], validFrom: addDays('2026-12-01', 1) }
    expect(under({ windows: [after] })).toBe('horizon')
  })
})
