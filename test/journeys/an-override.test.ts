import { afterAll, beforeAll, beforeEach, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

const bosSwitch = 'client-cli_bo-self_scheduling'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SET-40 self-scheduling off for one client: his link says why not and whom to call, everybody else is unaffected', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.opensManageClients()
    await dana.seesOn(bosSwitch)
    await dana.presses(bosSwitch)
    await dana.seesOff(bosSwitch)

    const bo = await client(portal, 'bo', { javaScript, phone: true })
    await bo.isSignedIn()
    await bo.opens('/willow/book')
    await bo.seesHeading('Online scheduling is not available')
    await bo.isToldToCall(/arranges your appointments with you directly, so online scheduling is off for you\./)

    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens('/willow/book')
    await ana.seesHeading('Ask for an appointment')

    await dana.presses(bosSwitch)
    await dana.seesOn(bosSwitch)
    await bo.opens('/willow/book')
    await bo.seesHeading('Ask for an appointment')
  })
})
