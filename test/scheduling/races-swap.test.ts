/** SCH-24, SCH-25: two appointments change places, by themselves, in chains, with an open request, between therapists. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newKey, rows, signIn, submit, type Browser } from '../support/portal.ts'
import { appointmentsPath, made, move, row, seenIn } from './calendar-support.ts'
import { doubleBookings, expectOutcome, expectSoundPortal, expectWholeHistory, raced, sizes, withoutReferee } from './races.ts'
import { requested, switchTo } from './support.ts'

const { theo, tess } = cast
type Fields = Record<string, string | number | undefined>

/** A move of an appointment that nobody has moved yet, with a key of its own. */
const moved = (who: Browser, id: string, fields: Fields) => () =>
  submit(who, `${appointmentsPath}/${id}/move`, {
    therapist: theo.staffId,
    where: 'telehealth',
    date: '2026-12-03',
    version: 1,
    key: newKey(),
    ...fields,
  })

const around = (count: number, acts: (() => Promise<Response>)[]) => Array.from({ length: count }, (_, at) => acts[at % acts.length]!)

/** As often as somebody was let in, something moved: once each, with its entry, and one e-mail. */
async function expectMoves(ids: string[], letIn: number): Promise<void> {
  const versions = await Promise.all(ids.map(async (id) => (await row(id)).version))
  expect(versions.reduce((sum, version) => sum + version - 1, 0)).toBe(letIn)
  for (const id of ids) await expectWholeHistory(id)
  expect(await rows("SELECT 1 FROM audit WHERE action = 'appointment.moved'")).toHaveLength(letIn)
  expect(await rows("SELECT 1 FROM outbox WHERE event GLOB 'rescheduled*' OR event = 'staff_changed'")).toHaveLength(letIn)
  expect(await doubleBookings()).toEqual([])
  await expectSoundPortal()
}

beforeEach(async () => {
  await freshPortal()
  await switchTo('notify_rescheduled', 'on')
  await switchTo('notify_staff_changed', 'on')
})

describe.each(sizes)('%i at once', (count) => {
  it.each([
    ['', undefined],
    [', even knowingly', '1'],
  ])('SCH-24 move two appointments into each other’s time%s: both stay where they are', async (_, override) => {
    const [first, second] = [await made(), await made({ client: cast.bo.clientId, time: '11:00' })]
    const [one, other] = [await signIn('theo'), await signIn('dana')]
    const counts = await raced(
      around(count, [
        moved(one, first, { time: '11:00', override, seen: second }),
        moved(other, second, { time: '10:00', override, seen: first }),
      ]),
    )
    expectOutcome(counts, count, { least: 0, most: 0 })
    await expectMoves([first, second], 0)
  })

  it('SCH-24 move two of two therapists to each other: both stay where they are', async () => {
    const [first, second] = [await made({}, 'dana'), await made({ client: cast.nell.clientId, therapist: tess.staffId }, 'dana')]
    const dana = await signIn('dana')
    const counts = await raced(
      around(count, [
        moved(dana, first, { therapist: tess.staffId, time: '10:00' }),
        moved(dana, second, { therapist: theo.staffId, time: '10:00' }),
      ]),
    )
    expectOutcome(counts, count, { least: 0, most: 0 })
    expect([(await row(first)).staff_id, (await row(second)).staff_id]).toEqual([theo.staffId, tess.staffId])
    await expectMoves([first, second], 0)
  })

  it('SCH-24 while one of the two may leave for a free time: it leaves once, and at most the other takes its place', async () => {
    const [first, second] = [await made(), await made({ client: cast.bo.clientId, time: '11:00' })]
    const [one, other] = [await signIn('theo'), await signIn('dana')]
    const counts = await raced(
      around(count, [moved(one, first, { time: '14:00' }), moved(other, second, { time: '10:00' }), moved(one, first, { time: '11:00' })]),
    )
    expectOutcome(counts, count, { least: 1, most: 2 })
    await expectMoves([first, second], counts[303] ?? 0)
    const [there, here] = [await row(first), await row(second)]
    expect(there.starts_at).toBe(Date.parse('2026-12-03T19:00:00Z'))
    expect(here.starts_at).toBe(Date.parse(here.version === 1 ? '2026-12-03T16:00:00Z' : '2026-12-03T15:00:00Z'))
  })

  it('SCH-24 each of a row moves into the next one’s time: the last always arrives, and nobody comes upon another', async () => {
    const places = Array.from({ length: count + 1 }, (_, at) => new Date(Date.parse('2027-01-04T05:00:00Z') + at * 3_600_000).toISOString())
    const outside = { override: '1', seen: 'hours' }
    const dana = await signIn('dana')
    const ids: string[] = []
    for (const start of places.slice(0, count)) ids.push(await made({ ...wallTime(start), ...outside }, 'dana'))
    const counts = await raced(ids.map((id, at) => moved(dana, id, { ...wallTime(places[at + 1] ?? ''), ...outside })))
    expectOutcome(counts, count, { least: 1, most: count })
    await expectMoves(ids, counts[303] ?? 0)
    const starts = await Promise.all(ids.map(async (id) => new Date((await row(id)).starts_at).toISOString()))
    expect(starts.at(-1)).toBe(places.at(-1))
    expect(new Set(starts).size).toBe(count)
  })

  it('SCH-22 one moves over an open request while that is confirmed: knowingly either, never both', async () => {
    const id = await made()
    const asked = await requested('2026-12-03T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    const seen = seenIn(await (await move(id, { time: '11:00' })).text())
    const [one, other] = [await signIn('theo'), await signIn('dana')]
    const counts = await raced(
      around(count, [
        moved(one, id, { time: '11:00', override: '1', seen }),
        () => submit(other, `/willow/manage/requests/${asked}/confirmation`, { version: 1, key: newKey() }),
      ]),
    )
    expectOutcome(counts, count, { least: 1, most: 1 })
    const moves = (await row(id)).version - 1
    expect(await row(asked)).toMatchObject(moves === 1 ? { status: 'requested', version: 1 } : { status: 'confirmed', version: 2 })
    expect((await row(id)).override).toBe(moves)
    await expectWholeHistory(asked)
    await expectMoves([id], moves)
  })

  it('SCH-22 the same, not asked for knowingly: the request is confirmed, the other stays', async () => {
    const id = await made()
    const asked = await requested('2026-12-03T16:00:00.000Z', { who: 'bo', clientId: cast.bo.clientId })
    const [one, other] = [await signIn('theo'), await signIn('dana')]
    const counts = await raced(
      around(count, [
        moved(one, id, { time: '11:00' }),
        () => submit(other, `/willow/manage/requests/${asked}/confirmation`, { version: 1, key: newKey() }),
      ]),
    )
    expectOutcome(counts, count, { least: 1, most: 1 })
    expect((await row(asked)).status).toBe('confirmed')
    await expectMoves([id], 0)
  })
})

it('SCH-24 without the referee, two who move to one free time are both let in', async () => {
  const [first, second] = [await made(), await made({ client: cast.bo.clientId, time: '11:00' })]
  const [one, other] = [await signIn('theo'), await signIn('dana')]
  const acts = [moved(one, first, { time: '14:00' }), moved(other, second, { time: '14:00' })]
  const counts = await withoutReferee(() => raced(around(10, acts)))
  expect(() => expectOutcome(counts, 10, { least: 1, most: 1 })).toThrow()
  expect(await doubleBookings()).not.toEqual([])
})

/** Date and time on Theo's clock, in winter. */
function wallTime(iso: string): { date: string; time: string } {
  const there = new Date(Date.parse(iso) - 5 * 3_600_000).toISOString()
  return { date: there.slice(0, 10), time: there.slice(11, 16) }
}
