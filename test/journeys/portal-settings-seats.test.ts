import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { seats } from './steps/seats.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const row = 'setting-self_scheduling'

bothWays((javaScript) => {
  test('SET-52 without a seat the setting warns, and ana is told to call, without a word about seats', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const staff = seats(dana.page)
    const ana = await client(portal, 'ana', { javaScript })
    await ana.isSignedIn()
    await staff.opensTheSeats()
    await staff.takesBackTheSeatOf('sta_theo')

    await dana.opensThePortalSettings()
    await dana.seesOn(row)
    expect(await staff.warningOf('self_scheduling').textContent()).toContain('No therapist is subscribed')
    await ana.opens('/willow/book')
    await ana.isToldToCall(/None of your therapists takes requests online/)
    expect(await ana.page.locator('body').textContent()).not.toMatch(/seat|subscri/i)

    await staff.warningOf('self_scheduling').getByRole('link').click()
    await dana.page.waitForURL('**/manage/staff')
    await staff.givesASeatTo('sta_theo')
    await dana.opensThePortalSettings()
    await dana.seesOn(row)
    expect(await staff.warningOf('self_scheduling').count()).toBe(0)
    await ana.opens('/willow/book')
    await ana.picksTheTime('11:30')
  })
})
