import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { explanation } from './steps/explanation.ts'
import { keyboard } from './steps/keyboard.ts'
import { spokenOfTheFocus } from './steps/screen-reader.ts'
import { selection } from './steps/selection.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const [parent, child] = ['setting-self_scheduling', 'setting-schedule_within_24h']

bothWays((javaScript) => {
  test('SET-6 UX-1 a greyed switch is reached, says why, and its remedy is followed, heard and not seen', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const hers = keyboard(dana.page)
    await dana.opensThePortalSettings()
    await hers.goesTo(dana.switchOf(parent))
    await hers.presses('Space')
    await dana.seesOff(parent)

    await dana.opensThePortalSettings()
    await hers.goesTo(dana.switchOf(child))
    const spoken = await spokenOfTheFocus(dana.page)
    expect(spoken).toMatchObject({
      role: 'switch',
      name: 'Allow clients to schedule an appointment within 24 hours',
      states: { disabled: true, checked: 'false' },
    })
    expect(spoken.description).toMatch(/Turn on “Allow Clients Self-Scheduling through Client Portal” first/)
    await hers.presses('Space')
    await dana.seesGreyed(child, 'parent_off')

    // The remedy stands before the switch in the row: back one step.
    const remedy = dana.page.locator(`#${child}-reason a`)
    await dana.opensThePortalSettings()
    await hers.goesTo(remedy)
    expect(await spokenOfTheFocus(dana.page)).toMatchObject({ role: 'link', name: 'Go to it' })
    await hers.presses('Enter')
    await expect.poll(() => new URL(dana.page.url()).hash).toBe(`#${parent}`)
    await hers.goesTo(dana.switchOf(parent))
    expect(await spokenOfTheFocus(dana.page)).toMatchObject({ role: 'switch', states: { checked: 'false' } })
    await hers.presses('Enter')
    await dana.seesOn(parent)
    await dana.seesNotGreyed(child)
  })

  test('SET-33 SET-41 UX-1 why not, its remedy, and two at once, with the keyboard alone', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const hers = keyboard(dana.page)
    const list = selection(dana.page)
    const why = explanation(dana.page)
    const hisSwitch = 'client-cli_bo-self_scheduling'
    await dana.opensManageClients()
    for (const one of ['cli_ana', 'cli_bo']) {
      await hers.goesTo(list.boxOf(one))
      expect(await spokenOfTheFocus(dana.page)).toMatchObject({ role: 'checkbox' })
      await hers.presses('Space')
    }
    await hers.goesTo(list.bar.getByRole('combobox'))
    expect(await spokenOfTheFocus(dana.page)).toMatchObject({ role: 'combobox', name: 'Setting for the selected clients' })
    await hers.pressesEnterOn(list.bar.getByRole('button', { name: 'Turn off' }))
    await list.isTold('Scheduling: off for 2 clients.')

    await dana.opensManageClients()
    await hers.pressesEnterOn(dana.page.getByRole('rowheader').getByRole('link', { name: 'Bo Nilsson' }))
    await dana.page.waitForURL('**/clients/cli_bo')
    await hers.pressesEnterOn(why.ask())
    await hers.pressesEnterOn(why.feature('Scheduling'))
    await why.seesVerdict('Cannot use it')
    await hers.pressesEnterOn(why.remedyOf('client_off'))
    await dana.page.waitForURL(`**/clients/cli_bo#${hisSwitch}`)
    await hers.goesTo(dana.switchOf(hisSwitch))
    await hers.presses('Space')
    await dana.seesOn(hisSwitch)
  })
})

test('SET-6 a greyed switch in the list of clients says why, too', async () => {
  const dana = await administrator(portal, 'dana', { javaScript: true })
  await dana.opensManageClients()
  await keyboard(dana.page).goesTo(dana.switchOf('client-cli_bo-secure_messaging'))
  expect(await spokenOfTheFocus(dana.page)).toMatchObject({
    role: 'switch',
    name: 'Messages',
    description: 'Off for everyone.',
    states: { disabled: true },
  })
})
