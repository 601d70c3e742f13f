/**
 * The practice in which the model test plays: two therapists who both take requests, four clients, two services with buffers, two working
 * weeks in winter. Small on purpose: people who choose among a few times meet each other often.
 */

/** Who acts: the browser that is signed in as them, and as whom the audit knows them. */
export type Person = 'theo' | 'tess' | 'dana' | 'ana' | 'bo' | 'cleo' | 'gail'
export type Therapist = keyof typeof therapists
export type Client = keyof typeof clients
export type Service = keyof typeof services

export const therapists = {
  sta_theo: { person: 'theo', capPerDay: null },
  sta_tess: { person: 'tess', capPerDay: 3 },
} as const satisfies Record<string, { person: Person; capPerDay: number | null }>

/** A client, and who asks for them: themselves, or a contact. */
export const clients = {
  cli_ana: { person: 'ana' },
  cli_bo: { person: 'bo' },
  cli_cleo: { person: 'cleo' },
  cli_max: { person: 'gail' },
} as const satisfies Record<string, { person: Person }>

/** Minutes. */
export const services = {
  svc_session: { lasts: 50, before: 0, after: 10 },
  svc_intake: { lasts: 80, before: 15, after: 5 },
} as const

/** Who is told when a therapist does not answer: no therapist herself. */
export const administrator = 'sta_dana'

export const persons: Person[] = ['theo', 'tess', 'dana', 'ana', 'bo', 'cleo', 'gail']
export const therapistIds = Object.keys(therapists) as Therapist[]
export const clientIds = Object.keys(clients) as Client[]
export const serviceIds = Object.keys(services) as Service[]

/** E-mails to clients that can be switched, by the acts there are. New acts bring theirs. */
export const switchable = [
  'request_confirmed',
  'request_declined',
  'request_answer_undone',
  'cancelled',
  'rescheduled',
  'staff_changed',
  'created',
  'deleted',
] as const
export type Switchable = (typeof switchable)[number]

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Both therapists: Monday to Friday, from 9 to 17, a start every half hour. */
export const opens = 9 * 60
export const closes = 17 * 60
export const interval = 30
export const horizonDays = 60
export const openRequestsPerClient = 5
export const deadlineHours = 48

/** New York in winter is five hours behind UTC. No sequence lasts until the clocks change in March. */
export const behindUtc = 5 * hour
export const beginsAt = Date.parse('2026-12-01T15:00:00Z')
export const dayOf = (instant: number): number => Math.floor((instant - behindUtc) / day)
export const minuteOf = (instant: number): number => (instant - behindUtc - dayOf(instant) * day) / minute
export const instantOf = (dayNumber: number, minuteOfDay: number): number => dayNumber * day + behindUtc + minuteOfDay * minute
/** 1970-01-01 was a Thursday. */
export const isWorkday = (dayNumber: number): boolean => (((dayNumber + 3) % 7) + 7) % 7 < 5

export const weekdayOf = (instant: number): number => (((dayOf(instant) + 3) % 7) + 7) % 7
/** 1020 as "17:00". */
export const clockOf = (minuteOfDay: number): string =>
  [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** What differs from one sequence to the next. */
export interface Choices {
  /** The switches that are on. */
  on: Switchable[]
  scheduleWithin24h: boolean
  cancelWithin24h: boolean
}
