import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { openPortal, type OpenPortal } from './support.ts'

// ACC-8: what somebody left behind in a browser shows nothing of the portal, however she left and whatever the browser remembers.

const appointments = '/willow/my/cli_ana/appointments'
const hers = /Lindqvist|Pereira|Intake|Ask for an/
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  async function reading() {
    const ana = await client(portal, 'ana', { javaScript, remembersPages: true })
    await ana.isSignedIn()
    await ana.opens(appointments)
    await ana.opens(`${appointments}/new`)
    await ana.seesHeading('Ask for an appointment')
    return ana
  }

  test('ACC-8 Back after signing out, once and twice, shows the way to sign in', async () => {
    const ana = await reading()
    await ana.page.getByRole('button', { name: 'Sign out' }).first().click()
    await ana.seesHeading('Sign in')
    for (let steps = 0; steps < 2; steps++) {
      await ana.goesBack()
      await ana.seesHeading('Sign in')
      expect(await ana.page.content()).not.toMatch(hers)
    }
  })

  test('ACC-8 Back after the session ran out shows the way to sign in', async () => {
    const ana = await reading()
    await development(portal).itIs(begin + 31 * 60_000)
    await ana.opens('/account/security')
    await ana.seesHeading('Sign in')
    await ana.goesBack()
    await ana.seesHeading('Sign in')
    expect(await ana.page.content()).not.toMatch(hers)
  })

  test('ACC-8 Back after signing out everywhere from the security page', async () => {
    const ana = await reading()
    const other = await client(portal, 'ana', { javaScript: false })
    await other.isSignedIn()
    await ana.opens('/account/security')
    await ana.page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click()
    await ana.seesHeading('Sign in')
    await ana.goesBack()
    await ana.seesHeading('You are signed out') // the page belongs to no practice, so there is no sign-in page to lead to
    await other.isNotSignedIn()
  })
})

describe('ACC-8 a page that leaves', () => {
  test('ACC-8 is blank before it is remembered, and asked for again when it comes back', async () => {
    const ana = await client(portal, 'ana', { javaScript: true })
    await ana.isSignedIn()
    await ana.opens(appointments)
    await ana.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(await ana.page.locator('main').isVisible()).toBe(false)
    const reloaded = ana.page.waitForRequest((request) => request.isNavigationRequest())
    await ana.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await reloaded
    await ana.seesHeading('Appointments')
  })

  test('ACC-8 a visitor’s page stays as it is', async () => {
    const visitor = await client(portal, 'ana', { javaScript: true })
    await visitor.opens('/willow/login')
    await visitor.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(await visitor.page.locator('main').isVisible()).toBe(true)
  })
})
