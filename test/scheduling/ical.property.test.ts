import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { initialsOf } from '../../src/scheduling/calendar-events.ts'
import { calendarText, type CalendarEvent } from '../../src/scheduling/ical.ts'

/** Whatever people type: any character, what iCalendar means by itself, and long runs of what takes several octets. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('\\', ';', ',', '\n', '\r', ':', '"', ' ', '\t', 'n', 'N', 'é', '語', '👩‍👧', 'BEGIN:VEVENT'),
    maxLength: 120,
  }),
)
const second = fc.integer({ min: 0, max: 4_000_000_000 }).map((at) => at * 1000)
const anyEvent: fc.Arbitrary<CalendarEvent> = fc.record({
  uid: fc.stringMatching(/^[\w-]{4,40}@[\w-]{4,40}$/),
  sequence: fc.nat(),
  startsAt: second,
  endsAt: second,
  changedAt: second,
  status: fc.constantFrom('CONFIRMED', 'TENTATIVE', 'CANCELLED'),
  title: anyText,
  location: fc.option(anyText),
})

/** The one thing that is not kept: how a line ends, control characters, half characters. */
const asKept = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')

const parsed = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
const octets = (line: string) => new TextEncoder().encode(line).length

describe('SCH-42 iCalendar', () => {
  test('whatever goes in, another program reads the same out of it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        const read = parsed(calendarText(events, 'Appointments'))
        expect(read.map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid))
        for (const [i, { component, summary, location, startDate, endDate, sequence }] of read.entries()) {
          const event = events[i] as CalendarEvent
          expect(summary ?? '').toBe(asKept(event.title))
          expect(location ?? null).toBe(event.location === null ? null : asKept(event.location))
          expect([startDate, endDate].map((time) => time.toJSDate().getTime())).toEqual([event.startsAt, event.endsAt])
          expect(sequence).toBe(event.sequence)
          expect(component.getFirstPropertyValue('status')).toBe(event.status)
          expect((component.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate().getTime()).toBe(event.changedAt)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('no line is longer than 75 octets, every line ends with CR LF, and no character is cut', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 3 }), anyText, (events, name) => {
        const text = calendarText(events, name)
        expect(text.endsWith('\r\n')).toBe(true)
        const lines = text.split('\r\n').slice(0, -1)
        for (const line of lines) {
          expect(octets(line)).toBeLessThanOrEqual(75)
          expect(line).not.toMatch(/[\r\n]/)
          expect(line.isWellFormed()).toBe(true)
        }
        // Nothing that was typed becomes a line of its own.
        expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(events.length)
      }),
      { numRuns: 300 },
    )
  })

  test('a line is folded where it must be, not before', () => {
    const title = 'x'.repeat(75 - 'SUMMARY:'.length)
    const of = (text: string) =>
      calendarText([{ uid: 'a@b', sequence: 0, startsAt: 0, endsAt: 0, changedAt: 0, status: 'CONFIRMED', title: text, location: null }])
    expect(of(title)).toContain(`SUMMARY:${title}\r\n`)
    expect(of(`${title}é`)).toContain(`SUMMARY:${title}\r\n é\r\n`)
  })

  test.each([
    ['Ana Pereira', 'A. P.'],
    ['Max', 'M.'],
    ['  ana   maria o’neill-smith ', 'A. M. O. S.'],
    ['Élodie (Lo) Ñúñez', 'É. L. Ñ.'],
    ['李 小龍', '李. 小.'],
    ['', ''],
  ])('of %j a calendar says %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})
