import type { Page } from 'playwright-core'

/** The history of settings, and how everything was at a time (SET-8). */
export function history(page: Page) {
  return {
    opensTheHistory: (key?: string) => page.goto(`/willow/manage/portal/history${key ? `?key=${key}` : ''}`),
    looksHowItWas: () => page.getByRole('link', { name: 'As it was' }).click(),

    /** As a date and a clock time of the practice: 2026-12-01, 10:30. */
    async asksAbout(date: string, time: string): Promise<void> {
      await page.getByLabel('Date').fill(date)
      await page.getByLabel('Time').fill(time)
      await page.getByRole('button', { name: 'What was on at that time?' }).click()
      await page.locator('#state-heading').waitFor()
    },

    /** "Off | On": then and now. */
    thenAndNow: async (key: string) => (await page.locator(`#was-${key} td`).allTextContents()).slice(0, 2).join(' | '),
    putsBackThisState: () => page.getByRole('button', { name: 'Put back this state' }).click(),
    entries: async () => (await page.locator('tr[id^=entry-]').allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim()),
  }
}
