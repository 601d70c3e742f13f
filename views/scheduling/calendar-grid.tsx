import { href, paths } from '../../src/paths.ts'
import { axisOf, placed } from '../../src/scheduling/calendar-places.ts'
import { printClock, printDay, printTime, zoneName } from '../components/time.tsx'
import { Item } from './calendar-item.tsx'
import type { CalendarPageProps } from './calendar-page.tsx'

/** A week of one therapist, or a day of one or several: a column each, placed by the hour; lists one below the other on a phone. */
export function CalendarGrid({ current, calendar }: CalendarPageProps) {
  const { words, language, organization, now } = current
  const { view, zone, days, therapists } = calendar
  const alone = view === 'day'
  const axis = axisOf(zone, days, alone)
  const [first] = days
  const hours = alone && first ? first.hours.map((at) => ({ at, label: printClock(at, zone) })) : []
  const labels = alone
    ? hours.slice(axis.first, axis.first + axis.count).map(({ label }) => label)
    : Array.from({ length: axis.count }, (_, at) => `${String(axis.first + at).padStart(2, '0')}:00`)
  return (
    <div class={`calendar-grid hours-${axis.count} ${alone ? 'by-therapist' : 'by-day'}`}>
      <ol class="hour-labels" aria-hidden="true">
        {labels.map((label) => (
          <li>{label}</li>
        ))}
      </ol>
      {days.flatMap((day) =>
        day.columns.map(({ staffId, items }) => {
          const changes = day.hours.length !== 24
          const name = alone ? (therapists.find(({ id }) => id === staffId)?.name ?? '') : printDay(day.startsAt, zone, language)
          const [weekday, ...date] = name.split(' ')
          const isToday = now >= day.startsAt && now < day.endsAt
          return (
            <section class={`column${isToday && !alone ? ' today' : ''}`}>
              <h2>
                {alone ? (
                  name
                ) : (
                  <span class="day">
                    <span>{weekday}</span> <span>{date.join(' ')}</span>
                  </span>
                )}{' '}
                {isToday && !alone && <span class="visually-hidden">{words.calendar.today}</span>}
                {changes && <span class="soft">{zonesOf(day.startsAt, day.endsAt)}</span>}
                <a
                  class="add"
                  href={href(paths.newStaffAppointment, { org: organization.slug }, { therapist: staffId, date: day.date })}
                  aria-label={words.calendar.makeOn(alone ? name : printTime({ at: day.startsAt, zone, language, form: 'day' }))}
                >
                  +
                </a>
              </h2>
              {items.length === 0 && <p class="soft nothing">{words.calendar.nothing}</p>}
              <ol class="items">
                {placed(zone, day, items, axis, alone).map((item) => (
                  <Item {...{ current, item, zone, named: changes, at: item.at }} />
                ))}
              </ol>
            </section>
          )
        }),
      )}
    </div>
  )

  function zonesOf(from: number, until: number): string {
    return `${zoneName(from, zone, language)} → ${zoneName(until - 1, zone, language)}`
  }
}
