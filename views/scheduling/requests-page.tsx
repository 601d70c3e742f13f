import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { AnswerRefusal } from '../../src/scheduling/answers.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Standing } from '../../src/scheduling/standing-file.ts'
import { ButtonLink } from '../components/button.tsx'
import type { OfferedTime } from '../../src/scheduling/counter-offers.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'
import { Nearest } from './offer-parts.tsx'
import { StaffCalendarLinks } from './calendar-links.tsx'
import { AnsweredRow, RequestRow } from './request-row.tsx'
import { StandingSummary } from './standing-parts.tsx'

export interface RequestsPageProps {
  current: StaffCurrent
  open: Appointment[]
  answered: Appointment[]
  /** What is asked for every week; answered on a page of its own (SCH-27). */
  standing?: Standing[]
  /** Times that were offered instead, while they are held. */
  offers: OfferedTime[]
  /** Messages she had written when her session ended, by request (ACC-5). */
  drafts?: Map<string, Record<string, string>>
  /** An answer that was not given, when this page is the answer to it without JavaScript. */
  refused?: { request: Appointment; refusal: AnswerRefusal; others: Slot[] }
}

/** SCH-21: what waits for an answer, made to be answered with a thumb; below it what was answered and can be taken back. */
export function RequestsPage({ current, open, answered, standing = [], offers, drafts, refused }: RequestsPageProps) {
  const { words, organization } = current
  return (
    <StaffFrame
      current={current}
      title={words.scheduling.requestsTitle}
      here="requests"
      sheet="requests.css"
      back={href(paths.requests, { org: organization.slug })}
    >
      <div class="page-head">
        <h1>{words.scheduling.requestsTitle}</h1>
        <ButtonLink icon="calendar" href={href(paths.newSeries, { org: organization.slug })}>
          {words.series.newTitle}
        </ButtonLink>
      </div>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {words.scheduling.answerRefusals[refused.refusal]}
          <Nearest current={current} request={refused.request} others={refused.others} />
        </Notice>
      )}
      {open.length + standing.length === 0 && (
        <EmptyState icon="calendar" title={words.scheduling.requestsEmpty}>
          {words.scheduling.requestsEmptyHint}
        </EmptyState>
      )}
      {open.length > 0 && (
        <div class="rows" id="open-requests">
          {open.map((request) => (
            <RequestRow
              current={current}
              request={request}
              draft={drafts?.get(request.id)}
              offered={offers.filter(({ requestId }) => requestId === request.id)}
              others={refused?.request.id === request.id ? refused.others : []}
            />
          ))}
        </div>
      )}
      {standing.length > 0 && (
        <section>
          <h2>{words.series.standingRow}</h2>
          <ul class="rows" id="standing-requests">
            {standing.map((one) => (
              <li class="appointment" id={`standing-${one.id}`}>
                <div>
                  <p>
                    <b>
                      <a href={href(paths.clientSchedule, { org: current.organization.slug, clientId: one.clientId })}>{one.client}</a>
                    </b>
                  </p>
                  <StandingSummary current={current} standing={one} />
                </div>
                <div class="actions">
                  <ButtonLink href={href(paths.standing, { org: organization.slug, standingId: one.id })}>
                    {words.series.standingLook}
                    <span class="visually-hidden"> {one.client}</span>
                  </ButtonLink>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {answered.length > 0 && (
        <section>
          <h2>{words.scheduling.answeredHeading}</h2>
          <div class="rows" id="answered-requests">
            {answered.map((request) => (
              <AnsweredRow current={current} request={request} />
            ))}
          </div>
        </section>
      )}
      {current.staff.therapist && (
        <p>
          <a href={href(paths.videoRoom, { org: organization.slug })}>{words.changing.roomLink}</a>
        </p>
      )}
      <StaffCalendarLinks current={current} />
    </StaffFrame>
  )
}
