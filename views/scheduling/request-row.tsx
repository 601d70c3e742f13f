import type { Child } from 'hono/jsx'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { AnswerRefusal } from '../../src/scheduling/answers.ts'
import type { Appointment } from '../../src/scheduling/appointments.ts'
import type { Slot } from '../../src/scheduling/slots.ts'
import { isAbsorbed } from '../../src/scheduling/absorbed.ts'
import { newKey } from '../../src/web/new-key.ts'
import { DraftKept, keepsDraft } from '../accounts/draft-kept.tsx'
import { Avatar } from '../components/avatar.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { printAgo, Time } from '../components/time.tsx'
import { MoveLine, Nearest, OfferLine, Others } from './offer-parts.tsx'

export interface RequestRowProps {
  current: StaffCurrent
  request: Appointment
  refusal?: AnswerRefusal
  /** The nearest free times, when the one asked for is taken (SCH-23). */
  others?: Slot[]
  /** Times that were offered and wait for the client. */
  offered?: { startsAt: number }[]
  /** What she had written to decline it when her session ended (ACC-5). */
  draft?: Record<string, string> | undefined
  /** Just swapped in: takes the focus (UX-3). */
  focus?: boolean
}

/** One request: a form whose buttons say with their own address what they do. */
export function RequestRow({ current, request, refusal, others = [], offered = [], draft, focus = false }: RequestRowProps) {
  const { words, language } = current
  const { id, client, startsAt, endsAt, service, forum, note, answerByAt } = request
  return (
    <form
      class="request-row"
      id={`request-${id}`}
      method="post"
      action={actionOf(current, request, 'confirmation')}
      {...keepsDraft(current, { form: 'decline_message', about: id })}
      aria-labelledby={`request-${id}-name request-${id}-when`}
    >
      <Fields request={request} />
      <div {...(focus && { tabindex: -1, 'data-focus': true })}>
        {refusal && <p class="error">{words.scheduling.answerRefusals[refusal]}</p>}
        <Others {...{ current, request, others }} />
        <MoveLine {...{ current, request }} />
        <p class="when" id={`request-${id}-when`}>
          <Time at={startsAt} until={endsAt} zone={request.zone} language={language} />
        </p>
        <p>
          {service}, {words.scheduling.forum[forum]}{' '}
          {request.staffId !== current.staff.id && words.scheduling.forTherapist(request.therapist)}
        </p>
        <p class="meta">
          {words.scheduling.asked} {printAgo(request.createdAt, current.now, language)}
          {answerByAt !== null && request.offeredAt === null && (
            <>
              {' · '}
              {words.scheduling.answerBy} <Time at={answerByAt} zone={request.zone} language={language} form="weekday" />
            </>
          )}
        </p>
        <OfferLine {...{ current, request, offered }} />
      </div>
      <div class="who">
        <Avatar name={client} />
        <div>
          <p id={`request-${id}-name`}>
            <b>
              <a href={href(paths.clientSchedule, { org: current.organization.slug, clientId: request.clientId })}>{client}</a>
            </b>
          </p>
          {note && <q>{note}</q>}
        </div>
      </div>
      <div class="actions">
        <Button kind="primary" icon="check" {...acting(current, request, 'confirmation')}>
          {words.scheduling.confirm}
        </Button>
        {request.offeredAt === null ? (
          <ButtonLink href={href(paths.counterOffer, { org: current.organization.slug, requestId: id })}>
            {words.changing.offerOthers}
            <span class="visually-hidden"> {client}</span>
          </ButtonLink>
        ) : (
          <Button icon="undo" formaction={href(paths.counterOfferUndo, { org: current.organization.slug, requestId: id })}>
            {words.changing.offerUndo}
            <span class="visually-hidden"> {client}</span>
          </Button>
        )}
        <Disclosure summary={words.scheduling.decline} kind="danger" place="inline" open={draft !== undefined}>
          {draft && <DraftKept current={current} draft={{ form: 'decline_message', about: id }} />}
          <Field
            label={words.scheduling.messageTo(client)}
            name="message"
            id={`request-${id}-message`}
            multiline
            value={draft?.message}
            maxlength={1000}
            optional={words.components.optional}
            hint={words.scheduling.messageHint}
          />
          <div class="actions">
            <Button kind="danger" {...acting(current, request, 'decline')}>
              {words.scheduling.declineNow}
            </Button>
          </div>
        </Disclosure>
      </div>
    </form>
  )
}

/** What a request becomes when it was answered: one line with its undo. */
export function AnsweredRow({ current, request, refusal, others = [], focus = false }: RequestRowProps) {
  const { words, language, now } = current
  const { id, client, status, startsAt } = request
  const moved = isAbsorbed(request)
  const answered = status === 'confirmed' || status === 'declined' || moved
  const good = status === 'confirmed' || moved
  return (
    <form class={`request-row done${good ? '' : ' no'}`} id={`request-${id}`} method="post" action={actionOf(current, request, 'undo')}>
      <Fields request={request} />
      <p {...(focus && { tabindex: -1, 'data-focus': true, 'data-announce': true })}>
        <Icon name={good ? 'check' : 'close'} />
        <span>
          {refusal && <>{words.scheduling.answerRefusals[refusal]} </>}
          {moved ? words.changing.moved(client) : outcome(words, client, status)},{' '}
          <Time at={startsAt} zone={request.zone} language={language} />
          <Nearest {...{ current, request, others }} />
        </span>
      </p>
      {answered && startsAt > now && (
        <Button kind="plain" icon="undo" {...acting(current, request, 'undo')}>
          {words.scheduling.undo}
          <span class="visually-hidden"> {client}</span>
        </Button>
      )}
    </form>
  )
}

function outcome(words: StaffCurrent['words'], client: string, status: Appointment['status']): Child {
  if (status === 'confirmed') return words.scheduling.confirmed(client)
  if (status === 'declined') return words.scheduling.declined(client)
  return words.scheduling.otherwise(client, words.scheduling.statusShort[status])
}

function Fields({ request: { version } }: { request: Appointment }) {
  return (
    <>
      <input type="hidden" name="version" value={String(version)} />
      <input type="hidden" name="key" value={newKey()} />
    </>
  )
}

type Act = 'confirmation' | 'decline' | 'undo'

const actionOf = ({ organization }: StaffCurrent, { id }: Appointment, act: Act): string =>
  href(paths[act], { org: organization.slug, requestId: id })

/** Where a button of the row posts, with and without JavaScript; the row is replaced by the answer. Only to decline is not the form's own address. */
const acting = (current: StaffCurrent, request: Appointment, act: Act) => {
  const action = actionOf(current, request, act)
  return {
    ...(act === 'decline' && { formaction: action }),
    'hx-post': action,
    'hx-target': 'closest .request-row',
    'hx-swap': 'outerHTML',
    'hx-sync': 'closest form:drop',
  }
}
