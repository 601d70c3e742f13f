import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { calendarViews, turned, type CalendarView } from '../../src/scheduling/calendar-dates.ts'
import { boundsOf } from '../../src/scheduling/calendar-days.ts'
import type { Calendar } from '../../src/scheduling/calendar.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { Tabs } from '../components/tabs.tsx'
import { placeOf, printTime } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { CalendarGrid } from './calendar-grid.tsx'
import { StaffCalendarLinks } from './calendar-links.tsx'
import { CalendarLists } from './calendar-lists.tsx'

export interface CalendarPageProps {
  current: StaffCurrent
  calendar: Calendar
}

/** A therapist's days, or several therapists' for an administrator (SCH-40). */
export function CalendarPage({ current, calendar }: CalendarPageProps) {
  const { words } = current
  const { view, date, zone, shown } = calendar
  const grid = view === 'day' || (view === 'week' && shown.length === 1)
  return (
    <StaffFrame
      {...{
        current,
        title: words.calendar.title,
        here: 'calendar',
        sheet: 'calendar.css',
        back: addressOf(current, calendar, view, date),
      }}
    >
      <div class="calendar-head">
        <h1>
          {words.calendar.title} <span class="soft">{rangeOf(current, calendar)}</span>
        </h1>
        <ButtonLink kind="primary" href={newAt(current, calendar)}>
          {words.calendar.make}
        </ButtonLink>
      </div>
      <Tabs
        label={words.calendar.viewsLabel}
        items={calendarViews.map((one) => ({
          href: addressOf(current, calendar, one, date),
          label: words.calendar.views[one],
          here: one === view,
        }))}
      />
      <Bar {...{ current, calendar }} />
      <div class="calendar-zone">
        <p>{words.calendar.zone(placeOf(zone))}</p>
        <a href={href(paths.newSeries, { org: current.organization.slug })}>{words.series.newTitle}</a>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="calendar" title={words.calendar.nobody}>
          {words.calendar.nobodyHint}
        </EmptyState>
      ) : grid ? (
        <CalendarGrid {...{ current, calendar }} />
      ) : (
        <CalendarLists {...{ current, calendar }} />
      )}
      <StaffCalendarLinks current={current} />
    </StaffFrame>
  )
}

/** Turning pages, going to a date, and whose calendars. */
function Bar({ current, calendar }: CalendarPageProps) {
  const { words, organization, now } = current
  const { view, date, zone, therapists, shown } = calendar
  const to = (day: string) => addressOf(current, calendar, view, day)
  return (
    <div class="calendar-bar">
      <div class="actions">
        <ButtonLink href={to(turned(view, date, -1))}>{words.calendar.previous}</ButtonLink>
        <ButtonLink href={to(wallClock(zone, now).date)}>{words.calendar.today}</ButtonLink>
        <ButtonLink href={to(turned(view, date, 1))}>{words.calendar.next}</ButtonLink>
      </div>
      <form method="get" action={href(paths.calendar, { org: organization.slug })}>
        <input type="hidden" name="view" value={view} />
        <Field label={words.calendar.goTo} name="date" type="date" value={date} />
        {therapists.length > 1 && (
          <fieldset>
            <legend>{words.calendar.whose}</legend>
            {therapists.map(({ id, name }) => (
              <label class="check">
                <input type="checkbox" name="staff" value={id} checked={shown.includes(id)} />
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
        )}
        <Button>{words.calendar.show}</Button>
      </form>
    </div>
  )
}

/** The address of a view at a date, of the therapists who are shown now. */
function addressOf({ organization }: StaffCurrent, { therapists, shown }: Calendar, view: CalendarView, date: string): string {
  const address = href(paths.calendar, { org: organization.slug }, { view, date })
  return therapists.length > 1 ? address + shown.map((id) => `&staff=${encodeURIComponent(id)}`).join('') : address
}

const newAt = ({ organization }: StaffCurrent, { date, shown }: Calendar): string =>
  href(paths.newStaffAppointment, { org: organization.slug }, { date, therapist: shown.length === 1 ? shown[0] : undefined })

function rangeOf({ language }: StaffCurrent, { dates, zone }: Calendar): string {
  const print = (date: string) => printTime({ at: boundsOf(zone, date).startsAt, zone, language, form: 'day' })
  const [first = '', last = ''] = [dates[0], dates.at(-1)]
  return `${print(first)}${first === last ? '' : ` – ${print(last)}`} ${last.slice(0, 4)}`
}
