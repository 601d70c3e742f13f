import type { StaffCurrent } from '../../src/current.ts'
import type { PlanOptions } from '../../src/scheduling/plan-options.ts'
import type { PlanForm, PlanProblem } from '../../src/scheduling/plans.ts'
import type { FieldError } from '../components/error-summary.tsx'
import { Field, SelectField, type Option } from '../components/field.tsx'
import { printTime } from '../components/time.tsx'
import { Anyway } from './conflict-list.tsx'

export interface PlanFieldsProps {
  current: StaffCurrent
  fields: PlanForm
  options: PlanOptions
  problem?: PlanProblem | undefined
  hint: string
  zone: string
}

/** With whom, where and when: what making and moving an appointment have in common. */
export function PlanFields({ current, fields, options, problem, hint, zone }: PlanFieldsProps) {
  const { words, language } = current
  const wrong = problem?.kind === 'fields' ? problem : null
  const timeError = wrong?.fields.time && words.calendar.problems[wrong.wall === 'gap' || wrong.wall === 'fold' ? wrong.wall : 'time']
  return (
    <>
      {options.therapists.length > 1 ? (
        <SelectField
          label={words.calendar.therapist}
          name="therapist"
          value={fields.therapist}
          options={options.therapists.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : (
        <input type="hidden" name="therapist" value={fields.therapist || options.therapists[0]?.id} />
      )}
      <SelectField
        label={words.calendar.where}
        name="where"
        value={fields.where}
        options={placesOf(current, options)}
        error={wrong?.fields.where && words.calendar.problems.where}
      />
      <div class="when-fields">
        <Field
          label={words.calendar.date}
          name="date"
          type="date"
          value={fields.date}
          required
          error={wrong?.fields.date && words.calendar.problems.date}
        />
        <Field
          label={words.calendar.time}
          name="time"
          type="time"
          value={fields.time}
          required
          hint={hint}
          error={timeError || undefined}
        />
      </div>
      {wrong && wrong.instants.length > 1 && (
        <SelectField
          label={words.calendar.which}
          name="start"
          options={wrong.instants.map((at) => ({ value: new Date(at).toISOString(), label: printTime({ at, zone, language }) }))}
        />
      )}
      <Anyway current={current} conflicts={problem?.kind === 'conflicts' ? problem.conflicts : []} />
    </>
  )
}

/** What is wrong with a plan, for the summary above its form. */
export function planErrors({ words }: StaffCurrent, problem: PlanProblem | undefined): FieldError[] {
  if (problem?.kind !== 'fields') return []
  return (Object.keys(problem.fields) as (keyof typeof problem.fields)[]).map((field) => ({
    field,
    message: words.calendar.problems[field === 'time' && (problem.wall === 'gap' || problem.wall === 'fold') ? problem.wall : field],
  }))
}

/** Each place (with rooms: whichever is free), then each of its rooms, then by video. */
function placesOf({ words }: StaffCurrent, { places }: PlanOptions): Option[] {
  const seen = new Set<string>()
  const inPerson = places.flatMap(({ locationId, location, roomId, room }) => [
    ...(seen.has(locationId)
      ? []
      : (seen.add(locationId), [{ value: locationId, label: roomId ? words.calendar.anyRoom(location) : location }])),
    ...(roomId ? [{ value: `${locationId}/${roomId}`, label: `${location}, ${room}` }] : []),
  ])
  return [...inPerson, { value: 'telehealth', label: words.calendar.byVideo }]
}
