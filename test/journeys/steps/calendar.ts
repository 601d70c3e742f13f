import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'
import { keyboard } from './keyboard.ts'
import { therapist } from './therapist.ts'

/** A therapist with a calendar, hands on the keyboard. */
export async function calendarOf(portal: OpenPortal, key: string, kind: BrowserKind) {
  const { page } = await therapist(portal, key, kind)
  const hands = keyboard(page)
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })

  return {
    page,
    opens: (query: string) => page.goto(`/willow/manage/calendar?${query}`),
    seesHeading: (name: string) => heading(name).waitFor(),
    follows: (name: RegExp | string) => hands.pressesEnterOn(page.getByRole('link', { name }).first()),
    presses: (name: RegExp | string) => hands.pressesEnterOn(page.getByRole('button', { name })),
    unfolds: (name: string) => hands.pressesEnterOn(page.locator('main summary', { hasText: name })),
    sees: (text: string | RegExp) => page.locator('main').getByText(text).first().waitFor(),

    /** Types the beginning of an entry while the select has the focus. */
    async chooses(label: string, beginning: string): Promise<void> {
      await hands.goesTo(page.getByLabel(label, { exact: true }))
      await hands.types(beginning)
    },

    /** A browser's field for times is typed into in pieces that differ by country; what it holds is what counts. */
    async enters(label: string, value: string): Promise<void> {
      await hands.goesTo(page.getByLabel(label, { exact: true }))
      await page.getByLabel(label, { exact: true }).fill(value)
    },

    async says(text: string): Promise<void> {
      await page.locator('.card .when', { hasText: text }).waitFor()
    },

    async doesNotScrollSideways(): Promise<void> {
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    },
  }
}
