import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Standing } from '../../src/scheduling/standing-file.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName } from './appointment-parts.tsx'
import { StandingSummary } from './standing-parts.tsx'

/** A client's standing request: where it stands, and the way out (SCH-27, SCH-41). */
export function StandingPage({ current, standing, refused = false }: { current: ClientCurrent; standing: Standing; refused?: boolean }) {
  const { words, language, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id, standingId: standing.id }
  const name = firstName(standing.therapist)
  const title = words.series.standingStatus[standing.status](name)
  const isOpen = standing.status === 'requested'
  return (
    <ClientFrame current={current} title={title} here="appointments" actsFor={mine} back={href(paths.clientStanding, at)}>
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{title}</h1>
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {words.series.standingStale}
        </Notice>
      )}
      {isOpen && standing.answerByAt !== null && (
        <Notice words={words.components} kind="wait">
          {words.scheduling.hearBy} <Time at={standing.answerByAt} zone={client.zone ?? organization.zone} language={language} />.
        </Notice>
      )}
      <div class="card stack">
        <StandingSummary current={current} standing={standing} />
        {standing.answer && <Quote heading={words.scheduling.message(name)} text={standing.answer} />}
        {standing.note && <Quote heading={words.scheduling.yourNote} text={standing.note} />}
        {isOpen && <p>{words.series.standingLead(name)}</p>}
        {standing.status === 'confirmed' && <p>{words.series.standingConfirmed}</p>}
        {isOpen && (
          <form method="post" action={href(paths.standingWithdrawal, at)}>
            <input type="hidden" name="version" value={String(standing.version)} />
            <input type="hidden" name="key" value={newKey()} />
            <Button>{words.series.standingWithdraw}</Button>
          </form>
        )}
        {(standing.status === 'declined' || standing.status === 'expired') && (
          <ButtonLink icon="calendar" href={href(paths.newAppointment, at)}>
            {words.scheduling.askAgain}
          </ButtonLink>
        )}
      </div>
    </ClientFrame>
  )
}

function Quote({ heading, text }: { heading: string; text: string }) {
  return (
    <div>
      <p class="meta">{heading}</p>
      <blockquote class="said">{text}</blockquote>
    </div>
  )
}
