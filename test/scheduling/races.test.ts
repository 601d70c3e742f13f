/** SCH-24, SCH-25: who comes at the same moment. A naive portal fails every one of these. */
import { beforeEach, describe, expect, it } from 'vitest'
import { freshPortal, newKey, rows, signIn, submit } from '../support/portal.ts'
import { manyClients } from './many.ts'
import { doubleBookings, expectOutcome, expectWholeHistory, raced, sizes, withoutReferee } from './races.ts'
import { ask, requested } from './support.ts'

const thursdayTen = '2026-12-03T15:00:00.000Z'
/** Each meets the two before it and the two after it: of 50 minutes, every half hour, from 9 to 11:30. */
const overlapping = [0, 30, 60, 90, 120, 150].map((minutes) =>
  new Date(Date.parse('2026-12-03T14:00:00Z') + minutes * 60_000).toISOString(),
)
const standing = async () => await rows<{ id: string }>("SELECT id FROM appointments WHERE status IN ('requested', 'confirmed')")

beforeEach(() => freshPortal())

describe.each(sizes)('%i at once', (count) => {
  it('SCH-24 ask for one time: one has it', async () => {
    const before = (await standing()).length
    const people = await manyClients(count)
    const counts = await raced(
      people.map(
        ({ browser, clientId }) =>
          () =>
            ask(thursdayTen, { who: browser, clientId }),
      ),
    )
    expectOutcome(counts, count, { least: 1, most: 1 })
    expect((await standing()).length - before).toBe(1)
    expect(await doubleBookings()).toEqual([])
  })

  it('SCH-24 ask for times that overlap in part: no two who meet have one', async () => {
    const people = await manyClients(count)
    const counts = await raced(
      people.map(
        ({ browser, clientId }, at) =>
          () =>
            ask(overlapping[at % overlapping.length] ?? '', { who: browser, clientId }),
      ),
    )
    expectOutcome(counts, count, { least: 1, most: 3 })
    expect(await doubleBookings()).toEqual([])
    expect(await rows("SELECT id FROM outbox WHERE event = 'new_request'")).toHaveLength(counts[303] ?? 0)
  })

  it('SCH-25 confirm, decline and withdraw one request: one of them did', async () => {
    const id = await requested(thursdayTen)
    const [theo, dana, ana] = [await signIn('theo'), await signIn('dana'), await signIn('ana')]
    const acts = [
      () => submit(theo, `/willow/manage/requests/${id}/confirmation`, { version: 1, key: newKey() }),
      () => submit(dana, `/willow/manage/requests/${id}/decline`, { version: 1, key: newKey() }),
      () => submit(ana, `/willow/my/cli_ana/requests/${id}/withdrawal`, { version: 1, key: newKey() }),
    ]
    const counts = await raced(Array.from({ length: count }, (_, at) => acts[at % acts.length]!))
    expectOutcome(counts, count, { least: 1, most: 1 })
    await expectWholeHistory(id)
    expect(await rows('SELECT status FROM appointments WHERE id = ? AND version = 2', id)).toHaveLength(1)
  })
})

describe('the counter of the tests is honest', () => {
  it.each([50, 200])('SCH-24 without the referee, %i who ask at once are let in together', async (count) => {
    const people = await manyClients(count)
    const asking = people.map(
      ({ browser, clientId }) =>
        () =>
          ask(thursdayTen, { who: browser, clientId }),
    )
    const counts = await withoutReferee(() => raced(asking))
    expect(counts[303]).toBeGreaterThan(1)
    expect(() => expectOutcome(counts, count, { least: 1, most: 1 })).toThrow()
    expect(await doubleBookings()).not.toEqual([])
  })

  it('SCH-24 without the referee, overlapping times are let in together', async () => {
    const people = await manyClients(50)
    const asking = people.map(
      ({ browser, clientId }, at) =>
        () =>
          ask(overlapping[at % overlapping.length] ?? '', { who: browser, clientId }),
    )
    const counts = await withoutReferee(() => raced(asking))
    expect(counts[303]).toBeGreaterThan(3)
    expect(await doubleBookings()).not.toEqual([])
  })
})
