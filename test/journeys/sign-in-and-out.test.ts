import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

const ana_ = 'ana@family.example'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('ACC-1 the link of the e-mail opens a page with a button; only the button signs in, and only once', async () => {
    const ana = await client(portal, 'ana', { javaScript })
    await ana.opens('/willow/login')
    await ana.asksForACode()
    const link = await ana.linkInTheMail()

    const scanner = await client(portal, 'ana', { javaScript })
    for (let visits = 0; visits < 3; visits++) await scanner.opens(link)
    await scanner.seesHeading('Welcome back')
    await scanner.isNotSignedIn()

    await ana.opens(link)
    await ana.seesHeading('Welcome back')
    await ana.page.getByRole('button', { name: 'Sign in' }).click()
    await ana.seesHeading('Appointments')

    await scanner.opens(link)
    await scanner.seesHeading('This link no longer works')
  })

  test('UX-4 she signs in and reads her portal in Spanish', async () => {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.opens('/willow/login')
    await ana.page.getByRole('button', { name: 'Español' }).click()
    await ana.seesHeading('Entrar')
    const mail = await ana.signsInByCode()
    await ana.seesHeading('Citas')
    expect(await ana.page.locator('html').getAttribute('lang')).toBe('es')
    expect(mail.text).toMatch(/código/)
  })

  test('ACC-2 a wrong code is refused in words, with the focus on them; the right one still works', async () => {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.opens('/willow/login')
    await ana.asksForACode()
    await ana.types('000000')
    await ana.page.getByText('This code does not work').first().waitFor()
    if (javaScript) await expect.poll(() => ana.page.evaluate("document.activeElement?.getAttribute('role')")).toBe('alert')
    await ana.types(await ana.codeInTheMail())
    await ana.seesHeading('Appointments')
  })

  test('ACC-8 after signing out, Back shows nothing of the portal', async () => {
    const ana = await client(portal, 'ana', { javaScript, remembersPages: true })
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments')
    await ana.seesHeading('Appointments')
    await ana.page.getByRole('button', { name: 'Sign out' }).click()
    await ana.seesHeading('Sign in')
    await ana.goesBack()
    await ana.seesHeading('Sign in')
    expect(await ana.page.content()).not.toMatch(/Lindqvist|Intake/)
  })
})

test('ACC-1 an address nobody knows gets the same page, and no e-mail', async () => {
  const nobody = await client(portal, 'nobody', { javaScript: false })
  await nobody.opens('/willow/login')
  await nobody.asksForACode()
  await nobody.seesHeading('Look at your e-mail')
  await development(portal).theScheduledWorkIsDone()
  expect((await development(portal).mails()).filter(({ to }) => to !== ana_)).toEqual([])
})
