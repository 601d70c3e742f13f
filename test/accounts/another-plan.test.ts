import { beforeEach, describe, expect, it } from 'vitest'
import { freshPortal, roundTrips, rows, textOf, visit } from '../support/portal.ts'
import { ask, requested } from '../scheduling/support.ts'

const page = '/willow/manage/staff'
const usePlan = (plan: string) => rows('UPDATE organizations SET plan = ? WHERE id = ?', plan, 'org_willow')
const thursdayTen = '2026-12-03T15:00:00.000Z'

beforeEach(() => freshPortal())

describe('SET-53 another plan', () => {
  it('a preview says what would stop, computed by the same resolver; looking changes nothing', async () => {
    await requested(thursdayTen)
    const answer = await visit('dana', `${page}/plan?plan=essentials`)
    const html = await answer.text()
    expect([answer.status, roundTrips(answer)]).toEqual([200, 1])
    expect([...html.matchAll(/data-changes="(\w+)"/g)].map(([, key]) => key)).toEqual([
      'secure_messaging',
      'self_scheduling',
      'schedule_within_24h',
      'cancel_within_24h',
    ])
    const text = textOf(html)
    expect(text).toContain('Allow Clients Self-Scheduling through Client Portal works now, and would stop')
    expect(text).toContain('Allow Secure Messaging through Client Portal is off, and could not be switched on')
    expect(text).toContain('That is 1 seat fewer than are used. Whoever has one keeps it')
    expect(text).toContain('1 open request stays with its therapist.')
    expect(text).toContain('Nothing is ever deleted by a change of plan')
    expect(await rows("SELECT plan FROM organizations WHERE id = 'org_willow'")).toEqual([{ plan: 'everything' }])
    expect(textOf(await (await visit('dana', `${page}/plan?plan=standard`)).text())).toContain(
      'No setting would change. Seats Everybody who has a seat would keep it.',
    )
    expect((await visit('dana', `${page}/plan?plan=gold`)).status).toBe(404)
    expect((await visit('dana', `${page}/plan`)).status).toBe(200)
  })

  it('acts like the setting off, and everything comes back with the plan', async () => {
    const id = await requested(thursdayTen)
    await usePlan('essentials')
    expect((await ask('2026-12-03T16:00:00.000Z')).status).toBe(409)
    expect((await visit('ana', `/willow/my/cli_ana/requests/${id}`)).status).toBe(200)
    await usePlan('everything')
    expect((await ask('2026-12-03T16:00:00.000Z')).status).toBe(303)
  })
})

describe('SET-10 card processing', () => {
  it('says that it is not connected, what it will take, and that the connection comes with payments', async () => {
    const at = '/willow/manage/card-processing'
    const text = textOf(await (await visit('dana', at)).text())
    expect(text).toContain('Not connected yet')
    expect(text).toContain('What it will take')
    expect(text).toContain('it comes with payments')
    await rows("UPDATE organizations SET card_processing = 'enabled'")
    expect(textOf(await (await visit('dana', at)).text())).toContain('Connected Client payments can be switched on')
  })
})
