import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { ClientOfSeries, Offering } from '../../src/scheduling/series-facts.ts'
import type { Chosen } from '../../src/scheduling/series-plan.ts'
import type { Plan, SeriesRefusal } from '../../src/scheduling/series.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { placeOf } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { alone } from './appointment-parts.tsx'
import { SeriesDates, SeriesRefused } from './series-dates.tsx'

type Typed = Record<string, string | undefined>

export interface NewSeriesPageProps {
  current: StaffCurrent
  typed: Typed
  /** Whom it could be for, while nobody is chosen. */
  found?: { id: string; name: string }[]
  client?: ClientOfSeries
  offerings?: Offering[]
  plan?: Plan | null
  problems?: string[]
  chosen?: Chosen
  refusal?: SeriesRefusal
}

/** SCH-26: a series is described, every date is shown with what stands in its way, and what is chosen is saved together. */
export function NewSeriesPage(props: NewSeriesPageProps) {
  const { current, client, plan } = props
  const { words, organization } = current
  return (
    <StaffFrame
      current={current}
      title={words.series.newTitle}
      here="requests"
      sheet="scheduling.css"
      back={href(paths.newSeries, { org: organization.slug })}
    >
      <div class="page-head">
        <h1>{words.series.newTitle}</h1>
        <p>{words.series.newLead}</p>
      </div>
      <div class="stack">
        {client ? <Description {...props} client={client} /> : <Whose {...props} />}
        {plan && <Dates {...props} plan={plan} />}
      </div>
    </StaffFrame>
  )
}

/** The search for the client; her id is all that goes into the address. */
function Whose({ current, typed, found = [] }: NewSeriesPageProps) {
  const { words, organization } = current
  const action = href(paths.newSeries, { org: organization.slug })
  return (
    <section class="card stack" aria-labelledby="whose-heading">
      <h2 id="whose-heading">{words.series.whoseTitle}</h2>
      <form method="get" action={action} class="stack">
        <Field label={words.series.whose} name="q" type="search" value={typed.q} maxlength={100} />
        <Button>{words.series.find}</Button>
      </form>
      {found.length === 0 && <p class="soft">{words.series.nobodyFound}</p>}
      <ul>
        {found.map(({ id, name }) => (
          <li>
            <a class="button plain" href={href(paths.newSeries, { org: organization.slug }, { client: id })}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The rule of the series, as a form that only asks: nothing is saved by it. */
function Description({ current, typed, client, offerings = [], problems = [] }: NewSeriesPageProps & { client: ClientOfSeries }) {
  const { words, organization } = current
  const said: Record<string, string> = words.series.problems
  const error = (name: string) => (problems.includes(name) ? said[name] : undefined)
  const rooms = [...new Map(offerings.flatMap((offering) => offering.rooms.map(({ id, name }) => [id, name])))]
  const places = [...new Set(offerings.map(({ zone }) => placeOf(zone)))]
  const action = href(paths.newSeries, { org: organization.slug })
  const several = new Set(offerings.map(({ staffId }) => staffId)).size > 1
  return (
    <form method="get" action={action} class="card stack">
      <ErrorSummary words={words.components} errors={problems.map((field) => ({ field, message: said[field] ?? '' }))} />
      <p>
        <b>{words.series.forClient(client.name)}</b> <a href={action}>{words.series.otherClient}</a>
      </p>
      <input type="hidden" name="client" value={client.id} />
      <div class="choices">
        <SelectField
          label={words.series.offering}
          name="offering"
          value={typed.offering}
          error={error('offering')}
          options={offerings.map(({ staffId, serviceId, therapist, service, durationMinutes }) => ({
            value: `${staffId}:${serviceId}`,
            label: several
              ? words.series.offeringOf(therapist, words.scheduling.minutes(service, durationMinutes))
              : words.scheduling.minutes(service, durationMinutes),
          }))}
        />
        <SelectField
          label={words.series.forum}
          name="forum"
          value={typed.forum}
          error={error('forum')}
          options={(['in_person', 'telehealth'] as const).map((value) => ({ value, label: alone(words.scheduling.forum[value]) }))}
        />
        {rooms.length > 0 && (
          <SelectField
            label={words.series.room}
            name="room"
            value={typed.room}
            options={[{ value: '', label: words.series.anyRoom }, ...rooms.map(([value, label]) => ({ value, label }))]}
          />
        )}
        <Field label={words.series.date} name="date" type="date" value={typed.date} error={error('date')} required />
        <Field
          label={words.series.time}
          name="time"
          type="time"
          value={typed.time}
          error={error('time')}
          required
          hint={words.series.timeHint(places.join(', '))}
        />
        <SelectField
          label={words.series.every}
          name="every"
          value={typed.every}
          error={error('every')}
          options={Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: words.series.everyWeeks(i + 1) }))}
        />
        <Field label={words.series.count} name="count" type="number" min="1" max="104" value={typed.count} error={error('count')} />
        <Field label={words.series.until} name="until" type="date" value={typed.until} error={error('until')} hint={words.series.endHint} />
      </div>
      <Button kind={typed.date ? 'quiet' : 'primary'}>{words.series.show}</Button>
    </form>
  )
}

const asked = ['client', 'offering', 'forum', 'room', 'date', 'time', 'every', 'count', 'until'] as const

function Dates({ current, typed, plan, chosen, refusal }: NewSeriesPageProps & { plan: Plan }) {
  const { words, organization } = current
  const { dates, offering, wish } = plan
  return (
    <section aria-labelledby="dates-heading" class="stack">
      <h2 id="dates-heading">{words.series.dates}</h2>
      <SeriesRefused current={current} refusal={refusal} />
      <p class="soft">{words.series.chosen}</p>
      <form method="post" action={href(paths.seriesList, { org: organization.slug })} class="stack">
        {asked.map((name) => (
          <input type="hidden" name={name} value={typed[name] ?? ''} />
        ))}
        <input type="hidden" name="key" value={newKey()} />
        <SeriesDates
          {...{ current, dates, chosen, refusal }}
          zone={offering.zone}
          wallMinute={wish.wallMinute}
          durationMinutes={offering.durationMinutes}
        />
        <Button kind="primary">{words.series.save}</Button>
      </form>
    </section>
  )
}
