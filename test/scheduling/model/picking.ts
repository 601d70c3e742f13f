/** Whom a command aims at, and at what time: for every verb the same. */
import type { State } from './machine.ts'
import type { Kept, Model, Verdict } from './model.ts'
import * as world from './world.ts'

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

export const refused = (why: string): Verdict => ({ says: 409, why })
export const key = () => crypto.randomUUID()

export function pick(model: Model, { index, any, seen }: Pick, states: State[]): { kept: Kept; version: number } | null {
  const fitting = any ? [] : model.appointments.filter(({ state }) => states.includes(state))
  const list = fitting.length ? fitting : model.appointments
  const kept = list[index % Math.max(list.length, 1)]
  return kept ? { kept, version: kept.version + { now: 0, before: -1, after: 1 }[seen] } : null
}

export function instantOf(model: Model, { workday, minute }: When): number {
  let date = world.dayOf(model.now)
  for (let left = workday; left > 0;) if (world.isWorkday(++date)) left--
  return world.instantOf(date, minute)
}

export const again = ({ twice }: { twice: boolean }) => (twice ? ' twice' : '')
export const shown = ({ index, any, seen }: Pick) => `${any ? 'any' : 'fitting'} ${index}${seen === 'now' ? '' : `, seen ${seen}`}`
