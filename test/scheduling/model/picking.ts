/** Whom a command aims at, and at what time: for every verb the same. */
import type { Kept, Model, Verdict } from './model.ts'
import * as world from './world.ts'
import type { Person, Therapist } from './world.ts'

/** Which appointment, and at which version it was seen. */
export interface Pick {
  index: number
  /** Any of all, not only of those for which the verb is meant. */
  any: boolean
  seen: 'now' | 'before' | 'after'
}

/** A time in the next working days. */
export interface When {
  workday: number
  minute: number
}

/** Who of the staff: the therapist whose calendar it is, an administrator, or the other therapist, who finds nothing. */
export type By = 'own' | 'dana' | 'other'

export const refused = (why: string): Verdict => ({ says: 409, why })
export const key = () => crypto.randomUUID()

export function pick(model: Model, { index, any, seen }: Pick, fits: (kept: Kept) => boolean): { kept: Kept; version: number } | null {
  const kept = nth(any ? model.appointments : model.appointments.filter(fits), index)
  return kept ? { kept, version: kept.version + { now: 0, before: -1, after: 1 }[seen] } : null
}

/** One of a list, round and round; null when it is empty. */
export const nth = <T>(list: T[], index: number): T | null => list[index % Math.max(list.length, 1)] ?? null

export function instantOf(model: Model, { workday, minute }: When): number {
  let date = world.dayOf(model.now)
  for (let left = workday; left > 0;) if (world.isWorkday(++date)) left--
  return world.instantOf(date, minute)
}

export function whoActs(by: By, staff: Therapist): Person {
  const { person } = world.therapists[staff]
  return by === 'dana' ? 'dana' : by === 'own' ? person : person === 'theo' ? 'tess' : 'theo'
}

/** Whether whoever acts finds it, now that it is this therapist's. */
export const finds = (by: By, aimedAt: Therapist, staff: Therapist): boolean => by === 'dana' || (by === 'own') === (staff === aimedAt)

export const again = ({ twice }: { twice: boolean }) => (twice ? ' twice' : '')
export const shown = ({ index, any, seen }: Pick) => `${any ? 'any' : 'fitting'} ${index}${seen === 'now' ? '' : `, seen ${seen}`}`
export const at = ({ workday, minute }: When) => `day ${workday} minute ${minute}`
