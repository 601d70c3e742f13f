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
    saysSheIsAClient: () => page.getByRole('link', { name: /Already a client/ }).click(),
    signsInByCode: () => signInByCode(portal, page, email),
    asksForACode: () => askForACode(page, email),
    types: (code: string) => typeTheCode(page, code),
    codeInTheMail: async () => codeIn(await development(portal).theNewestMailTo(email, 'sign_in')),
    linkInTheMail: async () =>
      /https?:\/\/\S+\/login\/link\/\S+/.exec((await development(portal).theNewestMailTo(email, 'sign_in')).text)?.[0] ?? '',

    async isNotSignedIn(): Promise<void> {
      await page.goto('/willow/my')
      expect(new URL(page.url()).pathname).toBe('/willow/login')
    },

    /** As with the browser's own button: what it has in memory may come first, without any request. */
    goesBack: () => page.goBack({ waitUntil: 'commit' }).catch(() => undefined),

    times: () => page.locator('.slot').allTextContents(),
    presses: (clock: string) => page.locator('.slot', { hasText: clock }).first().click(),
    doubleClicksTheTime: (clock: string) => page.locator('.slot', { hasText: clock }).first().dblclick({ noWaitAfter: true }),

    async writesANote(text: string): Promise<void> {
      await page.locator('summary', { hasText: 'A note for' }).click()
      await page.getByLabel(/^A note for/).fill(text)
    },

    async picksTheTime(clock: string): Promise<void> {
      await page.locator('.slot', { hasText: clock }).first().click()
      await page.waitForURL(/\/requests\/apt_/)
    },

    /** The page says so, with the phone number to press (SET-14, LNK-2). */
    async isToldToCall(reason: RegExp): Promise<void> {
      await page.getByText(reason).first().waitFor()
      expect(
        await page
          .getByRole('link', { name: `Call ${phoneNumber}` })
          .last()
          .getAttribute('href'),
      ).toBe('tel:+12125550142')
      expect(await page.locator('.slot').count()).toBe(0)
    },
  }
}

/** As on paper: the address, the code out of the e-mail, the portal. */
async function signInByCode(portal: OpenPortal, page: Page, email: string): Promise<Mail> {
  await askForACode(page, email)
  const mail = await development(portal).theNewestMailTo(email, 'sign_in')
  await typeTheCode(page, codeIn(mail))
  await page.waitForURL((address) => !address.pathname.includes('/login'))
  return mail
}

async function askForACode(page: Page, email: string): Promise<void> {
  await page.getByLabel(/E-mail address|Correo electrónico/).fill(email)
  await page.getByRole('button', { name: /Send me a code|Enviarme un código/ }).click()
  await page.waitForURL('**/login/code')
}

async function typeTheCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^(Code|Código)$/).fill(code)
  await page.getByRole('button', { name: /^(Sign in|Entrar)$/ }).click()
}

const codeIn = ({ text }: Mail): string => /\b\d{6}\b/.exec(text)?.[0] ?? ''
