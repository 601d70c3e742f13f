import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aDevice } from './steps/authenticator.ts'
import { begin, development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

const theo_ = 'theo@willow.example'
const ways = [
  { how: 'with JavaScript', javaScript: true, phone: false },
  { how: 'without JavaScript', javaScript: false, phone: false },
  { how: 'on a phone', javaScript: true, phone: true },
]
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal({ localhost: true })))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

describe.each(ways)('$how', ({ javaScript, phone }) => {
  test('ACC-4 Theo signs in for the first time, sets up his app, keeps his codes, and is asked for one the next time', async () => {
    const page = await portal.browser({ javaScript, phone })
    await signsIn(page)
    await heading(page, 'Protect your work sign-in')
    await page.getByRole('link', { name: 'Set up an app' }).click()
    const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '')
    await types(page, 'Code of 6 digits', '000000')
    await page.getByText('This code does not fit').first().waitFor()
    await types(page, 'Code of 6 digits', codeOf(secret, begin))
    await heading(page, 'Your recovery codes')
    const codes = await page.locator('.recovery-codes li').allTextContents()
    expect(codes).toHaveLength(10)
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await heading(page, 'Requests')

    await development(portal).itIs(begin + 120_000)
    const again = await portal.browser({ javaScript, phone })
    await signsIn(again)
    await heading(again, 'One more step')
    await types(again, 'Code from your app', codeOf(secret, begin + 120_000))
    await heading(again, 'Requests')

    const lost = await portal.browser({ javaScript, phone })
    await signsIn(lost)
    await lost.getByText('Use a recovery code').click()
    await types(lost, 'Recovery code', codes[3]?.toLowerCase() ?? '')
    await heading(lost, 'Requests')
  })
})

test('ACC-4 Theo makes a passkey instead, and gives it the next time', async () => {
  const page = await portal.browser({ javaScript: true, phone: true })
  await aDevice(page)
  await signsIn(page)
  await page.getByRole('button', { name: 'Make a passkey on this device' }).click()
  await heading(page, 'Requests')
  await page.context().clearCookies()
  await signsIn(page)
  await heading(page, 'One more step')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await heading(page, 'Requests')
})

/** With the code of the e-mail, from the page of his requests. */
async function signsIn(page: Page): Promise<void> {
  await development(portal).theMailboxIsEmptied()
  await page.goto('/willow/manage/requests')
  await page.getByLabel('E-mail address').fill(theo_)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const { text } = await development(portal).theNewestMailTo(theo_, 'sign_in')
  await page.getByLabel('Code', { exact: true }).fill(/\b\d{6}\b/.exec(text)?.[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((address) => !address.pathname.includes('/login'))
}

async function types(page: Page, label: string, code: string): Promise<void> {
  const field = page.getByLabel(label)
  await field.fill(code)
  await page.locator('form', { has: field }).getByRole('button').click()
}

const heading = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title }).waitFor()
const codeOf = (secret: string, at: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at })
