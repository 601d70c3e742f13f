import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'

/** Somebody with Organization Administration, at her desk. */
export async function administrator(portal: OpenPortal, key: string, kind: BrowserKind) {
  const page = await portal.browser(kind)
  await portal.signInAs(page, key)
  const row = (id: string): Locator => page.locator(`[id="${id}"]`)
  const switchOf = (id: string): Locator => row(id).getByRole('switch')

  async function seesRow(id: string, effective: 'on' | 'off'): Promise<void> {
    await page.locator(`[id="${id}"][data-effective="${effective}"]`).waitFor()
    expect(await switchOf(id).textContent()).toBe(effective === 'on' ? 'On' : 'Off')
    expect(await switchOf(id).getAttribute('aria-checked')).toBe(String(effective === 'on'))
  }

  return {
    page,
    switchOf,
    opensThePortalSettings: () => page.goto('/willow/manage/portal'),
    opensManageClients: () => page.goto('/willow/manage/clients'),
    presses: (id: string) => switchOf(id).click(),
    pressesUndoIn: (id: string) => row(id).getByRole('button', { name: 'Undo' }).click(),
    seesOn: (id: string) => seesRow(id, 'on'),
    seesOff: (id: string) => seesRow(id, 'off'),

    /** Greyed, reachable, with its reason in words (SET-6). */
    async seesGreyed(id: string, reason: string): Promise<void> {
      await page.locator(`[id="${id}"][data-reason="${reason}"]`).waitFor()
      expect(await row(id).getAttribute('data-effective')).toBe('off')
      expect(await switchOf(id).getAttribute('aria-disabled')).toBe('true')
      expect(await switchOf(id).getAttribute('disabled')).toBe(null)
      const described = (await switchOf(id).getAttribute('aria-describedby')) ?? ''
      expect(await page.locator(`[id="${described.split(' ')[0]}"]`).textContent()).toMatch(/first\./)
    },

    async seesNotGreyed(id: string): Promise<void> {
      await page.locator(`[id="${id}"]:not([data-reason])`).waitFor()
      expect(await switchOf(id).getAttribute('aria-disabled')).toBe(null)
    },

    seesWhoChanged: async (id: string, name: string) => expect(await row(id).locator('.meta').textContent()).toContain(name),
    undoIsOfferedIn: (id: string) => row(id).getByRole('button', { name: 'Undo' }).isVisible(),

    /** What a screen reader would say by itself. */
    hears: (sentence: RegExp) => expect.poll(() => page.locator('#live').textContent()).toMatch(sentence),
    focusIsOn: (locator: Locator) => expect.poll(() => locator.and(page.locator(':focus')).count()).toBe(1),
  }
}
