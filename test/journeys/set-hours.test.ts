import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bothWays } from './steps/both-ways.ts'
import { development } from './steps/development.ts'
import { hours } from './steps/hours.ts'
import { problemsOf } from './steps/inspection.ts'
import { openPortal, type OpenPortal } from './support.ts'

let portal: OpenPortal
beforeAll(async () => void (portal = await openPortal()))
beforeEach(() => development(portal).everythingIsNew())
afterAll(() => portal.close())

bothWays((javaScript) => {
  test('SCH-2 on a phone Theo opens his Saturday, copies it to Sunday, and sees what Ana is offered; then he takes it back', async () => {
    const theo = await hours(portal, 'theo', { javaScript, phone: true })
    await theo.opensThem()
    await theo.addsHours('Saturday', '10:00', '12:00')
    await theo.sees('Saturday', '10:00–12:00')
    await theo.asksWhatIsOfferedTo('Ana Pereira')
    expect(await theo.freeOn('Sat')).toBe('3 free')
    expect(await theo.freeOn('Sun')).toBe('none')
    await theo.opensThem()
    await theo.copies('Saturday', ['Sunday'])
    await theo.sees('Sunday', '10:00–12:00')
    await theo.asksWhatIsOfferedTo('Ana Pereira')
    expect(await theo.freeOn('Sun')).toBe('3 free')
    await theo.opensThem()
    await theo.takesTheLastChangeBack()
    await theo.sees('Sunday', 'No hours')
  })

  test('SCH-2 an overlap is explained with what was typed, and put right', async () => {
    const theo = await hours(portal, 'theo', { javaScript })
    await theo.opensThem()
    await theo.addsHours('Monday', '16:00', '19:00')
    await theo.page.getByText('These hours overlap others').waitFor()
    expect(await theo.page.getByLabel('To', { exact: true }).inputValue()).toBe('19:00')
    await theo.page.getByLabel('From', { exact: true }).fill('17:30')
    await theo.page.getByRole('button', { name: 'Save' }).click()
    await theo.sees('Monday', '17:30–19:00')
  })
})

test('A11Y the pages of hours', async () => {
  const theo = await hours(portal, 'theo', { javaScript: true, phone: true })
  const dana = await hours(portal, 'dana', { javaScript: true })
  await theo.opensThem()
  await theo.page.locator('#day-1 summary').first().click()
  await theo.page.locator('#day-1 summary').last().click()
  await theo.page.locator('#add-off > summary').click()
  expect(await problemsOf(theo.page)).toEqual([])
  for (const path of ['windows/new', 'preview?client=cli_ana']) {
    await theo.page.goto(`/willow/manage/hours/sta_theo/${path}`)
    expect(await problemsOf(theo.page)).toEqual([])
  }
  for (const path of ['', '/practice']) {
    await dana.page.goto(`/willow/manage/hours${path}`)
    expect(await problemsOf(dana.page)).toEqual([])
  }
})
