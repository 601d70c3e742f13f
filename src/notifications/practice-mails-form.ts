import * as z from 'zod/mini'
import { freeText, idempotencyKey, version } from '../web/forms.ts'
import type { PracticeMails } from './practice-mails.ts'
import { clockOf, minuteOf } from './wish-form.ts'
import { hoursBefore, quietHours } from './wishes.ts'

// The form of a practice's e-mails: from what is stored to fields, and back.

/** The fields as texts. */
export type MailsDraft = Record<'sender_name' | 'language' | 'grace' | 'reminders' | 'quiet_from' | 'quiet_until', string>

export function mailsDraftOf({ senderName, language, graceSeconds, reminderHours, quietHours: stored }: PracticeMails): MailsDraft {
  const quiet = quietHours(stored)
  return {
    sender_name: senderName,
    language,
    grace: String(graceSeconds),
    reminders: (hoursBefore(reminderHours) ?? []).join(', '),
    quiet_from: quiet ? clockOf(quiet.from) : '',
    quiet_until: quiet ? clockOf(quiet.until) : '',
  }
}

/** As it was typed; what was not sent is empty. */
export const mailsDraftFrom = (typed: Record<string, string>): MailsDraft => ({
  sender_name: typed.sender_name ?? '',
  language: typed.language ?? 'en',
  grace: typed.grace ?? '',
  reminders: typed.reminders ?? '',
  quiet_from: typed.quiet_from ?? '',
  quiet_until: typed.quiet_until ?? '',
})

const clock = z._default(z.string().check(z.trim(), z.maxLength(10)), '')
const isTime = (text: string): boolean => minuteOf(text) !== null

export const mailsFields = z.pipe(
  z
    .object({
      version,
      key: z.optional(idempotencyKey),
      // What a mail program could read as an address or a second header is no name (T-15).
      sender_name: freeText(60).check(z.refine((name) => /^[^<>"\\@,;:\n\p{C}\p{Zl}\p{Zp}]{1,60}$/u.test(name))),
      language: z.enum(['en', 'es']),
      grace: z.pipe(z.string().check(z.trim(), z.regex(/^\d{1,3}$/)), z.transform(Number)).check(z.refine((seconds) => seconds <= 600)),
      reminders: z.pipe(
        z
          .pipe(
            z._default(z.string(), ''),
            z.transform(
              (text) =>
                `[${text
                  .split(/[\s,;]+/)
                  .filter(Boolean)
                  .join()}]`,
            ),
          )
          .check(z.refine((list) => hoursBefore(list) !== null)),
        z.transform((list) => JSON.stringify([...new Set(hoursBefore(list))].toSorted((a, b) => b - a))),
      ),
      quiet_from: clock,
      quiet_until: clock,
    })
    .check(
      z.refine(({ quiet_from, quiet_until }) => isTime(quiet_from) || (quiet_from === '' && quiet_until === ''), { path: ['quiet_from'] }),
      z.refine(
        ({ quiet_from, quiet_until }) =>
          (isTime(quiet_until) && minuteOf(quiet_until) !== minuteOf(quiet_from)) || (quiet_from === '' && quiet_until === ''),
        { path: ['quiet_until'] },
      ),
    ),
  z.transform(({ version: seen, sender_name, language, grace, reminders, quiet_from, quiet_until }) => {
    const quiet = quiet_from === '' ? '' : `${minuteOf(quiet_from)}-${minuteOf(quiet_until)}`
    const wanted: PracticeMails = { senderName: sender_name, language, graceSeconds: grace, reminderHours: reminders, quietHours: quiet }
    return { version: seen, wanted }
  }),
)
