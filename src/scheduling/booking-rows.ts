import type { Forum } from './schema.ts'

/** One therapist's one service that this client may ask for, with what decides its times. */
export interface Choice {
  staffId: string
  /** How the therapist's own link names her. */
  slug: string | null
  /** Nobody cares for this client yet: asking makes this therapist hers. */
  isNew: boolean
  therapist: string
  zone: string
  noticeMinutes: number
  horizonDays: number
  intervalMinutes: number
  capPerDay: number | null
  serviceId: string
  service: string
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  inPerson: boolean
  telehealth: boolean
  locationId: string | null
  location: string | null
  locationZone: string | null
}

export interface WindowRow {
  staffId: string
  weekday: number
  fromMinute: number
  toMinute: number
  serviceIds: string[] | null
  locationId: string | null
  forum: Forum | null
  validFrom: string | null
  validUntil: string | null
  everyWeeks: number
  anchorDate: string | null
}

export interface ExceptionRow {
  staffId: string | null
  kind: 'extra' | 'off'
  fromDate: string
  untilDate: string
  fromMinute: number
  toMinute: number
}

/**
 * What is taken: of a therapist (appointments, requests, holds), of the client herself, or of a room, whoever's it is. Then it is nobody's
 * (`staffId` ''), and every room comes once more with a time that is long over, so that a free one is known, too. Buffers as blocked time,
 * epoch ms.
 */
export interface BusyRow {
  staffId: string
  mine: boolean
  hold: boolean
  /** Counts for the cap of its day (bounds.ts). */
  counts: boolean
  startsAt: number
  endsAt: number
  blockedFrom: number
  blockedUntil: number
  roomId: string | null
  locationId: string | null
}

/** The times of what does not stand in the way: a room that is free is there all the same. */
export const longOver = { startsAt: 0, endsAt: 0, blockedFrom: 0, blockedUntil: 0 }

export interface BookingRows {
  choices: Choice[]
  windows: WindowRow[]
  exceptions: ExceptionRow[]
  busy: BusyRow[]
}
