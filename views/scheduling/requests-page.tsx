import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { AnswerRefusal } from '../../src/scheduling/answers.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'
import { StaffCalendarLinks } from './calendar-links.tsx'
import { AnsweredRow, RequestRow } from './request-row.tsx'

export interface RequestsPageProps {
  current: StaffCurrent
  open: Appointment[]
  answered: Appointment[]
  /** Messages she had written when her session ended, by request (ACC-5). */
  drafts?: Map<string, Record<string, string>>
  /** An answer that was not given, when this page is the answer to it without JavaScript. */
  refused?: { request: Appointment; refusal: AnswerRefusal }
}

/** SCH-21: what waits for an answer, made to be answered with a thumb; below it what was answered and can be taken back. */
export function RequestsPage({ current, open, answered, drafts, refused }: RequestsPageProps) {
  const { words, organization } = current
  return (
    <StaffFrame
      current={current}
      title={words.scheduling.requestsTitle}
      here="requests"
      back={href(paths.requests, { org: organization.slug })}
    >
      <h1>{words.scheduling.requestsTitle}</h1>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {words.scheduling.answerRefusals[refused.refusal]}
        </Notice>
      )}
      {open.length === 0 && (
        <EmptyState icon="calendar" title={words.scheduling.requestsEmpty}>
          {words.scheduling.requestsEmptyHint}
        </EmptyState>
      )}
      {open.length > 0 && (
        <div class="rows" id="open-requests">
          {open.map((request) => (
            <RequestRow current={current} request={request} draft={drafts?.get(request.id)} />
          ))}
        </div>
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
      <StaffCalendarLinks current={current} />
    </StaffFrame>
  )
}
