import type { Page } from 'playwright-core'

/** Organization > Staff & seats. */
export function seats(page: Page) {
  return {
    opensTheSeats: () => page.goto('/willow/manage/staff'),
    warningOf: (key: string) => page.locator(`#setting-${key}-warning`),

    /** Says yes to what it meets, when it asks. */
    async takesBackTheSeatOf(staffId: string): Promise<void> {
      await page.locator(`#seat-${staffId}-switch`).click()
      const sure = page.getByRole('button', { name: 'Take the seat back' })
      await sure
        .or(page.locator(`#seat-${staffId}[data-effective=off]`))
        .first()
        .waitFor()
      if (await sure.isVisible()) await sure.click()
      await page.locator(`#seat-${staffId}[data-effective=off]`).waitFor()
    },

    async givesASeatTo(staffId: string): Promise<void> {
      await page.locator(`#seat-${staffId}-switch`).click()
      await page.locator(`#seat-${staffId}[data-effective=on]`).waitFor()
    },
  }
}
