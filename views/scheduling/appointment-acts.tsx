import { href, paths } from '../../src/paths.ts'
import { actRefusal, type Act } from '../../src/scheduling/act-rules.ts'
import { isLate } from '../../src/scheduling/lateness.ts'
import type { PlanForm } from '../../src/scheduling/plans.ts'
import type { StaffAppointment } from '../../src/scheduling/staff-appointments.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { placeOf } from '../components/time.tsx'
import { planErrors, PlanFields } from './plan-fields.tsx'
import type { StaffAppointmentPageProps } from './staff-appointment-page.tsx'

/** What can be done now: only what the state and the clock allow (SCH-20). */
export function Acts(props: StaffAppointmentPageProps) {
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
            <ErrorSummary words={words.components} errors={planErrors(current, problem)} />
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
