import type { Context } from 'hono'
import * as z from 'zod/mini'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import type { AboutQueries } from './identity.ts'

/** A code as somebody typed it, or a device's answer; and where to go on. Whose it is, no form says: the session does (T-11). */
export const proofFields = z.object({
  code: z._default(z.string().check(z.trim(), z.maxLength(60)), ''),
  answer: z._default(z.string().check(z.maxLength(20_000)), ''),
  next: z.optional(z.string().check(z.maxLength(300))),
})

export const answerIn = async (c: Context<Portal>): Promise<string | undefined> => (await fieldsOf(c)).answer

/** Two readings in one. */
export const both =
  (one: AboutQueries, other: AboutQueries): AboutQueries =>
  (at) => ({ ...one(at), ...other(at) })

/** What a device is called by its browser, for the first name of its passkey. */
export function deviceNamed(userAgent: string): string {
  const known = ['iPhone', 'iPad', 'Android', 'Mac', 'Windows', 'CrOS', 'Linux'].find((name) => userAgent.includes(name))
  return known === 'CrOS' ? 'Chromebook' : (known ?? 'Web')
}
