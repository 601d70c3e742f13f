import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aDevice } from './steps/authenticator.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { watch, type Complaints } from './steps/watching.ts'
import { state as stateOf } from './steps/state.ts'
import { openPortal, type OpenPortal } from './support.ts'

// Passkeys, authenticator, recovery codes and proving oneself, each in the states it goes through (UX-1, UX-3).

let portal: OpenPortal
let ana: Awaited<ReturnType<typeof client>>
let complaints: Complaints
let secret = ''

beforeAll(async () => {
  portal = await openPortal({ localhost: true })
  await development(portal).everythingIsNew()
  ana = await client(portal, 'ana', { javaScript: true, phone: true })
  await aDevice(ana.page)
  complaints = watch(ana.page, portal.url.replace('127.0.0.1', 'localhost'))
  await ana.opens('/willow/login')
})
afterAll(() => portal.close())

const press = (name: string) => ana.page.getByRole('button', { name }).click()
const state = (name: string, reach: () => Promise<unknown>) => stateOf(name, () => ana.page, reach)

describe('UX-1 UX-3', () => {
  state('signing in with a passkey that opens nothing', async () => {
    await press('Sign in with a passkey')
    await ana.page.getByText('No passkey was used').waitFor()
  })
  state('the offer after a code', () => ana.signsInByCode())
  state('setting up an app', () => ana.opens('/account/authenticator'))
  state('a wrong code', async () => {
    secret = ((await ana.page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
    await ana.page.getByLabel('Code of 6 digits').fill('000000')
    await press('Turn it on')
    await ana.page.getByRole('alert').first().waitFor()
  })
  state('the recovery codes', async () => {
    await ana.page.getByLabel('Code of 6 digits').fill(codeAt(begin))
    await press('Turn it on')
    await ana.seesHeading('Your recovery codes')
  })
  state('an app that is set up', async () => {
    await ana.page.getByRole('link', { name: 'I have kept them' }).click()
    await ana.page.getByText('is set up since').waitFor()
  })
  state('proving oneself again, with the app', async () => {
    await development(portal).itIs(begin + 360_000)
    await press('Make new recovery codes')
    await ana.seesHeading('Is it still you?')
    await ana.page.getByText('Use a recovery code').click()
  })
  state('a code that was used', async () => {
    await ana.page.getByLabel('Code from your app').fill(codeAt(begin))
    await ana.page.getByRole('button', { name: 'Go on' }).first().click()
    await ana.page.getByRole('alert').first().waitFor()
  })
  state('passkeys, a new one, its forms open', async () => {
    await ana.page.getByLabel('Code from your app').fill(codeAt(begin + 360_000))
    await ana.page.getByRole('button', { name: 'Go on' }).first().click()
    await ana.opens('/account/passkeys')
    await press('Make a passkey on this device')
    await ana.page.getByText('The passkey is added').waitFor()
    for (const name of ['Rename', 'Remove']) await ana.page.locator('summary', { hasText: name }).click()
  })
  test('no page did what its policy forbids, or asked another origin', () =>
    expect([...complaints.foreign, ...complaints.errors]).toEqual([]))
})

const codeAt = (at: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at })
