import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aDevice } from './steps/authenticator.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal({ localhost: true })))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

test('ACC-3 Ana takes the offer after signing in by code, signs out, and comes back with one press', async () => {
  const ana = await client(portal, 'ana', { javaScript: true, phone: true })
  const device = await aDevice(ana.page)
  await ana.opens('/willow/login')
  await ana.signsInByCode()
  await ana.page.getByRole('link', { name: 'Make a passkey' }).click()
  await ana.page.getByRole('button', { name: 'Make a passkey on this device' }).click()
  await ana.page.getByText('The passkey is added').waitFor()
  expect(await device.keys()).toHaveLength(1)
  expect((await development(portal).theNewestMailTo('ana@family.example', 'passkey_added')).subject).toBe('Your sign-in was changed')

  await ana.page.getByRole('button', { name: 'Sign out' }).first().click()
  await ana.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await ana.page.getByRole('heading', { level: 1, name: 'Appointments' }).waitFor()
  expect(await ana.page.getByText('Sign in faster next time?').count()).toBe(0)
})

test('ACC-3 a device that does not know her, and a key the portal does not know, open nothing and say what to do', async () => {
  const ana = await client(portal, 'ana', { javaScript: true })
  const device = await aDevice(ana.page)
  await ana.opens('/willow/login')
  await ana.signsInByCode()
  await ana.opens('/account/passkeys')
  await ana.page.getByRole('button', { name: 'Make a passkey on this device' }).click()
  await ana.page.getByText('The passkey is added').waitFor()
  await ana.page.getByText('Remove', { exact: false }).first().click()
  await ana.page.getByRole('button', { name: 'Remove this passkey' }).click()
  await ana.page.getByRole('heading', { level: 1, name: 'Is it still you?' }).waitFor()
  await ana.page.getByRole('button', { name: 'Use a passkey' }).click()
  await ana.page.getByRole('heading', { level: 1, name: 'Passkeys' }).waitFor()
  await ana.page.getByText('Remove', { exact: false }).first().click()
  await ana.page.getByRole('button', { name: 'Remove this passkey' }).click()
  await ana.page.getByText('The passkey is removed').waitFor()

  await ana.page.getByRole('button', { name: 'Sign out' }).first().click()
  await device.refusesFrom()
  await ana.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await ana.page.getByText('No passkey was used').waitFor()
  await device.agreesAgain()
  await ana.page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await ana.page.getByText('This passkey does not open this portal').waitFor()
  await ana.isNotSignedIn()
})

test('ACC-3 without JavaScript there is no button that does nothing', async () => {
  const ana = await client(portal, 'ana', { javaScript: false })
  await ana.opens('/willow/login')
  expect(await ana.page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false)
  await ana.signsInByCode()
  await ana.opens('/account/passkeys')
  await ana.page.getByText('This browser cannot make passkeys').waitFor()
})
