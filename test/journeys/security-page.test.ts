import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

const minute = 60_000
const wanted = 'ana.new@family.example'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('ACC-6 she finds the page from her appointments, and signs another device out', async () => {
    const left = await client(portal, 'ana', { javaScript: false, phone: true })
    await left.isSignedIn()
    const ana = await client(portal, 'ana', { javaScript })
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments')
    await ana.page.getByRole('link', { name: 'Security' }).click()
    await ana.seesHeading('Security')
    const lines = ana.page.locator('#sessions .switch-row')
    expect(await lines.count()).toBe(2)
    await lines
      .filter({ hasNotText: 'This one' })
      .getByRole('button', { name: /^Sign out/ })
      .click()
    await expect.poll(() => lines.count()).toBe(1)
    if (javaScript) await ana.page.locator('#sessions .notice', { hasText: 'Signed out' }).waitFor()
    if (javaScript) expect(await ana.page.evaluate("document.activeElement?.classList.contains('notice')")).toBe(true)
    await left.isNotSignedIn()
  })

  test('ACC-6 she changes her e-mail address, and signs in with the new one', async () => {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens('/account/security')
    await ana.page.getByRole('link', { name: 'Change the address' }).click()
    await ana.page.getByLabel('New e-mail address').fill('ana at home')
    await ana.page.getByRole('button', { name: 'Send the link' }).click()
    await ana.page.getByText('Enter a whole e-mail address').first().waitFor()
    await ana.page.getByLabel('New e-mail address').fill(wanted)
    await ana.page.getByRole('button', { name: 'Send the link' }).click()
    await ana.page.getByText('Look at your new e-mail').waitFor()
    const { text } = await development(portal).theNewestMailTo(wanted, 'email_change')
    await ana.opens(/https?:\/\/\S+\/my\/email\/\S+/.exec(text)?.[0] ?? '')
    await ana.page.getByRole('button', { name: 'Use this address' }).click()
    await ana.page.getByText(`You sign in with ${wanted}.`).waitFor()
    await ana.page.getByText('Your e-mail address was changed.').waitFor()
    await development(portal).theNewestMailTo('ana@family.example', 'email_changed')
  })
})

test('ACC-5 without JavaScript: a note that was sent too late is there after signing in', async () => {
  const ana = await client(portal, 'ana', { javaScript: false, phone: true })
  await ana.isSignedIn()
  await ana.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&from=2026-12-08')
  await ana.writesANote('I can only come after my shift.')
  await development(portal).itIs(begin + 31 * minute)
  await ana.page.locator('.slot').first().click()
  await ana.seesHeading('Sign in')
  await ana.signsInByCode()
  await ana.seesHeading('Ask for an appointment')
  await hasItBack(ana.page)
  await ana.page.getByRole('button', { name: 'Throw it away' }).click()
  await ana.seesHeading('Ask for an appointment')
  expect(await ana.page.getByText('We kept what you had written.').count()).toBe(0)
})

test('ACC-5 with JavaScript: a note nobody sent is kept before the session ends, and is there after signing in', async () => {
  const ana = await client(portal, 'ana', { javaScript: true })
  await ana.isSignedIn()
  await ana.page.clock.install()
  await ana.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&from=2026-12-08')
  await ana.writesANote('I can only come after my shift.')
  await ana.page.clock.fastForward(29 * minute + 30_000)
  const dialog = ana.page.getByRole('dialog', { name: 'Are you still there?' })
  await dialog.waitFor()
  expect(await ana.page.evaluate('document.activeElement?.textContent')).toBe('Stay signed in')
  await development(portal).itIs(begin + 30 * minute - 1000)
  const kept = ana.page.waitForResponse((response) => response.url().includes('/my/drafts'))
  await ana.page.clock.fastForward(29_500)
  expect((await kept).status()).toBe(204)
  await development(portal).itIs(begin + 30 * minute + 2000)
  await ana.page.clock.runFor(3000)
  await ana.seesHeading('Sign in')
  await ana.signsInByCode()
  await ana.seesHeading('Ask for an appointment')
  await hasItBack(ana.page)
})

test('ACC-5 one key keeps her signed in, and the focus goes back to where she wrote', async () => {
  const ana = await client(portal, 'ana', { javaScript: true })
  await ana.isSignedIn()
  await ana.page.clock.install()
  await ana.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&from=2026-12-08')
  await ana.writesANote('I can only')
  await ana.page.clock.fastForward(29 * minute + 10_000)
  await ana.page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
  await development(portal).itIs(begin + 29 * minute + 10_000)
  await ana.page.keyboard.press('Enter')
  await expect.poll(() => ana.page.getByRole('dialog').count()).toBe(0)
  await ana.page.keyboard.type(' come late')
  expect(await ana.page.getByLabel(/^A note for/).inputValue()).toBe('I can only come late')
})

async function hasItBack(page: Awaited<ReturnType<typeof client>>['page']): Promise<void> {
  await page.getByText('We kept what you had written.').waitFor()
  expect(await page.getByLabel(/^A note for/).inputValue()).toBe('I can only come after my shift.')
}
