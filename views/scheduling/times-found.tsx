import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { daysOf, type Days as FoundDays } from '../../src/scheduling/days.ts'
import { zoneOf, type FreeTime } from '../../src/scheduling/first-available.ts'
import { inPart, partsOfDay, type PartOfDay } from '../../src/scheduling/parts-of-day.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { placeOf, printDay } from '../components/time.tsx'
import { Days } from './slot-list.tsx'

interface TimesFoundProps {
  current: Current
  booking: Booking
  bookable: Bookable
  from: string | undefined
  part: PartOfDay | undefined
  /** The address of a day and a part of it. */
  to: (shown: { from: string | undefined; part: PartOfDay | undefined }) => string
  /** What the times are said to be of, where one zone is everybody's. */
  zoneLine: (place: string) => string
  /** What is shown when there is no time at all. */
  none: Child
  /** What is made of the times of the chosen day. */
  children: (times: FreeTime[]) => Child
}

/** SCH-11: the part of the day, the strip of days, and the times of one day: the asked one, or the next that has some. */
export function TimesFound({ current, booking, bookable, from, part, to, zoneLine, none, children }: TimesFoundProps) {
  const zone = zoneOf(bookable)
  if (booking.slots.length === 0) return <>{none}</>
  const days = daysOf(inPart(booking.slots, part, zone), bookable, current.now, from, zone)
  return (
    <>
      <PartFilter {...{ current, part }} to={(wanted) => to({ from, part: wanted })} />
      {days.chosen ? (
        <>
          <Days {...{ current, days }} to={(day) => to({ from: day, part })} />
          <Passed {...{ current, days }} />
          <p class="soft">{sharedZone(booking) ? zoneLine(placeOf(bookable.zone)) : current.words.booking.placesTime}</p>
          {children(days.chosen.slots)}
        </>
      ) : (
        part && <NoneInPart {...{ current, part }} to={to({ from, part: undefined })} />
      )}
    </>
  )
}

/** In person at several places each time is of its own. */
export const sharedZone = ({ slots }: Booking): boolean => new Set(slots.map(({ of }) => of?.zone)).size < 2

/** Links, so that they need no script; the page keeps everything else that was chosen. */
function PartFilter({ current, part, to }: { current: Current; part: PartOfDay | undefined; to: (part: PartOfDay | undefined) => string }) {
  const { words } = current
  return (
    <nav class="chips" aria-label={words.booking.partsLabel}>
      {[undefined, ...partsOfDay].map((one) => (
        <a
          id={`part-${one ?? 'any'}`}
          href={to(one)}
          hx-get={to(one)}
          hx-target="#booking"
          hx-select="#booking"
          hx-swap="outerHTML"
          {...(one === part && { 'aria-current': 'true' })}
        >
          {one ? words.scheduling.parts[one] : words.booking.anyPart}
        </a>
      ))}
    </nav>
  )
}

/** Says that the day which was asked for has nothing, so that nobody takes another for it. */
function Passed({ current: { words, language }, days: { passed, chosen } }: { current: Current; days: FoundDays }) {
  if (passed === null || chosen === null) return <></>
  const day = printDay(Date.parse(`${passed}T12:00:00Z`), 'UTC', language)
  return <p role="status">{(passed < chosen.date ? words.booking.nextFree : words.booking.lastFree)(day)}</p>
}

function NoneInPart({ current: { words }, part, to }: { current: Current; part: PartOfDay; to: string }) {
  return (
    <EmptyState icon="calendar" title={words.booking.noneInPart[part]} action={<a href={to}>{words.booking.showAny}</a>}>
      {words.booking.noneInPartHint}
    </EmptyState>
  )
}
