import { describe, expect, test } from 'vitest'
import type { Slot } from '../../src/scheduling/slots.ts'
import { deadlineOf, lookAt } from '../../src/scheduling/waitlist-rules.ts'

const zone = 'America/New_York'
const at = (iso: string) => Date.parse(iso)
const facts = (now: string, more = {}) => ({ now: at(now), zone, noticeMinutes: 0, within24h: false, ...more })

describe('SCH-28 how long an offer stands', () => {
  test.each<[string, string, string, string, object?]>([
    ['two hours by day', '2026-12-01T15:00Z', '2026-12-08T15:00Z', '2026-12-01T17:00Z'],
    ['until ten in the morning when it is made at night', '2026-12-02T03:00Z', '2026-12-08T15:00Z', '2026-12-02T15:00Z'],
    ['the same before dawn', '2026-12-01T10:00Z', '2026-12-08T15:00Z', '2026-12-01T15:00Z'],
    ['at 20:00 it is night, at 19:59 it is not', '2026-12-02T00:59Z', '2026-12-08T15:00Z', '2026-12-02T02:59Z'],
    ['a night in which the clock changes', '2027-03-14T04:00Z', '2027-03-20T15:00Z', '2027-03-14T14:00Z'],
    ['never past the last moment at which it could be asked for', '2026-12-01T15:00Z', '2026-12-02T16:00Z', '2026-12-01T16:00Z'],
    ['within 24 hours, where the practice allows it', '2026-12-01T15:00Z', '2026-12-01T20:00Z', '2026-12-01T17:00Z', { within24h: true }],
    [
      'the notice of the therapist counts as well',
      '2026-12-01T15:00Z',
      '2026-12-01T20:00Z',
      '2026-12-01T16:00Z',
      { within24h: true, noticeMinutes: 240 },
    ],
  ])('%s', (_, now, startsAt, expected, more = {}) => {
    expect(new Date(deadlineOf(at(startsAt), facts(now, more)))).toEqual(new Date(at(expected)))
  })
})

describe('SCH-28 what has opened', () => {
  const slot = (iso: string): Slot => ({ startsAt: at(iso), endsAt: at(iso) + 50 * 60_000, date: iso.slice(0, 10) })
  const [eight, nine, ten, eleven] = ['13', '14', '15', '16'].map((hour) => slot(`2026-12-08T${hour}:00Z`)) as [Slot, Slot, Slot, Slot]
  const asked = (more = {}) => ({ beforeAt: at('2026-12-09T05:00Z'), known: [], offered: [], facts: facts('2026-12-01T15:00Z'), ...more })

  test('the earliest that was not free all along', () => {
    expect(lookAt([eight, nine, ten], asked({ known: [eight.startsAt] })).opened).toEqual(nine)
  })

  test('nothing at or after the bound; without a bound, anything', () => {
    expect(lookAt([ten, eleven], asked({ beforeAt: ten.startsAt })).opened).toBeNull()
    expect(lookAt([nine, ten], asked({ beforeAt: ten.startsAt })).opened).toEqual(nine)
    expect(lookAt([eleven], asked({ beforeAt: null })).opened).toEqual(eleven)
  })

  test('what was free, was taken and is free again has opened', () => {
    const taken = lookAt([nine], asked({ known: [eight.startsAt, nine.startsAt] }))
    expect(taken).toEqual({ opened: null, known: [nine.startsAt] })
    expect(lookAt([eight, nine], asked({ known: taken.known })).opened).toEqual(eight)
  })

  test('nothing that overlaps what she was offered before', () => {
    const overlapping = { startsAt: eight.startsAt + 30 * 60_000, endsAt: eight.endsAt + 30 * 60_000 }
    expect(lookAt([eight, nine, ten], asked({ offered: [overlapping] })).opened).toEqual(ten)
  })

  test('nothing that she could not answer in time', () => {
    const soon = slot('2026-12-02T15:14Z')
    expect(lookAt([soon], asked()).opened).toBeNull()
    expect(lookAt([slot('2026-12-02T15:15Z')], asked()).opened).not.toBeNull()
  })

  test('taking stock offers nothing: everything before the bound is known', () => {
    expect(lookAt([eight, nine, eleven], asked({ known: null, beforeAt: ten.startsAt }))).toEqual({
      opened: null,
      known: [eight.startsAt, nine.startsAt],
    })
  })
})
