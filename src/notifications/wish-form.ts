import * as z from 'zod/mini'
import type { Language } from '../current.ts'
import { idempotencyKey, version } from '../web/forms.ts'
import type { OwnWishes } from './preferences.ts'
import { hoursBefore, minuteOfDay, quietHours, wishesOf, type Wish } from './wishes.ts'

// The form of what somebody wants of e-mails: from rows to fields, and back.

/** The fields as texts: what the page shows, from the rows or as they were typed. */
export interface WishDraft {
  kinds: string[]
  hoursMode: string
  hours: string[]
  digestTime: string
  quietMode: string
  quietFrom: string
  quietUntil: string
  language: string
  notices: string
}

/** When somebody can be reminded, in hours before. */
export const hourChoices = [168, 72, 48, 24, 4, 2, 1] as const

/** What a staff member hears of by e-mail (NOT-6). */
export const staffKinds = [
  'new_request',
  'request_reminder',
  'request_escalated',
  'cancelled_by_client',
  'withdrawn_by_client',
  'offer_taken',
  'hours_changed',
] as const

/** Ticks that are off until she says so. */
const offAtFirst = ['digest', 'calendar_file']

/** How her page looks before she changes anything. `offered`: the ticks of the page. */
export function draftOf(
  { said, practice, emailNotices, digestMinutes }: OwnWishes,
  offered: readonly string[],
  language: Language,
): WishDraft {
  const { unwanted, quiet, digestAt, reminderHours, calendarFile } = wishesOf(said)
  const isOn = (kind: string) =>
    kind === 'digest' ? digestAt !== null : kind === 'calendar_file' ? calendarFile : !offAtFirst.includes(kind) && !unwanted.includes(kind)
  const ofPractice = quietHours(practice.quiet)
  return {
    kinds: offered.filter(isOn),
    hoursMode: reminderHours === null ? 'practice' : 'own',
    hours: (reminderHours ?? hoursBefore(practice.reminderHours) ?? []).map(String),
    digestTime: clockOf((offered.includes('digest') ? digestAt : digestMinutes) ?? 480),
    quietMode: quiet ? 'own' : unwanted.includes('quiet') ? 'none' : 'practice',
    quietFrom: clockOf((quiet ?? ofPractice)?.from ?? 1260),
    quietUntil: clockOf((quiet ?? ofPractice)?.until ?? 480),
    language,
    notices: emailNotices ?? 'each',
  }
}

/** As it was typed. */
export const draftFrom = (typed: Record<string, string>): WishDraft => ({
  kinds: (typed.kind ?? '').split('\n'),
  hoursMode: typed.hours_mode ?? 'practice',
  hours: (typed.hour ?? '').split('\n'),
  digestTime: typed.digest_time ?? '',
  quietMode: typed.quiet_mode ?? 'practice',
  quietFrom: typed.quiet_from ?? '',
  quietUntil: typed.quiet_until ?? '',
  language: typed.language ?? 'en',
  notices: typed.notices ?? 'each',
})

/** 21:00 of 1260. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** 1260 of 21:00; null for what is no time. */
export function minuteOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(clock.trim()) ?? []
  return hours === undefined || Number(minutes) > 59 ? null : minuteOfDay(String(Number(hours) * 60 + Number(minutes)))
}

const several = z.pipe(
  z._default(z.union([z.string().check(z.maxLength(60)), z.array(z.string().check(z.maxLength(60))).check(z.maxLength(40))]), []),
  z.transform((value) => [value].flat()),
)
const clock = z._default(z.string().check(z.maxLength(10)), '')

/** Checks the form, and says what it asks for as rows: every tick of the page, on or off, and the values. */
export const wishFields = (offered: readonly string[]) =>
  z.pipe(
    z
      .object({
        version,
        key: z.optional(idempotencyKey),
        kind: several,
        hours_mode: z._default(z.enum(['practice', 'own']), 'practice'),
        hour: several,
        digest_time: clock,
        quiet_mode: z._default(z.enum(['practice', 'none', 'own']), 'practice'),
        quiet_from: clock,
        quiet_until: clock,
        language: z.enum(['en', 'es']),
        notices: z._default(z.enum(['each', 'digest', 'none']), 'each'),
      })
      .check(
        z.refine(({ quiet_mode, quiet_from }) => quiet_mode !== 'own' || minuteOf(quiet_from) !== null, { path: ['quiet_from'] }),
        z.refine(
          ({ quiet_mode, quiet_from, quiet_until }) =>
            quiet_mode !== 'own' || (minuteOf(quiet_until) !== null && minuteOf(quiet_until) !== minuteOf(quiet_from)),
          { path: ['quiet_until'] },
        ),
        z.refine(({ kind, notices, digest_time }) => (!kind.includes('digest') && notices !== 'digest') || minuteOf(digest_time) !== null, {
          path: ['digest_time'],
        }),
        z.refine(
          ({ kind, hours_mode, hour }) =>
            hours_mode !== 'own' || !kind.includes('reminder') || (hour.length >= 1 && hour.length <= 4 && hour.every(isChoice)),
          { path: ['hour'] },
        ),
      ),
    z.transform(({ kind, hours_mode, hour, digest_time, quiet_mode, quiet_from, quiet_until, language, notices, ...rest }) => {
      const ticks = offered.filter((one) => one !== 'digest').map((one): Wish => ({ kind: one, value: kind.includes(one) ? 'on' : 'off' }))
      const own = `[${hour
        .filter(isChoice)
        .map(Number)
        .toSorted((a, b) => b - a)
        .slice(0, 4)
        .join()}]`
      const wanted: Wish[] = [
        ...ticks,
        { kind: 'quiet', value: { practice: '', none: 'off', own: `${minuteOf(quiet_from)}-${minuteOf(quiet_until)}` }[quiet_mode] },
        ...(offered.includes('digest') ? [{ kind: 'digest', value: kind.includes('digest') ? String(minuteOf(digest_time)) : '' }] : []),
        ...(offered.includes('reminder') ? [{ kind: 'reminder_hours', value: hours_mode === 'own' ? own : '' }] : []),
      ]
      return { version: rest.version, language, notices, wanted, digestMinutes: minuteOf(digest_time) }
    }),
  )

const isChoice = (hour: string): boolean => hourChoices.some((choice) => String(choice) === hour)
