// What somebody wants otherwise than it is by default (NOT-4), out of her rows in notification_preferences. Pure.

/** `all`, `reminder`, an event of a client, a kind of the staff's: with value `off`. The others have values of their own. */
export interface Wish {
  kind: string
  value: string
}

/** Minutes since midnight on her own clock; `until` before `from` is over midnight. */
export interface QuietHours {
  from: number
  until: number
}

export interface Wishes {
  /** Kinds she does not want: `all`, `reminder`, an event; `quiet`, when the practice's quiet hours are not for her. */
  unwanted: string[]
  /** `quiet`: `1260-480`. Optional e-mails wait until they are over. */
  quiet: QuietHours | null
  /** `digest`: `480`. Optional e-mails come once a day, at this minute of her day. */
  digestAt: number | null
  /** `calendar_file`: `on`. With date and time, the e-mail carries a calendar entry titled "Appointment" (NOT-8). */
  calendarFile: boolean
  /** `reminder_hours`: `[48,2]`. How long before an appointment she is reminded; null is as the practice does (NOT-7). */
  reminderHours: number[] | null
}

/** What nobody has said anything about. */
export const noWishes: Wishes = { unwanted: [], quiet: null, digestAt: null, calendarFile: false, reminderHours: null }

/** Reads the rows of one person; what cannot be read is as if it were not there. */
export function wishesOf(rows: Wish[]): Wishes {
  const value = (kind: string) => rows.find((row) => row.kind === kind)?.value ?? ''
  return {
    unwanted: rows.filter((row) => row.value === 'off').map(({ kind }) => kind),
    quiet: quietHours(value('quiet')),
    digestAt: minuteOfDay(value('digest')),
    calendarFile: value('calendar_file') === 'on',
    reminderHours: hoursBefore(value('reminder_hours')),
  }
}

/**
 * The rows that count, of all that are about one reader: what she said with her account counts before what was said for
 * `client:<id>` or `contact:<id>` before she had one.
 */
export function ownFirst(rows: (Wish & { whose: string })[], personId: string | null): Wish[] {
  const own = rows.filter(({ whose }) => whose === personId)
  return [...own, ...rows.filter((row) => row.whose !== personId && !own.some(({ kind }) => kind === row.kind))]
}

/** When her optional e-mails wait: her own quiet hours, else the practice's, unless she wants none. */
export const quietFor = ({ quiet, unwanted }: Wishes, ofPractice: string): QuietHours | null =>
  quiet ?? (unwanted.includes('quiet') ? null : quietHours(ofPractice))

/** `1260-480`; null for anything else, and for no length. */
export function quietHours(value: string): QuietHours | null {
  const [from = null, until = null] = value.split('-').map(minuteOfDay)
  return from === null || until === null || from === until ? null : { from, until }
}

export const minuteOfDay = (value: string): number | null => (/^\d{1,4}$/.test(value) && Number(value) < 1440 ? Number(value) : null)

/** At most four, each between one hour and two weeks. */
export function hoursBefore(value: string): number[] | null {
  if (!/^\[(\d{1,3}(,\d{1,3}){0,3})?\]$/.test(value)) return null
  const hours = JSON.parse(value) as number[]
  return hours.every((hour) => hour >= 1 && hour <= 336) ? hours : null
}
