import type { ClientCurrent } from '../../src/current.ts'
import { switchKey } from '../../src/notifications/events.ts'
import { href, paths } from '../../src/paths.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { cancelRefusal, type ChangeRefusal } from '../../src/scheduling/cancelling.ts'
import { freeToChangeUntil } from '../../src/scheduling/lateness.ts'
import { isEffective } from '../../src/settings/standing.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Notice, type NoticeKind } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName, Summary, telephone, zoneFor } from './appointment-parts.tsx'
import { CalendarFile } from './calendar-links.tsx'
import { TellMeInstead } from './waiting-links.tsx'

export interface RequestPageProps {
  current: ClientCurrent
  request: Appointment
  refusal?: ChangeRefusal | undefined
}

/** A request or an appointment: where it stands, what happens next, and the way out (SCH-41). */
export function RequestPage({ current, request, refusal }: RequestPageProps) {
  const { words, language, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const name = firstName(request.therapist)
  const zone = zoneFor(current, request)
  const title = words.scheduling.status[request.status](name)
  return (
    <ClientFrame
      current={current}
      title={title}
      here="appointments"
      actsFor={mine}
      back={href(paths.clientRequest, { ...at, requestId: request.id })}
    >
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{title}</h1>
      {refusal && <Refusal {...{ current, refusal }} />}
      {request.status === 'requested' && request.answerByAt !== null && (
        <Notice words={words.components} kind={kinds[request.status] ?? 'info'}>
          {words.scheduling.hearBy} <Time at={request.answerByAt} zone={zone} language={language} />.
        </Notice>
      )}
      <div class="card stack">
        <Summary {...{ current, zone }} appointment={request} />
        <Place {...{ current, request }} />
        <CalendarFile {...{ current, request }} />
        <TellMeInstead {...{ current, request }} />
        {request.answer && <Quote heading={words.scheduling.message(name)} text={request.answer} />}
        {request.note && <Quote heading={words.scheduling.yourNote} text={request.note} />}
        <NextSteps {...{ current, request, zone, at }} />
      </div>
    </ClientFrame>
  )
}

const kinds: Partial<Record<Appointment['status'], NoticeKind>> = { requested: 'wait' }

function Refusal({ current: { words, organization }, refusal }: { current: ClientCurrent; refusal: ChangeRefusal }) {
  const text = words.scheduling.refusals[refusal]
  return (
    <Notice words={words.components} kind="no" focus>
      {typeof text === 'string' ? text : text(organization.phone)}
    </Notice>
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

/** The street address, unless the practice hides it (SET-18). */
function Place({ current, request }: { current: ClientCurrent; request: Appointment }) {
  const hidden = request.hideAddress || isEffective('hide_location_on_forms', current.facts)
  if (request.forum !== 'in_person' || !request.location) return <></>
  return (
    <p>
      {request.location}
      {!hidden && request.address && <span class="soft">, {request.address}</span>}
    </p>
  )
}

interface StepsProps {
  current: ClientCurrent
  request: Appointment
  zone: string
  at: { org: string; clientId: string }
}

function NextSteps({ current, request, zone, at }: StepsProps) {
  const { words } = current
  if (request.status === 'requested') {
    return (
      <>
        <h2>{words.scheduling.whatNext}</h2>
        <ol class="steps">
          {words.scheduling.next(firstName(request.therapist), mailsAnswers(current)).map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <Change {...{ request }} action={href(paths.withdrawal, { ...at, requestId: request.id })}>
          <Button>{words.scheduling.withdraw}</Button>
        </Change>
      </>
    )
  }
  if (request.status === 'confirmed' && request.startsAt > current.now) return <Cancelling {...{ current, request, zone, at }} />
  if (request.status === 'confirmed' || request.status === 'completed') return <></>
  return (
    <div class="actions">
      <ButtonLink href={href(paths.newAppointment, at)}>{words.scheduling.askAgain}</ButtonLink>
    </div>
  )
}

/** Whether the practice has both answers mailed; otherwise an e-mail must not be promised. */
const mailsAnswers = ({ facts }: ClientCurrent): boolean =>
  (['request_confirmed', 'request_declined'] as const).every((event) => facts.choices[switchKey(event)]?.value === 'on')

/** SET-14: until when she may cancel herself, in one sentence; afterwards whom to call. */
function Cancelling({ current, request, zone, at }: StepsProps) {
  const { words, language, organization, facts } = current
  if (cancelRefusal(current, request) !== null) {
    return (
      <>
        <p>{words.scheduling.tooLate(organization.phone)}</p>
        <div class="actions">
          <ButtonLink icon="phone" href={telephone(organization.phone)}>
            {words.scheduling.call(organization.phone)}
          </ButtonLink>
        </div>
      </>
    )
  }
  const until = freeToChangeUntil(request.startsAt, isEffective('cancel_within_24h', facts))
  return (
    <>
      <p>
        {words.scheduling.freeUntil} <Time at={until} zone={zone} language={language} />.
      </p>
      <Disclosure summary={words.scheduling.cancel} kind="danger" place="inline">
        <Change {...{ request }} action={href(paths.cancellation, { ...at, appointmentId: request.id })}>
          <p>{words.scheduling.cancelSure}</p>
          <Button kind="danger">{words.scheduling.cancelNow}</Button>
        </Change>
      </Disclosure>
    </>
  )
}

/** A change of this row: with the version that was seen, and a key of its own (SCH-25). */
function Change({ request, action, children }: { request: Appointment; action: string; children?: unknown }) {
  return (
    <form method="post" action={action} class="stack">
      <input type="hidden" name="version" value={String(request.version)} />
      <input type="hidden" name="key" value={newKey()} />
      <>{children}</>
    </form>
  )
}
