import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { CalendarItem } from '../../src/scheduling/calendar-days.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { printClock, zoneName } from '../components/time.tsx'

export interface ItemProps {
  current: StaffCurrent
  item: CalendarItem
  zone: string
  /** The day on which the clock changes: times say their zone. */
  named?: boolean
  at?: string
  /** Whether it is a link, and tells the service; else who and when. */
  leads?: boolean
}

/** One thing in a day: a link to it, or to a new appointment in free time. Little markup, because there are hundreds. */
export function Item({ current, item, zone, named = false, at = '', leads = true }: ItemProps) {
  const { words, language } = current
  const { kind, startsAt, endsAt, client, service, label } = item
  const [from, until] = [printClock(startsAt, zone), printClock(endsAt, zone)]
  const clock = kind === 'off' ? (from === '00:00' && until === '00:00' ? '' : `${from}–${until}`) : from
  const time = clock && named ? `${clock} ${zoneName(startsAt, zone, language)}` : clock
  const address = leads ? addressOf(current, item, zone) : null
  const says =
    kind === 'free'
      ? words.calendar.free(from, until)
      : kind === 'off'
        ? label
          ? words.calendar.offFor(label)
          : words.calendar.off
        : kind === 'hold'
          ? words.calendar.held
          : client
  const state =
    kind === 'requested' ? words.calendar.requested : kind === 'completed' || kind === 'no_show' ? words.calendar.ended[kind] : ''
  const text = (
    <>
      {kind !== 'free' && time && <b>{time}</b>} {says}
      {kind === 'free' && <span class="visually-hidden">{words.calendar.freeHint}</span>}
      {state && <i> {state}</i>}
      {service && leads && <small> {service}</small>}
    </>
  )
  const tells = leads ? <span>{text}</span> : text
  return <li class={`${shortKind[kind]}${at && ` ${at}`}`}>{address ? <a href={address}>{text}</a> : tells}</li>
}

const shortKind: Record<CalendarItem['kind'], string> = {
  confirmed: 'ap',
  requested: 'rq',
  completed: 'ap past',
  no_show: 'ap past',
  hold: 'hd',
  off: 'of',
  free: 'fr',
}

/** Where an item leads: a request to its row, an appointment to its page, free time to the form with date and time filled in. */
function addressOf({ organization }: StaffCurrent, item: CalendarItem, zone: string): string | null {
  const org = { org: organization.slug }
  if (item.kind === 'hold' || item.kind === 'off') return null
  if (item.kind === 'requested') return href(paths.requests, org, {}, `request-${item.id}`)
  if (item.id) return href(paths.staffAppointment, { ...org, appointmentId: item.id })
  return newAppointmentAt(organization.slug, item.staffId, zone, item.startsAt)
}

/** The form of a new appointment at an instant of a therapist's clock. */
function newAppointmentAt(org: string, staffId: string, zone: string, at: number): string {
  const { date, minute } = wallClock(zone, at)
  const rounded = Math.ceil(minute / 5) * 5
  const time = `${String(Math.floor(rounded / 60)).padStart(2, '0')}:${String(rounded % 60).padStart(2, '0')}`
  return href(paths.newStaffAppointment, { org }, { therapist: staffId, date, time })
}
