import type { Page } from 'playwright-core'

export interface Pair {
  to: 'On' | 'Off'
  date: string
  time: string
  backDate: string
  backTime: string
}

/** Below a setting's row: switches for a date. */
export function schedule(page: Page, key: string) {
  const place = page.locator(`#schedule-${key}`)
  const link = () => page.locator(`#setting-${key}`).getByRole('link', { name: 'Schedule' })

  return {
    place,
    link,
    async opens(): Promise<void> {
      await link().click()
      await place.getByRole('button', { name: 'Schedule it' }).waitFor()
    },

    async plans({ to, date, time, backDate, backTime }: Pair): Promise<void> {
      await place.getByLabel('Switch it').selectOption(to)
      await place.getByLabel('Date', { exact: true }).fill(date)
      await place.getByLabel('Time', { exact: true }).fill(time)
      await place.getByLabel(/^Back on this date/).fill(backDate)
      await place.getByLabel(/^Back at this time/).fill(backTime)
      await place.getByRole('button', { name: 'Schedule it' }).click()
    },

    plan: () => place.locator('.planned').first().textContent(),
  }
}
