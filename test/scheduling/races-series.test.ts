/** SCH-24, SCH-26: a series is made while others ask for single times of it. It is made whole, or not at all. */
import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, freshPortal, newKey, rows, signIn, submit, textOf, tuesday, type Browser } from '../support/portal.ts'
import { appointmentsPath } from './calendar-support.ts'
import { manyClients } from './many.ts'
import { doubleBookings, expectOutcome, expectSoundPortal, raced, sizes, withoutReferee } from './races.ts'
import { ask, requested, switchTo } from './support.ts'

/** Tuesdays at 11:00 in New York; clients see the first eight of them. */
const tuesdays = Array.from({ length: 12 }, (_, at) => new Date(Date.parse('2026-12-08') + at * 7 * 86_400_000).toISOString().slice(0, 10))
const wanted = tuesdays.slice(0, 6)
const startOf = (date: string) => `${date}T16:00:00.000Z`
const seriesPath = '/willow/manage/series'
const wish = { offering: 'sta_theo:svc_session', forum: 'telehealth', room: '', date: '2026-12-08', time: '11:00', every: '1', until: '' }

const series =
  (who: Browser, more: Record<string, string | string[]> = {}) =>
  () =>
    submit(who, seriesPath, { ...wish, client: cast.ana.clientId, count: '12', keep: tuesdays, key: newKey(), ...more })
const single = (who: Browser, date: string) => () =>
  submit(who, appointmentsPath, {
    client: cast.bo.clientId,
    therapist: cast.theo.staffId,
    service: 'svc_session',
    where: 'telehealth',
    date,
    time: '11:00',
    key: newKey(),
  })

const standing = () =>
  rows<{ id: string; starts_at: number; series_id: string | null; override: number }>(
    `SELECT id, starts_at, series_id, override FROM appointments WHERE status IN ('requested', 'confirmed') AND staff_id = 'sta_theo'
      AND created_at >= ? ORDER BY starts_at`,
    Date.parse(tuesday),
  )
const datesOf = (found: { starts_at: number }[]) => found.map(({ starts_at }) => new Date(starts_at).toISOString().slice(0, 10))
const audited = (action: string) => auditRows({ action })
const told = (event: string) => rows('SELECT 1 FROM outbox WHERE event = ?', event)

/** What stands, by whether it is of a series; every one with its entry, one e-mail for a series, and nothing of a series that is none. */
async function outcome() {
  const all = await standing()
  const [whole, alone] = [all.filter(({ series_id }) => series_id), all.filter(({ series_id }) => !series_id)]
  const made = await rows('SELECT id FROM appointment_series')
  expect(whole.every(({ series_id }) => made.some(({ id }) => id === series_id))).toBe(true)
  expect(await audited('series.created')).toHaveLength(made.length)
  expect((await audited('appointment.created')).length + (await audited('request.made')).length).toBe(all.length)
  expect(await told('new_request')).toHaveLength((await audited('request.made')).length)
  expect(await doubleBookings()).toEqual([])
  await expectSoundPortal()
  return { whole, alone, made }
}

beforeEach(async () => {
  await freshPortal()
  await switchTo('notify_created', 'on')
})

describe.each(sizes)('%i at once', (count) => {
  it.each(['first', 'last'])('SCH-24 SCH-26 a series, %s in line, against single times within it: one owner each', async (where) => {
    const people = await manyClients(count - 1)
    const [theo, dana] = [await signIn('theo'), await signIn('dana')]
    const singles = people.map(({ browser, clientId }, at) => {
      const date = wanted[at % wanted.length] ?? ''
      return at % 5 === 4 ? single(dana, date) : () => ask(startOf(date), { who: browser, clientId })
    })
    let answer: Response | undefined
    const making = async () => (answer = (await series(theo)()).clone())
    const counts = await raced(where === 'first' ? [making, ...singles] : [...singles, making])
    const { whole, alone, made } = await outcome()
    const asked = new Set(singles.map((_, at) => wanted[at % wanted.length]))
    if (answer?.status === 303) {
      expectOutcome(counts, count, { least: 1, most: 1 })
      expect(datesOf(whole)).toEqual(tuesdays)
      expect([alone.length, made.length]).toEqual([0, 1])
      expect(await told('created')).toHaveLength(1)
    } else {
      expectOutcome(counts, count, { least: asked.size, most: asked.size })
      expect([whole.length, made.length]).toEqual([0, 0])
      expect(datesOf(alone)).toEqual([...asked].toSorted())
      await expectTheRest(theo, answer, datesOf(alone))
    }
  })

  it('SCH-24 series against series of other clients: one is whole, the others are nothing', async () => {
    const [theo, dana] = [await signIn('theo'), await signIn('dana')]
    const clients = [cast.ana.clientId, cast.bo.clientId]
    const counts = await raced(
      Array.from({ length: count }, (_, at) => series(at % 2 === 0 ? theo : dana, { client: clients[at % 2] ?? '' })),
    )
    expectOutcome(counts, count, { least: 1, most: 1 })
    const { whole, alone, made } = await outcome()
    expect(datesOf(whole)).toEqual(tuesdays)
    expect([alone.length, made.length]).toEqual([0, 1])
    expect(await told('created')).toHaveLength(1)
  })

  it('SCH-22 a series that is knowingly put over requests is whole all the same; none of it over what nobody said yes to', async () => {
    const people = await manyClients(count)
    const theo = await signIn('theo')
    const [first, ...rest] = people
    const shown = await requested(startOf('2026-12-08'), { who: first!.browser, clientId: first!.clientId })
    const singles = rest.map(
      ({ browser, clientId }, at) =>
        () =>
          ask(startOf(wanted[at % wanted.length] ?? ''), { who: browser, clientId }),
    )
    let status = 0
    const making = async () => {
      const made = await series(theo, { keep: tuesdays.slice(1), over: '2026-12-08', seen: shown })()
      status = made.status
      return made
    }
    const counts = await raced([making, ...singles])
    const { whole, alone, made } = await outcome()
    if (status === 303) {
      expectOutcome(counts, count, { least: 1, most: 1 })
      expect(datesOf(whole)).toEqual(tuesdays)
      expect(whole.filter(({ override }) => override === 1).map(({ starts_at }) => starts_at)).toEqual([Date.parse(startOf('2026-12-08'))])
      expect([datesOf(alone), made.length]).toEqual([['2026-12-08'], 1])
    } else {
      expectOutcome(counts, count, { least: 1, most: wanted.length - 1 })
      expect([whole.length, made.length]).toEqual([0, 0])
      expect(alone.length).toBe(1 + (counts[303] ?? 0))
    }
  })
})

it('SCH-24 without the referee, a series and those who ask for its times are let in together', async () => {
  const people = await manyClients(10)
  const theo = await signIn('theo')
  const singles = people.map(
    ({ browser, clientId }) =>
      () =>
        ask(startOf('2026-12-08'), { who: browser, clientId }),
  )
  const counts = await withoutReferee(() => raced([...singles, series(theo)]))
  expect(() => expectOutcome(counts, 11, { least: 1, most: 1 })).toThrow()
  expect(await doubleBookings()).not.toEqual([])
  await expect(expectSoundPortal()).rejects.toThrow()
})

/** The refusal names every date that somebody has by now, keeps the rest chosen, and the rest can be had. */
async function expectTheRest(who: Browser, refused: Response | undefined, taken: string[]): Promise<void> {
  expect(refused?.status).toBe(409)
  const html = (await refused?.text()) ?? ''
  expect(textOf(html)).toMatch(/Nothing was saved/)
  const keep = [...html.matchAll(/name="keep" value="([^"]+)" [^>]*checked/g)].map(([, date]) => date ?? '')
  expect(tuesdays.filter((date) => !keep.includes(date)).every((date) => taken.includes(date))).toBe(true)
  const rest = tuesdays.filter((date) => !taken.includes(date))
  const made = await series(who, { keep: rest })()
  expect(made.status, textOf(await made.clone().text())).toBe(303)
  const { whole } = await outcome()
  expect(datesOf(whole)).toEqual(rest)
}
