import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { begin, development } from './steps/development.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

const bo_ = 'bo@family.example'
const wednesday = '/willow/my/cli_bo/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-08'
let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('NOT-3, NOT-4 confirmed and taken back within the grace: nothing; confirmed again: one e-mail, in Spanish, whose link leads there', async () => {
    const it = development(portal)
    const dana = await administrator(portal, 'dana', { javaScript })
    await dana.opensThePortalSettings()
    for (const event of ['request_confirmed', 'request_answer_undone']) {
      await dana.presses(`notification-${event}`)
      await dana.seesOn(`notification-${event}`)
    }

    const bo = await client(portal, 'bo', { javaScript, phone: true })
    await bo.isSignedIn()
    await bo.opens('/willow/my/cli_bo/appointments')
    await bo.page.getByRole('button', { name: 'Español' }).click()
    await bo.seesHeading('Citas')
    await bo.opens(wednesday)
    await bo.picksTheTime('10:00')

    const theo = await therapist(portal, 'theo', { javaScript })
    await theo.opensTheRequests()
    await theo.confirms('Bo Nilsson')
    await theo.undoes('Bo Nilsson')
    await it.itIs(begin + 10 * 60_000)
    await it.theScheduledWorkIsDone()
    expect(await kindsToBo()).toEqual(['request_received'])

    await theo.opensTheRequests()
    await theo.confirms('Bo Nilsson')
    await it.theScheduledWorkIsDone()
    expect(await kindsToBo()).toEqual(['request_received'])
    await it.itIs(begin + 12 * 60_000)
    await it.theScheduledWorkIsDone()
    await it.theScheduledWorkIsDone()
    expect(await kindsToBo()).toEqual(['request_received', 'request_confirmed'])

    const { subject, text, html } = await it.theNewestMailTo(bo_, 'request_confirmed')
    expect(subject).toBe('Tiene un aviso nuevo')
    expect(html).toContain('<html lang="es"')
    expect(text).toMatch(/^Hola, Bo/)

    // On another machine, signed out: the link asks who he is, and then leads where it said.
    const elsewhere = await client(portal, 'bo', { javaScript, phone: true })
    const { pathname } = new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? '')
    await elsewhere.opens(pathname)
    expect(new URL(elsewhere.page.url()).pathname).toBe('/willow/login')
    await elsewhere.signsInByCode()
    expect(new URL(elsewhere.page.url()).pathname).toBe(pathname)
    await elsewhere.seesHeading('Citas')
    await elsewhere.page.locator('.appointment', { hasText: '10:00' }).first().waitFor()
  })

  const kindsToBo = async () => (await development(portal).mails()).filter(({ to }) => to === bo_).map(({ kind }) => kind)
})
