import type { BusyRow } from './booking-rows.ts'
import type { Interval } from './slots.ts'

/** One time a room is taken, epoch ms: itself, and with the buffers it asks for. */
export interface RoomTime extends Interval {
  blockedFrom: number
  blockedUntil: number
}

/** What needs the room: how long, and which buffers. */
export interface RoomNeed {
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
}

const minuteMs = 60_000

/**
 * The starts at which every room is taken at some moment of the appointment, as runs [startsAt, endsAt), ascending (SCH-10). It stays in
 * one room: two rooms that are taken one after the other are no room, though at every moment one of them is free. Buffers are not added
 * up, the larger counts, as in the trigger that has the last word. Without rooms none is needed. Pure; linear but for sorting.
 */
export function startsWithoutRoom(rooms: RoomTime[][], need: RoomNeed): Interval[] {
  if (rooms.length === 0) return []
  const changes = rooms.flatMap((times) => union(times.map((time) => startsOver(time, need))).flatMap(changesOf))
  changes.sort((a, b) => a.at - b.at || a.by - b.by)
  const found: Interval[] = []
  let taken = 0
  for (const { at, by } of changes) {
    if (taken === rooms.length) found.push({ startsAt: found.pop()!.startsAt, endsAt: at })
    taken += by
    if (taken === rooms.length) found.push({ startsAt: at, endsAt: at })
  }
  return found.filter(({ startsAt, endsAt }) => startsAt < endsAt)
}

/** The times of each room of a location. */
export function roomsAt(busy: BusyRow[], locationId: string | null): RoomTime[][] {
  const rooms = new Map<string, RoomTime[]>()
  for (const row of busy) {
    if (row.roomId === null || row.locationId !== locationId) continue
    const times = rooms.get(row.roomId)
    if (times) times.push(row)
    else rooms.set(row.roomId, [row])
  }
  return [...rooms.values()]
}

/** The starts that would meet this time: the core of one meets the other with its buffers. */
function startsOver({ startsAt, endsAt, blockedFrom, blockedUntil }: RoomTime, need: RoomNeed): Interval {
  const from = Math.min(blockedFrom, startsAt - need.bufferAfterMinutes * minuteMs) - need.durationMinutes * minuteMs
  return { startsAt: from + 1, endsAt: Math.max(blockedUntil, endsAt + need.bufferBeforeMinutes * minuteMs) }
}

/** Runs that overlap or touch, as one: so that a room counts once however often it is taken. */
function union(runs: Interval[]): Interval[] {
  const all: Interval[] = []
  for (const run of runs.toSorted((a, b) => a.startsAt - b.startsAt)) {
    const last = all.at(-1)
    if (last && run.startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, run.endsAt)
    else all.push({ ...run })
  }
  return all
}

const changesOf = ({ startsAt, endsAt }: Interval) => [
  { at: startsAt, by: 1 },
  { at: endsAt, by: -1 },
]
