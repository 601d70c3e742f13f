import * as z from 'zod/mini'
import { idempotencyKey, version } from '../web/forms.ts'
import { isDate, minuteOf, mostDates } from './series-dates.ts'
import type { Chosen } from './series-plan.ts'
import type { SeriesWish } from './series.ts'

/** A field that comes once, several times or not at all. */
const list = z.pipe(
  z.optional(z.union([z.string().check(z.maxLength(120)), z.array(z.string().check(z.maxLength(120))).check(z.maxLength(mostDates * 4))])),
  z.transform((value) => (value === undefined ? [] : [value].flat())),
)

/** The dates of a plan that were chosen, as its form sends them. `instead`: "{key}~{instant}", or nothing. `seen`: what `over` goes over. */
export const choosing = { keep: list, over: list, seen: list, instead: list, key: z.optional(idempotencyKey) }
export const creating = z.looseObject({ ...choosing, client: z.string().check(z.maxLength(60)) })
export const changing = z.looseObject({
  ...choosing,
  from: z.string().check(z.maxLength(60)),
  therapist: z.string().check(z.minLength(1), z.maxLength(60)),
})
export const cancelling = z.object({ keep: list, from: z.string().check(z.maxLength(60)), key: z.optional(idempotencyKey) })
export const confirming = z.object({ ...choosing, version })

/** What was chosen, by keys. */
export function chosenOf({ keep, over, seen, instead }: Record<'keep' | 'over' | 'seen' | 'instead', string[]>): Chosen {
  const others = instead.flatMap((text) => {
    const [key = '', at = ''] = text.split('~')
    return Number.isNaN(Date.parse(at)) ? [] : [[key, Date.parse(at)] as const]
  })
  return { keep: new Set(keep), over: new Set(over), seen: new Set(seen), instead: new Map(others) }
}

/** The fields of the form of a series, as they were typed. */
export type Typed = Record<string, string | undefined>

/** Therapist and service in one field, because they are offered together. */
export const offeringOf = ({ offering = '' }: Typed) => {
  const [staffId = '', serviceId = ''] = offering.split(':')
  return { staffId, serviceId }
}

/** The wish in a form's fields, or the names of the fields that are not right. */
export function wishOf(typed: Typed): { wish: SeriesWish; problems: [] } | { wish: null; problems: string[] } {
  const { client = '', forum = '', room = '', date = '', time = '', every = '', until = '', count = '' } = typed
  const { staffId, serviceId } = offeringOf(typed)
  const wallMinute = minuteOf(time)
  const problems = [
    ...(staffId && serviceId ? [] : ['offering']),
    ...(forum === 'in_person' || forum === 'telehealth' ? [] : ['forum']),
    ...(isDate(date) ? [] : ['date']),
    ...(wallMinute === null ? ['time'] : []),
    ...(isWhole(every, 12) ? [] : ['every']),
    ...((until === '' && count === '') || (until !== '' && !(isDate(until) && until >= date)) ? ['until'] : []),
    ...(count === '' || isWhole(count, mostDates) ? [] : ['count']),
  ]
  if (problems.length > 0 || wallMinute === null || (forum !== 'in_person' && forum !== 'telehealth')) return { wish: null, problems }
  const rule = {
    firstDate: date,
    wallMinute,
    everyWeeks: Number(every),
    untilDate: until || null,
    count: count === '' ? null : Number(count),
  }
  return {
    wish: { clientId: client, staffId, serviceId, forum, roomId: forum === 'in_person' && room ? room : null, ...rule },
    problems: [],
  }
}

/** From which date to which a form's dates lie at most: what has to be read before anything is checked. */
export function spanOf({ date = '', until = '', every = '', count = '' }: Typed): { first: string; last: string } {
  const first = isDate(date) ? date : '2000-01-01'
  const weeks = (isWhole(every, 12) ? Number(every) : 1) * (isWhole(count, mostDates) ? Number(count) : mostDates)
  const last = new Date(Date.parse(`${first}T00:00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
  return { first, last: isDate(until) && until < last ? until : last }
}

const isWhole = (text: string, most: number): boolean => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most
