import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'
import { calendarPath, made, make, press, seenIn } from './calendar-support.ts'
import { requested } from './support.ts'

const read = async (who: Parameters<typeof visit>[0], query: string) => await (await visit(who, calendarPath(query))).text()
const gzipped = async (html: string) =>
  (await new Response(new Blob([html]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength

beforeEach(() => freshPortal())

describe('the calendar', () => {
  it('SCH-40 is a link on every staff page, and every view shows an appointment as a link to it', async () => {
    const id = await made()
    expect(await (await visit('theo', '/willow/manage/requests')).text()).toContain('href="/willow/manage/calendar"')
    for (const view of ['day', 'week', 'agenda']) {
      const html = await read('theo', `view=${view}&date=2026-12-03`)
      expect(html, view).toContain(`href="/willow/manage/appointments/${id}"`)
      expect(textOf(html), view).toMatch(/10:00 Ana Pereira/)
      expect(html).toMatch(new RegExp(`aria-current="page"[^>]*>${view[0]?.toUpperCase()}${view.slice(1)}`))
    }
  })

  it('SCH-22 SCH-40 shows open requests named and hatched, holds, time off; not what was cancelled', async () => {
    const request = await requested('2026-12-03T16:00:00.000Z')
    const gone = await made({ time: '14:00', client: cast.bo.clientId })
    await press(gone, 'cancellation')
    await rows(
      `INSERT INTO holds (organization_id, id, staff_id, purpose, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at)
       VALUES ('org_willow', 'hld_1', 'sta_theo', 'visitor', ?1, ?1 + 3000000, ?1, ?1 + 3000000, 1, ?1)`,
      Date.parse('2026-12-03T20:00:00Z'),
    )
    await rows(
      `INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date, from_minute, to_minute, label)
       VALUES ('org_willow', 'exc_1', 'sta_theo', 'off', '2026-12-03', '2026-12-03', 720, 780, '')`,
    )
    const html = await read('theo', 'view=day&date=2026-12-03')
    expect(html).toMatch(/<li class="rq[^"]*"><a href="[^"]*#request-/)
    expect(html).toContain(`#request-${request}`)
    expect(textOf(html)).toMatch(/11:00 Ana Pereira request.*12:00–13:00 Time off.*15:00 Held/)
    expect(html).not.toContain(gone)
  })

  it('SCH-40 free working time is a link to a new appointment with date and time filled in', async () => {
    await made()
    const html = await read('theo', 'view=day&date=2026-12-03')
    expect(html).toContain(
      'href="/willow/manage/calendar/new?therapist=sta_theo&amp;date=2026-12-03&amp;time=09:00"'.replace(/time=09:00/, 'time=09%3A00'),
    )
    expect(textOf(html)).toMatch(/Free 09:00–10:00 : new appointment.*10:00 Ana Pereira.*Free 10:50–17:00 : new appointment/)
  })

  it('SCH-40 what took place is there, however long ago', async () => {
    const [past] = await rows<{ id: string; starts_at: number }>(
      "SELECT id, starts_at FROM appointments WHERE status = 'completed' AND staff_id = 'sta_theo' ORDER BY starts_at LIMIT 1",
    )
    const date = new Date(past?.starts_at ?? 0).toISOString().slice(0, 10)
    expect(await read('theo', `date=${date}`)).toContain(past?.id)
  })

  it('SEC-1 a therapist sees their own, an administrator whom they tick; nobody another practice’s', async () => {
    const theirs = await made({ therapist: cast.tess.staffId }, 'dana')
    const mine = await made({ client: cast.bo.clientId })
    expect(await read('theo', 'date=2026-12-03&staff=sta_tess')).not.toContain(theirs)
    const both = await read('dana', 'date=2026-12-03')
    expect(both).toContain(theirs)
    expect(both).toContain(mine)
    const one = await read('dana', 'date=2026-12-03&staff=sta_tess')
    expect(one).toContain(theirs)
    expect(one).not.toContain(mine)
    const elsewhere = await (await visit('amir', '/cedar/manage/calendar?date=2026-12-03&staff=sta_theo')).text()
    expect(elsewhere).not.toContain(mine)
    expect((await visit('ana', calendarPath(''))).status).toBe(403)
    expect((await visit('amir', calendarPath(''))).status).toBe(404)
  })

  it('SCH-40 an address that names no date or view shows this week', async () => {
    for (const query of ['date=2026-99-99&view=month', 'date=x', '']) {
      const answer = await visit('theo', calendarPath(query))
      expect(answer.status).toBe(200)
      expect(textOf(await answer.text())).toContain('Mon 30 Nov – Sun 6 Dec 2026')
    }
  })
})

describe('days on which the clock changes', () => {
  const labels = (html: string) =>
    [...(/<ol class="hour-labels"[\s\S]*?<\/ol>/.exec(html)?.[0] ?? '').matchAll(/<li>([^<]*)/g)].map(([, label]) => label)
  const anyway = async (fields: Parameters<typeof make>[0]) =>
    made({ ...fields, override: '1', seen: seenIn(await (await make(fields)).text()) })

  it('SCH-40 the spring day has 23 hours: no 02:00', async () => {
    await freshPortal('2027-03-01T15:00:00Z')
    await anyway({ date: '2027-03-14', time: '00:30' })
    const id = await anyway({ date: '2027-03-14', time: '03:00' })
    const html = await read('theo', 'view=day&date=2027-03-14')
    expect(labels(html).slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00'])
    expect(html).toMatch(new RegExp(`<li class="ap h2 m0 d50"><a href="[^"]*${id}"><b>03:00 EDT</b>`))
  })

  it('SCH-40 the autumn day has 25 hours: 01:00 twice, and each appointment names its own', async () => {
    await freshPortal('2027-11-01T15:00:00Z')
    await anyway({ date: '2027-11-07', time: '00:00' })
    const second = await anyway({ date: '2027-11-07', time: '01:00', start: '2027-11-07T06:00:00.000Z' })
    const html = await read('theo', 'view=day&date=2027-11-07')
    expect(labels(html).slice(0, 4)).toEqual(['00:00', '01:00', '01:00', '02:00'])
    expect(html).toMatch(new RegExp(`<li class="ap h2 m0 d50"><a href="[^"]*${second}"><b>01:00 EST</b>`))
  })
})

describe('SPD-1 SPD-2 a busy practice', () => {
  it('ten therapists with 400 appointments in a week: two round trips, few statements, a first view of 30 kB', async () => {
    await fillWeek(10, 40)
    const answer = await visit('dana', calendarPath('view=week&date=2027-02-03'))
    const html = await answer.text()
    expect((html.match(/<li class="ap/g) ?? []).length).toBe(400)
    expect(roundTrips(answer)).toBeLessThanOrEqual(2)
    expect(Number(/statements=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1])).toBeLessThanOrEqual(12)
    const size = await gzipped(html)
    expect(size, 'HTML beside styles and scripts of the first view').toBeLessThanOrEqual(14_000)
  })

  it('one therapist’s week of 40: at most 5 kB', async () => {
    await fillWeek(1, 40)
    const html = await read('dana', 'view=week&date=2027-02-03&staff=sta_busy_0')
    expect((html.match(/<li class="ap/g) ?? []).length).toBe(40)
    expect(await gzipped(html)).toBeLessThanOrEqual(5_000)
  })
})

/** Therapists with appointments hourly from nine on, eight a day, in the week of 1 February 2027; ids as random as ours are. */
async function fillWeek(therapists: number, each: number) {
  expect((await submit(null, '/dev/fill', { clients: 60 })).status).toBeLessThan(400)
  const [columns] = await rows<{ names: string }>(
    "SELECT group_concat(name) AS names FROM pragma_table_info('staff') WHERE name NOT IN ('id', 'person_id', 'name', 'slug')",
  )
  for (let n = 0; n < therapists; n++) {
    await rows(`INSERT INTO people (id, name, email, created_at) VALUES ('per_busy_${n}', 'Busy ${n}', 'busy${n}@willow.example', 1)`)
    await rows(
      `INSERT INTO staff (id, person_id, name, slug, ${columns?.names}) SELECT 'sta_busy_${n}', 'per_busy_${n}', 'Therapist Number ${n}', 'busy-${n}', ${columns?.names} FROM staff WHERE id = 'sta_theo'`,
    )
  }
  await rows(
    `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until,
       zone, created_at, created_by, created_by_kind, updated_at, override)
     SELECT 'org_willow', 'apt_' || lower(hex(randomblob(11))), c.id, 'sta_busy_' || t.key, 'svc_session', 'telehealth', 'confirmed',
       ?1 + (a.key / 8) * 86400000 + (a.key % 8) * 3600000, ?1 + (a.key / 8) * 86400000 + (a.key % 8) * 3600000 + 3000000,
       ?1 + (a.key / 8) * 86400000 + (a.key % 8) * 3600000, ?1 + (a.key / 8) * 86400000 + (a.key % 8) * 3600000 + 3000000,
       'America/New_York', 1, 'per_theo', 'staff', 1, 0
     FROM json_each(?2) t, json_each(?3) a
     JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS total FROM clients WHERE organization_id = 'org_willow') c
       ON c.n = (t.key * 7 + a.key) % c.total`,
    Date.parse('2027-02-01T14:00:00Z'),
    JSON.stringify(Array.from({ length: therapists }, () => 0)),
    JSON.stringify(Array.from({ length: each }, () => 0)),
  )
}
