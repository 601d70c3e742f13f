import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { selection } from './steps/selection.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const three = ['cli_ana', 'cli_bo', 'cli_max']
const messagesOf = (clientId: string) => `client-${clientId}-secure_messaging`

bothWays((javaScript) => {
  // Max has no account: it is his contact whom the switch is for.
  test('SET-41 messaging is switched off for three clients at once, and undone', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const list = selection(dana.page)
    await dana.opensThePortalSettings()
    for (const setting of ['setting-secure_messaging', 'setting-contact_access']) {
      await dana.presses(setting)
      await dana.seesOn(setting)
    }
    await dana.opensManageClients()
    expect(await list.bar.isVisible()).toBe(false)
    await list.selects(...three)
    expect(await list.bar.isVisible()).toBe(true)
    await list.chooses('Messages')
    await list.turnsOff()
    await list.isTold('Messages: off for 3 clients.')
    for (const one of three) await dana.seesOff(messagesOf(one))
    expect(await list.bar.isVisible()).toBe(false)
    if (javaScript) await dana.hears(/Messages: off for 3 clients\./)

    await list.undoes()
    await list.isTold('Put back for 3 clients.')
    for (const one of three) await dana.seesOn(messagesOf(one))
    if (javaScript) await dana.hears(/Put back for 3 clients\./)
    await dana.opensManageClients()
    for (const one of three) await dana.seesOn(messagesOf(one))
  })

  test('SET-41 SET-7 what it meets is asked once for all of them; a no changes nobody', async () => {
    const ana = await client(portal, 'ana', { javaScript: false })
    await ana.isSignedIn()
    await ana.opens('/willow/book')
    await ana.picksTheTime('11:30')
    const dana = await administrator(portal, 'dana', { javaScript })
    const list = selection(dana.page)
    await dana.opensManageClients()
    await list.selects('cli_ana', 'cli_bo')
    await list.chooses('Scheduling')
    await list.turnsOff()
    await list.bar.getByRole('group').waitFor()
    if (javaScript) await dana.focusIsOn(list.bar.getByRole('group'))
    expect(await list.bar.getByRole('group').textContent()).toMatch(/Turn Scheduling off for 2 clients\?.*open request/)
    await list.bar.getByRole('button', { name: 'Keep on' }).click()
    await list.bar.getByRole('group').waitFor({ state: 'detached' })
    for (const one of ['cli_ana', 'cli_bo']) await dana.seesOn(`client-${one}-self_scheduling`)
    await list.turnsOff()
    await list.bar.getByRole('group').getByRole('button', { name: 'Turn off' }).click()
    await list.isTold('Scheduling: off for 2 clients.')
    for (const one of ['cli_ana', 'cli_bo']) await dana.seesOff(`client-${one}-self_scheduling`)
  })
})
