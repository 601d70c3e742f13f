import type { Context } from 'hono'
import * as z from 'zod'
import { fieldsOf } from '../web/forms.ts'
import type { Portal } from '../web/portal.ts'
import type { AboutQueries } from './identity.ts'

/** A code as somebody typed it, or a device's answer; and where to go on. Whose it is, no form says: the session does (T-11). */
export const proofFields = z.object({
  code: z.string().trim().max(60).default(''),
  answer: z.string().max(20_000).default(''),
  next: z.string().max(300).optional(),
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
