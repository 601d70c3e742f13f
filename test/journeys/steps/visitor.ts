import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'
import { development } from './development.ts'

/** Somebody the practice does not know yet, with a browser nobody used before and an address of her own. */
export async function visitor(portal: OpenPortal, email: string, kind: BrowserKind) {
  const page = await portal.browser(kind)

  return {
    page,
    opens: (path: string) => page.goto(path),
    seesHeading: (title: string) => expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(title),
    sees: (text: string | RegExp) => page.getByText(text).first().waitFor(),
    choosesTheTime: (clock: string) => chooses(page, clock),

    async saysWhoSheIs(name: string): Promise<void> {
      await page.getByLabel('Your name').fill(name)
      await page.getByLabel('E-mail address').fill(email)
    },

    async sends(button: string): Promise<void> {
      await page.getByRole('button', { name: button }).click()
    },

    async provesHerAddress(): Promise<void> {
      await page.waitForURL('**/login/code')
      const { text } = await development(portal).theNewestMailTo(email, 'sign_in')
      await page.getByLabel('Code', { exact: true }).fill(/\b\d{6}\b/.exec(text)?.[0] ?? '')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForURL((address) => !address.pathname.includes('/login'))
    },
  }
}

async function chooses(page: Page, clock: string): Promise<void> {
  await page.locator('.slot', { hasText: clock }).first().click()
  await page.waitForURL(/[?&]start=/)
}
