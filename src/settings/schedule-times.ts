import { dateOf, dayMs, dayOf, instantsOf } from '../scheduling/zones.ts'

/** When somebody wants a switch, as typed: dates YYYY-MM-DD and times HH:MM on the practice's clock. Without `back*` it stays. */
export interface TypedTimes {
  date: string
  time: string
  backDate: string
  backTime: string
}

export type TimeField = keyof TypedTimes

/** `missing`: half of a date and time · `skipped` and `twice`: the clock changes then · `far`: more than two years · `order`: back before it begins. */
export type TimeProblem = 'missing' | 'past' | 'far' | 'skipped' | 'twice' | 'order'
export type TimeProblems = Partial<Record<TimeField, TimeProblem>>

export interface Times {
  dueAt: number
  backAt: number | null
}

/** The instants that are meant, epoch ms, or what is wrong with which field. Pure: zone and time are arguments. */
export function timesMeant(zone: string, typed: TypedTimes, now: number): { times: Times } | { problems: TimeProblems } {
  const due = instantMeant(zone, typed.date, typed.time, now)
  const wantsBack = typed.backDate !== '' || typed.backTime !== ''
  const back = wantsBack ? instantMeant(zone, typed.backDate, typed.backTime, now) : { at: null }
  const problems: TimeProblems = {
    ...('at' in due ? {} : { [due.part]: due.problem }),
    ...('at' in back ? {} : { [back.part === 'date' ? 'backDate' : 'backTime']: back.problem }),
  }
  if (!('at' in due) || !('at' in back)) return { problems }
  if (back.at !== null && back.at <= due.at) return { problems: { backDate: 'order' } }
  return { times: { dueAt: due.at, backAt: back.at } }
}

type Meant = { at: number } | { part: 'date' | 'time'; problem: TimeProblem }

function instantMeant(zone: string, date: string, time: string, now: number): Meant {
  if (!isDate(date)) return { part: 'date', problem: 'missing' }
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(time) ?? []
  if (hours === undefined) return { part: 'time', problem: 'missing' }
  if (dayOf(date) * dayMs > now + 731 * dayMs) return { part: 'date', problem: 'far' }
  const [at, again] = instantsOf(zone, date, Number(hours) * 60 + Number(minutes))
  if (at === undefined) return { part: 'time', problem: 'skipped' }
  if (again !== undefined) return { part: 'time', problem: 'twice' }
  return at <= now ? { part: 'date', problem: 'past' } : { at }
}

/** A day that the calendar has: not the 31st of February. */
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(dayOf(text)) && dateOf(dayOf(text)) === text
