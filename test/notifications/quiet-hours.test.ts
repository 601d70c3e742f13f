import { beforeEach, describe, expect, test } from 'vitest'
import { organizations } from '../../src/accounts/schema.ts'
import { batch } from '../../src/db.ts'
import { notifyAlways, notifyStaff } from '../../src/notifications/outbox.ts'
import { endOfQuiet } from '../../src/notifications/quiet-hours.ts'
import { preferences } from '../../src/notifications/schema.ts'
import {
  cast,
  change,
  currentOf,
  deliverDue,
  fates,
  fresh,
  kinds,
  later,
  newAppointment,
  orm,
  rowsAbout,
  start,
  willow,
} from './support.ts'

const night = { from: 21 * 60, until: 8 * 60 }
const newYork = 'America/New_York'
const at = (iso: string): number => Date.parse(iso)
const ends = (iso: string, quiet = night, zone = newYork): string | null => {
  const until = endOfQuiet(quiet, zone, at(iso))
  return until === null ? null : new Date(until).toISOString()
}

describe('NOT-4 when quiet hours are over', () => {
  test.each([
    ['before they begin', '2026-12-01T01:59:00Z', null],
    ['as they begin', '2026-12-01T02:00:00Z', '2026-12-01T13:00:00.000Z'],
    ['after midnight', '2026-12-01T07:00:00Z', '2026-12-01T13:00:00.000Z'],
    ['the last minute', '2026-12-01T12:59:00Z', '2026-12-01T13:00:00.000Z'],
    ['when they are over', '2026-12-01T13:00:00Z', null],
    ['over the night in which clocks go forward', '2027-03-14T02:00:00Z', '2027-03-14T12:00:00.000Z'],
    ['over the night in which they go back', '2026-11-01T02:00:00Z', '2026-11-01T13:00:00.000Z'],
  ])('%s', (_, now, until) => expect(ends(now)).toBe(until))

  test('within a day', () => {
    expect(ends('2026-12-01T18:30:00Z', { from: 13 * 60, until: 15 * 60 })).toBe('2026-12-01T20:00:00.000Z')
    expect(ends('2026-12-01T20:00:00Z', { from: 13 * 60, until: 15 * 60 })).toBe(null)
  })

  test('an end that the clock skips is the moment after the gap', () =>
    expect(ends('2027-03-14T05:00:00Z', { from: 1380, until: 150 })).toBe('2027-03-14T07:00:00.000Z'))

  test('an end that comes twice is the first one ahead, and the second once the first is over', () => {
    const untilHalfPastOne = { from: 1380, until: 90 }
    expect(ends('2026-11-01T04:30:00Z', untilHalfPastOne)).toBe('2026-11-01T05:30:00.000Z')
    expect(ends('2026-11-01T06:10:00Z', untilHalfPastOne)).toBe('2026-11-01T06:30:00.000Z')
  })
})

describe('NOT-4 an e-mail in quiet hours', () => {
  /** What somebody wants: the clock stands at ten in the morning, so her quiet hours are these. */
  const wants = (whose: string, kind: string, value: string) =>
    orm.insert(preferences).values({ organizationId: willow, whose, kind, value, changedAt: start })
  const wake = start + 2 * 3_600_000
  beforeEach(() => fresh({ on: ['cancelled', 'rescheduled'] }))

  async function moved() {
    const id = await newAppointment()
    await change(id, ['rescheduled'])
    later(61)
    await deliverDue()
    return id
  }

  test('what is optional waits until they are over, on her own clock', async () => {
    await wants(cast.ana.personId, 'quiet', '540-720')
    const id = await moved()
    expect(await fates(id)).toEqual(['waiting'])
    expect((await rowsAbout(id)).map(({ dueAt }) => dueAt)).toEqual([wake])
    later(2 * 3600)
    await deliverDue()
    expect(await fates(id)).toEqual(['sent'])
  })

  test('what was overtaken while it waited is one e-mail', async () => {
    await wants(cast.ana.personId, 'quiet', '540-720')
    const id = await moved()
    await change(id, ['cancelled'], 'cancelled')
    later(2 * 3600)
    await deliverDue()
    expect(await kinds()).toEqual(['cancelled'])
  })

  test('a client who was never told of the appointment still hears in the morning that it is off', async () => {
    await wants(cast.ana.personId, 'quiet', '540-720')
    const id = await newAppointment({ createdByKind: 'staff', createdAt: start - 30 * 60_000 })
    await change(id, ['cancelled'], 'cancelled')
    later(61)
    await deliverDue()
    later(2 * 3600)
    await deliverDue()
    expect(await fates(id)).toEqual(['sent'])
  })

  test('those of the practice hold for who chose none, and not for who wants none', async () => {
    await orm.update(organizations).set({ quietHours: '540-720' })
    expect(await fates(await moved())).toEqual(['waiting'])
    await wants(cast.ana.personId, 'quiet', 'off')
    expect(await fates(await moved())).toEqual(['sent'])
  })

  test('NOT-6 what is always sent waits for no hour', async () => {
    await wants(cast.ana.personId, 'quiet', '540-720')
    const id = await newAppointment({ status: 'requested' })
    const current = await currentOf('ana')
    await batch(current.db, notifyAlways(current, 'request_received', { id, clientId: cast.ana.clientId, version: 1 }))
    await deliverDue()
    expect(await fates(id)).toEqual(['sent'])
  })

  test('NOT-6 a staff member’s notices wait for hers, and a kind she does not want is not sent', async () => {
    await wants(cast.theo.personId, 'quiet', '540-720')
    await wants(cast.theo.personId, 'offer_taken', 'off')
    const current = await currentOf('ana')
    const tell = async (kind: 'new_request' | 'offer_taken') => {
      const id = await newAppointment({ status: 'requested' })
      await batch(current.db, notifyStaff(current, kind, { id, clientId: cast.ana.clientId, version: 1 }, cast.theo.staffId))
      await deliverDue()
      return await fates(id)
    }
    expect(await tell('new_request')).toEqual(['waiting'])
    expect(await tell('offer_taken')).toEqual(['preference'])
  })
})
