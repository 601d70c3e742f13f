import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { administrator } from './steps/administrator.ts'
import { bothWays } from './steps/both-ways.ts'
import { client } from './steps/client.ts'
import { development } from './steps/development.ts'
import { problemsOf } from './steps/inspection.ts'
import { series } from './steps/series.ts'
import { therapist } from './steps/therapist.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  /** Nothing for axe to find, nothing too wide; axe is a script itself. */
  const looksWell = async (page: Page) => void (javaScript && expect(await problemsOf(page)).toEqual([]))

  test('SCH-26 a weekly series with a time that is taken in it, and moved from one week on', async () => {
    const bo = await client(portal, 'bo', { javaScript, phone: true })
    await bo.isSignedIn()
    await bo.opens('/willow/my/cli_bo/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth&from=2026-12-15')
    await bo.picksTheTime('11:00')
    const theo = await therapist(portal, 'theo', { javaScript })
    const it = series(theo.page)
    await theo.page.goto('/willow/manage/series/new')
    await looksWell(theo.page)
    await it.describesASeries('Ana Pereira', { date: '2026-12-08', time: '11:00', count: 4 })
    await it.sees('Tue 15 Dec', /Bo Nilsson has asked for this time/)
    expect([await it.isChosen('Tue 8 Dec'), await it.isChosen('Tue 15 Dec')]).toEqual([true, false])
    await looksWell(theo.page)
    await it.saves(/^Save/)
    await theo.page.getByRole('heading', { name: 'Series of Ana Pereira' }).waitFor()
    expect(await it.days()).toEqual(['Tue 8 Dec,', 'Tue 22 Dec,', 'Tue 29 Dec,'])
    await looksWell(theo.page)
    await theo.page.getByRole('link', { name: /This and following Tue 22 Dec/ }).click()
    await theo.page.getByLabel('Weekday').selectOption('Thursday')
    await theo.page.getByRole('button', { name: 'Show the dates' }).click()
    await it.sees('Thu 24 Dec', /11:00/)
    await looksWell(theo.page)
    await it.saves(/^Move the/)
    await theo.page.getByRole('heading', { name: 'Series of Ana Pereira' }).waitFor()
    expect(await it.days()).toEqual(['Thu 24 Dec,', 'Thu 31 Dec,'])
  })

  test('SCH-26 a weekly series over a holiday of the practice: named before anything is saved, its date moved; another left out', async () => {
    const dana = await administrator(portal, 'dana', { javaScript })
    await series(dana.page).addsAHoliday({ from: '2026-12-24', until: '2026-12-25', label: 'Winter holiday' })
    await series(dana.page).addsAHoliday({ from: '2026-12-31', label: 'New Year’s Eve' })
    const theo = await therapist(portal, 'theo', { javaScript, phone: true })
    const it = series(theo.page)
    await it.describesASeries('Ana Pereira', { date: '2026-12-17', time: '11:00', count: 4 })
    await it.sees('Thu 24 Dec', /Time off: Winter holiday/)
    await it.sees('Thu 31 Dec', /Time off: New Year’s Eve/)
    expect([await it.isChosen('Thu 17 Dec'), await it.isChosen('Thu 24 Dec'), await it.isChosen('Thu 31 Dec')]).toEqual([
      true,
      false,
      false,
    ])
    await looksWell(theo.page)
    await it.chooses('Thu 24 Dec') // over the holiday, knowingly; New Year's Eve stays left out
    await it.saves(/^Save/)
    await theo.page.getByRole('heading', { name: 'Series of Ana Pereira' }).waitFor()
    expect(await it.days()).toEqual(['Thu 17 Dec,', 'Thu 24 Dec,', 'Thu 7 Jan,'])

    await theo.page.getByRole('link', { name: /^Thu 24 Dec/ }).click()
    await theo.page.locator('summary', { hasText: 'Move or reassign' }).click()
    await theo.page.getByLabel('Date', { exact: true }).fill('2026-12-23')
    await theo.page.getByRole('button', { name: 'Move appointment' }).click()
    await theo.page.locator('.card .when', { hasText: 'Wed 23 Dec' }).waitFor()
    await looksWell(theo.page)
    await theo.page.getByRole('link', { name: 'Appointments of Ana Pereira' }).click()
    await theo.page.getByRole('heading', { level: 1, name: 'Appointments of Ana Pereira' }).waitFor()
    await looksWell(theo.page)
    await theo.page.getByRole('link', { name: 'See the series' }).click()
    await theo.page.getByRole('heading', { name: 'Series of Ana Pereira' }).waitFor()
    expect(await it.days()).toEqual(['Thu 17 Dec,', 'Wed 23 Dec,', 'Thu 7 Jan,'])
  })

  test('SCH-27 a client asks for every Tuesday on her phone; confirmed with an exception', async () => {
    const ana = await client(portal, 'ana', { javaScript, phone: true })
    await ana.isSignedIn()
    await ana.opens('/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth')
    await ana.page.getByRole('link', { name: 'Ask for the same time every week' }).click()
    await ana.seesHeading('Ask for the same time every week')
    await looksWell(ana.page)
    await ana.page.getByLabel('Day and time').selectOption('Tue 11:00')
    await ana.page.getByLabel('Starting from').fill('2026-12-08')
    await ana.page.getByRole('button', { name: 'Ask for it' }).click()
    await ana.seesHeading('Waiting for Theo’s answer')
    await looksWell(ana.page)

    const theo = await therapist(portal, 'theo', { javaScript })
    await theo.opensTheRequests()
    await theo.seesOpenRequests(1)
    await theo.page.getByRole('link', { name: /Look at the dates/ }).click()
    const it = series(theo.page)
    await looksWell(theo.page)
    await it.leavesOut('Tue 15 Dec')
    await it.saves(/^Confirm/)
    await theo.page.getByRole('link', { name: 'See the series' }).waitFor()
    await theo.seesOpenRequests(0)

    await ana.page.reload()
    await ana.seesHeading('Confirmed')
    await ana.opens('/willow/my/cli_ana/appointments')
    expect((await series(ana.page).days()).slice(0, 2)).toEqual(['Tue 8 Dec,', 'Tue 22 Dec,'])
    await looksWell(ana.page)
  })
})
