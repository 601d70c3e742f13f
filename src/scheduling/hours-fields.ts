import * as z from 'zod/mini'
import { freeText, idempotencyKey, version } from '../web/forms.ts'
import { wallClock } from './zones.ts'

/** The fields of the forms of hours, from text to what the rows hold (SEC-7). */

export const changing = z.object({ version, key: z.optional(idempotencyKey) })

/** HH:MM as `<input type="time">` sends it, to minutes after midnight. */
const clock = z.pipe(
  z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/)),
  z.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))),
)
const date = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/),
  z.refine((text) => !Number.isNaN(Date.parse(text)) && wallClock('UTC', Date.parse(text)).date === text),
)
/** An empty field is none. */
const optional = <T extends z.ZodMiniType>(schema: T) =>
  z.optional(
    z.union([
      z.pipe(
        z.literal(''),
        z.transform(() => null),
      ),
      schema,
    ]),
  )
const orNull = <T>(value: T | null | undefined): T | null => value ?? null
const several = z._default(
  z.union([z.string().check(z.maxLength(60)), z.array(z.string().check(z.maxLength(60))).check(z.maxLength(100))]),
  [],
)
const weekday = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(7))

/** Until midnight is typed as 00:00. */
const untilMidnight = (minute: number): number => (minute === 0 ? 1440 : minute)

/** A weekly window as it is typed. */
export const windowFields = z.pipe(
  z
    .extend(changing, {
      weekday,
      from: clock,
      to: z.pipe(clock, z.transform(untilMidnight)),
      service: several,
      location: z._default(z.string().check(z.maxLength(60)), ''),
      forum: z._default(z.enum(['', 'in_person', 'telehealth']), ''),
      valid_from: optional(date),
      valid_until: optional(date),
      every: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(12)), 1),
      anchor: optional(date),
    })
    .check(
      z.refine(({ from, to }) => from < to, { path: ['to'] }),
      z.refine(({ valid_from, valid_until }) => !valid_from || !valid_until || valid_from <= valid_until, { path: ['valid_until'] }),
      z.refine(({ every, anchor, valid_from }) => every === 1 || anchor || valid_from, { path: ['anchor'] }),
    ),
  z.transform(({ from, to, service, location, forum, every, ...rest }) => ({
    version: rest.version,
    draft: {
      weekday: rest.weekday,
      fromMinute: from,
      toMinute: to,
      serviceIds: [service].flat().length > 0 ? [service].flat() : null,
      locationId: location || null,
      forum: forum || null,
      validFrom: orNull(rest.valid_from),
      validUntil: orNull(rest.valid_until),
      everyWeeks: every,
      anchorDate: every === 1 ? null : orNull(rest.anchor ?? rest.valid_from),
    },
  })),
)

export type WindowDraft = z.infer<typeof windowFields>['draft']

/** To which days a day is copied. */
export const copyFields = z.extend(changing, {
  to: z.pipe(
    z.union([weekday, z.array(weekday).check(z.maxLength(7))]),
    z.transform((days) => [days].flat()),
  ),
})

/** Extra hours or time off. Without hours it is whole days, which only time off can be. */
export const exceptionFields = z.pipe(
  z
    .extend(changing, {
      kind: z.enum(['extra', 'off']),
      from_date: date,
      until_date: optional(date),
      from: optional(clock),
      to: optional(z.pipe(clock, z.transform(untilMidnight))),
      label: z._default(freeText(80), ''),
    })
    .check(
      z.refine(({ from_date, until_date }) => !until_date || from_date <= until_date, { path: ['until_date'] }),
      z.refine(({ kind, from }) => kind === 'off' || typeof from === 'number', { path: ['from'] }),
      z.refine(({ from, to }) => (typeof from === 'number') === (typeof to === 'number'), { path: ['to'] }),
      z.refine(({ from, to }) => typeof from !== 'number' || typeof to !== 'number' || from < to, { path: ['to'] }),
    ),
  z.transform(({ kind, from_date, until_date, from, to, label, version }) => ({
    version,
    draft: { kind, fromDate: from_date, untilDate: until_date ?? from_date, fromMinute: from ?? 0, toMinute: to ?? 1440, label },
  })),
)

export type ExceptionDraft = z.infer<typeof exceptionFields>['draft']

/** The therapist's limits; notice is typed in hours. */
export const rulesFields = z.pipe(
  z.extend(changing, {
    notice: z.coerce.number().check(z.minimum(0), z.maximum(720)),
    horizon: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(366)),
    interval: z.coerce.number().check(z.int(), z.minimum(5), z.maximum(60)),
    cap: z.union([
      z.pipe(
        z.literal(''),
        z.transform(() => null),
      ),
      z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)),
    ]),
  }),
  z.transform(({ notice, horizon, interval, cap, version }) => ({
    version,
    rules: { noticeMinutes: Math.round(notice * 60), horizonDays: horizon, intervalMinutes: interval, capPerDay: cap },
  })),
)

export const limitFields = z.extend(changing, { limit: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)) })
