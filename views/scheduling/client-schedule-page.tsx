import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ClientSchedule } from '../../src/scheduling/client-schedule.ts'
import type { StaffAppointment } from '../../src/scheduling/staff-appointments.ts'
import { Badge } from '../components/badge.tsx'
import { ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { alone } from './appointment-parts.tsx'
import { Rule } from './series-page.tsx'
import { StandingSummary } from './standing-parts.tsx'

interface ClientScheduleProps {
  current: StaffCurrent
  schedule: ClientSchedule
}

/** One client for staff: what waits for an answer, her series, what is ahead, what was; each a way to its own page. */
export function ClientSchedulePage({ current, schedule }: ClientScheduleProps) {
  const { words, organization, staff } = current
  const { id, name, archived, requests, standing, series, upcoming, past } = schedule
  const at = { org: organization.slug, clientId: id }
  const said = words.calendar.ofClient
  return (
    <StaffFrame {...{ current, title: said.all(name), here: 'calendar', sheet: 'scheduling.css', back: href(paths.clientSchedule, at) }}>
      <p>
        <a href={href(paths.calendar, { org: organization.slug })}>{words.calendar.cancelEdit}</a>
      </p>
      <h1>{said.all(name)}</h1>
      <div class="actions">
        {!archived && (
          <>
            <ButtonLink kind="primary" icon="calendar" href={href(paths.newStaffAppointment, { org: organization.slug }, { client: id })}>
              {words.calendar.make}
            </ButtonLink>
            <ButtonLink href={href(paths.newSeries, { org: organization.slug }, { client: id })}>{words.series.newTitle}</ButtonLink>
          </>
        )}
        {staff.administrator && (
          <ButtonLink icon="person" href={href(paths.client, at)}>
            {said.record}
          </ButtonLink>
        )}
      </div>
      {requests.length + standing.length + upcoming.length === 0 && (
        <EmptyState icon="calendar" title={said.nothing}>
          {said.nothingHint}
        </EmptyState>
      )}
      <Waiting {...{ current, schedule }} />
      {series.length > 0 && (
        <section>
          <h2>{said.series}</h2>
          <ul class="rows">
            {series.map((one) => (
              <li class="appointment">
                <p>
                  <Rule current={current} series={one} />
                </p>
                <div class="actions">
                  <a href={href(paths.series, { org: organization.slug, seriesId: one.id })}>
                    {words.series.standingSeries}
                    <span class="visually-hidden"> {one.service}</span>
                  </a>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <List {...{ current }} heading={words.scheduling.upcoming} list={upcoming} />
      <List {...{ current }} heading={words.series.was} list={past} />
    </StaffFrame>
  )
}

/** What she asked for, once or every week: answered on its own page. */
function Waiting({ current, schedule: { requests, standing } }: ClientScheduleProps) {
  const { words, language, organization, now } = current
  if (requests.length + standing.length === 0) return <></>
  return (
    <section>
      <h2>{words.scheduling.open}</h2>
      <ul class="rows">
        {requests.map(({ id, startsAt, endsAt, zone, service, therapist }) => (
          <li class="appointment">
            <div>
              <p>
                <a href={href(paths.requests, { org: organization.slug }, {}, `request-${id}`)}>
                  <Time at={startsAt} until={endsAt} zone={zone} language={language} now={now} />
                </a>
              </p>
              <p class="soft">
                {service}, {therapist}
              </p>
            </div>
            <div class="actions">
              <Badge kind="wait">{alone(words.scheduling.statusShort.requested)}</Badge>
            </div>
          </li>
        ))}
        {standing.map((one) => (
          <li class="appointment">
            <StandingSummary current={current} standing={one} />
            <div class="actions">
              <a href={href(paths.standing, { org: organization.slug, standingId: one.id })}>
                {words.series.standingLook}
                <span class="visually-hidden"> {one.service}</span>
              </a>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function List({ current, heading, list }: { current: StaffCurrent; heading: string; list: StaffAppointment[] }) {
  const { words, language, organization, now } = current
  if (list.length === 0) return <></>
  const org = { org: organization.slug }
  return (
    <section>
      <h2>{heading}</h2>
      <ul class="rows">
        {list.map(({ id, startsAt, endsAt, zone, service, therapist, status, seriesId }) => (
          <li class="appointment">
            <div>
              <p>
                <a href={href(paths.staffAppointment, { ...org, appointmentId: id })}>
                  <Time at={startsAt} until={endsAt} zone={zone} language={language} now={now} />
                </a>
              </p>
              <p class="soft">
                {service}, {therapist}
              </p>
            </div>
            <div class="actions">
              {status !== 'confirmed' && <Badge>{alone(words.scheduling.statusShort[status])}</Badge>}
              {seriesId && <span class="soft">{words.calendar.ofClient.inSeries}</span>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
