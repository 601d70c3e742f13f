import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { PracticeHours } from '../../src/scheduling/holidays.ts'
import { recent } from '../../src/scheduling/hours-undo.ts'
import type { HoursRefusal } from '../../src/scheduling/hours-verbs.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { AddDate, Dates } from './hours-dates.tsx'
import { Carried, errorsOf, Outcome } from './hours-parts.tsx'

/** For an administrator: whose hours. */
export function TherapistsPage({ current, practice }: { current: StaffCurrent; practice: PracticeHours }) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={words.hours.everybody} here="hours" back={href(paths.hours, org)} sheet="scheduling.css">
      <div class="page-head">
        <h1>{words.hours.everybody}</h1>
        <p>{words.hours.choose}</p>
      </div>
      {practice.therapists.length === 0 ? (
        <EmptyState icon="people" title={words.hours.nobody} />
      ) : (
        <div class="rows">
          {practice.therapists.map(({ id, name, zone, windows }) => (
            <div class="hours-row">
              <p>
                <a href={href(paths.hoursOf, { ...org, staffId: id })}>{name}</a>
              </p>
              <p class="soft">
                {words.hours.count(windows)}, {placeOf(zone)}
              </p>
            </div>
          ))}
        </div>
      )}
      <p>
        <a href={href(paths.holidays, org)}>{words.hours.practice}</a>
      </p>
    </StaffFrame>
  )
}

export interface PracticeHoursPageProps {
  current: StaffCurrent
  practice: PracticeHours
  refusal?: HoursRefusal
  dates?: Problem
  limit?: Problem
}

/** Holidays of the whole practice, and how many open requests a client may have (SCH-2). */
export function PracticeHoursPage({ current, practice, refusal, dates, limit }: PracticeHoursPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={words.hours.practiceTitle} here="hours" back={href(paths.holidays, org)} sheet="scheduling.css">
      <p>
        <a href={href(paths.hours, org)}>{words.hours.back}</a>
      </p>
      <h1>{words.hours.practiceTitle}</h1>
      <Outcome
        {...{ current, refusal }}
        last={recent(practice.last, current.now)}
        undo={href(paths.holidaysUndo, org)}
        version={practice.version}
      />
      <section aria-labelledby="holidays-heading" id="dates">
        <h2 id="holidays-heading">{words.hours.holidays}</h2>
        <p class="soft">
          {words.hours.holidaysLead} {words.hours.practiceTold}
        </p>
        <div class="stack">
          <Dates
            current={current}
            version={practice.version}
            empty={words.hours.noHolidays}
            dates={practice.holidays.map((exception) => ({
              exception,
              practice: false,
              removal: href(paths.holidayRemoval, { ...org, exceptionId: exception.id }),
            }))}
          />
          <AddDate
            current={current}
            kind="off"
            action={href(paths.holidays, org)}
            version={practice.version}
            problem={dates}
            summary={words.hours.addHoliday}
          />
        </div>
      </section>
      <section aria-labelledby="limit-heading" id="limit-section">
        <h2 id="limit-heading">{words.hours.requestLimit}</h2>
        <form method="post" action={href(paths.requestLimit, org)} class="card stack" novalidate hx-sync="this:drop">
          <Carried version={practice.version} />
          <Field
            label={words.hours.requestLimitLabel}
            name="limit"
            type="number"
            min={1}
            max={50}
            required
            hint={words.hours.requestLimitHint}
            value={limit?.typed.limit ?? String(organization.openRequestsPerClient)}
            error={errorsOf(current, limit?.fields ?? []).limit}
            {...(limit && { 'data-focus': true })}
          />
          <div class="actions">
            <Button kind="primary">{words.hours.save}</Button>
          </div>
        </form>
      </section>
    </StaffFrame>
  )
}
