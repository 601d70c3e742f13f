/**
 * What stands in the way of each date of a series (SCH-26), and what of it staff have chosen: a pure rule. It says the same as the
 * triggers of migrations/0002 about what collides; those have the last word.
 */
import type { StaffCurrent } from '../current.ts'
import type { ExceptionRow, WindowRow } from './booking-rows.ts'
import type { Forum } from './schema.ts'
import type { Offering, PlanRows } from './series-facts.ts'
import { nearest, obstaclesOf } from './series-obstacles.ts'
import type { Taken } from './taken.ts'

/** What every appointment of the series looks like, and what the therapist's hours are. Minutes. */
export interface Shape {
  staffId: string
  clientId: string
  roomId: string | null
  /** No room is named, and each date needs one of these (SCH-10); none where the place has no rooms. */
  oneOf: string[]
  zone: string
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  intervalMinutes: number
}

export interface PlanFacts {
  taken: Taken[]
  windows: WindowRow[]
  exceptions: (ExceptionRow & { label: string })[]
  now: number
}

/** `stale`: the appointment to be moved was changed meanwhile. `own_time`: it was moved by itself before. */
export type ObstacleKind =
  | 'gap'
  | 'past'
  | 'taken'
  | 'room'
  | 'no_room'
  | 'client'
  | 'request'
  | 'hold'
  | 'off'
  | 'outside'
  | 'stale'
  | 'own_time'
/** What it is, and whose or which where that helps: the other client's name, the holiday's. */
export interface Obstacle {
  kind: ObstacleKind
  what: string
  /** The request or the hold: who goes over it says which one was seen (SCH-22). */
  id?: string
}

/** A date to be planned. `key` names it in the form: the date, or the appointment with the version that was seen. */
export interface Wanted {
  key: string
  date: string
  startsAt: number | null
}

/** `free`: can be had. `over`: only over an open request or a hold, or without a room, knowingly (SCH-22). `none`: cannot be had. */
export interface Planned extends Wanted {
  obstacles: Obstacle[]
  can: 'free' | 'over' | 'none'
  /** Whether it is chosen unless staff say otherwise: not on a holiday, not over somebody's request. */
  suggested: boolean
  /** Free times of the same day, where the time itself cannot be had. */
  instead: number[]
}

/** What staff chose, by the keys of the form. */
export interface Chosen {
  keep: Set<string>
  over: Set<string>
  /** The requests and holds that were shown, by id: only these are gone over. */
  seen: Set<string>
  instead: Map<string, number>
}

/** A date that was chosen and can be had. */
export interface Row {
  key: string
  startsAt: number
  /** The requests and holds it goes over. */
  over: string[]
  /** None was free, and staff chose it all the same. */
  noRoom: boolean
}

/** Whether this staff member may fill this therapist's calendar: a therapist her own, an administrator everybody's. */
export const mayFill = ({ staff }: StaffCurrent, staffId: string): boolean => staff.administrator || staff.id === staffId

/** An offering in a forum: what each appointment of the series looks like. */
export const shapeOf = (offering: Offering, forum: Forum, clientId: string, roomId: string | null): Shape => ({
  ...offering,
  clientId,
  roomId,
  oneOf: forum === 'in_person' && roomId === null ? offering.rooms.map(({ id }) => id) : [],
})

/** What was read, as the plan takes it; only the hours in which this is offered count. */
export const factsOf = ({ taken, windows, exceptions }: PlanRows, offering: Offering, forum: Forum, now: number): PlanFacts => ({
  taken,
  exceptions,
  now,
  windows: windows.filter(
    ({ serviceIds, forum: only }) => (!serviceIds || serviceIds.includes(offering.serviceId)) && (!only || only === forum),
  ),
})

const impossible = new Set<ObstacleKind>(['gap', 'past', 'taken', 'room', 'client'])
const leftOut = new Set<ObstacleKind>(['off', 'own_time', 'stale', 'request', 'hold', 'no_room'])
const overridden = new Set<ObstacleKind>(['request', 'hold'])

/** Every date with what stands in its way. */
export const planOf = (wanted: Wanted[], shape: Shape, facts: PlanFacts): Planned[] => wanted.map((one) => plannedOf(one, shape, facts))

/** A date with what stands in its way, and what is known of it besides (`more`). */
export function plannedOf(wanted: Wanted, shape: Shape, facts: PlanFacts, more: Obstacle[] = []): Planned {
  const obstacles = [...more, ...obstaclesOf(wanted.startsAt, shape, facts)]
  const kinds = obstacles.map(({ kind }) => kind)
  const isImpossible = kinds.some((kind) => impossible.has(kind))
  const isOver = kinds.includes('no_room') || kinds.some((kind) => overridden.has(kind))
  const can = isImpossible ? 'none' : isOver ? 'over' : 'free'
  const suggested = can === 'free' && !kinds.some((kind) => leftOut.has(kind))
  const hasOthers = can !== 'free' && !kinds.includes('past') && !kinds.includes('off')
  return { ...wanted, obstacles, can, suggested, instead: hasOthers ? nearest(wanted, shape, facts) : [] }
}

/** The rows of what was chosen, and the keys of what was chosen and cannot be had (any more). */
export function chosenFrom(plan: Planned[], chosen: Chosen, shape: Shape, facts: PlanFacts): { rows: Row[]; lost: string[] } {
  const rows: Row[] = []
  const lost = [...chosen.keep, ...chosen.over, ...chosen.instead.keys()].filter((key) => !plan.some((one) => one.key === key))
  for (const { key, startsAt, can, obstacles } of plan) {
    const other = chosen.instead.get(key)
    if (other !== undefined) {
      const there = plannedOf({ key, date: '', startsAt: other }, shape, facts)
      if (there.can === 'free') rows.push({ key, startsAt: other, over: [], noRoom: false })
      else lost.push(key)
    } else if (chosen.keep.has(key) || chosen.over.has(key)) {
      const { over, noRoom } = knowingly(obstacles)
      const isKnown = can === 'free' || (can === 'over' && chosen.over.has(key) && over.every((id) => chosen.seen.has(id)))
      if (startsAt !== null && isKnown) rows.push({ key, startsAt, over, noRoom })
      else lost.push(key)
    }
  }
  return { rows, lost }
}

/** What the database must be told of a date that was chosen although something stands in its way. */
const knowingly = (obstacles: Obstacle[]) => ({
  over: obstacles.flatMap(({ kind, id }) => (overridden.has(kind) && id ? [id] : [])),
  noRoom: obstacles.some(({ kind }) => kind === 'no_room'),
})
