import { instantsOf } from './zones.ts'

export type WallProblem = 'date' | 'time' | 'gap' | 'fold'

/**
 * The instant that a date and a time on a wall clock mean. In the autumn fold there are two, and `chosen` (ISO, UTC) says which; a time
 * that the clock skips in spring is none. Pure.
 */
export function instantOf(
  zone: string,
  { date, time, chosen }: { date: string; time: string; chosen?: string | undefined },
): { startsAt: number } | { problem: WallProblem; instants: number[] } {
  const none = (problem: WallProblem) => ({ problem, instants: [] })
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !isDate(date)) return none('date')
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  if (hours === undefined) return none('time')
  const instants = instantsOf(zone, date, Number(hours) * 60 + Number(minutes))
  if (instants.length === 0) return none('gap')
  const startsAt = instants.length === 1 ? instants[0] : instants.find((instant) => new Date(instant).toISOString() === chosen)
  return startsAt === undefined ? { problem: 'fold', instants } : { startsAt }
}

/** A date that exists, in a time that appointments are made in. */
function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === date && date > '2000' && date < '2200'
}
