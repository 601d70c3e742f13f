import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Hands on the keyboard only. What has the focus must show it. */
export function keyboard(page: Page) {
  const has = async (locator: Locator) => (await locator.and(page.locator(':focus')).count()) > 0

  /** Tab, as often as it takes; a hundred times is a trap. */
  async function goesTo(locator: Locator): Promise<void> {
    for (let presses = 0; presses < 100 && !(await has(locator)); presses++) await page.keyboard.press('Tab')
    expect(await has(locator)).toBe(true)
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
  }

  return {
    goesTo,
    types: (text: string) => page.keyboard.type(text),
    presses: (key: string) => page.keyboard.press(key),
    async pressesEnterOn(locator: Locator): Promise<void> {
      await goesTo(locator)
      await page.keyboard.press('Enter')
    },
  }
}
