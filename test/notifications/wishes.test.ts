import { expect, test } from 'vitest'
import { noWishes, wishesOf } from '../../src/notifications/wishes.ts'

test('NOT-4 wishes are read from rows', () => {
  const rows = [
    { kind: 'cancelled', value: 'off' },
    { kind: 'quiet', value: '1260-480' },
    { kind: 'digest', value: '480' },
    { kind: 'calendar_file', value: 'on' },
    { kind: 'reminder_hours', value: '[24]' },
  ]
  const wishes = { unwanted: ['cancelled'], quiet: { from: 1260, until: 480 }, digestAt: 480, calendarFile: true, reminderHours: [24] }
  expect(wishesOf(rows)).toEqual(wishes)
})

test.each([
  ['nothing', []],
  ['what is no time', [{ kind: 'quiet', value: '1500-480' }]],
  ['no length', [{ kind: 'quiet', value: '480-480' }]],
  ['half a time', [{ kind: 'quiet', value: '480' }]],
  ['words', [{ kind: 'digest', value: 'morning' }]],
  ['hours beyond two weeks', [{ kind: 'reminder_hours', value: '[337]' }]],
  ['too many hours', [{ kind: 'reminder_hours', value: '[1,2,3,4,5]' }]],
  ['no list', [{ kind: 'reminder_hours', value: '{}' }]],
])('NOT-4 as if nothing had been said: %s', (_, rows) => expect(wishesOf(rows)).toEqual(noWishes))

test('NOT-7 no reminder at all can be wanted', () => expect(wishesOf([{ kind: 'reminder_hours', value: '[]' }]).reminderHours).toEqual([]))
