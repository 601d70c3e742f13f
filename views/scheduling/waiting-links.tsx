import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Bookable } from '../../src/scheduling/booking.ts'
import type { Waiting } from '../../src/scheduling/waitlist.ts'
import { refusedBy } from '../../src/settings/explain.ts'
import { Notice } from '../components/notice.tsx'
import { isOffered } from './waitlist-page.tsx'

/** SCH-28, above the appointments: a time that is kept for her, or that she waits. */
export function WaitingNotice({ current, waiting }: { current: ClientCurrent; waiting: Waiting[] }) {
  const { words, organization, client } = current
  if (waiting.length === 0) return <></>
  const offered = waiting.some(isOffered)
  const link = (
    <a href={href(paths.waitlist, { org: organization.slug, clientId: client.id })}>
      {offered ? words.waitlist.linkOffer : words.waitlist.linkWaiting(waiting.length)}
    </a>
  )
  return offered ? (
    <Notice words={words.components} kind="wait">
      {link}
    </Notice>
  ) : (
    <p>{link}</p>
  )
}

/** Below the times: for whom none of them is early enough. */
export function TellMeOfTimes({ current, bookable: { choice, forum } }: { current: ClientCurrent; bookable: Bookable }) {
  const { words, organization, client } = current
  const wish = { therapist: choice.staffId, service: choice.serviceId, forum }
  return (
    <p>
      {words.waitlist.nothingSuits}{' '}
      <a href={href(paths.newWaitlistEntry, { org: organization.slug, clientId: client.id }, wish)}>{words.waitlist.tellMe}</a>
    </p>
  )
}

/** On an appointment that stands: for whom it is not early enough. */
export function TellMeInstead({ current, request }: { current: ClientCurrent; request: Appointment }) {
  const { words, organization, client, facts, access, now } = current
  if (request.status !== 'confirmed' || request.startsAt <= now) return <></>
  if (refusedBy('self_scheduling', facts, { client: { archived: client.archivedAt !== null }, access, therapist: null })) return <></>
  const at = { org: organization.slug, clientId: client.id }
  return (
    <p>
      <a href={href(paths.newWaitlistEntry, at, { appointment: request.id })}>{words.waitlist.tellMe}</a>
    </p>
  )
}
