import { addDays, dayOf, weekdayOf } from './zones.ts'

export const calendarViews = ['day', 'week', 'agenda'] as const
export type CalendarView = (typeof calendarViews)[number]

export const isView = (view: string | undefined): view is CalendarView => calendarViews.includes(view as CalendarView)

/** The dates a view shows: the day, the week from Monday on, or two weeks from the day on. */
export function datesOf(view: CalendarView, date: string): string[] {
  const first = view === 'week' ? addDays(date, 1 - weekdayOf(dayOf(date))) : date
  return Array.from({ length: lengthOf[view] }, (_, at) => addDays(first, at))
}

/** The date that leads to the page before or after. */
export const turned = (view: CalendarView, date: string, pages: -1 | 1): string => addDays(date, pages * lengthOf[view])

const lengthOf: Record<CalendarView, number> = { day: 1, week: 7, agenda: 14 }
