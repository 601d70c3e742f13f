import { clockAt, cron, mail, rows, signIn, submit, tuesday, type Browser, type CastKey } from '../support/portal.ts'

/** What people do on their security page, for tests. */

export const security = '/account/security'

/** Asks for another address and answers the path of the link that went there; '' when nothing was sent. */
export async function askForAddress(who: Browser, email: string): Promise<string> {
  const answer = await submit(who, '/account/email', { email })
  if (answer.status !== 303) throw new Error(`${answer.status} for ${email}`)
  await cron()
  const text = (await mail()).findLast(({ to, kind }) => to === email && kind === 'email_change')?.text ?? ''
  return /https:\/\/portal\.test(\S+\/my\/email\/\S+)/.exec(text)?.[1] ?? ''
}

export const addressOf = async (personId: string) =>
  (await rows<{ email: string; email_verified_at: number | null }>('SELECT email, email_verified_at FROM people WHERE id = ?', personId))[0]

/** The session of a browser as the database has it. */
export async function sessionOf(browser: Browser): Promise<{ id: string; ended_at: number | null }> {
  const token = browser.cookies.get('__Host-session') ?? ''
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const [session] = await rows<{ id: string; ended_at: number | null }>('SELECT id, ended_at FROM sessions WHERE token_hash = ?', hash)
  if (!session) throw new Error('This browser has no session.')
  return session
}

/** Somebody in a browser whose header says what it is. */
export async function signInWith(key: CastKey, userAgent: string): Promise<Browser> {
  const browser = await signIn(key)
  await rows('UPDATE sessions SET device = ? WHERE id = ?', userAgent, (await sessionOf(browser)).id)
  return browser
}

/** The portal's clock so many milliseconds after `tuesday`. */
export const later = (milliseconds: number) => clockAt(new Date(Date.parse(tuesday) + milliseconds).toISOString())

export const minutes = 60_000

export const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
export const laptop =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15'
