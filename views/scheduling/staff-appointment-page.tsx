import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { actRefusal, type Act, type ActRefusal } from '../../src/scheduling/act-rules.ts'
import { isLate } from '../../src/scheduling/lateness.ts'
import type { PlanOptions } from '../../src/scheduling/plan-options.ts'
import type { PlanForm, PlanProblem } from '../../src/scheduling/plans.ts'
import type { Happening, StaffAppointment } from '../../src/scheduling/staff-appointments.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf, printTime, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { ConflictList } from './conflict-list.tsx'
import { PlanFields } from './plan-fields.tsx'

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
            {words.scheduling.statusShort[status]}
          </Badge>
        </p>
        {theirs !== zone && (
          <p class="soft">
            {words.calendar.theirTime(placeOf(theirs))} <Time at={startsAt} until={endsAt} zone={theirs} language={language} />
          </p>
        )}
        <p>
          {service}, {place}
        </p>
        <p>{therapist}</p>
        <p>
          <a href={href(paths.client, { org: organization.slug, clientId: appointment.clientId })}>{client}</a>
        </p>
      </section>
      <Acts {...props} />
      <History {...props} />
    </StaffFrame>
  )
}

/** What can be done now: only what the state and the clock allow (SCH-20). */
function Acts(props: StaffAppointmentPageProps) {
  const { current, appointment, problem, options, typed } = props
  const { words, now } = current
  const can = (act: Act) => actRefusal(act, appointment, now) === null
  const late = isLate(appointment.startsAt, now)
  return (
    <div class="stack acts">
      {can('cancellation') && (
        <Disclosure summary={words.calendar.move} open={problem !== undefined}>
          <form method="post" class="stack" action={actionOf(props, paths.appointmentMove)} novalidate>
            <Hidden {...props} />
            <PlanFields
              {...{ current, options, problem, fields: typed ?? asForm(appointment), zone: appointment.zone }}
              hint={words.calendar.timeHint(placeOf(appointment.zone))}
            />
            <div class="actions">
              <Button kind="primary">{words.calendar.moveNow}</Button>
            </div>
          </form>
        </Disclosure>
      )}
      {can('completion') && (
        <Disclosure summary={words.calendar.complete}>
          <ActForm
            {...props}
            path={paths.appointmentCompletion}
            says={words.calendar.completeNow}
            kind="primary"
            hint={words.calendar.final}
          />
        </Disclosure>
      )}
      {can('no_show') && (
        <Disclosure summary={words.calendar.noShow}>
          <ActForm {...props} path={paths.appointmentNoShow} says={words.calendar.noShowNow} hint={words.calendar.final} />
        </Disclosure>
      )}
      {can('cancellation') && (
        <Disclosure summary={words.calendar.cancel} kind="danger">
          <ActForm
            {...props}
            path={paths.appointmentCancellation}
            says={words.calendar.cancelNow}
            kind="danger"
            hint={words.calendar.cancelHint}
          >
            {late && (
              <label class="check">
                <input type="checkbox" name="late" value="1" checked />
                <span>{words.calendar.countLate}</span>
              </label>
            )}
          </ActForm>
        </Disclosure>
      )}
      {can('deletion') && (
        <Disclosure summary={words.calendar.remove} kind="danger">
          <ActForm
            {...props}
            path={paths.appointmentDeletion}
            says={words.calendar.removeNow}
            kind="danger"
            hint={words.calendar.removeHint}
          />
        </Disclosure>
      )}
      {can('restoration') && <ActForm {...props} path={paths.appointmentRestoration} says={words.calendar.restore} />}
    </div>
  )
}

interface ActFormProps extends StaffAppointmentPageProps {
  path: ActPath
  says: string
  kind?: 'primary' | 'quiet' | 'danger'
  hint?: string
  children?: unknown
}
type ActPath =
  | typeof paths.appointmentMove
  | typeof paths.appointmentCancellation
  | typeof paths.appointmentDeletion
  | typeof paths.appointmentRestoration
  | typeof paths.appointmentCompletion
  | typeof paths.appointmentNoShow

function ActForm({ path, says, kind = 'quiet', hint, children, ...props }: ActFormProps) {
  return (
    <form method="post" class="stack" action={actionOf(props, path)}>
      <Hidden {...props} />
      {hint && <p>{hint}</p>}
      {children as string}
      <div class="actions">
        <Button kind={kind}>{says}</Button>
      </div>
    </form>
  )
}

const Hidden = ({ appointment }: Pick<StaffAppointmentPageProps, 'appointment'>) => (
  <>
    <input type="hidden" name="version" value={String(appointment.version)} />
    <input type="hidden" name="key" value={newKey()} />
  </>
)

const actionOf = ({ current, appointment }: Pick<StaffAppointmentPageProps, 'current' | 'appointment'>, path: ActPath): string =>
  href(path, { org: current.organization.slug, appointmentId: appointment.id })

/** The appointment as the form of its move shows it. */
function asForm({ staffId, forum, locationId, roomId, startsAt, zone }: StaffAppointment): PlanForm {
  const { date, minute } = wallClock(zone, startsAt)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    therapist: staffId,
    where: forum === 'telehealth' ? 'telehealth' : [locationId, roomId].filter(Boolean).join('/'),
    date,
    time: `${two(Math.floor(minute / 60))}:${two(minute % 60)}`,
  }
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
            {(words.calendar.happened as Record<string, string>)[action] ?? words.calendar.otherHappening}
            {action === 'appointment.moved' &&
              details.from !== details.to &&
              ` ${words.calendar.moved(print(details.from), print(details.to))}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
