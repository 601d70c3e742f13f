import type { Current, Language } from '../../src/current.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import type { Days as DaysOfSlots } from '../../src/scheduling/days.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { Icon } from '../components/icon.tsx'
import { part, printClock, printTime, Time } from '../components/time.tsx'
import { firstName } from './appointment-parts.tsx'

/** The strip of days: a link where something is free, a word where nothing is. `to`: the address of a day. */
export function Days({ current, to, days }: { current: Current; to: (from: string) => string; days: DaysOfSlots }) {
  const { words, language } = current
  const swap = (from: string) => ({
    href: to(from),
    'hx-get': to(from),
    'hx-target': '#times',
    'hx-select': '#times',
    'hx-swap': 'outerHTML',
  })
  return (
    <nav class="days" aria-label={words.scheduling.days}>
      {days.earlier && (
        <a {...swap(days.earlier)} aria-label={words.scheduling.earlier}>
          <Icon name="back" />
        </a>
      )}
      {days.strip.map(({ date, slots }) => {
        const inside = (
          <DayName {...{ date, language }} free={slots.length > 0 ? words.scheduling.free(slots.length) : words.scheduling.none} />
        )
        if (slots.length === 0) return <span>{inside}</span>
        return (
          <a id={`day-${date}`} {...swap(date)} {...(date === days.chosen?.date && { 'aria-current': 'date' })}>
            {inside}
          </a>
        )
      })}
      {days.later && (
        <a {...swap(days.later)} aria-label={words.scheduling.later}>
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  )
}

/** A date of the strip; its noon in UTC stands for it, so that no zone can move it. */
function DayName({ date, language, free }: { date: string; language: Language; free: string }) {
  const at = Date.parse(`${date}T12:00:00Z`)
  return (
    <>
      <span>{part(at, 'UTC', language, 'short', 'weekday')}</span>
      <b>{Number(date.slice(8))}</b>
      <span>{part(at, 'UTC', language, 'short', 'month')}</span>
      <span class="soft">{free}</span>
    </>
  )
}

interface SlotsProps {
  current: Pick<Current, 'words' | 'language'>
  bookable: Bookable
  slots: Slot[]
  /** Only to be read: what somebody else could press. */
  shown?: boolean
}

/** The day's times as buttons, by part of the day; each is named in full for who cannot see the page around it. */
export function Slots({ current, bookable, slots, shown = false }: SlotsProps) {
  const { words, language } = current
  const { zone, choice } = bookable
  const elsewhere = zone !== choice.zone
  const parts = Map.groupBy(slots, ({ startsAt }) => partOf(wallClock(zone, startsAt).minute))
  return (
    <>
      {(['morning', 'afternoon', 'evening'] as const).map((name) => {
        const list = parts.get(name)
        return (
          list && (
            <fieldset class="slots">
              <legend>{words.scheduling.parts[name]}</legend>
              {list.map(({ startsAt }) => {
                const inside = (
                  <>
                    <Time at={startsAt} zone={zone} language={language} form="clock" bare />
                    {elsewhere && (
                      <span class="soft">{words.scheduling.theirTime(firstName(choice.therapist), printClock(startsAt, choice.zone))}</span>
                    )}
                  </>
                )
                if (shown) return <span class="slot shown">{inside}</span>
                return (
                  <button
                    class="slot"
                    name="start"
                    value={new Date(startsAt).toISOString()}
                    aria-label={printTime({ at: startsAt, zone, language, form: 'full' })}
                  >
                    {inside}
                  </button>
                )
              })}
            </fieldset>
          )
        )
      })}
    </>
  )
}

const partOf = (minute: number): 'morning' | 'afternoon' | 'evening' =>
  minute < 12 * 60 ? 'morning' : minute < 18 * 60 ? 'afternoon' : 'evening'
