import type { ClientCurrent } from '../../src/current.ts'
import { switchKey } from '../../src/notifications/events.ts'
import { href, paths } from '../../src/paths.ts'
import { isAbsorbed } from '../../src/scheduling/absorbed.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import { cancelRefusal } from '../../src/scheduling/cancelling.ts'
import type { AroundRequest } from '../../src/scheduling/client-request.ts'
import { isEffective } from '../../src/settings/standing.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName, Summary, telephone, zoneFor } from './appointment-parts.tsx'
import { Change, Refusal, type RefusalKind } from './change-parts.tsx'
import { FreeUntil, Movement, Offers, OtherTimes, Video } from './request-parts.tsx'
import { CalendarFile } from './calendar-links.tsx'
import { TellMeInstead } from './waiting-links.tsx'

export interface RequestPageProps {
  current: ClientCurrent
  request: Appointment
  refusal?: RefusalKind | undefined
  around?: AroundRequest
}

const nothingAround: AroundRequest = { offers: [], wish: null, room: '', others: null }

/** A request or an appointment: where it stands, what happens next, and the way out (SCH-41). */
export function RequestPage({ current, request, refusal, around = nothingAround }: RequestPageProps) {
  const { words, language, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const name = firstName(request.therapist)
  const zone = zoneFor(current, request)
  const offered = around.offers.length > 0
  const title = titleOf(current, request, offered)
  return (
    <ClientFrame
      sheet="booking.css"
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
        <Notice words={words.components} kind="wait">
          {offered ? words.changing.offersUntil : words.scheduling.hearBy} <Time at={request.answerByAt} zone={zone} language={language} />.
        </Notice>
      )}
      {offered && <Offers {...{ current, request, zone }} offers={around.offers} />}
      <div class="card stack">
        <Movement {...{ current, request, zone }} wish={around.wish} />
        <Summary {...{ current, zone }} appointment={request} />
        <Place {...{ current, request }} />
        <CalendarFile {...{ current, request }} />
        <TellMeInstead {...{ current, request }} />
        {request.answer && <Quote heading={words.scheduling.message(name)} text={request.answer} />}
        {request.note && <Quote heading={words.scheduling.yourNote} text={request.note} />}
        <Video {...{ current, request }} room={around.room} />
        <NextSteps {...{ current, request, zone, at, around }} />
      </div>
    </ClientFrame>
  )
}

function titleOf({ words }: ClientCurrent, request: Appointment, offered: boolean): string {
  const name = firstName(request.therapist)
  if (isAbsorbed(request)) return words.changing.movedTitle(name)
  return offered ? words.changing.offersTitle(name) : words.scheduling.status[request.status](name)
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
  around: AroundRequest
}

function NextSteps(props: StepsProps) {
  const { current, request, at, around } = props
  const { words } = current
  if (request.status === 'requested') return <Waiting {...props} />
  if (request.status === 'confirmed' && request.startsAt > current.now) return <Changing {...props} />
  if (request.status === 'confirmed' || request.status === 'completed') return <></>
  return (
    <>
      {around.others && <OtherTimes current={current} others={around.others} />}
      <div class="actions">
        {request.rescheduleOf === null ? (
          <ButtonLink href={href(paths.newAppointment, at)}>{words.scheduling.askAgain}</ButtonLink>
        ) : (
          <ButtonLink href={href(paths.clientRequest, { ...at, requestId: request.rescheduleOf })}>
            {words.changing.seeAppointment}
          </ButtonLink>
        )}
      </div>
    </>
  )
}

function Waiting({ current, request, at, around }: StepsProps) {
  const { words } = current
  const offered = around.offers.length > 0
  return (
    <>
      {offered ? (
        <p>{words.changing.stillAsked}</p>
      ) : (
        <>
          <h2>{words.scheduling.whatNext}</h2>
          <ol class="steps">
            {words.scheduling.next(firstName(request.therapist), mailsAnswers(current)).map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </>
      )}
      <Change {...{ request }} action={href(paths.withdrawal, { ...at, requestId: request.id })}>
        <Button>{offered ? words.changing.noneOfThese : words.scheduling.withdraw}</Button>
      </Change>
    </>
  )
}

/** Whether the practice has both answers mailed; otherwise an e-mail must not be promised. */
const mailsAnswers = ({ facts }: ClientCurrent): boolean =>
  (['request_confirmed', 'request_declined'] as const).every((event) => facts.choices[switchKey(event)]?.value === 'on')

/** SET-14, SCH-41: until when she may change it herself, in one sentence; afterwards whom to call. */
function Changing({ current, request, zone, at, around }: StepsProps) {
  const { words, organization } = current
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
  const appointment = { ...at, appointmentId: request.id }
  return (
    <>
      <p>
        <FreeUntil {...{ current, request, zone }} />
      </p>
      <div class="actions">
        {around.wish === null && <ButtonLink href={href(paths.reschedule, appointment)}>{words.changing.move}</ButtonLink>}
        <ButtonLink href={href(paths.cancellation, appointment)}>{words.scheduling.cancel}</ButtonLink>
      </div>
    </>
  )
}
