import { Secret, TOTP } from 'otpauth'
import { expect } from 'vitest'
import { cron, mail, newBrowser, rows, submit, textOf, visit, type Browser } from '../support/portal.ts'
import { makes, newSoftPasskey, signs, type Lie, type SoftPasskey } from '../support/passkey.ts'

/** A browser that signed in with an e-mail code at willow, as people do. */
export async function byCode(email: string, browser: Browser = newBrowser()): Promise<Browser> {
  await submit(browser, '/willow/login', { email })
  const answer = await submit(browser, '/willow/login/code', { code: await newestCode(email) })
  expect(answer.status).toBe(303)
  return browser
}

/** The code of the newest sign-in e-mail to an address. */
export async function newestCode(email: string): Promise<string> {
  await cron()
  const { text = '' } = (await mail()).findLast(({ to, kind }) => to === email && kind === 'sign_in') ?? {}
  return /\b\d{6}\b/.exec(text)?.[0] ?? ''
}

/** What a challenge door answers. */
export async function optionsFrom(
  who: Browser,
  path: string,
): Promise<{ challenge: string; user: { id: string } } & Record<string, unknown>> {
  const answer = await submit(who, path)
  expect(answer.status, path).toBe(200)
  return await answer.json()
}

/** Makes a passkey in somebody's session; answers it with what the portal said. */
export async function makesPasskey(who: Browser, lie: Lie = {}, next?: string): Promise<{ passkey: SoftPasskey; answer: Response }> {
  const passkey = await newSoftPasskey()
  const options = await optionsFrom(who, '/account/passkeys/options')
  return { passkey, answer: await submit(who, '/account/passkeys', { answer: await makes(passkey, options, lie), next }) }
}

/** Signs in with a passkey in a new browser; `between`: what happens while the device asks. */
export async function signsInWith(passkey: SoftPasskey, lie: Lie = {}, between?: () => Promise<unknown>) {
  const browser = newBrowser()
  const options = await optionsFrom(browser, '/willow/login/passkey/challenge')
  const signed = await signs(passkey, options, lie)
  await between?.()
  return { browser, signed, answer: await submit(browser, '/willow/login/passkey', { answer: signed }) }
}

/** The secret that a set-up page shows, and the sealed one its form carries. */
export async function setUpPage(who: Browser, next?: string): Promise<{ secret: string; sealed: string; html: string }> {
  const answer = await visit(who, `/account/authenticator${next ? `?next=${encodeURIComponent(next)}` : ''}`)
  const html = await answer.text()
  expect(answer.status, textOf(html)).toBe(200)
  const secret = (/class="secret">([^<]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '')
  return { secret, sealed: /name="sealed" value="([^"]+)"/.exec(html)?.[1] ?? '', html }
}

/** The code an app shows at the portal's time, or `steps` half minutes from it. */
export async function appCode(secret: string, steps = 0): Promise<string> {
  const { now } = (await (await visit(null, '/dev/clock')).json()) as { now: string }
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.parse(now) + steps * 30_000 })
}

/** Sets up an authenticator; answers its secret and the recovery codes of the page. */
export async function setsUpApp(who: Browser, next?: string): Promise<{ secret: string; codes: string[]; answer: Response; html: string }> {
  const { secret, sealed } = await setUpPage(who, next)
  const answer = await submit(who, '/account/authenticator', { sealed, code: await appCode(secret, -1), next })
  const html = await answer.text()
  return { secret, codes: html.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}(?=<\/li>)/g) ?? [], answer, html }
}

export const where = (answer: Response): [number, string | null] => [answer.status, answer.headers.get('Location')]

/** Whether a browser's session opens a page of its person. */
export const opens = async (who: Browser, path: string): Promise<number> => (await visit(who, path)).status

export const passkeysOf = (personId: string) =>
  rows('SELECT id, name, counter, removed_at, last_used_at FROM passkeys WHERE person_id = ? ORDER BY created_at', personId)
