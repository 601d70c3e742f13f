import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Waiting } from '../../src/scheduling/waitlist.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { isOffered } from './waitlist-page.tsx'

export interface StaffWaitlistPageProps {
  current: StaffCurrent
  waiting: Waiting[]
  /** A removal that was not done: the entry had changed. */
  stale?: boolean
}

/** SCH-28: who waits for an earlier time, the longest wait first, and what is offered to whom. */
export function StaffWaitlistPage({ current, waiting, stale = false }: StaffWaitlistPageProps) {
  const { words, organization } = current
  const said = words.waitlist
  return (
    <StaffFrame
      current={current}
      title={said.staffTitle}
      here="calendar"
      sheet="scheduling.css"
      back={href(paths.staffWaitlist, { org: organization.slug })}
    >
      <p>
        <a href={href(paths.calendar, { org: organization.slug })}>{words.calendar.cancelEdit}</a>
      </p>
      <h1>{said.staffTitle}</h1>
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {said.stale}
        </Notice>
      )}
      {waiting.length === 0 ? (
        <EmptyState icon="waiting" title={said.staffEmpty}>
          {said.staffEmptyHint}
        </EmptyState>
      ) : (
        <>
          <p class="lead">{said.staffIntro}</p>
          <ol class="rows">
            {waiting.map((entry) => (
              <Row current={current} entry={entry} />
            ))}
          </ol>
        </>
      )}
    </StaffFrame>
  )
}

function Row({ current, entry }: { current: StaffCurrent; entry: Waiting }) {
  const { words, organization, language, now } = current
  const said = words.waitlist
  const { zone } = entry
  return (
    <li class="appointment" id={entry.id}>
      <div>
        <p>
          <b>
            <a href={href(paths.clientSchedule, { org: current.organization.slug, clientId: entry.clientId })}>{entry.client}</a>
          </b>
        </p>
        <p>{words.scheduling.withWhom(entry.service, entry.therapist, words.scheduling.forum[entry.forum])}</p>
        <p class="soft">
          {entry.beforeAt !== null && (
            <>
              {said.beforeAt} <Time at={entry.beforeAt} zone={zone} language={language} form="day" now={now} />,{' '}
            </>
          )}
          {said.since} <Time at={entry.createdAt} zone={zone} language={language} form="day" now={now} />
        </p>
        {isOffered(entry) && (
          <p>
            {said.offeredTo}: <Time at={entry.startsAt ?? 0} until={entry.endsAt ?? 0} zone={zone} language={language} />, {said.until}{' '}
            <Time at={entry.offerExpiresAt ?? 0} zone={zone} language={language} form="clock" />
          </p>
        )}
      </div>
      <form method="post" action={href(paths.staffWaitlistRemoval, { org: organization.slug, entryId: entry.id })} class="actions">
        <input type="hidden" name="version" value={String(entry.version)} />
        <input type="hidden" name="key" value={newKey()} />
        <Button aria-label={said.removeWhom(entry.client)}>{said.remove}</Button>
      </form>
    </li>
  )
}
