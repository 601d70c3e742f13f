import { beforeEach, describe, expect, it } from 'vitest'
import { cast, freshPortal, newKey, roundTrips, rows, submit, textOf, visit } from '../support/portal.ts'
import { confirmed } from './changing-support.ts'
import { requested } from './support.ts'

const page = (clientId: string) => `/willow/manage/clients/${clientId}/appointments`

beforeEach(() => freshPortal())

describe('the appointments of a client, for staff', () => {
  it('SCH-26 SCH-27 lists what waits, what is ahead and what was, each a way to its own page', async () => {
    const open = await requested('2026-12-08T16:00:00.000Z')
    const stands = await confirmed('2026-12-07T15:00:00.000Z')
    const answer = await visit('theo', page(cast.ana.clientId))
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(roundTrips(answer)).toBe(2)
    expect(html).toContain(`href="/willow/manage/requests#request-${open}"`)
    expect(html).toContain(`href="/willow/manage/appointments/${stands}"`)
    expect(textOf(html)).toMatch(/Waiting for an answer.*Tue 8 Dec, 11:00.*Upcoming.*Mon 7 Dec, 10:00.*Past and cancelled/)
    expect(html).not.toContain('href="/willow/manage/clients/cli_ana"') // her record is an administrator's
    expect(await (await visit('dana', page(cast.ana.clientId))).text()).toContain('href="/willow/manage/clients/cli_ana"')
  })

  it('SCH-20 what was deleted is still there to be restored', async () => {
    const id = await confirmed('2026-12-07T15:00:00.000Z')
    await submit('theo', `/willow/manage/appointments/${id}/deletion`, { version: 2, key: newKey() })
    const html = await (await visit('theo', page(cast.ana.clientId))).text()
    expect(html).toContain(`href="/willow/manage/appointments/${id}"`)
    expect(textOf(html)).toMatch(/Mon 7 Dec, 10:00–10:50 EST Session, Theo Lindqvist Removed/)
    expect(await (await visit('ana', '/willow/my/cli_ana/appointments')).text()).not.toContain(id)
  })

  it('SEC-1 a therapist sees their own appointments with a client who is or was theirs, and nothing of anybody else', async () => {
    const theos = await confirmed('2026-12-07T15:00:00.000Z')
    const ofTess = await (await visit('tess', page(cast.ana.clientId))).text()
    expect(ofTess).not.toContain(theos)
    expect((await visit('tess', page(cast.bo.clientId))).status).toBe(404)
    await rows("UPDATE assignments SET ended_at = 1 WHERE client_id = 'cli_ana'")
    expect((await visit('theo', page(cast.ana.clientId))).status).toBe(200)
    expect((await visit('theo', page(cast.cyd.clientId))).status).toBe(404)
    expect((await visit('dana', page('cli_nobody'))).status).toBe(404)
  })

  it('SCH-40 the page of an appointment leads to the client, a request to its answer', async () => {
    const open = await requested('2026-12-08T16:00:00.000Z')
    const html = await (await visit('theo', `/willow/manage/appointments/${open}`)).text()
    expect(html).toContain(`href="/willow/manage/requests#request-${open}"`)
    expect(html).toContain(`href="${page(cast.ana.clientId)}"`)
  })
})
