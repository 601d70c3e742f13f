import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { keyOf, weekdayOfSeries, type ChangePlan } from '../../src/scheduling/series-change-plan.ts'
import { clockOf } from '../../src/scheduling/series-dates.ts'
import type { Offering } from '../../src/scheduling/series-facts.ts'
import type { SeriesFile } from '../../src/scheduling/series-file.ts'
import type { Chosen } from '../../src/scheduling/series-plan.ts'
import type { SeriesRefusal } from '../../src/scheduling/series.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { part, printDay, Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { Rule } from './series-page.tsx'
import { SeriesDates, SeriesRefused } from './series-dates.tsx'

export interface SeriesChangePageProps {
  current: StaffCurrent
  series: SeriesFile
  typed: Record<string, string | undefined>
  therapists: Offering[]
  plan: ChangePlan | null
  chosen?: Chosen
  refusal?: SeriesRefusal
}

/** "This and following" of a series: to another weekday, time or therapist with what it meets, or cancelled (SCH-26). */
export function SeriesChangePage(props: SeriesChangePageProps) {
  const { current, series, typed, plan, refusal } = props
  const { words, organization, language } = current
  const at = { org: organization.slug, seriesId: series.id }
  return (
    <StaffFrame
      current={current}
      title={words.series.changeTitle}
      here="calendar"
      sheet="scheduling.css"
      back={href(paths.seriesChange, at, { from: typed.from })}
    >
      <p>
        <a href={href(paths.series, at)}>{words.series.back}</a>
      </p>
      <div class="page-head">
        <h1>{words.series.changeTitle}</h1>
        <p>
          {series.client}. <Rule current={current} series={series} />
        </p>
      </div>
      <div class="stack">
        <SeriesRefused current={current} refusal={refusal} />
        {!plan && (
          <EmptyState icon="calendar" title={words.series.empty}>
            {words.series.emptyHint}
          </EmptyState>
        )}
        {plan && (
          <>
            <p>{words.series.changeLead(plan.members.length, printDay(plan.from.startsAt, plan.from.zone, language))}</p>
            <To {...props} plan={plan} />
            {plan.dates.length === 0 ? <p class="soft">{words.series.noChange}</p> : <Moves {...props} plan={plan} />}
            <Cancelling {...props} plan={plan} />
          </>
        )}
      </div>
    </StaffFrame>
  )
}

/** Where to: asks only. */
function To({ current, series, therapists, plan }: SeriesChangePageProps & { plan: ChangePlan }) {
  const { words, language, organization } = current
  const monday = Date.parse('2026-11-30T12:00:00Z')
  return (
    <form method="get" action={href(paths.seriesChange, { org: organization.slug, seriesId: series.id })} class="card stack">
      <input type="hidden" name="from" value={plan.wish.fromId} />
      <div class="choices">
        <SelectField
          label={words.series.weekday}
          name="weekday"
          value={String(plan.wish.weekday || weekdayOfSeries(series))}
          options={Array.from({ length: 7 }, (_, i) => ({
            value: String(i + 1),
            label: part(monday + i * 86_400_000, 'UTC', language, 'long', 'weekday'),
          }))}
        />
        <Field label={words.series.time} name="time" type="time" value={clockOf(plan.wish.wallMinute)} required />
        {therapists.length > 1 && (
          <SelectField
            label={words.series.therapist}
            name="therapist"
            value={plan.wish.staffId}
            options={therapists.map(({ staffId, therapist }) => ({ value: staffId, label: therapist }))}
          />
        )}
      </div>
      <Button>{words.series.show}</Button>
    </form>
  )
}

function Moves({ current, series, plan, chosen, refusal }: SeriesChangePageProps & { plan: ChangePlan }) {
  const { words, organization } = current
  const { dates, offering, wish } = plan
  const asked = { from: wish.fromId, weekday: wish.weekday, time: clockOf(wish.wallMinute), therapist: wish.staffId, key: newKey() }
  return (
    <form method="post" action={href(paths.seriesChange, { org: organization.slug, seriesId: series.id })} class="stack">
      <h2>{words.series.dates}</h2>
      <p class="soft">{words.series.chosen}</p>
      {Object.entries(asked).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <SeriesDates
        {...{ current, dates, chosen, refusal }}
        zone={offering.zone}
        wallMinute={wish.wallMinute}
        durationMinutes={offering.durationMinutes}
      />
      <Button kind="primary">{words.series.change}</Button>
    </form>
  )
}

function Cancelling({ current, series, plan }: SeriesChangePageProps & { plan: ChangePlan }) {
  const { words, language, organization, now } = current
  return (
    <Disclosure summary={words.series.cancel} kind="danger">
      <form method="post" action={href(paths.seriesCancellation, { org: organization.slug, seriesId: series.id })} class="stack">
        <p>{words.series.cancelHint}</p>
        <input type="hidden" name="from" value={plan.wish.fromId} />
        <input type="hidden" name="key" value={newKey()} />
        <ul>
          {plan.members.map((member) => (
            <li class="check">
              <input type="checkbox" id={`cancel-${member.id}`} name="keep" value={keyOf(member)} checked />
              <label for={`cancel-${member.id}`}>
                <Time at={member.startsAt} until={member.endsAt} zone={member.zone} language={language} now={now} />
              </label>
            </li>
          ))}
        </ul>
        <Button kind="danger">{words.series.cancelNow}</Button>
      </form>
    </Disclosure>
  )
}
