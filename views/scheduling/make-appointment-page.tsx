import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { PlanOptions } from '../../src/scheduling/plan-options.ts'
import type { PlanForm, PlanProblem } from '../../src/scheduling/plans.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { ConflictList } from './conflict-list.tsx'
import { planErrors, PlanFields } from './plan-fields.tsx'

export interface MakeAppointmentPageProps {
  current: StaffCurrent
  fields: PlanForm
  options: PlanOptions
  /** The name that was looked for. */
  find?: string | undefined
  problem?: PlanProblem | undefined
}

/** Staff make an appointment; what stands in the way is listed before it is saved (SCH-26). */
export function MakeAppointmentPage({ current, fields, options, find, problem }: MakeAppointmentPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  const therapist = options.therapists.find(({ id }) => id === fields.therapist)
  const zone = therapist?.zone ?? options.therapists[0]?.zone ?? organization.zone
  const lookUp = href(paths.newStaffAppointment, org)
  return (
    <StaffFrame {...{ current, title: words.calendar.make, here: 'calendar', sheet: 'scheduling.css', back: lookUp }}>
      <h1>{words.calendar.make}</h1>
      <ErrorSummary words={words.components} errors={planErrors(current, problem)} />
      {problem?.kind === 'conflicts' && <ConflictList {...{ current, conflicts: problem.conflicts, zone }} />}
      {options.therapists.length === 0 ? (
        <EmptyState icon="calendar" title={words.calendar.nobody}>
          {words.calendar.nobodyHint}
        </EmptyState>
      ) : (
        <form class="card stack" method="post" action={href(paths.staffAppointments, org)} novalidate>
          <input type="hidden" name="key" value={newKey()} />
          <Clients {...{ current, fields, options, find, problem, lookUp }} />
          <SelectField
            label={words.calendar.service}
            name="service"
            value={fields.service}
            options={options.services.map(({ id, name, durationMinutes }) => ({
              value: id,
              label: words.scheduling.minutes(name, durationMinutes),
            }))}
            error={problem?.kind === 'fields' && problem.fields.service ? words.calendar.problems.service : undefined}
          />
          <PlanFields
            {...{ current, fields, options, problem, zone }}
            hint={options.therapists.length > 1 ? words.calendar.timeHintNew : words.calendar.timeHint(placeOf(zone))}
          />
          <div class="actions">
            <Button kind="primary">{words.calendar.save}</Button>
            <ButtonLink kind="plain" href={href(paths.calendar, org, { date: fields.date })}>
              {words.calendar.cancelEdit}
            </ButtonLink>
          </div>
        </form>
      )}
    </StaffFrame>
  )
}

/** The clients to choose from; a search by name when there may be more than a select can carry. */
function Clients({ current, fields, options, find, problem, lookUp }: MakeAppointmentPageProps & { lookUp: string }) {
  const { words } = current
  const many = options.clients.length >= 40 || find !== undefined
  return (
    <>
      {many && (
        <div class="find">
          <Field label={words.calendar.find} name="find" value={find} maxlength={100} autocomplete="off" />
          <Button formaction={lookUp} formnovalidate>
            {words.calendar.findNow}
          </Button>
        </div>
      )}
      <SelectField
        label={words.calendar.client}
        name="client"
        value={fields.client}
        hint={many ? (find ? words.calendar.found(options.clients.length) : words.calendar.moreClients) : undefined}
        options={[
          { value: '', label: words.calendar.chooseClient },
          ...options.clients.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        error={problem?.kind === 'fields' && problem.fields.client ? words.calendar.problems.client : undefined}
      />
    </>
  )
}
