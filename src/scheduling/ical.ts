/**
 * iCalendar (RFC 5545) as text. Pure. Instants are written in UTC, so no zone has to be explained; lines end with CR LF and are folded at
 * 75 octets, never inside a character; text is escaped, so that whatever a name holds cannot become a property of its own.
 */

/** One appointment in a calendar. Times are epoch ms. */
export interface CalendarEvent {
  /** The same for as long as the appointment lives; calendars find it again by it. */
  uid: string
  /** Rises with every change that matters, cancellation included: a calendar ignores what is older than what it has. */
  sequence: number
  startsAt: number
  endsAt: number
  changedAt: number
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  title: string
  location: string | null
}

/** A whole calendar. `name`: what calendar apps call a subscription; none for a single appointment. */
export function calendarText(events: CalendarEvent[], name?: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Portico//Portico//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...(name === undefined ? [] : [`X-WR-CALNAME:${escaped(name)}`, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H']),
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function linesOf({ uid, sequence, startsAt, endsAt, changedAt, status, title, location }: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${instant(changedAt)}`,
    `LAST-MODIFIED:${instant(changedAt)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART:${instant(startsAt)}`,
    `DTEND:${instant(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    ...(location === null ? [] : [`LOCATION:${escaped(location)}`]),
    `STATUS:${status}`,
    `TRANSP:${status === 'CANCELLED' ? 'TRANSPARENT' : 'OPAQUE'}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
  ]
}

/** 20261208T150000Z */
const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** A text value: line breaks become \n, other control characters go, half a character (a lone surrogate) becomes the mark for one. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')

const octetsPerLine = 75

function folded(line: string): string {
  let result = ''
  let octets = 0
  for (const character of line) {
    const weighs = octetsOf(character.codePointAt(0) ?? 0)
    if (octets + weighs > octetsPerLine) {
      result += '\r\n '
      octets = 1
    }
    result += character
    octets += weighs
  }
  return result
}

/** How many octets a code point takes in UTF-8. */
const octetsOf = (point: number): number => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
