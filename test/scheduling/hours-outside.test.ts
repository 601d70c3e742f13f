import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { liesInHours } from '../../src/scheduling/hours.ts'
import { cast, element, freshPortal, hidden, newKey, rows, submit, textOf, visit } from '../support/portal.ts'
import { answerRequest, freeTimes, requested } from './support.ts'
import { hoursOn, minutesOf, questions, wallAt, within } from './slots.oracle.ts'

const theo = `/willow/manage/hours/${cast.theo.staffId}`

/** From the words of the specification: every minute lies in one window or extra hours of the date, and none in time off. */
test('SCH-3 what lies inside is what the minute-by-minute oracle says, around clock changes', () => {
  let inside = 0
  fc.assert(
    fc.property(questions, fc.integer({ min: -120, max: 4 * 1440 }), fc.integer({ min: 5, max: 180 }), (question, at, length) => {
      const { rules, busy, now } = question
      // Around a busy time, so that it often touches a window; a whole minute, as appointments are.
      const startsAt = Math.floor(((busy[0]?.startsAt ?? now) + (at % 300) * 60_000) / 60_000) * 60_000
      const minutes = minutesOf(rules.zone, startsAt, length)
      const start = wallAt(rules.zone, startsAt)
      const off = rules.exceptions.filter(
        ({ kind, fromDate, untilDate }) => kind === 'off' && fromDate <= start.date && start.date <= untilDate,
      )
      const expected =
        hoursOn(question, start).some((hours) => minutes.every(within(start.date, hours))) &&
        !minutes.some((minute) => off.some((hours) => within(start.date, hours)(minute)))
      if (expected) inside++
      expect(liesInHours(rules, { startsAt, endsAt: startsAt + length * 60_000 })).toBe(expected)
    }),
    { numRuns: 1500 },
  )
  expect(inside).toBeGreaterThan(50)
})

describe('SCH-3 what is ahead stays, and is listed when it lies outside', () => {
  beforeEach(() => freshPortal())

  const page = async () => await (await visit('theo', theo)).text()
  const change = async (path: string, fields: Record<string, string | number> = {}) =>
    await submit('theo', `${theo}/${path}`, { version: hidden(await page(), 'rules', 'version'), key: newKey(), ...fields })
  const appointments = () => rows('SELECT * FROM appointments ORDER BY id')

  test('a request and a confirmed appointment, by name and time; the request with its link', async () => {
    const [first = '', , third = ''] = await freeTimes('ana')
    const open = await requested(first)
    const confirmed = await requested(third, { who: 'bo', clientId: cast.bo.clientId })
    await answerRequest('confirmation', confirmed)
    expect(await page()).not.toContain('id="outside"')
    const before = await appointments()
    await change('exceptions', { kind: 'off', from_date: '2026-12-02' })
    const outside = element(await page(), 'outside')
    expect(textOf(outside)).toContain('2 appointments lie outside these hours')
    expect(textOf(outside)).toMatch(/Wed 2 Dec, \S+ EST · Ana Pereira · request .*Bo Nilsson/)
    expect(outside).toContain(`/willow/manage/requests#request-${open}`)
    expect(outside).not.toContain(confirmed)
    expect(await appointments()).toEqual(before)
    await change('undo')
    expect(await page()).not.toContain('id="outside"')
  })

  test('hours of another service, forum or place do not hold it', async () => {
    await requested((await freeTimes('ana'))[0] ?? '', { forum: 'telehealth' })
    for (const condition of [
      `forum = 'in_person'`,
      `forum = NULL, location_id = 'loc_main'`,
      `location_id = NULL, service_ids = '["svc_intake"]'`,
    ]) {
      await rows(`UPDATE availability SET ${condition} WHERE staff_id = 'sta_theo'`)
      expect(textOf(element(await page(), 'outside')), condition).toContain('One appointment lies outside')
    }
    await rows("UPDATE availability SET service_ids = NULL WHERE staff_id = 'sta_theo'")
    expect(await page()).not.toContain('id="outside"')
  })

  test("extra hours hold it; what is over, declined or somebody else's is not listed", async () => {
    const at = (await freeTimes('ana'))[0] ?? ''
    const id = await requested(at)
    await rows("DELETE FROM availability WHERE staff_id = 'sta_theo'")
    expect(await page()).toContain('id="outside"')
    await change('exceptions', { kind: 'extra', from_date: at.slice(0, 10), from: '00:00', to: '00:00' })
    expect(await page()).not.toContain('id="outside"')
    await change('undo')
    await answerRequest('decline', id)
    expect(await page()).not.toContain('id="outside"')
  })
})
