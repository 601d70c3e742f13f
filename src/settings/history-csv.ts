import type { StaffCurrent } from '../current.ts'
import { minuteMs, offsetMinutes } from '../scheduling/zones.ts'
import { csv } from '../web/csv.ts'
import { labelOfEntry, type Entry } from './history-entry.ts'

/** The history as a file: an instant in UTC and on the practice's wall clock, names in words and by key. `more`: it was cut. */
export function historyCsv(current: StaffCurrent, entries: Entry[], more: boolean): string {
  const { words, language, organization } = current
  const rows = entries.map((entry) => [
    new Date(entry.at).toISOString(),
    localIso(entry.at, organization.zone),
    organization.zone,
    entry.by || words.history.portal,
    labelOfEntry(entry, language),
    entry.key,
    entry.client?.name ?? '',
    entry.action,
    entry.from ?? '',
    entry.to ?? '',
    String(entry.seq),
    entry.restored === null ? '' : String(entry.restored),
  ])
  return csv([words.history.csvColumns, ...rows, ...(more ? [[words.history.csvCut(entries.length)]] : [])])
}

/** "2026-05-03T14:05:00-04:00" */
function localIso(at: number, zone: string): string {
  const offset = offsetMinutes(zone, at)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'))
  return `${new Date(at + offset * minuteMs).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
