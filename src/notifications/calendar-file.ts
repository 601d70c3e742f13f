import { words } from '../../views/words/words.ts'
import type { Current, Language } from '../current.ts'
import { eventOf } from '../scheduling/calendar-events.ts'
import { calendarText } from '../scheduling/ical.ts'
import type { Present, Row } from './readings.ts'
import type { Attachment } from './transport.ts'

/**
 * NOT-8: an appointment as a file for a calendar, titled "Appointment", without a place, whatever the practice shows elsewhere. The same
 * name every time, with the count of its changes: a calendar moves what was moved, and takes away what was called off. None for what was
 * never in anybody's calendar: a request that waits, or was declined without a yes before.
 */
export function calendarFileOf(
  { organization }: Current,
  row: Row,
  { appointment, written }: Present,
  language: Language,
): Attachment | null {
  if (!appointment) return null
  const wasPromised = written.some(
    ({ event, recipient, sentAt }) => recipient === row.recipient && sentAt !== null && event !== 'request_received',
  )
  const waits = appointment.status === 'requested' || appointment.status === 'declined'
  if (waits && !wasPromised) return null
  const facts = { ...appointment, client: '', address: null, hideAddress: true }
  const content = calendarText([eventOf(facts, organization.id, words(language).feeds.eventTitle, true)])
  return { filename: 'appointment.ics', type: 'text/calendar; method=PUBLISH', content }
}
