import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ActRefusal } from '../../src/scheduling/act-rules.ts'
import type { PlanOptions } from '../../src/scheduling/plan-options.ts'
import type { PlanForm, PlanProblem } from '../../src/scheduling/plans.ts'
import type { Happening, StaffAppointment } from '../../src/scheduling/staff-appointments.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { isAbsorbed } from '../../src/scheduling/absorbed.ts'
import { Badge } from '../components/badge.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf, printTime, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { ConflictList } from './conflict-list.tsx'
import { Acts } from './appointment-acts.tsx'
import { alone } from './appointment-parts.tsx'

export interface StaffAppointmentPageProps {
  current: StaffCurrent
  appointment: StaffAppointment
  history: Happening[]
  options: PlanOptions
  problem?: PlanProblem
  /** The form of the move, as it came. */
  typed?: PlanForm
  refusal?: ActRefusal
}

/** One appointment for staff: what it is, what can be done with it, who did what. */
export function StaffAppointmentPage(props: StaffAppointmentPageProps) {
  const { current, appointment, refusal, problem } = props
  const { words, language, organization } = current
  const { client, service, therapist, startsAt, endsAt, zone, status } = appointment
  const place =
    appointment.forum === 'telehealth'
      ? words.scheduling.forum.telehealth
      : words.calendar.whereLine(appointment.location ?? words.scheduling.forum.in_person, appointment.room)
  const back = href(paths.staffAppointment, { org: organization.slug, appointmentId: appointment.id })
  const theirs = appointment.clientZone ?? organization.zone
  return (
    <StaffFrame {...{ current, title: words.calendar.appointment, here: 'calendar', sheet: 'scheduling.css', back }}>
      <p>
        <a
          href={href(
            paths.calendar,
            { org: organization.slug },
            { view: 'day', date: wallClock(zone, startsAt).date, staff: appointment.staffId },
          )}
        >
          {words.calendar.cancelEdit}
        </a>
      </p>
      <h1>{client}</h1>
      {refusal && (
        <Notice words={words.components} kind="no" focus>
          {words.calendar.refusals[refusal]}
        </Notice>
      )}
      {problem?.kind === 'conflicts' && <ConflictList {...{ current, conflicts: problem.conflicts, zone }} />}
      <section class="card stack" id={`appointment-${appointment.id}`}>
        <p class="when">
          <Time at={startsAt} until={endsAt} zone={zone} language={language} now={current.now} />{' '}
          <Badge kind={status === 'confirmed' ? 'ok' : status === 'requested' ? 'wait' : 'plain'}>
            {alone(words.scheduling.statusShort[status])}
          </Badge>
        </p>
        {theirs !== zone && (
          <p class="soft">
            {words.calendar.theirTime(placeOf(theirs))} <Time at={startsAt} until={endsAt} zone={theirs} language={language} />
          </p>
        )}
        <p>
          {service}, {place}
          <br />
          {therapist}
        </p>
        <Around {...{ current, appointment }} />
      </section>
      <Acts {...props} />
      <History {...props} />
    </StaffFrame>
  )
}

/** Where one goes from here: the client's other appointments, the series it belongs to, the request it is, or what it moved. */
function Around({ current, appointment }: Pick<StaffAppointmentPageProps, 'current' | 'appointment'>) {
  const { words, organization } = current
  const { id, client, clientId, seriesId, status, rescheduleOf } = appointment
  const org = { org: organization.slug }
  return (
    <>
      {rescheduleOf !== null && (
        <p>
          {isAbsorbed(appointment) ? words.calendar.wasWish : words.calendar.isWish}{' '}
          <a href={href(paths.staffAppointment, { ...org, appointmentId: rescheduleOf })}>{words.calendar.seeMoved}</a>
        </p>
      )}
      <ul class="links">
        {status === 'requested' && (
          <li>
            <a href={href(paths.requests, org, {}, `request-${id}`)}>{words.calendar.answerRequest}</a>
          </li>
        )}
        {seriesId !== null && (
          <li>
            <a href={href(paths.series, { ...org, seriesId })}>{words.calendar.seeSeries}</a>
          </li>
        )}
        <li>
          <a href={href(paths.clientSchedule, { ...org, clientId })}>{words.calendar.ofClient.all(client)}</a>
        </li>
      </ul>
    </>
  )
}

function History({ current, history, appointment }: StaffAppointmentPageProps) {
  const { words, language } = current
  if (history.length === 0) return <></>
  const print = (at: unknown) => printTime({ at: Number(at), zone: appointment.zone, language })
  return (
    <section>
      <h2>{words.calendar.history}</h2>
      <ul class="happenings">
        {history.map(({ at, actorName, action, details }) => (
          <li>
            <Time at={at} zone={appointment.zone} language={language} form="stamp" now={current.now} /> · {actorName}{' '}
            {words.calendar.happened[action as keyof typeof words.calendar.happened] ?? words.calendar.otherHappening}
            {action === 'appointment.moved' &&
              details.from !== details.to &&
              ` ${words.calendar.moved(print(details.from), print(details.to))}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
