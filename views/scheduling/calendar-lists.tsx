import { href, paths } from '../../src/paths.ts'
import { printDay } from '../components/time.tsx'
import { Item } from './calendar-item.tsx'
import type { CalendarPageProps } from './calendar-page.tsx'

/** As many links to things as a page can carry: each id is 22 random characters, that nothing packs any smaller (SPD-2). */
const mostLinks = 100

/**
 * The agenda of two weeks, or a week of several therapists: a row for each day, in it a list for each therapist, under a name that leads to
 * her week. In a busy practice the lists only tell who comes and when, and her week has the links.
 */
export function CalendarLists({ current, calendar }: CalendarPageProps) {
  const { words, language, organization, now } = current
  const isToday = (day: { startsAt: number; endsAt: number }) => now >= day.startsAt && now < day.endsAt
  const { view, date, zone, days, therapists, shown } = calendar
  const several = shown.length > 1
  const leads = days.flatMap((day) => day.columns.flatMap(({ items }) => items)).filter(({ id }) => id !== null).length <= mostLinks
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
                  {several && (
                    <h3>
                      <a href={href(paths.calendar, { org: organization.slug }, { view: 'week', date, staff: staffId })}>
                        {nameOf(staffId)}
                      </a>
                    </h3>
                  )}
                  <ol class={leads ? 'items' : 'items tells'}>
                    {items.map((item) => (
                      <Item {...{ current, item, zone, named: day.hours.length !== 24, leads }} />
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
