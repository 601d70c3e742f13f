/** Where clocks change, where a rule begins and ends: the cases one would draw on a whiteboard. The office is in New York. */
import { expect, test } from 'vitest'
import { isOffered, nearestSlots, slots, type Busy, type SlotQuestion, type SlotRules } from '../../src/scheduling/slots.ts'
import { instantsOf, wallClock } from '../../src/scheduling/zones.ts'
import { changes, later, oracleSlots, wallAt } from './slots.oracle.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const zone = 'America/New_York'
const always = { validFrom: null, validUntil: null, everyWeeks: 1, anchorDate: null }
const window = (weekday: number, fromMinute: number, toMinute: number) => ({ ...always, weekday, fromMinute, toMinute })
const everyDay = (fromMinute: number, toMinute: number) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => window(weekday, fromMinute, toMinute))

/** One date, open from 9 to 12, an hour at a time, asked three days before; with what the example changes. */
function ask(fromDate: string, rules: Partial<SlotRules> = {}, rest: Partial<SlotQuestion> = {}): SlotQuestion {
  const lengths = { durationMinutes: 60, intervalMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
  const limits = { noticeMinutes: 0, within24h: true, horizonDays: 60, capPerDay: null }
  const now = Date.parse(`${later(fromDate, -3)}T12:00:00Z`)
  const open = { windows: everyDay(9 * 60, 12 * 60), exceptions: [] }
  return { rules: { zone, ...lengths, ...limits, ...open, ...rules }, busy: [], clientBusy: [], now, fromDate, days: 1, ...rest }
}

const utc = (question: SlotQuestion) => slots(question).map(({ startsAt }) => new Date(startsAt).toISOString().slice(0, 16))
const wall = (question: SlotQuestion) =>
  slots(question).map(({ startsAt, date }) => {
    const { minute } = wallClock(question.rules.zone, startsAt)
    return `${date.slice(5)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  })
const at = (date: string, hour: number, minute = 0) => instantsOf(zone, date, hour * 60 + minute)[0]!
const unbuffered = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
const busy = (startsAt: number, minutes: number, rest: Partial<Busy> = {}): Busy => {
  return { ...unbuffered, startsAt, endsAt: startsAt + minutes * minuteMs, ...rest }
}

test.each(changes)('SCH-10 S4 $zone $date: no time in the gap, every time of the fold twice', ({ zone, date, from, to }) => {
  const question = ask(date, { zone, windows: everyDay(0, 1440), durationMinutes: 5, intervalMinutes: 5 })
  const expected: number[] = []
  for (let minute = 0; minute < 1440; minute += 5) {
    const gone = minute >= from && minute < to
    const twice = minute >= to && minute < from
    if (!gone) expected.push(...Array<number>(twice ? 2 : 1).fill(minute))
  }
  const found = slots(question)
  expect(found.map(({ startsAt }) => wallAt(zone, startsAt).minute).sort((a, b) => a - b)).toEqual(expected)
  expect(new Set(found.map(({ startsAt }) => startsAt)).size).toBe(found.length)
})

test('SCH-10 S4 2027-03-14 New York: 02:00 to 03:00 is skipped, and the hours around it touch', () => {
  const night = { windows: everyDay(60, 300), intervalMinutes: 30 }
  expect(wall(ask('2027-03-14', night))).toEqual(['03-14 01:00', '03-14 01:30', '03-14 03:00', '03-14 03:30', '03-14 04:00'])
  expect(utc(ask('2027-03-14', night)).slice(0, 3)).toEqual(['2027-03-14T06:00', '2027-03-14T06:30', '2027-03-14T07:00'])
})

test('SCH-10 S4 2026-11-01 and 2027-11-07 New York: 01:00 to 02:00 comes twice', () => {
  const night = { windows: everyDay(60, 120), durationMinutes: 30, intervalMinutes: 30 }
  expect(utc(ask('2026-11-01', night))).toEqual(['2026-11-01T05:00', '2026-11-01T05:30', '2026-11-01T06:00', '2026-11-01T06:30'])
  expect(utc(ask('2027-11-07', night))).toEqual(['2027-11-07T05:00', '2027-11-07T05:30', '2027-11-07T06:00', '2027-11-07T06:30'])
})

test('SCH-10 S2 a window the fold tears apart: a slot fits in one pass of it or in neither', () => {
  // 01:00-01:30 comes at 05:00 and at 06:00 UTC, with half an hour outside the window in between.
  const night = { windows: everyDay(60, 90), intervalMinutes: 15 }
  expect(utc(ask('2026-11-01', { ...night, durationMinutes: 30 }))).toEqual(['2026-11-01T05:00', '2026-11-01T06:00'])
  expect(utc(ask('2026-11-01', { ...night, durationMinutes: 31 }))).toEqual([])
})

test("SCH-10 a clock set back across midnight (St. John's, 2010): the date before is shown again, and offered again", () => {
  const midnight = { zone: 'America/St_Johns', windows: everyDay(0, 1440), durationMinutes: 1, intervalMinutes: 1 }
  const question = ask('2010-11-06', midnight, { days: 2, now: Date.parse('2010-11-07T02:30:30Z') })
  expect(slots(question)).toEqual(oracleSlots(question))
  expect(wall(question).slice(0, 2)).toEqual(['11-06 23:01', '11-06 23:02'])
})

test.each(['2027-03-14', '2026-11-01'])(
  'SET-13 S8 off, around %s: 24 elapsed hours less 1 ms is refused, 24 h and 24 h and 1 ms are not',
  (date) => {
    for (const hour of [0, 1, 4, 12]) {
      for (const start of instantsOf(zone, date, hour * 60)) {
        const asked = (early: number, within24h: boolean) =>
          isOffered(ask(date, { within24h, windows: everyDay(0, 1440) }, { now: start - 24 * hourMs - early }), start)
        expect([asked(-1, false), asked(0, false), asked(1, false), asked(-1, true)]).toEqual([false, true, true, true])
      }
    }
  },
)

test('SCH-10 S8 notice longer than the 24 h setting still counts, shorter does not shorten it; now itself is over', () => {
  const now = at('2026-10-07', 9)
  const first = (rules: Partial<SlotRules>) => wall(ask('2026-10-07', rules, { now, days: 4 }))[0]
  expect(first({ noticeMinutes: 48 * 60, within24h: false })).toBe('10-09 09:00')
  expect(first({ noticeMinutes: 60, within24h: false })).toBe('10-08 09:00')
  expect(first({ noticeMinutes: 60 })).toBe('10-07 10:00')
  expect(first({ noticeMinutes: 0 })).toBe('10-07 10:00')
})

test('SCH-10 S1 buffers: the larger of two neighbours counts, exactly enough is enough', () => {
  const rules = { bufferBeforeMinutes: 10, bufferAfterMinutes: 15, durationMinutes: 30, intervalMinutes: 5 }
  const taken = busy(at('2026-10-07', 10), 60, { bufferBeforeMinutes: 20, bufferAfterMinutes: 5 })
  const found = wall(ask('2026-10-07', rules, { busy: [taken] }))
  expect(found).toEqual([
    '10-07 09:00',
    '10-07 09:05',
    '10-07 09:10',
    '10-07 11:10',
    '10-07 11:15',
    '10-07 11:20',
    '10-07 11:25',
    '10-07 11:30',
  ])
})

test("SCH-10 the client's own time: no overlap, no buffer", () => {
  const own = { startsAt: at('2026-10-07', 10), endsAt: at('2026-10-07', 11) }
  const rules = { bufferBeforeMinutes: 30, bufferAfterMinutes: 30 }
  expect(wall(ask('2026-10-07', rules, { clientBusy: [own] }))).toEqual(['10-07 09:00', '10-07 11:00'])
})

test("SCH-10 the cap counts what starts on the therapist's date, and only what counts", () => {
  const late = busy(at('2026-10-07', 23, 30), 60, { countsTowardCap: true })
  const lunch = busy(at('2026-10-08', 13), 60)
  const dates = (capPerDay: number) =>
    new Set(slots(ask('2026-10-07', { capPerDay }, { busy: [late, lunch], days: 2 })).map(({ date }) => date))
  expect([...dates(1)]).toEqual(['2026-10-08'])
  expect([...dates(2)]).toEqual(['2026-10-07', '2026-10-08'])
  expect([...dates(0)]).toEqual([])
})

test('SCH-2 a window every two weeks, valid from and until, and one without an anchor', () => {
  const tuesdays = { ...window(2, 540, 600), everyWeeks: 2, anchorDate: '2026-10-11' } // a Sunday: its week begins on Monday the 5th
  const found = (change: object) => wall(ask('2026-10-01', { windows: [{ ...tuesdays, ...change }] }, { days: 45 }))
  expect(found({})).toEqual(['10-06 09:00', '10-20 09:00', '11-03 09:00'])
  expect(found({ validFrom: '2026-10-07', validUntil: '2026-11-03' })).toEqual(['10-20 09:00', '11-03 09:00'])
  expect(found({ anchorDate: '2026-12-01' })).toEqual(found({}))
  expect(found({ anchorDate: null })).toEqual([])
})

test('SCH-2 time off in the middle of a window; extra hours on a date; time off wins', () => {
  const dates = { fromDate: '2026-10-07', untilDate: '2026-10-07' }
  const off = { kind: 'off' as const, ...dates, fromMinute: 630, toMinute: 660 }
  const extra = { kind: 'extra' as const, ...dates, fromMinute: 600, toMinute: 780 }
  const found = (exceptions: SlotRules['exceptions']) => wall(ask('2026-10-07', { exceptions }, { days: 1 }))
  expect(found([off])).toEqual(['10-07 09:00', '10-07 11:00'])
  expect(found([extra])).toEqual(['10-07 09:00', '10-07 10:00', '10-07 11:00', '10-07 12:00'])
  expect(found([extra, off])).toEqual(['10-07 09:00', '10-07 11:00', '10-07 12:00'])
})

test('SCH-10 windows that overlap give each start once; windows that touch are still two', () => {
  expect(wall(ask('2026-10-07', { windows: [...everyDay(600, 720), ...everyDay(540, 720)] }))).toEqual([
    '10-07 09:00',
    '10-07 10:00',
    '10-07 11:00',
  ])
  expect(wall(ask('2026-10-07', { windows: [...everyDay(540, 630), ...everyDay(630, 720)] }))).toEqual(['10-07 09:00', '10-07 10:30'])
})

test('SCH-10 the horizon is counted in dates from today', () => {
  const found = slots(ask('2026-10-04', { horizonDays: 3 }, { days: 30, now: at('2026-10-04', 23) }))
  expect([found[0]!.date, found.at(-1)!.date]).toEqual(['2026-10-05', '2026-10-07'])
})

test('SCH-24 the three nearest: by distance, the earlier of two equally near, then in order', () => {
  const question = ask('2026-10-07', {}, { busy: [busy(at('2026-10-07', 10), 60)], days: 2 })
  const near = nearestSlots(question, at('2026-10-07', 10), 1).concat(nearestSlots(question, at('2026-10-07', 10), 3))
  expect(near.map(({ startsAt }) => startsAt)).toEqual([
    at('2026-10-07', 9),
    at('2026-10-07', 9),
    at('2026-10-07', 11),
    at('2026-10-08', 9),
  ])
  expect(nearestSlots(ask('2026-10-07', { windows: [] }), question.now, 3)).toEqual([])
})

test('SCH-12 linear: a busy time is read a few times, however many there are, and however many slots', () => {
  const readsOf = (count: number, days: number) => {
    let reads = 0
    const question = ask('2026-10-07', { capPerDay: count + 1, intervalMinutes: 15 }, { days })
    const counted = (taken: Busy) => new Proxy(taken, { get: (target, key) => (reads++, Reflect.get(target, key)) })
    slots({ ...question, busy: Array.from({ length: count }, (_, n) => counted(busy(question.now + n * minuteMs, 5))) })
    return reads
  }
  expect(readsOf(4_000, 60)).toBe(4 * readsOf(1_000, 60))
  expect(readsOf(1_000, 60)).toBe(readsOf(1_000, 1))
})

test('SCH-10 an interval or a duration of nothing is an error, not an endless loop', () => {
  expect(() => slots(ask('2026-10-07', { intervalMinutes: 0 }))).toThrow(RangeError)
  expect(() => slots(ask('2026-10-07', { durationMinutes: 0 }))).toThrow(RangeError)
})
