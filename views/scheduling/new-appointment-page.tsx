import type { ClientCurrent, Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { firstAvailable, type FreeTime } from '../../src/scheduling/first-available.ts'
import type { PartOfDay } from '../../src/scheduling/parts-of-day.ts'
import { newKey } from '../../src/web/new-key.ts'
import { DraftKept, keepsDraft } from '../accounts/draft-kept.tsx'
import { ButtonLink } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { ClientFrame } from '../frames.tsx'
import { firstName, telephone } from './appointment-parts.tsx'
import { Choices } from './booking-choices.tsx'
import { formOf, Slots, therapistsOf } from './slot-list.tsx'
import { TimesFound } from './times-found.tsx'
import { TellMeOfTimes } from './waiting-links.tsx'

export interface NewAppointmentPageProps {
  current: ClientCurrent
  booking: Booking
  /** The day she asked for, YYYY-MM-DD; the first day with something free from there on is shown. */
  from?: string | undefined
  /** The part of the day she looks for (SCH-11). */
  part?: PartOfDay | undefined
  /** The note she had written when her session ended (ACC-5). */
  draft?: Record<string, string> | undefined
}

/** SCH-11: what and with whom, a strip of days, and times as buttons; pressing one asks for it. */
export function NewAppointmentPage({ current, booking, from, part, draft }: NewAppointmentPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const { bookable, choices } = booking
  return (
    <ClientFrame
      sheet="booking.css"
      current={current}
      title={words.scheduling.newAppointment}
      here="appointments"
      actsFor={mine}
      back={href(paths.newAppointment, at)}
    >
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{words.scheduling.newAppointment}</h1>
      {bookable ? (
        <div id="booking" class="stack">
          <Choices {...{ current, choices, bookable }} first={booking.first} action={href(paths.newAppointment, at)}>
            {part && <input type="hidden" name="part" value={part} />}
          </Choices>
          <Times {...{ current, booking, bookable, from, part, draft }} />
        </div>
      ) : (
        <EmptyState icon="phone" title={words.scheduling.nobody} action={<CallLink {...{ current }} />}>
          {words.scheduling.nobodyHint(organization.phone)}
        </EmptyState>
      )}
    </ClientFrame>
  )
}

export function CallLink({ current: { words, organization } }: { current: Pick<Current, 'words' | 'organization'> }) {
  return (
    <ButtonLink icon="phone" href={telephone(organization.phone)}>
      {words.scheduling.call(organization.phone)}
    </ButtonLink>
  )
}

interface TimesProps extends Omit<NewAppointmentPageProps, 'booking'> {
  booking: Booking
  bookable: Bookable
}

function Times({ current, booking, bookable, from, part, draft }: TimesProps) {
  const { words, organization, client } = current
  const { choice, forum } = bookable
  const at = { org: organization.slug, clientId: client.id }
  const wish = { therapist: choice.staffId, service: choice.serviceId, forum }
  const asked = { ...wish, therapist: booking.first ? firstAvailable : choice.staffId }
  return (
    <div id="times" class="stack">
      <TimesFound
        {...{ current, booking, bookable, from, part }}
        to={(shown) => href(paths.newAppointment, at, { ...asked, ...shown })}
        zoneLine={forum === 'in_person' ? words.scheduling.placeTime : words.scheduling.yourTime}
        none={
          <EmptyState icon="calendar" title={words.scheduling.noTimes} action={<CallLink {...{ current }} />}>
            {words.scheduling.noTimesHint(organization.phone)}
          </EmptyState>
        }
      >
        {(times) => (booking.first ? <AskFirst {...{ current, times, bookable }} /> : <Ask {...{ current, times, bookable, draft }} />)}
      </TimesFound>
      {!booking.first && booking.slots.length > 0 && (
        <p>
          <a href={href(paths.newStanding, at, wish)}>{words.series.standingLink}</a>
        </p>
      )}
      {!booking.first && <TellMeOfTimes {...{ current, bookable }} />}
    </div>
  )
}

interface AskProps {
  current: ClientCurrent
  times: FreeTime[]
  bookable: Bookable
}

/** The times of one therapist, in a form that asks for one. */
function Ask({ current, times, bookable, draft }: AskProps & { draft: NewAppointmentPageProps['draft'] }) {
  const { words, organization, client } = current
  const name = firstName(bookable.choice.therapist)
  const aboutHer = { form: 'request_note', about: client.id } as const
  const action = href(paths.clientRequests, { org: organization.slug, clientId: client.id })
  return (
    <form method="post" action={action} class="stack" {...keepsDraft(current, aboutHer)}>
      <Chosen {...{ bookable }} />
      <p>{words.scheduling.pressToAsk(name)}</p>
      <Disclosure
        id={`note-for-${bookable.choice.staffId}`}
        summary={words.scheduling.note(name)}
        place="inline"
        keep
        open={draft !== undefined}
      >
        {draft && <DraftKept current={current} draft={aboutHer} />}
        <Field
          label={words.scheduling.note(name)}
          name="note"
          multiline
          value={draft?.note}
          maxlength={1000}
          optional={words.components.optional}
          hint={words.scheduling.noteHint}
        />
      </Disclosure>
      <Slots {...{ current, bookable, slots: times }} />
    </form>
  )
}

/** The times of several: each button belongs to the form that names its therapist, as if her own page had been open. */
function AskFirst({ current, times, bookable }: AskProps) {
  const { words, organization, client } = current
  return (
    <>
      <div hidden>
        {therapistsOf(times).map((of) => (
          <form method="post" id={formOf(of)} action={href(paths.clientRequests, { org: organization.slug, clientId: client.id })}>
            <Chosen bookable={of} />
          </form>
        ))}
      </div>
      <p>{words.booking.pressFirst}</p>
      <Slots {...{ current, bookable, slots: times }} />
    </>
  )
}

/** What the form asks for besides the time itself. */
export function Chosen({ bookable: { choice, forum } }: { bookable: Bookable }) {
  const fields = { therapist: choice.staffId, service: choice.serviceId, forum, key: newKey() }
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
