import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { keyboard } from './steps/keyboard.ts'
import { therapist } from './steps/therapist.ts'
import { visitor } from './steps/visitor.ts'
import { openPortal, type OpenPortal } from './support.ts'

// The journeys that by-keyboard.test.ts and portal-settings-by-keyboard.test.ts leave out and that matter most: taking something back, other times,
// wishes, becoming a client.

const withScripts = { javaScript: true }
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const times = '/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-08'

test('UX-1 a request is withdrawn, another confirmed and cancelled, with the keyboard alone', async () => {
  const ana = await client(portal, 'ana', withScripts)
  const hers = keyboard(ana.page)
  await ana.isSignedIn()
  await ana.opens(times)
  await hers.pressesEnterOn(ana.page.getByRole('button', { name: 'Tuesday 8 December, 10:00 EST' }))
  await ana.seesHeading('Waiting for Theo’s answer')
  await hers.pressesEnterOn(ana.page.getByRole('button', { name: 'Withdraw this request' }))
  await ana.seesHeading('You withdrew this request')

  await ana.opens(times)
  await hers.pressesEnterOn(ana.page.getByRole('button', { name: 'Tuesday 8 December, 10:30 EST' }))
  await ana.seesHeading('Waiting for Theo’s answer')
  const theo = await therapist(portal, 'theo', withScripts)
  await theo.opensTheRequests()
  await keyboard(theo.page).pressesEnterOn(theo.page.getByRole('button', { name: 'Confirm' }))
  await theo.page.getByText('Confirmed Ana Pereira').waitFor()

  await ana.opens('/willow/my/cli_ana/appointments')
  await hers.pressesEnterOn(ana.page.locator('.appointment', { hasText: '10:30–' }).getByRole('link'))
  await ana.seesHeading('Confirmed')
  await hers.pressesEnterOn(ana.page.getByRole('link', { name: 'Cancel this appointment' }))
  await ana.seesHeading('Cancel this appointment?')
  await hers.pressesEnterOn(ana.page.getByRole('button', { name: 'Yes, cancel it' }))
  await ana.seesHeading('Appointments')
  await ana.page.getByText('Cancelled').first().waitFor()
})

test('SCH-23 UX-1 other times are offered and one is taken, with the keyboard alone', async () => {
  const [ana, theo] = [await client(portal, 'ana', withScripts), await therapist(portal, 'theo', withScripts)]
  const [hers, his] = [keyboard(ana.page), keyboard(theo.page)]
  await ana.isSignedIn()
  await ana.opens(times)
  await ana.picksTheTime('10:00')
  await theo.opensTheRequests()
  await his.pressesEnterOn(theo.rowOf('Ana Pereira').getByRole('link', { name: /^Offer other times/ }))
  await theo.page.getByRole('heading', { level: 1, name: 'Offer other times' }).waitFor()
  await his.goesTo(theo.page.getByLabel(/11:00/))
  await his.presses('Space')
  await his.pressesEnterOn(theo.page.getByRole('button', { name: 'Offer these times' }))
  await theo.page.getByText('You offered Ana Pereira other times').waitFor()

  await ana.page.reload()
  await ana.seesHeading('Theo offers you other times')
  await hers.pressesEnterOn(ana.page.locator('main form[action*="/counter-offers/"]').getByRole('button').first())
  await ana.seesHeading('Confirmed')
})

test('NOT-4 UX-1 wishes are changed with the keyboard alone', async () => {
  const ana = await client(portal, 'ana', withScripts)
  const hers = keyboard(ana.page)
  await ana.isSignedIn()
  await ana.opens('/willow/my/notifications')
  const reminder = ana.page.getByRole('checkbox', { name: 'Remind me of appointments' })
  await hers.goesTo(reminder)
  const before = await reminder.isChecked()
  await hers.presses('Space')
  await hers.pressesEnterOn(ana.page.locator('main').getByRole('button', { name: 'Save' }).first())
  await ana.page.locator('main').getByText('Saved').first().waitFor()
  await ana.page.reload()
  expect(await reminder.isChecked()).toBe(!before)
})

test('LNK-4 UX-1 somebody becomes a client with the keyboard alone', async () => {
  const vera = await visitor(portal, 'vera@new.example', withScripts)
  const hers = keyboard(vera.page)
  await vera.opens('/willow/join')
  await hers.goesTo(vera.page.getByLabel('Your name'))
  await hers.types('Vera Lindt')
  await hers.pressesEnterOn(vera.page.getByRole('button', { name: 'Register' }))
  await vera.page.locator('main [role=alert]:focus').waitFor()
  await hers.pressesEnterOn(vera.page.locator('main [role=alert] a'))
  await vera.page.getByLabel('E-mail address').and(vera.page.locator(':focus')).waitFor()
  await hers.types('vera@new.example')
  await hers.presses('Enter')
  await vera.seesHeading('Look at your e-mail')
  await hers.goesTo(vera.page.getByLabel('Code', { exact: true }))
  const { text } = await development(portal).theNewestMailTo('vera@new.example', 'sign_in')
  await hers.types(/\b\d{6}\b/.exec(text)?.[0] ?? '')
  await hers.presses('Enter')
  await vera.seesHeading('You are registered')
})
