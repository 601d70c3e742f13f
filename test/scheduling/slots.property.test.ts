/** What is true of every answer of `slots`, in ten zones, mostly around their clock changes. On failure fast-check prints the seed. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { isOffered, nearestSlots, slots, type Slot, type SlotQuestion } from '../../src/scheduling/slots.ts'
import { addDays, instantsOf, offsetMinutes, wallClock } from '../../src/scheduling/zones.ts'
import { changes, countOn, dateAt, hoursOn, minutesOf, oracleSlots, questions, tooClose, wallAt, within } from './slots.oracle.ts'

const minuteMs = 60_000
const always = (check: (question: SlotQuestion) => void, numRuns = 300) =>
  fc.assert(
    fc.property(questions, (question) => void check(question)),
    { numRuns },
  )
const under = (question: SlotQuestion, rules: Partial<SlotQuestion['rules']>) => ({ ...question, rules: { ...question.rules, ...rules } })
const starts = (found: Slot[]) => found.map(({ startsAt }) => startsAt)

test('SCH-10 S1 a slot keeps the larger of the adjoining buffers from everything busy', () =>
  always((question) => {
    const { bufferBeforeMinutes, bufferAfterMinutes } = question.rules
    for (const slot of slots(question)) {
      for (const taken of question.busy) {
        const gap = slot.startsAt - taken.endsAt
        const larger = Math.max(bufferBeforeMinutes, taken.bufferAfterMinutes) * minuteMs
        const gapAfter = taken.startsAt - slot.endsAt
        const largerAfter = Math.max(bufferAfterMinutes, taken.bufferBeforeMinutes) * minuteMs
        expect(gap >= larger || gapAfter >= largerAfter).toBe(true)
      }
    }
  }))

test("SCH-10 S1 a slot overlaps nothing of the client's own", () =>
  always((question) => {
    for (const slot of slots(question)) {
      expect(question.clientBusy.filter((taken) => taken.startsAt < slot.endsAt && slot.startsAt < taken.endsAt)).toEqual([])
    }
  }))

test("SCH-10 S2 every minute of a slot lies in one window on the therapist's wall clock, and none in time off", () =>
  always((question) => {
    const { zone, durationMinutes, exceptions } = question.rules
    for (const { startsAt, date } of slots(question)) {
      const minutes = minutesOf(zone, startsAt, durationMinutes)
      expect(hoursOn(question, wallAt(zone, startsAt)).some((hours) => minutes.every(within(date, hours)))).toBe(true)
      const off = exceptions.filter(({ kind, fromDate, untilDate }) => kind === 'off' && fromDate <= date && date <= untilDate)
      expect(off.filter((hours) => minutes.some(within(date, hours)))).toEqual([])
    }
  }))

test('SCH-10 S3 a slot lasts its duration in elapsed time, and carries its date', () =>
  always((question) => {
    const { zone, durationMinutes } = question.rules
    for (const slot of slots(question)) {
      expect(slot.endsAt - slot.startsAt).toBe(durationMinutes * minuteMs)
      expect(slot.date).toBe(dateAt(zone, slot.startsAt))
    }
  }))

test('SCH-10 S5 another zone to show them in never changes the instants', () => {
  const zones = fc.constantFrom(...changes.map(({ zone }) => zone))
  fc.assert(
    fc.property(questions, zones, (question, shownIn) => {
      for (const startsAt of starts(slots(question))) {
        const shown = wallClock(shownIn, startsAt)
        expect(shown).toEqual(wallAt(shownIn, startsAt))
        expect(startsAt + offsetMinutes(shownIn, startsAt) * minuteMs).toBe(Date.parse(shown.date) + shown.minute * minuteMs)
        expect(instantsOf(shownIn, shown.date, shown.minute)).toContain(startsAt)
      }
    }),
    { numRuns: 100 },
  )
})

test('SCH-10 S6 a booking only takes slots away', () =>
  always((question) => {
    const before = slots({ ...question, busy: question.busy.slice(1) })
    expect(before).toEqual(expect.arrayContaining(slots(question)))
  }))

test('SCH-10 S7 a cancellation gives back exactly what the booking took', () =>
  always((question) => {
    const [booking, ...others] = question.busy
    const { zone, capPerDay } = question.rules
    const date = dateAt(zone, booking!.startsAt)
    const filled = booking!.countsTowardCap && capPerDay !== null && countOn(question, date) >= capPerDay
    const took = (slot: Slot) => tooClose(question, slot.startsAt, booking!) || (filled && slot.date === date)
    expect(slots(question)).toEqual(slots({ ...question, busy: others }).filter((slot) => !took(slot)))
  }))

test("SCH-10 S8 the therapist's notice is elapsed time, and exactly enough is enough", () =>
  always((question) => {
    const enough = ({ startsAt }: Slot) => startsAt - question.now >= question.rules.noticeMinutes * minuteMs
    expect(slots(question)).toEqual(slots(under(question, { noticeMinutes: 0 })).filter(enough))
  }))

test('SET-13 S8 off: nothing less than 24 elapsed hours ahead; on: everything ahead', () =>
  always((question) => {
    const on = slots(under(question, { within24h: true }))
    expect(on.every(({ startsAt }) => startsAt > question.now)).toBe(true)
    expect(slots(under(question, { within24h: false }))).toEqual(on.filter(({ startsAt }) => startsAt - question.now >= 1440 * minuteMs))
  }))

test('SCH-10 the horizon is a date: nothing after it, everything until it', () =>
  always((question) => {
    const lastDate = addDays(dateAt(question.rules.zone, question.now), question.rules.horizonDays)
    expect(slots(question)).toEqual(slots(under(question, { horizonDays: 99 })).filter(({ date }) => date <= lastDate))
  }))

test('SCH-10 a date that has its cap offers nothing, any other is untouched', () =>
  always((question) => {
    const room = ({ date }: Slot) => countOn(question, date) < (question.rules.capPerDay ?? Infinity)
    expect(slots(question)).toEqual(slots(under(question, { capPerDay: null })).filter(room))
  }))

test('SCH-10 S9 the order of rows does not matter', () => {
  const shuffled = questions.chain((question) =>
    fc.record({
      question: fc.constant(question),
      busy: fc.shuffledSubarray(question.busy, { minLength: question.busy.length }),
      clientBusy: fc.shuffledSubarray(question.clientBusy, { minLength: question.clientBusy.length }),
      windows: fc.shuffledSubarray(question.rules.windows, { minLength: question.rules.windows.length }),
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ question, busy, clientBusy, windows }) => {
      expect(slots({ ...under(question, { windows }), busy, clientBusy })).toEqual(slots(question))
    }),
    { numRuns: 200 },
  )
})

test('SCH-10 S9 asking date by date gives what asking for the whole range gives', () =>
  always((question) => {
    const dates = Array.from({ length: question.days }, (_, n) => addDays(question.fromDate, n))
    expect(dates.flatMap((fromDate) => slots({ ...question, fromDate, days: 1 }))).toEqual(slots(question))
  }))

test('SCH-12 S10 the minute-by-minute oracle finds the same', { timeout: 30_000 }, () =>
  always((question) => expect(slots(question)).toEqual(oracleSlots(question)), 250),
)

test('SCH-10 the check at submit offers what the list offers, and nothing else', () =>
  always((question) => {
    const found = starts(slots(question))
    const unlimited = under(question, { exceptions: [], noticeMinutes: 0, within24h: true, capPerDay: null })
    const around = starts(slots({ ...unlimited, fromDate: addDays(question.fromDate, -7), days: 21 }))
    const near = around.flatMap((startsAt) => [startsAt - 1, startsAt, startsAt + minuteMs])
    for (const startsAt of [...found, ...near.filter((_, n) => n % 5 === 0), Number.NaN, 8.64e15]) {
      expect(isOffered(question, startsAt)).toBe(found.includes(startsAt))
    }
  }, 60))

test('SCH-24 the nearest slots: none left out is nearer', () =>
  always((question) => {
    const asked = question.now + 1440 * minuteMs
    const away = ({ startsAt }: Slot) => Math.abs(startsAt - asked)
    const all = slots(question)
    const near = nearestSlots(question, asked, 3)
    const left = all.filter(({ startsAt }) => !starts(near).includes(startsAt))
    expect(near).toEqual(all.filter(({ startsAt }) => starts(near).includes(startsAt)))
    expect(near.length).toBe(Math.min(3, all.length))
    expect(Math.max(...near.map(away))).toBeLessThanOrEqual(Math.min(...left.map(away)))
  }))

test('SCH-12 a pure function: it changes nothing it is given and asks no clock', () => {
  always((question) => {
    const before = structuredClone(question)
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => expect.unreachable('a rule asked the clock'))
    const found = slots(question)
    expect(slots(question)).toEqual(found)
    clock.mockRestore()
    expect(question).toEqual(before)
  }, 50)
})
