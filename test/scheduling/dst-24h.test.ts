import { describe, expect, it } from 'vitest'
import { clockAt, freshPortal, newKey, rows, submit } from '../support/portal.ts'
import { confirmed, move, my } from './changing-support.ts'
import { ask } from './support.ts'

// Starts on the first morning after each change of the clock: 24 hours before is another hour on the wall.
const changes = [
  ['New York, spring', 'America/New_York', 'Europe/Berlin', '2027-03-15T13:00:00Z'],
  ['New York, autumn', 'America/New_York', 'Europe/Berlin', '2027-11-08T15:00:00Z'],
  ['Berlin, spring', 'Europe/Berlin', 'America/Los_Angeles', '2027-03-29T08:00:00Z'],
  ['Berlin, autumn', 'Europe/Berlin', 'America/Los_Angeles', '2027-11-01T09:00:00Z'],
  ['Los Angeles, spring', 'America/Los_Angeles', 'Asia/Tokyo', '2027-03-15T17:00:00Z'],
  ['Los Angeles, autumn', 'America/Los_Angeles', 'Asia/Tokyo', '2027-11-08T18:00:00Z'],
] as const
const day = 24 * 3_600_000
const cases = changes.flatMap((change) => [-1, 0, 1].map((seconds) => [...change, seconds] as const))
const iso = (at: number) => new Date(at).toISOString()

async function zones(therapist: string, client: string, now: number) {
  await freshPortal(iso(now))
  await rows("UPDATE staff SET zone = ? WHERE id = 'sta_theo'", therapist)
  await rows("UPDATE clients SET zone = ? WHERE id = 'cli_ana'", client)
}

describe('24 hours are elapsed time across a change of the clock, wherever client and therapist are', () => {
  it.each(cases)('SET-13 asking: %s (%s, client in %s) for %s, %i s after', async (_, zone, clientZone, start, seconds) => {
    await zones(zone, clientZone, Date.parse(start) - day + seconds * 1000)
    expect((await ask(iso(Date.parse(start)))).status).toBe(seconds <= 0 ? 303 : 409)
  })

  it.each(cases)('SET-14 moving and cancelling: %s (%s, client in %s) of %s, %i s after', async (_, zone, clientZone, start, seconds) => {
    await zones(zone, clientZone, Date.parse(start) - 7 * day)
    const id = await confirmed(iso(Date.parse(start)))
    await clockAt(iso(Date.parse(start) - day + seconds * 1000))
    const inTime = seconds <= 0
    expect((await move(id, iso(Date.parse(start) + 3 * day))).status).toBe(inTime ? 303 : 409)
    const cancelled = await submit('ana', `${my()}/appointments/${id}/cancellation`, { version: 2, key: newKey() })
    expect(cancelled.status).toBe(inTime ? 303 : 409)
  })
})
