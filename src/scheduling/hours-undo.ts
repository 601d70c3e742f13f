import type { LastHoursChange } from './hours-schema.ts'

/** The last change, while its page says so: ten minutes. */
export const recent = (last: LastHoursChange | null, now: number): LastHoursChange | null =>
  last && now - last.at < 10 * 60_000 ? last : null

/** The last change, while it can be taken back. An undo is no change to take back. */
export const undoable = (last: LastHoursChange | null, now: number): LastHoursChange | null => {
  const found = recent(last, now)
  return found && found.action !== 'undone' && Object.keys(found.was).length > 0 ? found : null
}
