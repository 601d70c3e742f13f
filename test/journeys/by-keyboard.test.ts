import { afterAll, beforeAll, beforeEach, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { keyboard } from './steps/keyboard.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('UX-1 asking, answering, and a switch, with the keyboard alone', async () => {
    const ana = await client(portal, 'ana', { javaScript })
    const hers = keyboard(ana.page)
    await ana.opens('/willow/book')
    await hers.pressesEnterOn(ana.page.getByRole('link', { name: /Already a client/ }))
    await ana.page.waitForURL('**/login?next=*')
    await hers.goesTo(ana.page.getByLabel('E-mail address'))
    await hers.types('ana@family.example')
    await hers.presses('Enter')
    await ana.seesHeading('Look at your e-mail')
    await hers.goesTo(ana.page.getByLabel('Code', { exact: true }))
    await hers.types(await ana.codeInTheMail())
    await hers.presses('Enter')
    await ana.seesHeading('Ask for an appointment')
    await hers.pressesEnterOn(ana.page.locator('.days a', { hasText: 'Thu' }).first())
    await ana.page.locator('.days [aria-current]', { hasText: 'Thu' }).waitFor()
    await hers.pressesEnterOn(ana.page.locator('summary', { hasText: 'A note for' }))
    await hers.goesTo(ana.page.getByLabel(/^A note for/))
    await hers.types('By keyboard.')
    await hers.pressesEnterOn(ana.page.getByRole('button', { name: 'Thursday 3 December, 11:30 EST' }))
    await ana.seesHeading('Waiting for Theo’s answer')

    const theo = await therapist(portal, 'theo', { javaScript })
    const his = keyboard(theo.page)
    await theo.opensTheRequests()
    await his.pressesEnterOn(theo.page.getByRole('button', { name: 'Confirm' }))
    await theo.page.getByText('Confirmed Ana Pereira').waitFor()
    await his.pressesEnterOn(theo.page.getByRole('button', { name: /^Undo/ }))
    await theo.page.getByRole('button', { name: 'Confirm' }).waitFor()
    await his.pressesEnterOn(theo.page.locator('summary', { hasText: 'Decline' }))
    await his.goesTo(theo.page.getByLabel(/^Message to/))
    await his.types('I am away that day.')
    await his.pressesEnterOn(theo.page.getByRole('button', { name: 'Decline this request' }))
    await theo.page.getByText('Declined Ana Pereira').waitFor()
    await theo.seesOpenRequests(0)

    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.opensThePortalSettings()
    await keyboard(dana.page).goesTo(dana.switchOf('setting-schedule_within_24h'))
    await dana.page.keyboard.press('Space')
    await dana.seesOn('setting-schedule_within_24h')
  })
})

test('UX-3 with JavaScript the focus is where the change is: the answered row, the row that is open again', async () => {
  const ana = await client(portal, 'ana', { javaScript: false })
  await ana.isSignedIn()
  await ana.opens('/willow/book')
  await ana.picksTheTime('11:30')
  const theo = await therapist(portal, 'theo', { javaScript: true })
  await theo.opensTheRequests()
  await theo.confirms('Ana Pereira')
  await theo.rowOf('Ana Pereira').locator('p:focus').waitFor()
  await theo.hears(/Confirmed Ana Pereira/)
  await theo.undoes('Ana Pereira')
  await theo.rowOf('Ana Pereira').locator('div:focus').waitFor()
})
