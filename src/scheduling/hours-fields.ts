import * as z from 'zod'
import { freeText, idempotencyKey, version } from '../web/forms.ts'
import { wallClock } from './zones.ts'

/** The fields of the forms of hours, from text to what the rows hold (SEC-7). */

export const changing = z.object({ version, key: idempotencyKey.optional() })

/** HH:MM as `<input type="time">` sends it, to minutes after midnight. */
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/)
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)))
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => !Number.isNaN(Date.parse(text)) && wallClock('UTC', Date.parse(text)).date === text)
/** An empty field is none. */
const optional = <T extends z.ZodType>(schema: T) => z.union([z.literal('').transform(() => null), schema]).optional()
const orNull = <T>(value: T | null | undefined): T | null => value ?? null
const several = z.union([z.string().max(60), z.array(z.string().max(60)).max(100)]).default([])
const weekday = z.coerce.number().int().min(1).max(7)

/** Until midnight is typed as 00:00. */
const untilMidnight = (minute: number): number => (minute === 0 ? 1440 : minute)

/** A weekly window as it is typed. */
export const windowFields = changing
  .extend({
    weekday,
    from: clock,
    to: clock.transform(untilMidnight),
    service: several,
    location: z.string().max(60).default(''),
    forum: z.enum(['', 'in_person', 'telehealth']).default(''),
    valid_from: optional(date),
    valid_until: optional(date),
    every: z.coerce.number().int().min(1).max(12).default(1),
    anchor: optional(date),
  })
  .refine(({ from, to }) => from < to, { path: ['to'] })
  .refine(({ valid_from, valid_until }) => !valid_from || !valid_until || valid_from <= valid_until, { path: ['valid_until'] })
  .refine(({ every, anchor, valid_from }) => every === 1 || anchor || valid_from, { path: ['anchor'] })
  .transform(({ from, to, service, location, forum, every, ...rest }) => ({
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
  }))

export type WindowDraft = z.infer<typeof windowFields>['draft']

/** To which days a day is copied. */
export const copyFields = changing.extend({ to: z.union([weekday, z.array(weekday).max(7)]).transform((days) => [days].flat()) })

/** Extra hours or time off. Without hours it is whole days, which only time off can be. */
export const exceptionFields = changing
  .extend({
    kind: z.enum(['extra', 'off']),
    from_date: date,
    until_date: optional(date),
    from: optional(clock),
    to: optional(clock.transform(untilMidnight)),
    label: freeText(80).default(''),
  })
  .refine(({ from_date, until_date }) => !until_date || from_date <= until_date, { path: ['until_date'] })
  .refine(({ kind, from }) => kind === 'off' || typeof from === 'number', { path: ['from'] })
  .refine(({ from, to }) => (typeof from === 'number') === (typeof to === 'number'), { path: ['to'] })
  .refine(({ from, to }) => typeof from !== 'number' || typeof to !== 'number' || from < to, { path: ['to'] })
  .transform(({ kind, from_date, until_date, from, to, label, version }) => ({
    version,
    draft: { kind, fromDate: from_date, untilDate: until_date ?? from_date, fromMinute: from ?? 0, toMinute: to ?? 1440, label },
  }))

export type ExceptionDraft = z.infer<typeof exceptionFields>['draft']

/** The therapist's limits; notice is typed in hours. */
export const rulesFields = changing
  .extend({
    notice: z.coerce.number().min(0).max(720),
    horizon: z.coerce.number().int().min(1).max(366),
    interval: z.coerce.number().int().min(5).max(60),
    cap: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1).max(50)]),
  })
  .transform(({ notice, horizon, interval, cap, version }) => ({
    version,
    rules: { noticeMinutes: Math.round(notice * 60), horizonDays: horizon, intervalMinutes: interval, capPerDay: cap },
  }))

export const limitFields = changing.extend({ limit: z.coerce.number().int().min(1).max(50) })
