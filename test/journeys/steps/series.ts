import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The dates of a plan on a page, and what is done with them (SCH-26, SCH-27). */
export function series(page: Page) {
  const row = (day: string) => page.locator('.series-date', { hasText: day })
  return {
    sees: (day: string, reason: RegExp) => expect.poll(() => row(day).textContent()).toMatch(reason),
    isChosen: (day: string) => row(day).getByRole('checkbox').isChecked(),
    chooses: (day: string) => row(day).getByRole('checkbox').check(),
    leavesOut: (day: string) => row(day).getByRole('checkbox').uncheck(),

    /** An administrator closes the whole practice for some days (SCH-2). */
    async addsAHoliday({ from, until = '', label }: { from: string; until?: string; label: string }): Promise<void> {
      await page.goto('/willow/manage/hours/practice')
      await page.locator('#add-off > summary').click()
      await page.locator('#off-from-date').fill(from)
      await page.locator('#off-until-date').fill(until)
      await page.locator('#off-label').fill(label)
      await page.locator('#add-off').getByRole('button', { name: 'Add', exact: true }).click()
      await page.locator('.hours-row', { hasText: label }).waitFor()
    },

    /** From the list of requests: for whom, what, when. */
    async describesASeries(name: string, { date, time, count }: { date: string; time: string; count: number }): Promise<void> {
      await page.goto('/willow/manage/requests')
      await page.getByRole('link', { name: 'New series' }).click()
      await page.getByLabel('Name of the client').fill(name)
      await page.getByRole('button', { name: 'Find' }).click()
      await page.getByRole('link', { name }).click()
      await page.getByLabel('First date').fill(date)
      await page.getByLabel('Time', { exact: true }).fill(time)
      await page.getByLabel('How many times').fill(String(count))
      await page.getByRole('button', { name: 'Show the dates' }).click()
      await page.getByRole('heading', { name: 'Dates' }).waitFor()
    },
    async saves(button: RegExp): Promise<void> {
      await page.getByRole('button', { name: button }).click()
    },
    /** The days of a list, as they are printed. */
    days: () => page.locator('.appointment time > span:first-child').allTextContents(),
  }
}
