import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Standing } from '../../src/scheduling/standing-file.ts'
import type { Waiting } from '../../src/scheduling/waitlist.ts'
import { refusedBy } from '../../src/settings/explain.ts'
import { PasskeyOffer } from '../accounts/passkey-offer.tsx'
import { Badge } from '../components/badge.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Icon } from '../components/icon.tsx'
import { ClientFrame } from '../frames.tsx'
import { alone, Summary, zoneFor } from './appointment-parts.tsx'
import { StandingSummary } from './standing-parts.tsx'
import { CalendarFeedLink } from './calendar-links.tsx'
import { WaitingNotice } from './waiting-links.tsx'

export interface AppointmentsPageProps {
  current: ClientCurrent
  upcoming: Appointment[]
  requests: Appointment[]
  past: Appointment[]
  /** What is asked for every week (SCH-27). */
  standing?: Standing[]
  /** SCH-28: what she waits for. */
  waiting?: Waiting[]
  /** NOT-5: what something new happened to. */
  fresh?: Set<string>
  /** ACC-3: a passkey is offered below, once. */
  offersPasskey?: boolean
}

/** A client's appointments: what is ahead, what waits for an answer, what was (SCH-41). */
export function AppointmentsPage(props: AppointmentsPageProps) {
  const { words, organization, client, mine } = props.current
  const at = { org: organization.slug, clientId: client.id }
  return (
    <ClientFrame
      current={props.current}
      title={words.scheduling.appointmentsTitle}
      here="appointments"
      actsFor={mine}
      back={href(paths.appointments, at)}
    >
      <Appointments {...props} />
      {props.offersPasskey && <PasskeyOffer current={props.current} back={href(paths.appointments, at)} />}
    </ClientFrame>
  )
}

/** What the page is about, without its frame. `lookingOnly`: staff look at it as she sees it; nothing leads anywhere (SET-34). */
export function Appointments({
  current,
  upcoming,
  requests,
  past,
  standing = [],
  waiting = [],
  fresh: unread = new Set(),
  lookingOnly = false,
}: AppointmentsPageProps & { lookingOnly?: boolean }) {
  const { words, organization, client, facts, access } = current
  const fresh = lookingOnly ? new Set<string>() : unread
  const at = { org: organization.slug, clientId: client.id }
  const mayAsk = refusedBy('self_scheduling', facts, { client: { archived: client.archivedAt !== null }, access, therapist: null }) === null
  const goes = lookingOnly ? { 'aria-disabled': 'true', role: 'link' } : { href: href(paths.newAppointment, at) }
  const ask = (
    <a class="button primary" {...goes}>
      <Icon name="calendar" />
      {words.scheduling.newAppointment}
    </a>
  )
  return (
    <>
      <div class="page-head">
        <h1>{words.scheduling.appointmentsTitle}</h1>
        {mayAsk && (upcoming.length > 0 || requests.length > 0 || standing.length > 0) && ask}
      </div>
      {!lookingOnly && <WaitingNotice {...{ current, waiting }} />}
      {requests.length > 0 && (
        <List {...{ current, at, fresh }} heading={words.scheduling.open} lookingOnly={lookingOnly} list={requests} />
      )}
      <StandingRows {...{ current, at, standing, fresh, lookingOnly }} />
      {upcoming.length > 0 ? (
        <List {...{ current, at, fresh }} heading={words.scheduling.upcoming} lookingOnly={lookingOnly} list={upcoming} />
      ) : (
        requests.length + standing.length === 0 && (
          <EmptyState icon="calendar" title={words.scheduling.noUpcoming} action={mayAsk ? ask : undefined}>
            {words.scheduling.noUpcomingHint}
          </EmptyState>
        )
      )}
      {past.length > 0 && <List {...{ current, at, fresh }} heading={words.scheduling.past} lookingOnly={lookingOnly} list={past} />}
      {!lookingOnly && <CalendarFeedLink current={current} />}
    </>
  )
}

interface StandingRowsProps {
  current: ClientCurrent
  at: { org: string; clientId: string }
  standing: Standing[]
  fresh: Set<string>
  lookingOnly: boolean
}

/** What is asked for every week, as long as it waits or was answered lately. */
function StandingRows({ current, at, standing, fresh, lookingOnly }: StandingRowsProps) {
  const { words } = current
  if (standing.length === 0) return <></>
  return (
    <section {...(lookingOnly && { class: 'stack' })}>
      <h2>{words.series.standingHeading}</h2>
      <ul class="rows">
        {standing.map((one) => (
          <li class="appointment" id={one.id}>
            <StandingSummary current={current} standing={one} />
            <div class="actions">
              {fresh.has(one.id) && <New current={current} />}
              <Badge kind={one.status === 'requested' ? 'wait' : 'plain'}>{alone(words.scheduling.statusShort[one.status])}</Badge>
              {!lookingOnly && (
                <a href={href(paths.clientStanding, { ...at, standingId: one.id })}>
                  {words.scheduling.details}
                  <span class="visually-hidden"> {one.service}</span>
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ListProps {
  current: ClientCurrent
  at: { org: string; clientId: string }
  heading: string
  fresh: Set<string>
  lookingOnly: boolean
  list: Appointment[]
}

function List({ current, at, heading, list, fresh, lookingOnly }: ListProps) {
  const { words } = current
  return (
    <section {...(lookingOnly && { class: 'stack' })}>
      <h2>{heading}</h2>
      <ul class="rows">
        {list.map((appointment) => (
          <li class="appointment" id={appointment.id}>
            <Summary current={current} appointment={appointment} zone={zoneFor(current, appointment)} />
            <div class="actions">
              {fresh.has(appointment.id) && <New current={current} />}
              {appointment.status !== 'confirmed' && (
                <Badge kind={appointment.status === 'requested' ? 'wait' : 'plain'}>
                  {appointment.status === 'requested' && appointment.offeredAt !== null
                    ? words.changing.offersShort
                    : alone(words.scheduling.statusShort[appointment.status])}
                </Badge>
              )}
              {!lookingOnly && (
                <a href={href(paths.clientRequest, { ...at, requestId: appointment.id })}>
                  {words.scheduling.details}
                  <span class="visually-hidden"> {appointment.service}</span>
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** NOT-5: something happened to it that she has not read yet. */
const New = ({ current: { words } }: { current: ClientCurrent }) => <Badge kind="accent">{words.notices.isNew}</Badge>
