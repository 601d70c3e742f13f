import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { nameOfTime, wallTimesOf } from '../../src/scheduling/standing-times.ts'
import { wallClock } from '../../src/scheduling/zones.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { part, placeOf, printClock } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName } from './appointment-parts.tsx'
import { Choices } from './booking-choices.tsx'
import { CallLink } from './new-appointment-page.tsx'

export interface NewStandingPageProps {
  current: ClientCurrent
  booking: Booking
  problems?: string[]
  typed?: Record<string, string>
}

/** SCH-27: a client asks for the same time every week, among the times that are offered. */
export function NewStandingPage({ current, booking, problems, typed }: NewStandingPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const { bookable, choices, slots } = booking
  return (
    <ClientFrame
      current={current}
      title={words.series.standingTitle}
      here="appointments"
      actsFor={mine}
      sheet="scheduling.css"
      back={href(paths.newStanding, at)}
    >
      <p>
        <a href={href(paths.newAppointment, at)}>{words.scheduling.newAppointment}</a>
      </p>
      <h1>{words.series.standingTitle}</h1>
      <div id="booking" class="stack">
        {bookable && <Choices {...{ current, choices, bookable }} action={href(paths.newStanding, at)} />}
        {bookable && slots.length > 0 ? (
          <Asking {...{ current, bookable, booking, problems, typed }} />
        ) : (
          <EmptyState icon="phone" title={words.series.standingNone} action={<CallLink {...{ current }} />}>
            {words.series.standingNoneHint(organization.phone)}
          </EmptyState>
        )}
      </div>
    </ClientFrame>
  )
}

function Asking({
  current,
  booking,
  bookable,
  problems = [],
  typed = {},
}: Omit<NewStandingPageProps, 'problems' | 'typed'> & {
  bookable: Bookable
  problems?: string[] | undefined
  typed?: Record<string, string> | undefined
}) {
  const { words, organization, client } = current
  const { choice, forum } = bookable
  const name = firstName(choice.therapist)
  const said: Record<string, string> = words.series.standingProblems
  const error = (field: string) => (problems.includes(field) ? said[field] : undefined)
  const hidden = { therapist: choice.staffId, service: choice.serviceId, forum, key: newKey() }
  return (
    <form method="post" id="times" action={href(paths.clientStandings, { org: organization.slug, clientId: client.id })} class="stack">
      <ErrorSummary words={words.components} errors={problems.map((field) => ({ field, message: said[field] ?? '' }))} />
      <p>{words.series.standingLead(name)}</p>
      {Object.entries(hidden).map(([field, value]) => (
        <input type="hidden" name={field} value={value} />
      ))}
      <Times {...{ current, booking, bookable }} error={error('time')} value={typed.time} />
      <SelectField
        label={words.series.every}
        name="every"
        value={typed.every}
        error={error('every')}
        options={[1, 2, 4].map((weeks) => ({ value: String(weeks), label: words.series.everyWeeks(weeks) }))}
      />
      <Field
        label={words.series.standingFrom}
        name="from"
        type="date"
        value={typed.from ?? wallClock(choice.zone, current.now).date}
        error={error('from')}
        hint={words.series.standingFromHint}
        required
      />
      <Field
        label={words.scheduling.note(name)}
        name="note"
        multiline
        maxlength={1000}
        value={typed.note}
        optional={words.components.optional}
        hint={words.scheduling.noteHint}
      />
      <Button kind="primary">{words.series.standingAsk}</Button>
    </form>
  )
}

/** Days as groups, times in the zone the client reads, the therapist's beside it when they differ (SCH-11). */
function Times({
  current,
  booking,
  bookable,
  error,
  value,
}: {
  current: ClientCurrent
  booking: Booking
  bookable: Bookable
  error: string | undefined
  value: string | undefined
}) {
  const { words, language } = current
  const { zone, choice } = bookable
  const times = wallTimesOf(booking.slots, choice.zone)
  const days = Map.groupBy(times, ({ firstAt }) => wallClock(zone, firstAt).weekday)
  const theirs = (at: number) =>
    zone === choice.zone ? '' : words.scheduling.theirTime(firstName(choice.therapist), printClock(at, choice.zone))
  const line = bookable.forum === 'in_person' ? words.scheduling.placeTime : words.scheduling.yourTime
  return (
    <div class="field">
      <label for="time">{words.series.standingTime}</label>
      <p class="hint" id="time-hint">
        {line(placeOf(zone))}
      </p>
      <select
        id="time"
        name="time"
        aria-describedby={error ? 'time-error time-hint' : 'time-hint'}
        {...(error && { 'aria-invalid': 'true' })}
      >
        {[...days].map(([, list]) => (
          <optgroup label={part(list[0]?.firstAt ?? 0, zone, language, 'long', 'weekday')}>
            {list.map((time) => (
              <option value={nameOfTime(time)} selected={nameOfTime(time) === value}>
                {part(time.firstAt, zone, language, 'short', 'weekday')}{' '}
                {words.series.standingFree(printClock(time.firstAt, zone), theirs(time.firstAt))}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {error && (
        <p class="error" id="time-error">
          {error}
        </p>
      )}
    </div>
  )
}
