import { beforeEach, describe, expect, it } from 'vitest'
import { cast, clockAt, cron, freshPortal, mail, newKey, rows, submit, textOf, visit } from '../support/portal.ts'
import { list, my, offer, rowOf } from './changing-support.ts'
import { requested } from './support.ts'

// Asked on Tuesday 1 December, 10:00; to be answered by Thursday 3 December, 10:00.
const asked = '2026-12-08T15:00:00.000Z'
const kinds = async (event: string) => (await mail()).filter(({ kind }) => kind === event).map(({ to }) => to)
const at = async (iso: string) => {
  await clockAt(iso)
  await cron()
}

beforeEach(() => freshPortal())

describe('a request that waits', () => {
  it('SCH-22 reminds its therapist when half of its time is over, then the administrators, each once', async () => {
    await requested(asked)
    await at('2026-12-02T14:59:59Z')
    expect(await kinds('request_reminder')).toEqual([])
    await at('2026-12-02T15:00:00Z')
    await cron()
    expect(await kinds('request_reminder')).toHaveLength(1)
    expect(await kinds('request_escalated')).toEqual([])
    await at('2026-12-03T02:59:59Z')
    expect(await kinds('request_escalated')).toEqual([])
    await at('2026-12-03T03:00:00Z')
    await at('2026-12-03T04:00:00Z')
    expect(await kinds('request_reminder')).toHaveLength(1)
    expect(await kinds('request_escalated')).toHaveLength(1)
    const told = await rows<{ event: string; recipient: string }>(
      "SELECT event, recipient FROM outbox WHERE event IN ('request_reminder', 'request_escalated') ORDER BY due_at",
    )
    expect(told).toEqual([
      { event: 'request_reminder', recipient: 'staff:sta_theo' },
      { event: 'request_escalated', recipient: 'staff:sta_dana' },
    ])
    for (const { subject, text } of await mail()) expect(`${subject} ${text}`).not.toMatch(/Pereira|Session/)
  })

  it('SCH-22 an answered request reminds nobody, nor does one that waits for the client', async () => {
    const [first, second] = [await requested(asked), await requested('2026-12-09T15:00:00.000Z')]
    expect((await submit('theo', `${list}/${first}/confirmation`, { version: 1, key: newKey() })).status).toBe(303)
    await offer(second, ['2026-12-10T15:00:00.000Z'])
    await at('2026-12-03T05:00:00Z')
    expect([...(await kinds('request_reminder')), ...(await kinds('request_escalated'))]).toEqual([])
  })

  it('SCH-22 two crons at once write one reminder', async () => {
    await requested(asked)
    await clockAt('2026-12-03T03:00:00Z')
    await Promise.all([cron(), cron(), cron()])
    expect(await rows("SELECT id FROM outbox WHERE event IN ('request_reminder', 'request_escalated')")).toHaveLength(2)
  })
})

describe('expiry', () => {
  it('SCH-22 on the deadline the client is told, and her page shows three other times, each one press', async () => {
    const id = await requested(asked)
    expect(textOf(await (await visit('ana', `${my()}/requests/${id}`)).text())).toContain('You will hear by Thu 3 Dec, 10:00')
    expect(textOf(await (await visit('theo', list)).text())).toContain('answer by Thu 10:00')
    await at('2026-12-03T14:59:59Z')
    expect((await rowOf(id)).status).toBe('requested')
    await at('2026-12-03T15:00:00Z')
    expect((await rowOf(id)).status).toBe('expired')
    expect(await kinds('request_expired')).toEqual([cast.ana.email])
    const html = await (await visit('ana', `${my()}/requests/${id}`)).text()
    expect(textOf(html)).toMatch(/Theo did not answer in time.*These times are free at the moment/)
    const starts = [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start)
    expect(starts).toHaveLength(3)
    expect(starts).toContain(asked)
  })
})
