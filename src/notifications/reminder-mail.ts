import { reminder } from '../../views/emails/reminder.tsx'
import { clock } from '../clock.ts'
import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { link, mailTo } from './mail-to.ts'
import type { Present, Row } from './readings.ts'
import { clientSide, type DropReason } from './recipients.ts'
import { hoursOf } from './reminder-key.ts'
import type { Later, Mail } from './transport.ts'

/** NOT-7: a reminder, while its appointment is confirmed, at the time it reminds of, and ahead; and no nearer one has been written. */
export async function reminderMail(current: Current, row: Row, present: Present): Promise<Mail | DropReason | Later> {
  const { appointment, client, written } = present
  if (!appointment || !client) return 'gone'
  const { startsAt } = appointment
  const hours = hoursOf(row.aboutVersion, startsAt)
  if (appointment.status !== 'confirmed' || hours === null) return 'overtaken'
  if (startsAt <= clock.now()) return 'past'
  const others = written.filter(({ event, recipient }) => event === 'reminder' && recipient === row.recipient)
  if (others.some(({ aboutVersion }) => (hoursOf(aboutVersion, startsAt) ?? hours) < hours)) return 'overtaken'
  const to = await clientSide(current, row, present)
  if (typeof to === 'string') return to
  const when = client.discreet === 'date_and_time' && { when: { at: startsAt, zone: client.zone ?? current.organization.zone } }
  const address = link(current, href(paths.appointments, { org: current.organization.slug, clientId: client.id }))
  return await mailTo(current, row, to, await reminder({ language: to.language, name: to.name, address, foot: to.foot, ...when }), {
    // In her quiet hours rather than when half of its time is over.
    latest: startsAt - (hours * 3_600_000) / 2,
  })
}
