import type { ClientCurrent, StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'

/** SCH-41: an appointment that stands as a file for one's own calendar. */
export function CalendarFile({ current, request }: { current: ClientCurrent; request: Appointment }) {
  const { words, organization, client, now } = current
  if (request.status !== 'confirmed' || request.endsAt <= now) return <></>
  const at = { org: organization.slug, clientId: client.id, appointmentId: request.id }
  return (
    <p>
      <a href={href(paths.appointmentFile, at)} download="appointment.ics">
        {words.feeds.addToCalendar}
      </a>
    </p>
  )
}

/** SCH-42: to the page of the secret address; for whoever may have one. */
export function CalendarFeedLink({ current: { words, organization, client, access } }: { current: ClientCurrent }) {
  if (access.kind === 'contact' && !access.permissions.includes('schedule')) return <></>
  return (
    <p>
      <a href={href(paths.clientFeed, { org: organization.slug, clientId: client.id })}>{words.feeds.link}</a>
    </p>
  )
}

/** The same for staff, and who waits for an earlier time. */
export function StaffCalendarLinks({ current: { words, organization } }: { current: StaffCurrent }) {
  return (
    <p class="calendar-links">
      <a href={href(paths.staffWaitlist, { org: organization.slug })}>{words.waitlist.staffTitle}</a> ·{' '}
      <a href={href(paths.therapistFeed, { org: organization.slug })}>{words.feeds.link}</a>
    </p>
  )
}
