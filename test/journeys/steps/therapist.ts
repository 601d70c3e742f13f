import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'

/** A therapist between two sessions. With `ownTime` the browser's clock can be moved on. */
export async function therapist(portal: OpenPortal, key: string, kind: BrowserKind, { ownTime = false } = {}) {
  const page = await portal.browser(kind)
  if (ownTime) await page.clock.install()
  await portal.signInAs(page, key)
  const badge = () => page.locator('[data-open-requests]')
  const rowOf = (name: string) => page.locator('.request-row', { hasText: name })

  return {
    page,
    rowOf,
    opensTheRequests: () => page.goto('/willow/manage/requests'),
    seesOpenRequests: (count: number) => expect.poll(() => badge().getAttribute('data-open-requests')).toBe(String(count)),
    waits: (milliseconds: number) => page.clock.runFor(milliseconds),
    reloads: () => page.reload(),

    /** What a screen reader would say by itself. */
    hears: (sentence: RegExp) => expect.poll(() => page.locator('#live').textContent()).toMatch(sentence),

    async confirms(name: string): Promise<void> {
      await rowOf(name).getByRole('button', { name: 'Confirm' }).click()
      await page.locator('.request-row.done', { hasText: `Confirmed ${name}` }).waitFor()
    },

    async declines(name: string, message: string): Promise<void> {
      await rowOf(name).locator('summary', { hasText: 'Decline' }).click()
      await rowOf(name)
        .getByLabel(/^Message to/)
        .fill(message)
      await rowOf(name).getByRole('button', { name: 'Decline this request' }).click()
      await page.locator('.request-row.done', { hasText: `Declined ${name}` }).waitFor()
    },

    async undoes(name: string): Promise<void> {
      await rowOf(name).getByRole('button', { name: /^Undo/ }).click()
      await page.locator('.request-row:not(.done)', { hasText: name }).waitFor()
    },
  }
}
