import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BrowserKind, OpenPortal } from '../support.ts'
import { development, type Mail } from './development.ts'

/** The practice's number as it is printed. */
export const phoneNumber = '+1 212 555 0142'

/** Somebody in care, with a browser nobody used before. */
export async function client(portal: OpenPortal, key: string, kind: BrowserKind) {
  const page = await portal.browser(kind)
  const heading = () => page.getByRole('heading', { level: 1 }).textContent()
  const email = key === 'amir' ? 'amir@cedar.example' : `${key}@family.example`

  return {
    page,
    heading,
    isSignedIn: () => portal.signInAs(page, key),
    opens: (path: string) => page.goto(path),
    seesHeading: (title: string) => expect.poll(heading).toBe(title),
    signsInByCode: () => signInByCode(portal, page, email),

    async picksTheTime(clock: string): Promise<void> {
      await page.locator('.slot', { hasText: clock }).first().click()
      await page.waitForURL(/\/requests\/apt_/)
    },

    /** The page says so, with the phone number to press (SET-14, LNK-2). */
    async isToldToCall(reason: RegExp): Promise<void> {
      await page.getByText(reason).first().waitFor()
      expect(await page.getByRole('link', { name: `Call ${phoneNumber}` }).last().getAttribute('href')).toBe('tel:+12125550142')
      expect(await page.locator('.slot').count()).toBe(0)
    },
  }
}

/** As on paper: the address, the code out of the e-mail, the portal. */
async function signInByCode(portal: OpenPortal, page: Page, email: string): Promise<Mail> {
  await page.getByLabel(/E-mail address|Correo electrónico/).fill(email)
  await page.getByRole('button', { name: /Send me a code|Enviarme un código/ }).click()
  await page.waitForURL('**/login/code')
  const mail = await development(portal).theNewestMailTo(email, 'sign_in')
  await page.getByLabel(/^(Code|Código)$/).fill(/\b\d{6}\b/.exec(mail.text)?.[0] ?? '')
  await page.getByRole('button', { name: /^(Sign in|Entrar)$/ }).click()
  await page.waitForURL((address) => !address.pathname.includes('/login'))
  return mail
}
