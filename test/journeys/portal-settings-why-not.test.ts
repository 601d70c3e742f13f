import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { explanation } from './steps/explanation.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const hisSwitch = 'client-cli_bo-self_scheduling'

bothWays((javaScript) => {
  test('SET-33 why bo cannot ask for an appointment, the remedy, and then he can', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const why = explanation(dana.page)
    await dana.opensManageClients()
    await dana.presses(hisSwitch)
    await dana.seesOff(hisSwitch)
    const bo = await client(portal, 'bo', { javaScript })
    await bo.isSignedIn()
    await bo.opens('/willow/book')
    await bo.isToldToCall(/online/)

    await why.opensTheClient('Bo Nilsson')
    await why.asksAbout('Scheduling')
    await why.seesVerdict('Cannot use it')
    const gates = await why.ticksAndCrosses()
    expect(gates.filter((gate) => gate.startsWith('no'))).toEqual(['no client_off'])
    expect(gates).toEqual(expect.arrayContaining(['yes plan', 'yes setting_off', 'yes archived', 'yes no_seat', 'yes not_assigned']))

    await why.followsTheRemedyOf('client_off')
    expect(new URL(dana.page.url()).hash).toBe(`#${hisSwitch}`)
    await dana.presses(hisSwitch)
    await dana.seesOn(hisSwitch)
    await why.asksAbout('Scheduling')
    await why.seesVerdict('Can use it')
    expect((await why.ticksAndCrosses()).filter((gate) => gate.startsWith('no'))).toEqual([])
    await bo.opens('/willow/book')
    await bo.picksTheTime('11:30')
  })
})
