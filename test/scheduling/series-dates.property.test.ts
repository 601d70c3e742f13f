/** What is true of the dates of every series, in zones with all kinds of clock changes (SCH-26). On failure fast-check prints the seed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOf, datesOf, isDate, minuteOf, mostDates, nextWeekday, sameWeek } from '../../src/scheduling/series-dates.ts'
import { dateOf, dayOf, instantsOf, wallClock, weekdayOf, weekOf } from '../../src/scheduling/zones.ts'

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Havana',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
]
const date = fc.integer({ min: dayOf('2026-01-01'), max: dayOf('2028-12-31') }).map(dateOf)
const rule = fc.record({
  zone: fc.constantFrom(...zones),
  firstDate: date,
  wallMinute: fc.integer({ min: 0, max: 1439 }),
  everyWeeks: fc.integer({ min: 1, max: 12 }),
  untilDate: fc.option(date),
  count: fc.option(fc.integer({ min: 1, max: 200 })),
})

test('SCH-26 every date is its rhythm after the one before, on the same weekday, and no more than were asked for', () => {
  fc.assert(
    fc.property(rule, (one) => {
      const dates = datesOf(one).map((occurrence) => occurrence.date)
      expect(dates.length).toBeLessThanOrEqual(Math.min(one.count ?? mostDates, mostDates))
      dates.forEach((at, i) => expect(dayOf(at)).toBe(dayOf(one.firstDate) + 7 * one.everyWeeks * i))
      if (one.untilDate !== null) expect(dates.every((at) => at <= (one.untilDate as string))).toBe(true)
      const next = dateOf(dayOf(one.firstDate) + 7 * one.everyWeeks * dates.length)
      if (dates.length < Math.min(one.count ?? mostDates, mostDates)) expect(next > (one.untilDate as string)).toBe(true)
    }),
  )
})

test('SCH-26 every instant shows the same wall time; there is none exactly where the clocks skip it, and the first where they repeat it', () => {
  fc.assert(
    fc.property(rule, (one) => {
      for (const { date: at, startsAt } of datesOf(one)) {
        const instants = instantsOf(one.zone, at, one.wallMinute)
        expect(startsAt).toBe(instants.length === 0 ? null : Math.min(...instants))
        if (startsAt !== null)
          expect(wallClock(one.zone, startsAt)).toEqual({ date: at, minute: one.wallMinute, weekday: weekdayOf(dayOf(at)) })
      }
    }),
  )
})

test('SCH-26 around the clock changes of New York', () => {
  const at = (firstDate: string, wallMinute: number) =>
    datesOf({ zone: 'America/New_York', firstDate, wallMinute, everyWeeks: 1, untilDate: null, count: 2 }).map(({ startsAt }) =>
      startsAt === null ? null : new Date(startsAt).toISOString(),
    )
  expect(at('2027-03-07', 150)).toEqual(['2027-03-07T07:30:00.000Z', null])
  expect(at('2027-10-31', 90)).toEqual(['2027-10-31T05:30:00.000Z', '2027-11-07T05:30:00.000Z']) // the first of two
  expect(at('2027-03-09', 1020)).toEqual(['2027-03-09T22:00:00.000Z', '2027-03-16T21:00:00.000Z'])
})

test('SCH-26 a moved date stays in its week, a first date is the next of its weekday', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 7 }), (from, weekday) => {
      const moved = sameWeek(from, weekday)
      expect([weekdayOf(dayOf(moved)), weekOf(dayOf(moved))]).toEqual([weekday, weekOf(dayOf(from))])
      const next = nextWeekday(from, weekday)
      expect(weekdayOf(dayOf(next))).toBe(weekday)
      expect(dayOf(next) - dayOf(from)).toBeGreaterThanOrEqual(0)
      expect(dayOf(next) - dayOf(from)).toBeLessThan(7)
    }),
  )
})

test('SEC-7 dates and times as people type them, and as they do not', () => {
  for (let minute = 0; minute < 1440; minute++) expect(minuteOf(clockOf(minute))).toBe(minute)
  for (const bad of ['24:00', '9:00', '09:60', '', 'noon']) expect(minuteOf(bad)).toBeNull()
  for (const bad of ['2026-02-30', '2026-13-01', '26-01-01', '', '2026-1-1']) expect(isDate(bad)).toBe(false)
  expect(isDate('2028-02-29')).toBe(true)
})
