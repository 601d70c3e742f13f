import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { begin, development } from './steps/development.ts'
import { history } from './steps/history.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const day = 86_400_000
const [messaging, insurance, scheduling] = ['secure_messaging', 'display_insurance', 'self_scheduling']
const row = (key: string) => `setting-${key}`

bothWays((javaScript) => {
  test('SET-8 yesterday is put back: what was on at 10:30, beside now; then it is so again', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    const past = history(dana.page)
    await dana.opensThePortalSettings()
    await dana.presses(row(messaging))
    await dana.seesOn(row(messaging))

    await development(portal).itIs(begin + day)
    await portal.signInAs(dana.page, 'dana')
    await dana.opensThePortalSettings()
    for (const key of [messaging, scheduling]) {
      await dana.presses(row(key))
      await dana.seesOff(row(key))
    }
    await dana.presses(row(insurance))
    await dana.seesOn(row(insurance))

    await past.opensTheHistory()
    await past.looksHowItWas()
    await past.asksAbout('2026-12-01', '10:30')
    expect(await past.thenAndNow(messaging)).toBe('On | Off')
    expect(await past.thenAndNow(scheduling)).toBe('On | Off')
    expect(await past.thenAndNow(insurance)).toBe('Off | On')
    expect(await past.thenAndNow('contact_access')).toBe('Off | Off')
    await past.putsBackThisState()
    await dana.page.waitForURL(/\/history$/)
    const entries = await past.entries()
    expect(entries.slice(0, 3).every((entry) => /Dana Ortiz.*as it was on/.test(entry))).toBe(true)

    await dana.opensThePortalSettings()
    await dana.seesOn(row(messaging))
    await dana.seesOn(row(scheduling))
    await dana.seesOff(row(insurance))
  })
})
