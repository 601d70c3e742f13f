// Which reminder a row of the outbox is: of which start, so many hours before. It stands where other rows have a version, so that one
// reminder exists once per reader and start, and a moved appointment is reminded of at its new time (NOT-7). Pure.

const minute = 60_000

/** `startsAt` epoch ms; `hours` 1 to 336. */
export const reminderKey = (startsAt: number, hours: number): number => Math.floor(startsAt / minute) * 1000 + hours

/** How long before the start it is, in hours; null when it is about another start than this. */
export function hoursOf(key: number, startsAt: number): number | null {
  return Math.floor(key / 1000) === Math.floor(startsAt / minute) ? key % 1000 : null
}
