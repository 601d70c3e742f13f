import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { HoursFile } from '../../src/scheduling/hours-file.ts'
import { recent } from '../../src/scheduling/hours-undo.ts'
import type { HoursRefusal } from '../../src/scheduling/hours-verbs.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { AddDate, Dates } from './hours-dates.tsx'
import { Carried, errorsOf, Outcome } from './hours-parts.tsx'
import { Week } from './hours-week.tsx'

export interface HoursPageProps {
  current: StaffCurrent
  file: HoursFile
  refusal?: HoursRefusal
  /** Of which form `problem` speaks: what was typed into it is kept. */
  dates?: Problem
  rules?: Problem
  noDay?: number
}

/** SCH-2: a therapist's week, the dates that differ, and the limits; and what lies outside of them (SCH-3). */
export function HoursPage({ current, file, refusal, dates, rules, noDay }: HoursPageProps) {
  const { words, organization, staff } = current
  const at = { org: organization.slug, staffId: file.id }
  const isOwn = file.id === staff.id
  const title = isOwn ? words.hours.own : words.hours.title(file.name)
  return (
    <StaffFrame current={current} title={title} here="hours" back={href(paths.hoursOf, at)} sheet="scheduling.css">
      {staff.administrator && (
        <p>
          <a href={href(paths.hours, { org: organization.slug })}>{words.hours.back}</a>
        </p>
      )}
      <div class="page-head">
        <h1>{title}</h1>
        <p>
          {words.hours.zone(placeOf(file.zone))} {!isOwn && words.hours.told(file.name)}
        </p>
        <div class="actions">
          <ButtonLink icon="search" href={href(paths.hoursPreview, at)}>
            {words.hours.seePreview}
          </ButtonLink>
        </div>
      </div>
      <Outcome {...{ current, refusal }} last={recent(file.last, current.now)} undo={href(paths.hoursUndo, at)} version={file.version} />
      <Outside {...{ current, file }} />
      <Week {...{ current, file, noDay }} />
      <section aria-labelledby="dates-heading" id="dates">
        <h2 id="dates-heading">{words.hours.dates}</h2>
        <div class="stack">
          <Dates
            current={current}
            version={file.version}
            empty={words.hours.noDates}
            dates={file.exceptions.map((exception) => ({
              exception,
              practice: !exception.mine,
              removal: exception.mine ? href(paths.exceptionRemoval, { ...at, exceptionId: exception.id }) : null,
            }))}
          />
          <AddDate
            {...{ current }}
            kind="off"
            action={href(paths.exceptions, at)}
            version={file.version}
            problem={dates}
            summary={words.hours.addOff}
          />
          <AddDate
            {...{ current }}
            kind="extra"
            action={href(paths.exceptions, at)}
            version={file.version}
            problem={dates}
            summary={words.hours.addExtra}
          />
        </div>
      </section>
      <Rules {...{ current, file }} problem={rules} />
    </StaffFrame>
  )
}

const shown = 20

/** SCH-3: what is ahead and not inside. Nothing happens to it by itself. */
function Outside({ current, file }: Pick<HoursPageProps, 'current' | 'file'>) {
  const { words, organization, language, now } = current
  const { outside, zone } = file
  if (outside.length === 0) return <></>
  return (
    <div id="outside">
      <Notice words={words.components} kind="wait" title={words.hours.outside(outside.length)}>
        <p>{words.hours.outsideHint}</p>
        <ul>
          {outside.slice(0, shown).map(({ id, client, startsAt, endsAt, status }) => (
            <li>
              <Time at={startsAt} until={endsAt} {...{ zone, language, now }} /> · {client}
              {status === 'requested' && (
                <>
                  {' · '}
                  <a href={href(paths.requests, { org: organization.slug }, {}, `request-${id}`)}>{words.hours.open}</a>
                </>
              )}
            </li>
          ))}
        </ul>
        {outside.length > shown && <p>{words.hours.outsideMore(outside.length - shown)}</p>}
      </Notice>
    </div>
  )
}

function Rules({ current, file, problem }: { current: StaffCurrent; file: HoursFile; problem?: Problem | undefined }) {
  const { words, organization } = current
  const errors = errorsOf(current, problem?.fields ?? [])
  const now = {
    notice: String(file.noticeMinutes / 60),
    horizon: String(file.horizonDays),
    interval: String(file.intervalMinutes),
    cap: file.capPerDay === null ? '' : String(file.capPerDay),
  }
  const number = (name: keyof typeof now, label: string, hint: string, attributes: Record<string, unknown>) => (
    <Field {...{ label, name, hint }} type="number" value={problem?.typed[name] ?? now[name]} error={errors[name]} {...attributes} />
  )
  return (
    <section aria-labelledby="rules-heading" id="rules">
      <h2 id="rules-heading">{words.hours.limits}</h2>
      <form
        method="post"
        action={href(paths.hoursRules, { org: organization.slug, staffId: file.id })}
        class="card stack"
        novalidate
        hx-sync="this:drop"
      >
        <ErrorSummary
          words={words.components}
          errors={Object.entries(errors).map(([field, message]) => ({ field, message: message ?? '' }))}
        />
        <Carried version={file.version} />
        {number('notice', words.hours.notice, words.hours.noticeHint, { min: 0, max: 720, step: 'any', required: true })}
        {number('horizon', words.hours.horizon, words.hours.horizonHint, { min: 1, max: 366, required: true })}
        {number('interval', words.hours.interval, words.hours.intervalHint, { min: 5, max: 60, required: true })}
        {number('cap', words.hours.cap, words.hours.capHint, { min: 1, max: 50, optional: words.components.optional })}
        <div class="actions">
          <Button kind="primary">{words.hours.save}</Button>
        </div>
      </form>
    </section>
  )
}
