import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newKey, roundTrips, rows, services, submit, textOf, visit, type Who } from '../support/portal.ts'

/** Looking for a time across therapists, by the part of the day, on the next day that has one (SCH-11). */

const firstPage = '/willow/my/cli_ana/appointments/new'
const of = (query: Record<string, string>) =>
  `${firstPage}?${new URLSearchParams({ service: services.session, forum: 'telehealth', from: '2026-12-03', ...query })}`
const page = async (query: Record<string, string>, who: Who | null = 'ana') => await (await visit(who, of(query))).text()

/** Every button of the page with the therapist whom its form names. */
function timesIn(html: string): { start: string; therapist: string; label: string }[] {
  const therapistOf = (id: string) => new RegExp(`<form[^>]*id="${id}"[^>]*>.*?name="therapist" value="([^"]+)"`, 's').exec(html)?.[1] ?? ''
  return [...html.matchAll(/<button class="slot" name="start" value="([^"]+)"(?: form="([^"]+)")? aria-label="([^"]+)"/g)].map(
    ([, start = '', form, label = '']) => ({ start, therapist: form ? therapistOf(form) : '', label }),
  )
}

beforeEach(async () => {
  await freshPortal()
  await rows("UPDATE staff SET subscribed_at = 1 WHERE id = 'sta_tess'")
})

/** Tess works on Thursday 3 December only, from eight to ten, an hour before Theo begins. */
const tessEarly = async () => {
  await rows("DELETE FROM availability WHERE staff_id = 'sta_tess'")
  await rows(`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute)
    VALUES ('org_willow', 'avl_early', 'sta_tess', 4, 480, 600)`)
}

describe('SCH-11 the first available time, whoever has it', () => {
  it('SCH-11 is one of the therapists to choose, once two of them offer the service', async () => {
    expect(await page({})).toContain('<option value="first">First available</option>')
    await rows("DELETE FROM offerings WHERE staff_id = 'sta_tess' AND service_id = ?", services.session)
    expect(await page({})).not.toContain('value="first"')
    expect(textOf(await page({ therapist: 'first' }))).toContain('Press a time to ask Theo for it')
  })

  it('SCH-11 whoever is chosen after a service that she does not offer shows what she does', async () => {
    await rows("DELETE FROM offerings WHERE staff_id = 'sta_tess' AND service_id = ?", services.intake)
    const html = await page({ therapist: 'sta_tess', service: services.intake, forum: 'telehealth' })
    expect(textOf(html)).toContain('Press a time to ask Tess for it')
    expect(html).toContain('name="service" value="svc_session"')
  })

  it('SCH-11 shows the times of all of them in order, each named in full with whose it is', async () => {
    await tessEarly()
    const html = await page({ therapist: 'first' })
    expect(html).toContain('<option value="first" selected')
    const times = timesIn(html)
    expect(times.map(({ start }) => start)).toEqual(times.map(({ start }) => start).toSorted())
    expect(times[0]).toEqual({
      start: '2026-12-03T13:00:00.000Z',
      therapist: 'sta_tess',
      label: 'Thursday 3 December, 08:00 EST, with Tess Moreau',
    })
    expect(times.find(({ start }) => start === '2026-12-03T14:00:00.000Z')).toMatchObject({
      therapist: 'sta_theo',
      label: 'Thursday 3 December, 09:00 EST, with Theo Lindqvist',
    })
    expect(new Set(times.map(({ start }) => start)).size).toBe(times.length)
    expect(html).not.toContain('name="therapist" value="first"')
  })

  it('SCH-11 SCH-24 asking from there asks the therapist who is named, and the time is theirs no longer', async () => {
    await tessEarly()
    const [first] = timesIn(await page({ therapist: 'first' }))
    const wish = { service: services.session, forum: 'telehealth', key: newKey(), start: first?.start ?? '' }
    const answer = await submit('ana', '/willow/my/cli_ana/requests', { ...wish, therapist: first?.therapist })
    expect(answer.status).toBe(303)
    expect(await rows("SELECT staff_id FROM appointments WHERE status = 'requested'")).toEqual([{ staff_id: 'sta_tess' }])
    expect(timesIn(await page({ therapist: 'first' })).map(({ start }) => start)).not.toContain(first?.start)
    expect((await submit('ana', '/willow/my/cli_ana/requests', { ...wish, key: newKey(), therapist: 'first' })).status).toBe(409)
  })

  it('SCH-11 of two who are free at a time, whoever has more of the day left is named', async () => {
    const named = async () => new Set(timesIn(await page({ therapist: 'first' })).map(({ therapist }) => therapist))
    await rows("DELETE FROM availability WHERE staff_id = 'sta_tess'")
    await rows(`INSERT INTO availability (organization_id, id, staff_id, weekday, from_minute, to_minute)
      VALUES ('org_willow', 'avl_half', 'sta_tess', 4, 540, 780)`)
    expect(await named()).toEqual(new Set(['sta_theo']))
    await rows("UPDATE availability SET to_minute = 1200 WHERE id = 'avl_half'")
    expect(await named()).toEqual(new Set(['sta_tess']))
  })

  it('SCH-11 only whom the client may ask: not a therapist without a seat, not one who does not care for her', async () => {
    await tessEarly()
    await rows("UPDATE assignments SET ended_at = 1 WHERE client_id = 'cli_ana' AND staff_id = 'sta_tess'")
    expect(await page({ therapist: 'first' })).not.toContain('sta_tess')
    await rows("UPDATE assignments SET ended_at = NULL WHERE client_id = 'cli_ana' AND staff_id = 'sta_tess'")
    await rows("UPDATE staff SET subscribed_at = NULL WHERE id = 'sta_tess'")
    expect(await page({ therapist: 'first' })).not.toContain('sta_tess')
  })

  it("SCH-11 in person each time is of its place; by video it is the client's, with the therapist's beside it", async () => {
    await rows("UPDATE clients SET zone = 'America/Los_Angeles' WHERE id = 'cli_ana'")
    await tessEarly()
    const [video] = timesIn(await page({ therapist: 'first' }))
    expect(video?.label).toBe('Thursday 3 December, 05:00 PST, with Tess Moreau, 08:00 for Tess')
    expect(textOf(await page({ therapist: 'first' }))).toContain('Times are yours, Los Angeles.')
    await rows(`INSERT INTO locations (organization_id, id, name, address, zone, hide_address)
      VALUES ('org_willow', 'loc_west', 'West', '', 'America/Chicago', 0)`)
    await rows("UPDATE offerings SET location_id = 'loc_west' WHERE staff_id = 'sta_tess'")
    const html = await page({ therapist: 'first', forum: 'in_person' })
    const [there] = timesIn(html)
    expect(there?.label).toBe('Thursday 3 December, 07:00 CST, with Tess Moreau, 08:00 for Tess, West')
    expect(textOf(html)).toContain('Each time is of the place where you meet.')
  })

  it('SCH-11 SPD-1 costs no round trip and no row more than the page of one therapist', async () => {
    const read = async (query: Record<string, string>) => {
      const answer = await visit('ana', of(query))
      const [, count] = /rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '') ?? []
      return { trips: roundTrips(answer), rows: Number(count) }
    }
    const [one, all] = [await read({ therapist: 'sta_theo' }), await read({ therapist: 'first' })]
    expect(all.trips).toBeLessThanOrEqual(2)
    expect(one.rows).toBeGreaterThan(0)
    expect(all).toEqual(one)
  })

  it('SCH-11 LNK-2 visitors have it, too; on the link of one therapist there is nothing to choose', async () => {
    await rows("UPDATE availability SET from_minute = 480 WHERE staff_id = 'sta_tess'")
    const html = await (await visit(null, `/willow/book?therapist=first&service=${services.intake}&forum=in_person&from=2026-12-08`)).text()
    const times = timesIn(html)
    expect(times[0]).toMatchObject({ start: '2026-12-08T13:00:00.000Z', therapist: 'sta_tess' })
    const chosen = new URLSearchParams({
      therapist: 'sta_tess',
      service: services.intake,
      forum: 'in_person',
      start: times[0]?.start ?? '',
    })
    expect(textOf(await (await visit(null, `/willow/book?${chosen}`)).text())).toContain('with Tess Moreau')
    const theo = await (await visit(null, '/willow/book/theo?therapist=first')).text()
    expect(theo).not.toContain('value="first"')
    expect(theo).not.toContain('sta_tess')
  })
})

describe('SCH-11 the part of the day', () => {
  it('SCH-11 is chosen by a link, and the days count only what is in it', async () => {
    const html = await page({ therapist: 'sta_theo' })
    const [, afternoon = ''] = /id="part-afternoon" href="([^"]+)"/.exec(html) ?? []
    const shown = await (await visit('ana', afternoon.replaceAll('&amp;', '&'))).text()
    const starts = timesIn(shown).map(({ start }) => start)
    expect(starts[0]).toBe('2026-12-03T17:00:00.000Z')
    expect(starts).toHaveLength(9)
    expect(/id="day-2026-12-03"[^>]*>.*?<\/a>/s.exec(shown)?.[0]).toContain('9 free')
    expect(shown).toMatch(/id="part-afternoon"[^>]*aria-current="true"/)
    expect(shown).toContain('<input type="hidden" name="part" value="afternoon"')
    expect(/id="day-2026-12-04" href="([^"]+)"/.exec(shown)?.[1]).toContain('part=afternoon')
  })

  it('SCH-11 leads on to the next day that has something in it', async () => {
    await rows("UPDATE availability SET to_minute = 720 WHERE staff_id = 'sta_theo' AND weekday <> 1")
    const html = await page({ therapist: 'sta_theo', part: 'afternoon' })
    expect(timesIn(html)[0]?.start).toBe('2026-12-07T17:00:00.000Z')
    expect(textOf(html)).toContain('Nothing is free on Thu 3 Dec. This is the next day with free times.')
  })

  it('SCH-11 says when there is none, with the way back, and takes no nonsense', async () => {
    const html = await page({ therapist: 'sta_theo', part: 'evening' })
    expect(textOf(html)).toContain('No free evenings at the moment')
    expect(html).toMatch(/<a href="[^"]*"[^>]*>Show any time<\/a>/)
    expect(timesIn(await page({ therapist: 'sta_theo', part: 'midnight' }))).toHaveLength(15)
  })

  it('SCH-11 is of the clock the client looks at', async () => {
    await rows("UPDATE clients SET zone = 'Europe/Madrid' WHERE id = 'cli_ana'")
    expect(timesIn(await page({ therapist: 'sta_theo', part: 'morning' }))).toEqual([])
    expect(timesIn(await page({ therapist: 'sta_theo', part: 'evening' }))[0]?.label).toBe('Thursday 3 December, 18:00 CET, 12:00 for Theo')
  })
})

describe('SCH-11 the next free day', () => {
  it('SCH-11 is shown instead of one without times, and said so; a day that is no day is today', async () => {
    const html = await page({ therapist: 'sta_theo', from: '2026-12-05' })
    expect(timesIn(html)[0]?.start).toBe('2026-12-07T14:00:00.000Z')
    expect(textOf(html)).toContain('Nothing is free on Sat 5 Dec. This is the next day with free times.')
    expect(textOf(await page({ therapist: 'sta_theo' }))).not.toContain('Nothing is free')
    expect(timesIn(await page({ therapist: 'sta_theo', from: '2026-99-99' }))[0]?.start).toBe('2026-12-02T15:00:00.000Z')
    expect(textOf(await page({ therapist: 'sta_theo', from: '2027-12-01' }))).toContain('This is the last day with free times.')
  })

  it('SCH-11 is one press away when the days after these are empty', async () => {
    await rows(`INSERT INTO availability_exceptions (organization_id, id, staff_id, kind, from_date, until_date, from_minute, to_minute)
      VALUES ('org_willow', 'exc_away', 'sta_theo', 'off', '2026-12-04', '2027-01-05', 0, 1440)`)
    const html = await page({ therapist: 'sta_theo' })
    const [later = ''] = /<a[^>]*aria-label="Later days"[^>]*>/.exec(html) ?? []
    expect(later).toContain('from=2027-01-06')
  })
})

describe('SCH-11 in Spanish', () => {
  it('SCH-11 says all of it', async () => {
    await rows("UPDATE people SET language = 'es' WHERE id = ?", cast.ana.personId)
    const html = textOf(await page({ therapist: 'first', from: '2026-12-05', part: 'morning' }))
    for (const said of ['Primera hora libre', 'Todo el día', 'No hay nada libre el sáb 5 dic.', 'Pulse una hora para pedírsela a quien'])
      expect(html).toContain(said)
  })
})
