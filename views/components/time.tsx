import type { Language } from '../../src/current.ts'

export interface TimeProps {
  /** Epoch ms. */
  at: number
  /** The end of a range, epoch ms. */
  until?: number
  /** IANA zone of the reader, or of the place. */
  zone: string
  language: Language
  /** `moment` "Tue 8 Dec, 10:00 EST" · `day` "Tue 8 Dec" · `clock` "10:00" · `weekday` "Thu 17:00" · `stamp` "3 May, 14:05 EST" · `full` "Tuesday 8 December, 10:00 EST". */
  form?: TimeForm
  /** Leaves the zone's name out: only where the page has said it already. */
  bare?: boolean
  /** With it, an instant many months away says its year, too. */
  now?: number
}
export type TimeForm = 'moment' | 'day' | 'clock' | 'weekday' | 'stamp' | 'full'

/** An instant in somebody's zone, named. */
export function Time({ at, until, zone, language, form = 'moment', bare = false, now }: TimeProps) {
  const printed = printTime({ at, ...(until !== undefined && { until }), zone, language, form, bare, ...(now !== undefined && { now }) })
  // Two pieces that never break inside: "Tue 8 Dec," and "10:00–10:50 EST".
  const [day, clock] = printed.split(/(?<=,) /)
  return (
    <time datetime={`${new Date(at).toISOString().slice(0, 16)}Z`}>
      <span>{day}</span>
      {clock && (
        <>
          {' '}
          <span>{clock}</span>
        </>
      )}
    </time>
  )
}

/** The same words without the element: for an `aria-label`, a subject line. */
export function printTime({ at, until, zone, language, form = 'moment', bare = false, now = at }: TimeProps): string {
  const date = form === 'stamp' ? printDate(at, zone, language) : printDay(at, zone, language, form === 'full' ? 'long' : 'short')
  const day = Math.abs(now - at) < manyMonths ? date : `${date} ${formatter(language, zone, { year: 'numeric' }).format(at)}`
  if (form === 'day') return day
  const clock = until === undefined ? printClock(at, zone) : `${printClock(at, zone)}–${printClock(until, zone)}`
  const zoned = bare ? clock : `${clock} ${zoneName(at, zone, language)}`
  if (form === 'clock') return zoned
  if (form === 'weekday') return `${part(at, zone, language, 'short', 'weekday')} ${bare ? clock : zoned}`
  return `${day}, ${zoned}`
}

const manyMonths = 300 * 86_400_000

/** "Tue 8 Dec", "mar 8 dic"; the order is ours in both languages, because "12/8" and "8/12" are one day's difference of a month. */
export function printDay(at: number, zone: string, language: Language, length: 'short' | 'long' = 'short'): string {
  return (['weekday', 'day', 'month'] as const).map((name) => part(at, zone, language, length, name)).join(' ')
}

/** "3 May": where the weekday says nothing, because it is long ago. */
export function printDate(at: number, zone: string, language: Language): string {
  return `${part(at, zone, language, 'short', 'day')} ${part(at, zone, language, 'short', 'month')}`
}

/** "10:00": 24 hours in both languages, so that nothing hangs on an AM. */
export function printClock(at: number, zone: string): string {
  return formatter('en-GB', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** "EST", "CET"; "GMT-3" where a zone has no letters. */
export function zoneName(at: number, zone: string, language: Language): string {
  const own = zoneNameIn(language === 'es' ? 'es-US' : 'en-US', at, zone)
  return own.startsWith('GMT') ? zoneNameIn('en-GB', at, zone) : own
}

const zoneNameIn = (locale: string, at: number, zone: string): string =>
  formatter(locale, zone, { timeZoneName: 'short', hour: 'numeric' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone

/** "New York" of "America/New_York": how people call their zone. */
export const placeOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** "2 h ago", "in 3 days": rough on purpose, always beside or above an exact time. */
export function printAgo(at: number, now: number, language: Language): string {
  const minutes = Math.round((at - now) / 60_000)
  const [amount, unit] =
    Math.abs(minutes) < 60
      ? ([minutes, 'minute'] as const)
      : Math.abs(minutes) < 48 * 60
        ? ([Math.round(minutes / 60), 'hour'] as const)
        : ([Math.round(minutes / 1440), 'day'] as const)
  return agoIn(language).format(amount, unit)
}

const agos = new Map<Language, Intl.RelativeTimeFormat>()
function agoIn(language: Language): Intl.RelativeTimeFormat {
  let made = agos.get(language)
  if (!made) agos.set(language, (made = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' })))
  return made
}

/** One word of a date: "Tue", "8", "Dec". */
export function part(at: number, zone: string, language: Language, length: 'short' | 'long', name: 'weekday' | 'day' | 'month'): string {
  return formatter(language, zone, { [name]: name === 'day' ? 'numeric' : length })
    .format(at)
    .replace('.', '')
}

/** Making a formatter costs fifty times its use; a deployment has a handful of zones. */
const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.entries(options).join(' ')}`
  let made = formatters.get(key)
  if (!made) formatters.set(key, (made = new Intl.DateTimeFormat(locale, { timeZone, ...options })))
  return made
}
