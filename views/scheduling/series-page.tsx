import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { clockOf } from '../../src/scheduling/series-dates.ts'
import type { Member, SeriesFile, SeriesRule } from '../../src/scheduling/series-file.ts'
import { Badge } from '../components/badge.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { part, printDay, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { alone } from './appointment-parts.tsx'

/** A series: its rule, and its appointments, each a way to "this and following" (SCH-26). */
export function SeriesPage({ current, series }: { current: StaffCurrent; series: SeriesFile }) {
  const { words, organization } = current
  const title = words.series.title(series.client)
  const isAhead = ({ status, startsAt }: Member) => startsAt > current.now && (status === 'confirmed' || status === 'requested')
  const ahead = series.members.filter(isAhead)
  const was = series.members.filter((member) => !isAhead(member)).toReversed()
  return (
    <StaffFrame
      current={current}
      title={title}
      here="calendar"
      sheet="scheduling.css"
      back={href(paths.series, { org: organization.slug, seriesId: series.id })}
    >
      <p>
        <a href={href(paths.clientSchedule, { org: organization.slug, clientId: series.clientId })}>
          {words.calendar.ofClient.all(series.client)}
        </a>
      </p>
      <div class="page-head">
        <h1>{title}</h1>
        <p>
          <Rule current={current} series={series} />
        </p>
      </div>
      {ahead.length === 0 && (
        <EmptyState icon="calendar" title={words.series.empty}>
          {words.series.emptyHint}
        </EmptyState>
      )}
      {ahead.length > 0 && <List {...{ current, series }} heading={words.series.ahead} list={ahead} />}
      {was.length > 0 && <List {...{ current, series }} heading={words.series.was} list={was} />}
    </StaffFrame>
  )
}

/** "Every week, Tuesday 17:00, until Tue 8 Jun": the rule in words. */
export function Rule({ current: { words, language }, series }: { current: StaffCurrent; series: SeriesRule }) {
  const { service, therapist, everyWeeks, firstDate, wallMinute, untilDate } = series
  const noon = (date: string) => Date.parse(`${date}T12:00:00Z`)
  const weekday = part(noon(firstDate), 'UTC', language, 'long', 'weekday')
  return (
    <>
      {service}, {therapist}. {alone(words.series.rule(words.series.everyWeeks(everyWeeks), weekday, clockOf(wallMinute)))}
      {untilDate && <>, {words.series.endsOn(`${printDay(noon(untilDate), 'UTC', language)} ${untilDate.slice(0, 4)}`)}</>}.
    </>
  )
}

function List({ current, series, heading, list }: { current: StaffCurrent; series: SeriesFile; heading: string; list: Member[] }) {
  const { words, language, organization, now } = current
  return (
    <section class="section">
      <h2>{heading}</h2>
      <ul class="rows">
        {list.map(({ id, status, startsAt, endsAt, zone }) => (
          <li class="appointment" id={id}>
            <p>
              <a href={href(paths.staffAppointment, { org: organization.slug, appointmentId: id })}>
                <Time at={startsAt} until={endsAt} zone={zone} language={language} now={now} />
              </a>
            </p>
            <div class="actions">
              {status !== 'confirmed' && <Badge>{alone(words.scheduling.statusShort[status])}</Badge>}
              {status === 'confirmed' && startsAt > now && (
                <a href={href(paths.seriesChange, { org: organization.slug, seriesId: series.id }, { from: id })}>
                  {words.series.following}
                  <span class="visually-hidden"> {printDay(startsAt, zone, language)}</span>
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
