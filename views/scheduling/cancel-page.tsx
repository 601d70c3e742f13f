import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { isLate } from '../../src/scheduling/lateness.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { ClientFrame } from '../frames.tsx'
import { Summary, zoneFor } from './appointment-parts.tsx'
import { Change } from './change-parts.tsx'

/** SCH-41: what cancelling means, before it is done; that it is late is said here, too. */
export function CancelPage({ current, appointment }: { current: ClientCurrent; appointment: Appointment }) {
  const { words, organization, client, mine, now } = current
  const at = { org: organization.slug, clientId: client.id }
  const action = href(paths.cancellation, { ...at, appointmentId: appointment.id })
  return (
    <ClientFrame current={current} title={words.changing.cancelTitle} here="appointments" actsFor={mine} back={action}>
      <h1>{words.changing.cancelTitle}</h1>
      <div class="card stack">
        <Summary current={current} appointment={appointment} zone={zoneFor(current, appointment)} />
        {isLate(appointment.startsAt, now) && <p>{words.changing.cancelLate}</p>}
        <p>{words.changing.cancelPlain}</p>
        <div class="actions">
          <Change request={appointment} action={action}>
            <Button kind="danger">{words.scheduling.cancelNow}</Button>
          </Change>
          <ButtonLink href={href(paths.clientRequest, { ...at, requestId: appointment.id })}>{words.changing.keepIt}</ButtonLink>
        </div>
      </div>
    </ClientFrame>
  )
}
