import { beforeEach, describe, expect, it } from 'vitest'
import { clockAt, cron, freshPortal, hidden, mail, newKey, rows, submit, textOf, visit } from '../support/portal.ts'
import { confirmed, my, rowOf } from './changing-support.ts'
import { switchTo } from './support.ts'

const start = '2026-12-03T15:00:00.000Z'
const room = '/willow/manage/video-room'
const page = async (id: string) => await (await visit('ana', `${my()}/requests/${id}`)).text()

beforeEach(() => freshPortal())

describe('the page of an appointment', () => {
  it('SCH-41 SET-14 the policy is one live sentence, and follows the setting and the clock', async () => {
    const id = await confirmed(start)
    expect(textOf(await page(id))).toContain('Free to change until Wed 2 Dec, 10:00 EST')
    await clockAt('2026-12-02T15:00:01Z')
    expect(textOf(await page(id))).toContain('too late to change this online. Call +1 212 555 0142')
    await switchTo('cancel_within_24h', 'on')
    expect(textOf(await page(id))).toContain('Free to change until Thu 3 Dec, 10:00 EST')
  })

  it('SCH-41 cancelling is looked at first; inside 24 hours the page says that it is late', async () => {
    const id = await confirmed(start)
    const review = async () => textOf(await (await visit('ana', `${my()}/appointments/${id}/cancellation`)).text())
    expect(await review()).not.toContain('late cancellation')
    expect((await rowOf(id)).status).toBe('confirmed')
    await switchTo('cancel_within_24h', 'on')
    await clockAt('2026-12-02T15:00:01Z')
    expect(await review()).toContain('late cancellation')
    expect((await submit('ana', `${my()}/appointments/${id}/cancellation`, { version: 2, key: newKey() })).status).toBe(303)
    expect((await rowOf(id)).status).toBe('late_cancelled')
    expect((await visit('ana', `${my()}/appointments/${id}/cancellation`)).status).toBe(409)
    expect((await visit('bo', `/willow/my/cli_bo/appointments/${id}/cancellation`)).status).toBe(404)
  })

  it('SCH-41 the video room is there from 15 minutes before the start until the end, and in no e-mail', async () => {
    const html = await (await visit('theo', room)).text()
    const version = hidden(html, 'main', 'version')
    for (const address of ['http://video.example/theo', 'javascript:alert(1)', 'video'])
      expect((await submit('theo', room, { address, version, key: newKey() })).status, address).toBe(422)
    expect((await submit('theo', room, { address: 'https://video.example/theo', version, key: newKey() })).status).toBe(303)
    expect((await submit('theo', room, { address: '', version, key: newKey() })).status).toBe(409)
    await switchTo('notify_request_confirmed', 'on')
    const id = await confirmed(start)
    const shown = async (iso: string) => {
      await clockAt(iso)
      return (await page(id)).includes('https://video.example/theo')
    }
    expect(await shown('2026-12-03T14:44:59Z')).toBe(false)
    expect(await shown('2026-12-03T14:45:00Z')).toBe(true)
    expect(await shown('2026-12-03T15:49:59Z')).toBe(true)
    expect(await shown('2026-12-03T15:50:00Z')).toBe(false)
    await cron()
    expect(JSON.stringify(await mail())).not.toContain('video.example')
    expect(JSON.stringify(await rows("SELECT details FROM audit WHERE entity_kind = 'staff'"))).not.toContain('video.example')
  })
})
