import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'
import { development } from './development.ts'

/** Staff & seats, and a staff member's own page, as an administrator uses them. */
export function staff(page: Page) {
  const offer = (name: string) => page.locator('[id^=offer-sti_]', { hasText: name })
  const box = (name: 'Therapist' | 'Administrator') => page.locator('#main').getByRole('checkbox', { name, exact: true })

  return {
    offer,
    opensTheStaff: () => page.goto('/willow/manage/staff'),
    opensTheInvitation: () => page.locator('#invite > summary').click(),

    async invites(name: string, email: string): Promise<void> {
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByLabel('E-mail address').fill(email)
      await page.getByRole('button', { name: 'Send the invitation' }).click()
    },

    seesOpenOffer: (name: string) => offer(name).waitFor(),
    takesBackTheOffer: (name: string) => offer(name).getByRole('button', { name: 'Take the invitation back' }).click(),

    async opensTheMember(name: string): Promise<void> {
      await page.getByRole('link', { name: `Roles and access: ${name}` }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
    },

    async changesTheRoles(roles: Partial<Record<'Therapist' | 'Administrator', boolean>>): Promise<void> {
      for (const [name, on] of Object.entries(roles)) await box(name as 'Therapist').setChecked(on)
      await page.getByRole('button', { name: 'Save' }).click()
    },

    async seesRoles(roles: Record<'Therapist' | 'Administrator', boolean>): Promise<void> {
      for (const [name, on] of Object.entries(roles)) await expect.poll(() => box(name as 'Therapist').isChecked()).toBe(on)
    },

    hasDone: (sentence: string) => page.locator('.toast', { hasText: sentence }).waitFor(),
    undoes: (sentence: string) => page.locator('.toast', { hasText: sentence }).getByRole('button', { name: /^Undo/ }).click(),
    deactivates: () => page.getByRole('button', { name: 'Deactivate' }).click(),
    isTold: (sentence: string) => page.locator('.notice', { hasText: sentence }).waitFor(),
    does: (answer: 'Do it all the same') => page.getByRole('button', { name: answer }).click(),
  }
}

/** Somebody who is asked to work here, with a browser nobody used before. */
export async function newcomer(portal: OpenPortal, email: string, kind: BrowserKind) {
  const page = await portal.browser(kind)
  return {
    page,
    opensTheInvitation: async () => {
      const { text } = await development(portal).theNewestMailTo(email, 'staff_invitation')
      await page.goto(/https?:\/\/\S+\/team\/\S+/.exec(text)?.[0] ?? '')
    },
    seesHeading: (title: string) => expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(title),
    presses: (name: string) => page.getByRole('button', { name }).click(),

    async typesTheCode(): Promise<void> {
      await page.waitForURL('**/login/code')
      const { text } = await development(portal).theNewestMailTo(email, 'sign_in')
      await page.getByLabel('Code').fill(/\b\d{6}\b/.exec(text)?.[0] ?? '')
      await page.getByRole('button', { name: 'Sign in' }).click()
    },
    isLedTo: (path: string) => page.waitForURL((address) => address.pathname === path),
  }
}
