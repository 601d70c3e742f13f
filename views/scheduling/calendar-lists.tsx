import { printDay } from '../components/time.tsx'
import { Item } from './calendar-item.tsx'
import type { CalendarPageProps } from './calendar-page.tsx'

/** The agenda of two weeks, or a week of several therapists: a row for each day, in it a list for each therapist. */
export function CalendarLists({ current, calendar }: CalendarPageProps) {
  const { words, language, now } = current
  const isToday = (day: { startsAt: number; endsAt: number }) => now >= day.startsAt && now < day.endsAt
  const { view, zone, days, therapists, shown } = calendar
  const several = shown.length > 1
  const nameOf = (staffId: string) => therapists.find(({ id }) => id === staffId)?.name ?? ''
  return (
    <div class="calendar-lists">
      {days.map((day) => {
        const columns = day.columns
          .map(({ staffId, items }) => ({
            staffId,
            items: several || view === 'agenda' ? items.filter(({ kind }) => kind !== 'free') : items,
          }))
          .filter(({ items }) => items.length > 0)
        return (
          <section class={isToday(day) ? 'list-day today' : 'list-day'}>
            <h2>
              {printDay(day.startsAt, zone, language)}
              {isToday(day) && ` · ${words.calendar.today}`}
            </h2>
            {columns.length === 0 && <p class="soft">{words.calendar.nothing}</p>}
            <div class="list-columns">
              {columns.map(({ staffId, items }) => (
                <div>
                  {several && <h3>{nameOf(staffId)}</h3>}
                  <ol class="items">
                    {items.map((item) => (
                      <Item {...{ current, item, zone, named: day.hours.length !== 24 }} />
                    ))}
                  </ol>
                </div>
              ))}
            </div>
          </section>
        )
      })}
    </div>
  )
}
