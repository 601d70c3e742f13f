/** When no room is free: against an oracle that asks every room at every start, with one, two and three rooms. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startsWithoutRoom, type RoomNeed, type RoomTime } from '../../src/scheduling/rooms-taken.ts'
import { slots, type SlotQuestion } from '../../src/scheduling/slots.ts'

const minute = 60_000
const base = Date.parse('2026-12-08T09:00:00Z')
const hours = 10 * 60

/** The trigger's own words (migrations/0002): the core of one meets the other with its buffers. */
const collides = (taken: RoomTime, startsAt: number, need: RoomNeed): boolean => {
  const endsAt = startsAt + need.durationMinutes * minute
  const blockedFrom = startsAt - need.bufferBeforeMinutes * minute
  const blockedUntil = endsAt + need.bufferAfterMinutes * minute
  return (taken.startsAt < blockedUntil && taken.endsAt > blockedFrom) || (taken.blockedFrom < endsAt && taken.blockedUntil > startsAt)
}
const noneIsFree = (rooms: RoomTime[][], startsAt: number, need: RoomNeed): boolean =>
  rooms.length > 0 && rooms.every((times) => times.some((taken) => collides(taken, startsAt, need)))

const buffers = fc.constantFrom(0, 0, 5, 15, 30)
const needs = fc.record({ durationMinutes: fc.constantFrom(10, 25, 50, 80), bufferBeforeMinutes: buffers, bufferAfterMinutes: buffers })
const times = fc
  .record({ at: fc.integer({ min: -60, max: hours }), minutes: fc.integer({ min: 1, max: 120 }), before: buffers, after: buffers })
  .map(({ at, minutes, before, after }) => {
    const startsAt = base + at * minute
    const endsAt = startsAt + minutes * minute
    return { startsAt, endsAt, blockedFrom: startsAt - before * minute, blockedUntil: endsAt + after * minute }
  })
const roomsOf = (count: number) => fc.array(fc.array(times, { maxLength: 9 }), { minLength: count, maxLength: count })

test.each([1, 2, 3])('SCH-10 of %i rooms, a start is closed iff every one of them is taken at some moment of it', (count) => {
  let closed = 0
  fc.assert(
    fc.property(roomsOf(count), needs, (rooms, need) => {
      const runs = startsWithoutRoom(rooms, need)
      for (let at = -120; at <= hours + 120; at++) {
        const start = base + at * minute
        const found = runs.some(({ startsAt, endsAt }) => startsAt <= start && start < endsAt)
        expect(found, `${at} minutes after nine`).toBe(noneIsFree(rooms, start, need))
        if (found) closed++
      }
    }),
    { numRuns: 150 },
  )
  expect(closed).toBeGreaterThan(0)
})

test('SCH-10 the runs are ascending, apart, and whatever the order of the rows, the same', () =>
  fc.assert(
    fc.property(roomsOf(2), needs, (rooms, need) => {
      const runs = startsWithoutRoom(rooms, need)
      expect(
        startsWithoutRoom(
          rooms.toReversed().map((list) => list.toReversed()),
          need,
        ),
      ).toEqual(runs)
      runs.forEach(({ startsAt, endsAt }, i) => {
        expect(startsAt).toBeLessThan(endsAt)
        if (i > 0) expect(runs[i - 1]!.endsAt).toBeLessThanOrEqual(startsAt)
      })
    }),
  ))

test('SCH-10 slots offers in person what leaves a room, and nothing else goes missing', () =>
  fc.assert(
    fc.property(roomsOf(2), needs, (rooms, need) => {
      const question: SlotQuestion = {
        rules: {
          ...need,
          zone: 'UTC',
          intervalMinutes: 15,
          noticeMinutes: 0,
          within24h: true,
          horizonDays: 1,
          capPerDay: null,
          exceptions: [],
          windows: [
            { weekday: 2, fromMinute: 9 * 60, toMinute: 19 * 60, validFrom: null, validUntil: null, everyWeeks: 1, anchorDate: null },
          ],
        },
        busy: [],
        clientBusy: [],
        now: base - 12 * 60 * minute,
        fromDate: '2026-12-08',
        days: 1,
      }
      const open = slots(question).filter(({ startsAt }) => !noneIsFree(rooms, startsAt, need))
      expect(slots({ ...question, noRoom: startsWithoutRoom(rooms, need) })).toEqual(open)
    }),
  ))

test('SCH-10 without rooms none is needed; a room that is free leaves everything open', () => {
  const need = { durationMinutes: 50, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
  const taken = { startsAt: base, endsAt: base + 50 * minute, blockedFrom: base, blockedUntil: base + 50 * minute }
  expect(startsWithoutRoom([], need)).toEqual([])
  expect(startsWithoutRoom([[taken], []], need)).toEqual([])
  expect(startsWithoutRoom([[taken]], need)).toHaveLength(1)
})

test('SCH-10 two rooms taken one after the other are no room, though at every moment one is free', () => {
  const half = (from: number) => ({
    startsAt: base + from * minute,
    endsAt: base + (from + 30) * minute,
    blockedFrom: base + from * minute,
    blockedUntil: base + (from + 30) * minute,
  })
  const need = { durationMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
  const runs = startsWithoutRoom([[half(0)], [half(30)]], need)
  expect(runs.some(({ startsAt, endsAt }) => startsAt <= base && base < endsAt)).toBe(true)
})
