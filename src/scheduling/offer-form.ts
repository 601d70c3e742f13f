import { mostOffers } from './offer-limits.ts'
import { instantsOf } from './zones.ts'

/** What a therapist ticked and named. */
export interface OfferFields {
  offer: string[]
  date: string
  time: string
}

export type OfferProblem = 'none' | 'too_many' | 'no_time'

/** The starts that are offered, ascending; or what is wrong with them. A date and time is of the therapist's wall clock; in an autumn fold the first. Pure. */
export function startsFrom(
  { offer, date, time }: OfferFields,
  zone: string,
  now: number,
): { starts: number[] } | { problem: OfferProblem } {
  const ticked = offer.map((start) => Date.parse(start))
  const own = date === '' && time === '' ? [] : [ownTime(zone, date, time)]
  const starts = [...new Set([...ticked, ...own])].toSorted((a, b) => a - b)
  if (starts.length === 0) return { problem: 'none' }
  if (starts.length > mostOffers) return { problem: 'too_many' }
  return starts.every((start) => start > now && start < now + twoYears) ? { starts } : { problem: 'no_time' }
}

const twoYears = 2 * 366 * 86_400_000

/** NaN for a time that does not exist. */
function ownTime(zone: string, date: string, time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)) || hours === undefined) return Number.NaN
  return instantsOf(zone, date, Number(hours) * 60 + Number(minutes))[0] ?? Number.NaN
}
