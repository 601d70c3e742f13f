import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Chosen } from '../../src/scheduling/series-plan.ts'
import type { Plan, SeriesRefusal } from '../../src/scheduling/series.ts'
import type { Standing } from '../../src/scheduling/standing-file.ts'
import type { StandingRefusal } from '../../src/scheduling/standing.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Tabs } from '../components/tabs.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { SeriesDates, SeriesRefused } from './series-dates.tsx'
import { StandingSummary } from './standing-parts.tsx'

export interface AnswerStandingPageProps {
  current: StaffCurrent
  standing: Standing
  /** Its dates; null once it is answered. */
  plan: Plan | null
  weeks: number
  chosen?: Chosen
  refusal?: StandingRefusal | SeriesRefusal | null
}

/** SCH-27: the conflicts of twelve weeks beside the free dates, and the answer, on one page. */
export function AnswerStandingPage(props: AnswerStandingPageProps) {
  const { current, standing, plan, refusal } = props
  const { words, language, organization } = current
  const title = words.series.standingAnswer(standing.client)
  const at = { org: organization.slug, standingId: standing.id }
  return (
    <StaffFrame current={current} title={title} here="requests" sheet="scheduling.css" back={href(paths.standing, at)}>
      <p>
        <a href={href(paths.requests, { org: organization.slug })}>{words.scheduling.requestsTitle}</a>
      </p>
      <h1>{title}</h1>
      <div class="stack">
        {typeof refusal === 'string' ? (
          <Notice words={words.components} kind="no" focus>
            {words.series.standingRefusals[refusal]}
          </Notice>
        ) : (
          <SeriesRefused current={current} refusal={refusal ?? undefined} />
        )}
        <div class="card stack">
          <StandingSummary current={current} standing={standing} />
          <p>
            <a href={href(paths.clientSchedule, { org: organization.slug, clientId: standing.clientId })}>
              {words.calendar.ofClient.all(standing.client)}
            </a>
          </p>
          {standing.note && <q>{standing.note}</q>}
          {standing.status === 'requested' && standing.answerByAt !== null && (
            <p class="meta">
              {words.scheduling.answerBy} <Time at={standing.answerByAt} zone={standing.zone} language={language} />
            </p>
          )}
        </div>
        {standing.status === 'requested' ? plan && <Answering {...props} plan={plan} /> : <Answered {...props} />}
        {standing.status === 'requested' && <Declining current={current} standing={standing} />}
      </div>
    </StaffFrame>
  )
}

function Answering({ current, standing, plan, weeks, chosen, refusal }: AnswerStandingPageProps & { plan: Plan }) {
  const { words, organization } = current
  const at = { org: organization.slug, standingId: standing.id }
  const refused = typeof refusal === 'object' && refusal !== null ? refusal : undefined
  const shown = { current, dates: plan.dates, chosen, refusal: refused }
  return (
    <section class="stack" aria-labelledby="dates-heading">
      <h2 id="dates-heading">{words.series.standingDates}</h2>
      <Tabs
        label={words.series.standingWeeks}
        items={[12, 26, 52].map((count) => ({
          href: href(paths.standing, at, { weeks: count }),
          label: words.series.standingWeeksOf(count),
          here: count === weeks,
        }))}
      />
      <p class="soft">{words.series.chosen}</p>
      <form method="post" action={href(paths.standingConfirmation, at)} class="stack">
        <Fields standing={standing} />
        <input type="hidden" name="weeks" value={String(weeks)} />
        <SeriesDates
          {...shown}
          zone={plan.offering.zone}
          wallMinute={plan.wish.wallMinute}
          durationMinutes={plan.offering.durationMinutes}
        />
        <Button kind="primary" icon="check">
          {words.series.standingConfirm}
        </Button>
      </form>
    </section>
  )
}

function Declining({ current, standing }: { current: StaffCurrent; standing: Standing }) {
  const { words, organization } = current
  return (
    <Disclosure summary={words.scheduling.decline} kind="danger">
      <form method="post" action={href(paths.standingDecline, { org: organization.slug, standingId: standing.id })} class="stack">
        <Fields standing={standing} />
        <Field
          label={words.scheduling.messageTo(standing.client)}
          name="message"
          multiline
          maxlength={1000}
          optional={words.components.optional}
          hint={words.scheduling.messageHint}
        />
        <Button kind="danger">{words.scheduling.declineNow}</Button>
      </form>
    </Disclosure>
  )
}

/** What became of it, the way to the series, and the way back. */
function Answered({ current, standing }: AnswerStandingPageProps) {
  const { words, organization } = current
  const { status, seriesId, answer } = standing
  const canUndo = status === 'confirmed' || status === 'declined'
  return (
    <div class="card stack">
      <p>
        <b>{words.series.standingDone[status]}</b>
      </p>
      {answer && <blockquote class="said">{answer}</blockquote>}
      {seriesId && (
        <p>
          <a href={href(paths.series, { org: organization.slug, seriesId })}>{words.series.standingSeries}</a>
        </p>
      )}
      {canUndo && (
        <form method="post" action={href(paths.standingUndo, { org: organization.slug, standingId: standing.id })} class="stack">
          <Fields standing={standing} />
          {status === 'confirmed' && <p class="soft">{words.series.standingUndoHint}</p>}
          <Button icon="undo">{words.scheduling.undo}</Button>
        </form>
      )}
    </div>
  )
}

function Fields({ standing: { version } }: { standing: Standing }) {
  return (
    <>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="key" value={newKey()} />
    </>
  )
}
