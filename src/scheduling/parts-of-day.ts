import type { Slot } from './slots.ts'
import { wallClock } from './zones.ts'

/** The parts of a day, as times are grouped and looked for (SCH-11). */
export const partsOfDay = ['morning', 'afternoon', 'evening'] as const
export type PartOfDay = (typeof partsOfDay)[number]

/** The part in which a minute after midnight lies. */
export const partOf = (minute: number): PartOfDay => (minute < 12 * 60 ? 'morning' : minute < 18 * 60 ? 'afternoon' : 'evening')

/** What an address asks for; anything else is the whole day. */
export const partAsked = (text: string | undefined): PartOfDay | undefined => partsOfDay.find((part) => part === text)

/** The times in a part of the day, on the clock their reader looks at; all of them when no part is asked for. Pure. */
export const inPart = <Of extends Slot>(slots: Of[], part: PartOfDay | undefined, zoneOf: (slot: Of) => string): Of[] =>
  part === undefined ? slots : slots.filter((slot) => partOf(wallClock(zoneOf(slot), slot.startsAt).minute) === part)
