import { cron, mail, newBrowser, submit, type Browser } from '../support/portal.ts'

/** What a person does to sign in, for tests. */

/** Asks for a code in a browser; the e-mail is delivered at once. */
export async function askForCode(
  email: string,
  browser: Browser = newBrowser(),
  more: Record<string, string> = {},
): Promise<{ browser: Browser; code: string; link: string }> {
  await submit(browser, '/willow/login', { email, ...more })
  await cron()
  const text = (await mail()).findLast(({ to, kind }) => to === email.trim().toLowerCase() && kind === 'sign_in')?.text ?? ''
  return { browser, code: /\b(\d{6})\b/.exec(text)?.[1] ?? '', link: /https:\/\/portal\.test(\S+\/login\/link\/\S+)/.exec(text)?.[1] ?? '' }
}

export const typeCode = (browser: Browser, code: string) => submit(browser, '/willow/login/code', { code })
