import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { isEffective } from '../../src/settings/standing.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ClientFrame } from '../frames.tsx'
import { alone, Summary, zoneFor } from './appointment-parts.tsx'

export interface AppointmentsPageProps {
  current: ClientCurrent
  upcoming: Appointment[]
  requests: Appointment[]
  past: Appointment[]
}

/** A client's appointments: what is ahead, what waits for an answer, what was (SCH-41). */
export function AppointmentsPage({ current, upcoming, requests, past }: AppointmentsPageProps) {
  const { words, organization, client, facts, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const mayAsk = isEffective('self_scheduling', facts) && facts.overrides.self_scheduling?.value !== 'off' && client.archivedAt === null
  const ask = (
    <ButtonLink kind="primary" icon="calendar" href={href(paths.newAppointment, at)}>
      {words.scheduling.newAppointment}
    </ButtonLink>
  )
  return (
    <ClientFrame current={current} title={words.scheduling.appointmentsTitle} here="appointments" actsFor={mine} back={href(paths.appointments, at)}>
      <div class="page-head">
        <h1>{words.scheduling.appointmentsTitle}</h1>
        {mayAsk && (upcoming.length > 0 || requests.length > 0) && ask}
      </div>
      {requests.length > 0 && <List {...{ current, at }} heading={words.scheduling.open} list={requests} />}
      {upcoming.length > 0 ? (
        <List {...{ current, at }} heading={words.scheduling.upcoming} list={upcoming} />
      ) : (
        requests.length === 0 && (
          <EmptyState icon="calendar" title={words.scheduling.noUpcoming} action={mayAsk ? ask : undefined}>
            {words.scheduling.noUpcomingHint}
          </EmptyState>
        )
      )}
      {past.length > 0 && <List {...{ current, at }} heading={words.scheduling.past} list={past} />}
    </ClientFrame>
  )
}

interface ListProps {
  current: ClientCurrent
  at: { org: string; clientId: string }
  heading: string
  list: Appointment[]
}

function List({ current, at, heading, list }: ListProps) {
  const { words } = current
  return (
    <section>
      <h2>{heading}</h2>
      <ul class="rows">
        {list.map((appointment) => (
          <li class="appointment" id={appointment.id}>
            <Summary current={current} appointment={appointment} zone={zoneFor(current, appointment)} />
            <div class="actions">
              {appointment.status !== 'confirmed' && <Badge kind={appointment.status === 'requested' ? 'wait' : 'plain'}>{alone(words.scheduling.statusShort[appointment.status])}</Badge>}
              <a href={href(paths.clientRequest, { ...at, requestId: appointment.id })}>
                {words.scheduling.details}
                <span class="visually-hidden"> {appointment.service}</span>
              </a>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
