/** SCH-22: staff go over what they saw. What comes in the same moment they did not see: it keeps its time, or finds it taken. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newKey, rows, signIn, submit } from '../support/portal.ts'
import { appointmentsPath, made, move } from './calendar-support.ts'
import { manyClients } from './many.ts'
import { expectOutcome, expectSoundPortal, raced, sizes } from './races.ts'
import { ask, requested } from './support.ts'

const day = '2026-12-08'
/** Asked for before, from 11:00 to 11:50 in New York. Staff want 11:30 to 12:20; clients ask for 12:00. */
const asked = `${day}T16:00:00.000Z`
const alsoAsked = `${day}T17:00:00.000Z`
const overIt = { therapist: cast.theo.staffId, where: 'telehealth', date: day, time: '11:30', override: '1' }

/** What staff do at 11:30 over the request they saw. */
const verbs: Record<string, (seen: string) => Promise<() => Promise<Response>>> = {
  make: async (seen) => {
    const theo = await signIn('theo')
    const fields = { ...overIt, client: cast.ana.clientId, service: 'svc_session', seen }
    return () => submit(theo, appointmentsPath, { ...fields, key: newKey() })
  },
  move: async (seen) => {
    const id = await made({ time: '15:00' })
    const theo = await signIn('theo')
    return () => move(id, { ...overIt, seen }, theo)
  },
  'make a series': async (seen) => {
    const theo = await signIn('theo')
    const rule = {
      offering: 'sta_theo:svc_session',
      forum: 'telehealth',
      room: '',
      date: day,
      time: '11:30',
      every: '1',
      until: '',
      count: '3',
    }
    const chosen = { keep: ['2026-12-15', '2026-12-22'], over: day, seen }
    return () => submit(theo, '/willow/manage/series', { client: cast.ana.clientId, ...rule, ...chosen, key: newKey() })
  },
}

beforeEach(() => freshPortal())

describe.each(Object.entries(verbs))('staff %s over a request they saw', (_, begin) => {
  it.each(sizes)('SCH-22 SCH-24 while %i ask for a time beside it: one of them has it, or staff do', async (count) => {
    const seen = await requested(asked, { who: 'bo', clientId: cast.bo.clientId })
    const people = await manyClients(count - 1)
    const act = await begin(seen)
    const asking = people.map(
      ({ browser, clientId }) =>
        () =>
          ask(alsoAsked, { who: browser, clientId }),
    )
    const counts = await raced([...asking.slice(count / 2), act, ...asking.slice(0, count / 2)])
    expectOutcome(counts, count, { least: 1, most: 1 })
    const standing = await rows<{ starts_at: number; status: string; override: number }>(
      `SELECT starts_at, status, override FROM appointments WHERE staff_id = 'sta_theo' AND status IN ('requested', 'confirmed')
        AND starts_at BETWEEN ? AND ? ORDER BY starts_at`,
      Date.parse(asked),
      Date.parse(alsoAsked),
    )
    expect(standing.map(({ starts_at }) => starts_at)).toEqual([Date.parse(asked), expect.any(Number)])
    expect(standing[1]).toEqual(
      standing[1]?.override
        ? { starts_at: Date.parse(`${day}T16:30:00.000Z`), status: 'confirmed', override: 1 }
        : { starts_at: Date.parse(alsoAsked), status: 'requested', override: 0 },
    )
    await expectSoundPortal()
  })
})

describe.each(Object.entries(verbs))('staff %s', (_, begin) => {
  it('SCH-22 is refused over a request other than the one they saw', async () => {
    await requested(asked, { who: 'bo', clientId: cast.bo.clientId })
    const act = await begin('apt_another')
    expect((await act()).status).toBe(409)
  })
})
