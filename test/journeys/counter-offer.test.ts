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

const tuesday = '/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-08'

bothWays((javaScript) => {
  /** Nothing for axe to find, nothing too wide; axe is a script itself. The window is a phone's afterwards. */
  const looksWell = async ({ page }: Pick<Awaited<ReturnType<typeof client>>, 'page'>) => {
    if (!javaScript) return
    expect(await problemsOf(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
  }

  /** Ana asks for Tuesday 8 December at 10:00 on her phone; Theo, on his, offers two free times and one of his own. */
  async function theoOffersOthers() {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    const theo = await therapist(portal, 'theo', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens(`/willow/my/cli_ana${tuesday}`)
    await ana.picksTheTime('10:00')
    await theo.opensTheRequests()
    await theo
      .rowOf('Ana Pereira')
      .getByRole('link', { name: /^Offer other times/ })
      .click()
    const { page } = theo
    await page.getByRole('heading', { level: 1, name: 'Offer other times' }).waitFor()
    await looksWell(theo)
    await page.getByRole('button', { name: 'Offer these times' }).click()
    await page.getByText('Choose a time, or name one.').waitFor()
    await page.getByLabel(/11:00/).check()
    await page.getByLabel(/11:30/).check()
    await page.getByLabel('Date', { exact: true }).fill('2026-12-09')
    await page.getByLabel('Time', { exact: true }).fill('18:00')
    await page.getByLabel(/^Message to Ana Pereira/).fill('I am at school meetings that morning.')
    await page.getByRole('button', { name: 'Offer these times' }).click()
    await page.getByText('You offered Ana Pereira other times').waitFor()
    await looksWell(theo)
    return { ana, theo }
  }

  test('SCH-23 Theo offers other times instead of declining; Ana takes one with one press, and it is confirmed', async () => {
    const { ana, theo } = await theoOffersOthers()
    const { text } = await development(portal).theNewestMailTo('ana@family.example', 'counter_offer')
    await ana.opens(new URL(/https?:\/\/\S+/.exec(text)?.[0] ?? '').pathname)
    await ana.seesHeading('Appointments')
    await ana.page.locator('.appointment', { hasText: 'Other times offered' }).getByRole('link').click()
    await ana.seesHeading('Theo offers you other times')
    await ana.page.getByText('I am at school meetings that morning.').waitFor()
    await looksWell(ana)

    const bo = await client(portal, 'bo', { javaScript, phone: true })
    await bo.isSignedIn()
    await bo.opens(`/willow/my/cli_bo${tuesday}`)
    const free = await bo.times()
    for (const held of ['10:00', '11:00', '11:30']) expect(free.some((time) => time.includes(held))).toBe(false)

    await ana.page.getByRole('button', { name: /^Take this time: Wednesday 9 December, 18:00/ }).click()
    await ana.seesHeading('Confirmed')
    await expect.poll(() => ana.page.locator('main').textContent()).toMatch(/Wed 9 Dec, 18:00–18:50/)
    await theo.opensTheRequests()
    await theo.seesOpenRequests(0)

    await bo.page.reload()
    const freeAgain = (await bo.times()).join(' ')
    for (const released of ['10:00', '11:00', '11:30']) expect(freeAgain).toContain(released)
  })

  test('SCH-23 Theo takes the offer back; Ana’s request waits as before', async () => {
    const { ana, theo } = await theoOffersOthers()
    await theo.page.getByRole('button', { name: /^Take the offer back/ }).click()
    await theo
      .rowOf('Ana Pereira')
      .getByRole('link', { name: /^Offer other times/ })
      .waitFor()
    await ana.page.reload()
    await ana.seesHeading('Waiting for Theo’s answer')
    expect(await ana.page.getByRole('button', { name: /^Take this time/ }).count()).toBe(0)
  })
})
