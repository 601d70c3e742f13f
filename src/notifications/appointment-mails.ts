import { notice } from '../../views/emails/notice.tsx'
import { staffNotice } from '../../views/emails/staff-notice.tsx'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { calendarFileOf } from './calendar-file.ts'
import { switchKey } from './events.ts'
import { link, mailTo } from './mail-to.ts'
import { eventsOf, netEffect } from './net-effect.ts'
import { readPresent, type Present, type Row } from './readings.ts'
import { clientSide, staffSide, type DropReason } from './recipients.ts'
import type { Later, Mail } from './transport.ts'

// The e-mails about appointments, requests and hours: to the client's side, and to the staff.

export async function clientMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason | Later> {
  const { client } = present
  // SCH-28: an offer that was answered or has lapsed is told to nobody.
  if (row.event === 'waitlist_offer' && !present.offer) return 'expired'
  const about = present.offer ?? present.appointment
  if (!about || !client) return 'gone'
  const reason = withheld(current, row, present)
  if (reason) return reason
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const when = client.discreet === 'date_and_time' && { when: { at: about.startsAt, zone: client.zone ?? current.organization.zone } }
  const address = link(
    current,
    href(present.offer ? paths.waitlist : paths.appointments, { org: current.organization.slug, clientId: client.id }),
  )
  const calendarFile = when && present.appointment ? calendarFileOf(current, row, present, to.language) : null
  return await mailTo(current, row, to, await notice({ language: to.language, name: to.name, address, foot: to.foot, ...when }), {
    calendarFile,
  })
}

/** About a standing request (SCH-27): neutral as every notice; it leads to the request itself, or to the client's appointments. */
export async function standingMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason | Later> {
  const { standing: asked, client } = present
  if (!asked || !client) return 'gone'
  if (row.recipient.startsWith('staff:')) {
    const asks = row.event === 'new_request'
    if (asks && asked.status !== 'requested') return 'overtaken'
    const to = await staffSide(current, present)
    if (typeof to === 'string') return to
    const address = link(current, href(paths.standing, { org: current.organization.slug, standingId: asked.id }))
    return await mailTo(
      current,
      row,
      to,
      await staffNotice({ language: to.language, kind: asks ? 'new_request' : 'other', name: to.name, address, foot: to.foot }),
    )
  }
  const reason = withheldOfStanding(current, row, present)
  if (reason) return reason
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const address = link(current, href(paths.appointments, { org: current.organization.slug, clientId: client.id }))
  return await mailTo(current, row, to, await notice({ language: to.language, name: to.name, address, foot: to.foot }))
}

/** NOT-3 for a standing request: an answer that was taken back within the grace is not told, and neither is taking it back. */
function withheldOfStanding(current: Current, row: Row, { standing: asked, written }: Present): DropReason | null {
  const [event] = eventsOf(row.event)
  if (!event || !asked) return null
  if (current.facts.choices[switchKey(event)]?.value !== 'on') return 'switch_off'
  if (row.dueAt <= row.createdAt) return null
  if (asked.version > row.aboutVersion) return 'overtaken'
  const wasTold = written.some(
    (other) =>
      other.recipient === row.recipient && other.event === 'request_declined' && (other.sentAt !== null || other.reason === 'digest'),
  )
  return event === 'request_answer_undone' && !wasTold ? 'undone' : null
}

/** Why the events of a row are not told at all: their switches, the past, or what became of them while they waited. */
function withheld(current: Current, row: Row, { appointment, written }: Present): DropReason | null {
  if (row.event === 'counter_offer' && appointment?.offeredAt === null) return 'overtaken'
  if (!appointment || eventsOf(row.event).length === 0) return null
  const isOn = (event: string) => eventsOf(event).some((one) => current.facts.choices[switchKey(one)]?.value === 'on')
  if (!isOn(row.event)) return 'switch_off'
  if (appointment.startsAt <= row.createdAt || appointment.endsAt <= clock.now()) return 'past'
  const others = written.filter(({ recipient, id }) => recipient === row.recipient && id !== row.id)
  return netEffect(row, others, appointment, isOn)
}

export async function staffMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason | Later> {
  const asks = asking.find((kind) => kind === row.event) ?? null
  if (!present.appointment) return 'gone'
  if (asks && (present.appointment.status !== 'requested' || present.appointment.offeredAt !== null)) return 'overtaken'
  const to = await staffSide(current, present)
  if (typeof to === 'string') return to
  const address = link(current, href(paths.requests, { org: current.organization.slug }))
  return await mailTo(
    current,
    row,
    to,
    await staffNotice({ language: to.language, kind: asks ?? 'other', name: to.name, address, foot: to.foot }),
  )
}

/** To a therapist whose hours somebody else changed. */
export async function hoursMail(current: Current, row: Row): Promise<Mail | DropReason | Later> {
  const to = await staffSide(current, await readPresent(current, row))
  if (typeof to === 'string') return to
  const address = link(current, href(paths.hoursOf, { org: current.organization.slug, staffId: row.aboutId }))
  return await mailTo(
    current,
    row,
    to,
    await staffNotice({ language: to.language, kind: 'hours_changed', name: to.name, address, foot: to.foot }),
  )
}

/** What asks the reader to answer a request; a request that is answered, or waits for the client, asks nothing. */
const asking = ['new_request', 'request_reminder', 'request_escalated'] as const
