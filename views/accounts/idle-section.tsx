import type { IdleLimit } from '../../src/accounts/idle-limit.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'

export interface IdleSectionProps {
  current: StaffCurrent
  idle: IdleLimit
  formKey: string
  problem?: Problem | undefined
}

/** ACC-5: after how many minutes staff are signed out. */
export function IdleSection({ current, idle, formKey, problem }: IdleSectionProps) {
  const { words, organization } = current
  const error = problem ? words.staff.idleError : undefined
  return (
    <section id="idle" aria-labelledby="idle-heading">
      <h2 id="idle-heading">{words.staff.idleHeading}</h2>
      <form method="post" action={href(paths.staffIdle, { org: organization.slug })} class="card stack" novalidate>
        <ErrorSummary words={words.components} errors={error ? [{ field: 'minutes', message: error }] : []} />
        <input type="hidden" name="version" value={idle.version} />
        <input type="hidden" name="key" value={`${formKey}-idle`} />
        <Field
          label={words.staff.idleLabel}
          name="minutes"
          type="number"
          inputmode="numeric"
          min={5}
          max={60}
          required
          hint={words.staff.idleHint}
          error={error}
          value={problem?.typed.minutes ?? String(idle.minutes)}
        />
        <div class="actions">
          <Button>{words.staff.save}</Button>
        </div>
      </form>
    </section>
  )
}
