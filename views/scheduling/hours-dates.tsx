import type { StaffCurrent } from '../../src/current.ts'
import type { Exception } from '../../src/scheduling/hours-schema.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Carried, dateIn, errorsOf, FromTo, RemoveForm, spanOf } from './hours-parts.tsx'

/** Dated exceptions as rows, soonest first. `removal` is null for those that are not removed here. */
export function Dates({ current, dates, version, empty }: DatesProps) {
  const { words } = current
  if (dates.length === 0) return <p class="soft">{empty}</p>
  return (
    <div class="rows">
      {dates.map(({ exception, removal, practice }) => {
        const when = rangeOf(current, exception)
        return (
          <div class="hours-row" id={`exception-${exception.id}`}>
            <p>
              <b>{when}</b> {exception.toMinute - exception.fromMinute === 1440 ? words.hours.wholeDay : spanOf(exception)}{' '}
              <Badge kind={exception.kind === 'extra' ? 'ok' : 'wait'}>{words.hours.kind[exception.kind]}</Badge>{' '}
              {practice && <Badge>{words.hours.holiday}</Badge>} {exception.label}
            </p>
            {removal && <RemoveForm current={current} action={removal} version={version} what={when} />}
          </div>
        )
      })}
    </div>
  )
}

interface DatesProps {
  current: StaffCurrent
  version: number
  dates: { exception: Exception; removal: string | null; practice: boolean }[]
  empty: string
}

const rangeOf = (current: StaffCurrent, { fromDate, untilDate }: Exception): string =>
  fromDate === untilDate ? dateIn(current, fromDate) : `${dateIn(current, fromDate)} – ${dateIn(current, untilDate)}`

/** The form for another one, of one kind. */
export function AddDate({ current, action, kind, version, problem, summary }: AddDateProps) {
  const { words } = current
  const mine = problem?.typed.kind === kind ? problem : undefined
  const typed = mine?.typed ?? {}
  const errors = errorsOf(current, mine?.fields ?? [])
  const summed = Object.entries(errors).map(([name, message]) => ({ field: `${kind}-${name.replace('_', '-')}`, message: message ?? '' }))
  return (
    <Disclosure id={`add-${kind}`} summary={summary} icon="add" open={mine !== undefined}>
      <form method="post" action={action} class="card stack" novalidate hx-sync="this:drop">
        <Carried version={version} />
        <input type="hidden" name="kind" value={kind} />
        <ErrorSummary words={words.components} errors={summed} />
        <div class="from-to">
          <Field
            id={`${kind}-from-date`}
            label={words.hours.firstDay}
            name="from_date"
            type="date"
            required
            value={typed.from_date}
            error={errors.from_date}
          />
          <Field
            id={`${kind}-until-date`}
            label={words.hours.lastDay}
            name="until_date"
            type="date"
            value={typed.until_date}
            error={errors.until_date}
            optional={words.components.optional}
          />
        </div>
        <p class="hint">
          {words.hours.lastDayHint} {kind === 'off' && words.hours.offHours}
        </p>
        <FromTo
          {...{ current, errors }}
          prefix={`${kind}-`}
          from={typed.from}
          to={typed.to}
          {...(kind === 'off' && { optional: words.components.optional })}
        />
        <Field
          id={`${kind}-label`}
          label={words.hours.label}
          name="label"
          maxlength={80}
          value={typed.label}
          hint={words.hours.labelHint}
          error={errors.label}
          optional={words.components.optional}
        />
        <div class="actions">
          <Button kind="primary">{words.hours.addNow}</Button>
        </div>
      </form>
    </Disclosure>
  )
}

interface AddDateProps {
  current: StaffCurrent
  action: string
  kind: 'extra' | 'off'
  version: number
  problem?: Problem | undefined
  summary: string
}
