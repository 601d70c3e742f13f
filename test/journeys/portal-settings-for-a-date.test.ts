import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { history } from './steps/history.ts'
import { schedule } from './steps/schedule.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const day = 86_400_000
const row = 'setting-self_scheduling'

bothWays((javaScript) => {
  test('a switch for a date: off, and on again, as dana planned, in her name', async () => {
    const { itIs, theScheduledWorkIsDone } = development(portal)
    const dana = await administrator(portal, 'dana', { javaScript })
    const plan = schedule(dana.page, 'self_scheduling')
    await dana.opensThePortalSettings()
    await plan.opens()
    expect(new URL(dana.page.url()).pathname.endsWith('/schedules')).toBe(!javaScript)
    await plan.plans({ to: 'Off', date: '2026-12-02', time: '09:00', backDate: '2026-12-03', backTime: '09:00' })
    await expect.poll(() => plan.plan()).toMatch(/Off on .*2 Dec.*09:00 EST.*by Dana Ortiz; on again on .*3 Dec.*09:00 EST/)
    await dana.opensThePortalSettings()
    await dana.seesOn(row)
    expect(await plan.plan()).toMatch(/Off on/)

    const ana = await client(portal, 'ana', { javaScript })
    for (const [days, effective] of [
      [1, 'off'],
      [2, 'on'],
    ] as const) {
      await itIs(begin + days * day)
      await theScheduledWorkIsDone()
      await portal.signInAs(dana.page, 'dana')
      await dana.opensThePortalSettings()
      await (effective === 'off' ? dana.seesOff(row) : dana.seesOn(row))
      await dana.seesWhoChanged(row, 'Dana Ortiz')
      await ana.isSignedIn()
      await ana.opens('/willow/book')
      expect((await ana.times()).length > 0).toBe(effective === 'on')
    }
    expect(await plan.place.locator('.planned').count()).toBe(0)

    const past = history(dana.page)
    await past.opensTheHistory('self_scheduling')
    const [on, off, ...planned] = await past.entries()
    expect(on).toMatch(/3 Dec.*Dana Ortiz.*As planned.*On/)
    expect(off).toMatch(/2 Dec.*Dana Ortiz.*As planned.*Off/)
    expect(planned.join(' ')).toMatch(/Planned for/)
  })
})
