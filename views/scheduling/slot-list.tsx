import type { Current, Language } from '../../src/current.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import type { Days as DaysOfSlots } from '../../src/scheduling/days.ts'
import { zoneOf, type FreeTime } from '../../src/scheduling/first-available.ts'
import { partOf, partsOfDay } from '../../src/scheduling/parts-of-day.ts'
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
  slots: FreeTime[]
  /** Only to be read: what somebody else could press. */
  shown?: boolean
}

/** The day's times as buttons, by part of the day; each is named in full for who cannot see the page around it. */
export function Slots({ current, bookable, slots, shown = false }: SlotsProps) {
  const { words } = current
  const zone = zoneOf(bookable)
  const parts = Map.groupBy(slots, (slot) => partOf(wallClock(zone(slot), slot.startsAt).minute))
  const placed = new Set(slots.map(({ of }) => of?.choice.locationId)).size > 1
  return (
    <>
      {partsOfDay.map((name) => {
        const list = parts.get(name)
        return (
          list && (
            <fieldset class="slots">
              <legend>{words.scheduling.parts[name]}</legend>
              {list.map((slot) => (
                <SlotButton {...{ current, bookable, slot, shown, placed }} />
              ))}
            </fieldset>
          )
        )
      })}
    </>
  )
}

interface SlotProps extends Omit<SlotsProps, 'slots' | 'shown'> {
  slot: FreeTime
  shown: boolean
  /** The places of these times differ. */
  placed: boolean
}

/** What stands beside the clock is in the name of the button, too: whose time it is, where, and what her own clock says then. */
function SlotButton({ current, bookable, slot: { startsAt, of }, shown, placed }: SlotProps) {
  const { words, language } = current
  const { choice, forum, zone } = of ?? bookable
  const name = firstName(choice.therapist)
  const place = placed && forum === 'in_person' ? choice.location : null
  const theirs = zone === choice.zone ? null : words.scheduling.theirTime(name, printClock(startsAt, choice.zone))
  const beside = [theirs ?? (of && name), place].filter(Boolean)
  const inside = (
    <>
      <Time at={startsAt} zone={zone} language={language} form="clock" bare={!of || zone === bookable.zone} />
      {beside.length > 0 && <span class="soft">{beside.join(', ')}</span>}
    </>
  )
  if (shown) return <span class="slot shown">{inside}</span>
  const full = printTime({ at: startsAt, zone, language, form: 'full' })
  return (
    <button
      class="slot"
      name="start"
      value={new Date(startsAt).toISOString()}
      {...(of && { form: formOf(of) })}
      aria-label={[full, of && words.booking.with(choice.therapist), theirs, place].filter(Boolean).join(', ')}
    >
      {inside}
    </button>
  )
}

/** The form to which the times of a therapist belong, where those of several stand together. */
export const formOf = ({ choice }: Bookable): string => `ask-${choice.staffId}`

/** Everybody who has one of these times. */
export const therapistsOf = (slots: FreeTime[]): Bookable[] => [
  ...new Map(slots.flatMap(({ of }) => (of ? [[of.choice.staffId, of] as const] : []))).values(),
]
