import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

const monday = '/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-07'

/** Ana, on her phone, with an appointment on Monday 7 December at 10:00 that Theo confirmed; she stands on its page. */
async function anaHasAnAppointment(javaScript: boolean) {
  const ana = await client(portal, 'ana', { javaScript, phone: true })
  const theo = await therapist(portal, 'theo', { javaScript })
  await ana.isSignedIn()
  await ana.opens(monday)
  await ana.picksTheTime('10:00')
  await theo.opensTheRequests()
  await theo.confirms('Ana Pereira')
  await ana.page.reload()
  await ana.seesHeading('Confirmed')
  return { ana, theo, page: ana.page.url() }
}

type Ana = Awaited<ReturnType<typeof client>>
const says = (ana: Ana, text: RegExp) => expect.poll(() => ana.page.locator('main').textContent()).toMatch(text)

/** Until the review, where nothing is asked yet. */
async function looksAt(ana: Ana, day: string, clock: string): Promise<void> {
  await ana.page.getByRole('link', { name: 'Move this appointment' }).click()
  await ana.seesHeading('Move your appointment')
  await ana.page.locator(`#day-${day}`).click()
  await ana.page.locator(`#day-${day}[aria-current]`).waitFor()
  await ana.presses(clock)
  await ana.seesHeading('Ask for this time instead?')
}

/** Nothing for axe to find, nothing too wide; axe is a script itself. Her phone is as large as before afterwards. */
async function looksWell({ page }: Ana, javaScript: boolean): Promise<void> {
  if (!javaScript) return
  expect(await problemsOf(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
}

bothWays((javaScript) => {
  test('SCH-20 SCH-41 Ana asks on her phone for another time: looked at first, the original stands, Theo confirms, it moves', async () => {
    const { ana, theo, page } = await anaHasAnAppointment(javaScript)
    await says(ana, /Free to change until Sun 6 Dec, 10:00/)
    await looksAt(ana, '2026-12-08', '11:00')
    await says(ana, /Now\s*Mon 7 Dec, 10:00–10:50 EST[\s\S]*Then\s*Tue 8 Dec, 11:00–11:50 EST/)
    await says(ana, /your appointment stays as it is until Theo answers/)
    await looksWell(ana, javaScript)
    await ana.page.getByRole('button', { name: 'Ask to move it' }).click()
    await ana.seesHeading('Waiting for Theo’s answer')
    await looksWell(ana, javaScript)

    await ana.opens(page)
    await ana.seesHeading('Confirmed')
    await says(ana, /Mon 7 Dec, 10:00–10:50/)
    await says(ana, /You asked to move this appointment to\s*Tue 8 Dec, 11:00/)
    expect(await ana.page.getByRole('link', { name: 'Move this appointment' }).count()).toBe(0)
    await looksWell(ana, javaScript)

    await theo.opensTheRequests()
    await expect.poll(() => theo.rowOf('11:00').textContent()).toMatch(/Wants to move from\s*Mon 7 Dec, 10:00 EST/)
    await theo.rowOf('11:00').getByRole('button', { name: 'Confirm' }).click()
    await theo.page.locator('.request-row.done', { hasText: 'Moved Ana Pereira' }).waitFor()

    await ana.page.reload()
    await says(ana, /Tue 8 Dec, 11:00–11:50/)
    await ana.opens('/willow/my/cli_ana/appointments')
    const listed = await ana.page.locator('.appointment', { hasText: /\b[78] Dec\b/ }).allTextContents()
    expect(listed).toHaveLength(1)
    expect(listed[0]).toContain('Tue 8 Dec')
  })

  test('SCH-20 Theo declines the move, and the appointment stays where it was', async () => {
    const { ana, theo, page } = await anaHasAnAppointment(javaScript)
    await looksAt(ana, '2026-12-07', '14:00')
    await ana.page.getByRole('button', { name: 'Ask to move it' }).click()
    await ana.seesHeading('Waiting for Theo’s answer')
    await theo.opensTheRequests()
    await theo.declines('Ana Pereira', 'Mondays are full this month.')
    await ana.page.reload()
    await ana.seesHeading('Theo could not accept this time')
    await says(ana, /Mondays are full this month\./)
    await ana.page.getByRole('link', { name: 'See the appointment' }).click()
    await ana.page.waitForURL(page)
    await says(ana, /Mon 7 Dec, 10:00–10:50/)
    await ana.page.getByRole('link', { name: 'Move this appointment' }).waitFor()
  })

  test('SCH-41 cancelling is looked at first, and can be let be', async () => {
    const { ana, page } = await anaHasAnAppointment(javaScript)
    await ana.page.getByRole('link', { name: 'Cancel this appointment' }).click()
    await ana.seesHeading('Cancel this appointment?')
    await looksWell(ana, javaScript)
    await ana.page.getByRole('link', { name: 'No, keep it' }).click()
    await ana.page.waitForURL(page)
    await ana.seesHeading('Confirmed')
  })
})
