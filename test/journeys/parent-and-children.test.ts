import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { requestsDuring } from './steps/watching.ts'
import { openPortal, type OpenPortal } from './support.ts'

const [parent, schedule, cancel] = ['setting-self_scheduling', 'setting-schedule_within_24h', 'setting-cancel_within_24h']
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SET-19 the parent off greys its children, closes the link, and gives their values back', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()

    await dana.opensThePortalSettings()
    await dana.presses(schedule)
    await dana.seesOn(schedule)

    const sent = await requestsDuring(dana.page, async () => {
      await dana.presses(parent)
      await dana.seesOff(parent)
      await dana.seesGreyed(schedule, 'parent_off')
      await dana.seesGreyed(cancel, 'parent_off')
    })
    if (javaScript) expect(sent.map((request) => request.method())).toEqual(['POST'])

    await ana.opens('/willow/book')
    await ana.seesHeading('Online scheduling is not available')
    await ana.isToldToCall(/Willow House Therapy does not take appointment requests online at the moment\./)

    await dana.presses(parent)
    await dana.seesOn(parent)
    await dana.seesNotGreyed(schedule)
    await dana.seesNotGreyed(cancel)
    await dana.seesOn(schedule)
    await dana.seesOff(cancel)

    await ana.opens('/willow/book')
    await ana.seesHeading('Ask for an appointment')
    expect(await ana.page.locator('.slot').count()).toBeGreaterThan(0)
  })

  test('LNK-2 a visitor, too, is told whom to call', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const visitor = await client(portal, 'nobody', { javaScript, phone: true })
    await dana.opensThePortalSettings()
    await dana.presses(parent)
    await dana.seesOff(parent)
    await visitor.opens('/willow/book')
    await visitor.seesHeading('No online appointments')
    await visitor.isToldToCall(/Please call\./)
  })
})
