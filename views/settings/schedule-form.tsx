import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { SettingKey } from '../../src/settings/declarations.ts'
import { standing } from '../../src/settings/standing.ts'
import type { TimeField, TimeProblems, TypedTimes } from '../../src/settings/schedule-times.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { placeOf } from '../components/time.tsx'

export interface ScheduleFormProps {
  current: StaffCurrent
  settingKey: SettingKey
  /** Of this form: a repeat of it has one effect (SCH-25). */
  formKey: string
  /** What an off-switch would meet at this moment, in sentences (SET-7). */
  meets: string[]
  typed?: (TypedTimes & { value: 'on' | 'off' }) | undefined
  problems?: TimeProblems | undefined
}

/** When to switch, and when to switch back. Greyed settings say why instead (SET-6). */
export function ScheduleForm({ current, settingKey: key, formKey, meets, typed, problems = {} }: ScheduleFormProps) {
  const { words, organization, facts } = current
  const { schedules } = words
  const { chosen, reason } = standing(key, facts)
  if (reason)
    return (
      <p data-focus tabindex={-1}>
        {schedules.cannot}
      </p>
    )
  const at = href(paths.schedules, { org: organization.slug, key })
  const field = (name: TimeField) => ({
    name,
    id: `schedule-${key}-${name}`,
    value: typed?.[name],
    error: problems[name] && schedules.problems[problems[name]],
  })
  const errors = fields.flatMap((name) =>
    problems[name] ? [{ field: `schedule-${key}-${name}`, message: schedules.problems[problems[name]] }] : [],
  )
  return (
    <form class="stack" method="post" action={at} hx-post={at} hx-target="closest .schedule" hx-swap="outerHTML" hx-sync="this:drop">
      <input type="hidden" name="key" value={formKey} />
      <ErrorSummary words={words.components} errors={errors} />
      <p class="soft">{schedules.intro(placeOf(organization.zone))}</p>
      <div class="choices">
        <SelectField
          label={schedules.what}
          name="value"
          id={`schedule-${key}-value`}
          value={typed?.value ?? (chosen === 'on' ? 'off' : 'on')}
          options={[
            { value: 'on', label: schedules.to.on },
            { value: 'off', label: schedules.to.off },
          ]}
          {...(errors.length === 0 && { 'data-focus': true })}
        />
      </div>
      <div class="choices">
        <Field label={schedules.date} type="date" required {...field('date')} />
        <Field label={schedules.time} type="time" required {...field('time')} />
      </div>
      <p class="soft">{schedules.backHint}</p>
      <div class="choices">
        <Field label={schedules.backDate} type="date" optional={words.components.optional} {...field('backDate')} />
        <Field label={schedules.backTime} type="time" optional={words.components.optional} {...field('backTime')} />
      </div>
      {meets.length > 0 && (
        <p class="impact">
          {schedules.meets} {meets.join(' ')}
        </p>
      )}
      <Button kind="primary">{schedules.submit}</Button>
    </form>
  )
}

const fields: TimeField[] = ['date', 'time', 'backDate', 'backTime']
