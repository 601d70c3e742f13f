import type { CalendarDay, CalendarItem } from './calendar-days.ts'
import { minuteMs, wallClock } from './zones.ts'

/** Where an item stands in its column: classes of public/_calendar.css. Pure. */
export interface Placed extends CalendarItem {
  at: string
}

/** The hours a grid shows: from the first to the last that something or the working day touches. */
export interface Axis {
  first: number
  count: number
}

/** Minutes from the top of a day: of elapsed time where the day stands alone (23 or 25 hours), of the wall clock where days share an axis. */
export const minuteOf = (zone: string, day: CalendarDay, at: number, alone: boolean): number =>
  alone ? Math.round((at - day.startsAt) / minuteMs) : wallClock(zone, at).minute

export function axisOf(zone: string, days: CalendarDay[], alone: boolean): Axis {
  let [first, last] = [8, 18]
  for (const day of days)
    for (const { items } of day.columns)
      for (const { startsAt, endsAt, kind } of items) {
        if (kind === 'off') continue
        const top = minuteOf(zone, day, startsAt, alone)
        first = Math.min(first, Math.floor(top / 60))
        last = Math.max(last, Math.ceil((top + (endsAt - startsAt) / minuteMs) / 60))
      }
  return { first, count: Math.min(last, 25) - first }
}

/** The items of a column with their classes: hour, minute (in fives), length, and lanes where several are at once. */
export function placed(zone: string, day: CalendarDay, items: CalendarItem[], { first, count }: Axis, alone: boolean): Placed[] {
  return lanesOf(items).map(({ item, lane, lanes }) => {
    const top = minuteOf(zone, day, item.startsAt, alone)
    const [from, until] = [Math.max(top, first * 60), Math.min(top + (item.endsAt - item.startsAt) / minuteMs, (first + count) * 60)]
    const length = Math.min(Math.max(Math.round((until - from) / 5) * 5, 15), 1500)
    const classes = [`h${Math.floor(from / 60) - first}`, `m${Math.floor((from % 60) / 5) * 5}`, ...lengthOf(length)]
    return { ...item, at: [...classes, ...(lanes > 1 ? [`l${lane} of${lanes}`] : [])].join(' ') }
  })
}

/** Hours and fives, so that a day needs few classes. */
const lengthOf = (length: number): string[] => [
  ...(length >= 60 ? [`dh${Math.floor(length / 60)}`] : []),
  ...(length % 60 ? [`d${length % 60}`] : []),
]

/** Items that are at once stand side by side, four at most. */
function lanesOf(items: CalendarItem[]): { item: CalendarItem; lane: number; lanes: number }[] {
  const result: { item: CalendarItem; lane: number; lanes: number }[] = []
  let group: typeof result = []
  let ends: number[] = []
  for (const item of items) {
    if (group.length > 0 && item.startsAt >= Math.max(...ends)) {
      for (const one of group) one.lanes = Math.min(ends.length, 4)
      group = []
      ends = []
    }
    const free = ends.findIndex((end) => end <= item.startsAt)
    const lane = free < 0 ? ends.length : free
    ends[lane] = item.endsAt
    const placedItem = { item, lane: Math.min(lane, 3), lanes: 1 }
    group.push(placedItem)
    result.push(placedItem)
  }
  for (const one of group) one.lanes = Math.min(ends.length, 4)
  return result
}
