import { beforeEach, describe, expect, it } from 'vitest'
import { busyTherapist, fillWeek } from '../../src/dev/week.ts'
import { cast, db, freshPortal, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'
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

describe('a busy practice', () => {
  const monday = '2027-02-01'
  const numbersOf = (answer: Response) => {
    const [, statements, rowsRead] = /statements=(\d+).*rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '') ?? []
    return { trips: roundTrips(answer), statements: Number(statements), rowsRead: Number(rowsRead) }
  }
  const fill = async (therapists: number) => {
    expect((await submit(null, '/dev/fill', { clients: 60 })).status).toBeLessThan(400)
    await fillWeek(db(), { therapists, monday })
  }
  const week = (therapists: number) =>
    `view=week&date=${monday}${Array.from({ length: therapists }, (_, n) => `&staff=${busyTherapist(n)}`).join('')}`

  it('SPD-1 SPD-2 the week of ten therapists with 400 appointments: round trips, statements, rows read, bytes', async () => {
    await fill(10)
    const answer = await visit('dana', calendarPath(week(10)))
    const html = await answer.text()
    expect((html.match(/<li class="ap/g) ?? []).length).toBe(400)
    expect(html).toContain(`<h3><a href="/willow/manage/calendar?view=week&amp;date=${monday}&amp;staff=${busyTherapist(0)}">`)
    expect(html).not.toContain('apt_')
    const { trips, statements, rowsRead } = numbersOf(answer)
    expect(trips).toBeLessThanOrEqual(2)
    expect(statements).toBeLessThanOrEqual(12)
    expect(rowsRead).toBeLessThanOrEqual(1_000)
    expect(await gzipped(html), 'of 30 kB, beside styles, scripts and headers (test/house/weight.test.ts)').toBeLessThanOrEqual(5_200)
  })

  it('SPD-4 the same week after 2,000 past appointments, and of every week that is not shown, reads no more', async () => {
    await fill(10)
    const before = numbersOf(await visit('dana', calendarPath(week(10))))
    await rows(`INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from,
        blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
      SELECT a.organization_id, a.id || '_' || w.value, a.client_id, a.staff_id, a.service_id, a.forum, 'confirmed',
        a.starts_at + w.value * 604800000, a.ends_at + w.value * 604800000, a.blocked_from + w.value * 604800000,
        a.blocked_until + w.value * 604800000, a.zone, 1, a.created_by, a.created_by_kind, 1
      FROM appointments a, json_each('[-12, -3, -2, 2, 3]') w WHERE a.starts_at > 1800000000000 AND a.created_at = 1`)
    expect(numbersOf(await visit('dana', calendarPath(week(10)))).rowsRead).toBeLessThanOrEqual(before.rowsRead + 10)
  })

  it('SPD-2 one therapist’s week of 40: at most 5 kB', async () => {
    await fill(1)
    const html = await read('dana', week(1))
    expect((html.match(/<li class="ap/g) ?? []).length).toBe(40)
    expect(await gzipped(html)).toBeLessThanOrEqual(5_000)
  })
})
