import type { StaffCurrent } from '../current.ts'
import { newId } from '../db.ts'
import { changeHours, type HoursChange } from './hours-changing.ts'
import type { ExceptionDraft, WindowDraft } from './hours-fields.ts'
import type { HoursFile } from './hours-file.ts'
import type { Exception, HoursRules, Window } from './hours-schema.ts'
import { undoable } from './hours-undo.ts'
import { overlap } from './overlapping.ts'

/**
 * Why hours were not changed: somebody was quicker; they overlap other hours of the day; what they name is not this therapist's; or it
 * is not there any more. Nothing here ever touches an appointment (SCH-3).
 */
export type HoursRefusal = 'stale' | 'overlap' | 'unknown' | 'gone'

/** Of a form: the version it has seen, and where it leads. */
export interface Seen {
  version: number
  location: string
}

/** A window more. */
export const addWindow = (current: StaffCurrent, file: HoursFile, draft: WindowDraft, seen: Seen): Promise<HoursRefusal | null> =>
  putWindow(current, file, { ...draft, id: newId('win'), version: 1 }, { ...seen, action: 'window_added' })

/** A window otherwise. */
export async function changeWindow(current: StaffCurrent, file: HoursFile, id: string, draft: WindowDraft, seen: Seen) {
  const before = file.windows.find((window) => window.id === id)
  if (!before) return 'gone'
  return await putWindow(current, file, { ...draft, id, version: before.version + 1 }, { ...seen, action: 'window_changed' })
}

async function putWindow(
  current: StaffCurrent,
  file: HoursFile,
  window: Window,
  { version, ...change }: Seen & Pick<HoursChange, 'action'>,
): Promise<HoursRefusal | null> {
  if (file.version !== version) return 'stale'
  const known = (list: { id: string }[], id: string) => list.some((one) => one.id === id)
  if (window.serviceIds?.some((id) => !known(file.services, id))) return 'unknown'
  if (window.locationId && (!known(file.locations, window.locationId) || window.forum === 'telehealth')) return 'unknown'
  const others = file.windows.filter(({ id }) => id !== window.id)
  if (others.some((other) => overlap(other, window))) return 'overlap'
  return await changeHours(current, file, { ...change, windows: [...others, window] })
}

/** A window less. Its change can be taken back. */
export async function removeWindow(current: StaffCurrent, file: HoursFile, id: string, seen: Seen): Promise<HoursRefusal | null> {
  if (file.version !== seen.version) return 'stale'
  const windows = file.windows.filter((window) => window.id !== id)
  if (windows.length === file.windows.length) return 'gone'
  return await changeHours(current, file, { action: 'window_removed', windows, location: seen.location })
}

/** Makes other weekdays like one: what stood there is replaced, with every condition. */
export async function copyDay(current: StaffCurrent, file: HoursFile, weekday: number, to: number[], seen: Seen) {
  if (file.version !== seen.version) return 'stale'
  const days = [...new Set(to)].filter((day) => day !== weekday)
  const source = file.windows.filter((window) => window.weekday === weekday)
  const copies = days.flatMap((day) => source.map((window) => ({ ...window, id: newId('win'), weekday: day, version: 1 })))
  const windows = [...file.windows.filter((window) => !days.includes(window.weekday)), ...copies]
  return await changeHours(current, file, { action: 'day_copied', windows, location: seen.location })
}

/** Extra hours or time off. */
export async function addException(current: StaffCurrent, file: HoursFile, draft: ExceptionDraft, seen: Seen) {
  if (file.version !== seen.version) return 'stale'
  const exceptions = [...ownExceptions(file), { ...draft, id: newId('exc'), version: 1 }]
  return await changeHours(current, file, {
    action: draft.kind === 'off' ? 'off_added' : 'extra_added',
    exceptions,
    location: seen.location,
  })
}

/** An exception less; the practice's own are not a therapist's to remove. */
export async function removeException(current: StaffCurrent, file: HoursFile, id: string, seen: Seen): Promise<HoursRefusal | null> {
  if (file.version !== seen.version) return 'stale'
  const own = ownExceptions(file)
  const exceptions = own.filter((exception) => exception.id !== id)
  if (exceptions.length === own.length) return 'gone'
  return await changeHours(current, file, { action: 'exception_removed', exceptions, location: seen.location })
}

/** The limits. */
export async function changeRules(current: StaffCurrent, file: HoursFile, rules: HoursRules, seen: Seen) {
  if (file.version !== seen.version) return 'stale'
  return await changeHours(current, file, { action: 'rules_changed', rules, location: seen.location })
}

/** Takes the last change back, exactly: nothing has happened since, or the version would be another. */
export async function undoHours(current: StaffCurrent, file: HoursFile, seen: Seen): Promise<HoursRefusal | null> {
  const last = undoable(file.last, current.now)
  if (file.version !== seen.version || !last) return 'stale'
  return await changeHours(current, file, { action: 'undone', ...last.was, location: seen.location })
}

const ownExceptions = (file: HoursFile): Exception[] => file.exceptions.filter(({ mine }) => mine)
