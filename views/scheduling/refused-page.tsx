import type { ClientCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { RequestRefusal } from '../../src/scheduling/requests.ts'
import { ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Field } from '../components/field.tsx'
import { ClientFrame } from '../frames.tsx'
import { printTime } from '../components/time.tsx'
import { CallLink, Chosen } from './new-appointment-page.tsx'

export interface RefusedPageProps {
  current: ClientCurrent
  refusal: RequestRefusal
  /** What she wrote stays written. */
  note: string
}

/** A time that could not be had, with the nearest ones that can: each is one press (SCH-24). */
export function RefusedPage({ current, refusal, note }: RefusedPageProps) {
  const { words, language, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const { title, text } = said(current, refusal)
  const alternatives = refusal.kind === 'taken' ? refusal.alternatives : []
  return (
    <ClientFrame
      sheet="booking.css"
      current={current}
      title={title}
      here="appointments"
      actsFor={mine}
      back={href(paths.newAppointment, at)}
    >
      <h1>{title}</h1>
      <Notice words={words.components} kind="no" focus>
        {text}
      </Notice>
      {refusal.kind === 'taken' && alternatives.length > 0 && (
        <form method="post" action={href(paths.clientRequests, at)} class="stack">
          <Chosen bookable={refusal.bookable} />
          <ul class="actions">
            {alternatives.map(({ startsAt }) => (
              <li>
                <button class="slot" name="start" value={new Date(startsAt).toISOString()}>
                  {printTime({ at: startsAt, zone: refusal.bookable.zone, language })}
                </button>
              </li>
            ))}
          </ul>
          {note && (
            <Field label={words.scheduling.yourNote} name="note" multiline maxlength={1000} value={note} hint={words.scheduling.noteHint} />
          )}
        </form>
      )}
      <div class="actions">
        <ButtonLink href={href(refusal.kind === 'too_many' ? paths.appointments : paths.newAppointment, at)}>
          {refusal.kind === 'too_many' ? words.scheduling.backToList : words.scheduling.seeAll}
        </ButtonLink>
        <CallLink current={current} />
      </div>
    </ClientFrame>
  )
}

function said({ words, organization }: ClientCurrent, refusal: RequestRefusal): { title: string; text: string } {
  const { scheduling } = words
  if (refusal.kind === 'too_many') return { title: scheduling.tooManyTitle, text: scheduling.tooMany }
  if (refusal.kind === 'not_offered') return { title: scheduling.notOfferedTitle, text: scheduling.notOffered }
  return {
    title: scheduling.takenTitle,
    text: refusal.alternatives.length > 0 ? scheduling.taken : scheduling.takenNone(organization.phone),
  }
}
