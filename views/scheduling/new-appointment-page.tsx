import type { Child } from 'hono/jsx'
import type { ClientCurrent, Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { type Bookable, type Booking } from '../../src/scheduling/booking.ts'
import { forumsOf } from '../../src/scheduling/forums.ts'
import { daysOf, type DayOfSlots } from '../../src/scheduling/days.ts'
import { newKey } from '../../src/web/new-key.ts'
import { DraftKept, keepsDraft } from '../accounts/draft-kept.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { placeOf } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'
import { alone, firstName, telephone } from './appointment-parts.tsx'
import { Days, Slots } from './slot-list.tsx'
import { TellMeOfTimes } from './waiting-links.tsx'

export interface NewAppointmentPageProps {
  current: ClientCurrent
  booking: Booking
  /** The day she asked for, YYYY-MM-DD; the first day with something free from there on is shown. */
  from?: string | undefined
  /** The note she had written when her session ended (ACC-5). */
  draft?: Record<string, string> | undefined
}

/** SCH-11: what and with whom, a strip of days, and times as buttons; pressing one asks for it. */
export function NewAppointmentPage({ current, booking, from, draft }: NewAppointmentPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const { bookable, choices } = booking
  return (
    <ClientFrame
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
        <>
          <Choices {...{ current, choices, bookable }} action={href(paths.newAppointment, at)} />
          <Times {...{ current, booking, bookable, from, draft }} />
        </>
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

export interface ChoicesProps {
  current: Pick<Current, 'words'>
  choices: Booking['choices']
  bookable: Bookable
  /** The page itself. */
  action: string
  /** What the address says besides. */
  children?: Child
}

/** The selects, left out where there is one choice. One field names therapist and service: they are offered together. */
export function Choices({ current, choices, bookable, action, children }: ChoicesProps) {
  const { words } = current
  const forums = forumsOf(bookable.choice)
  const therapists = [...new Map(choices.map(({ staffId, therapist }) => [staffId, therapist]))]
  const services = choices.filter(({ staffId }) => staffId === bookable.choice.staffId)
  if (therapists.length < 2 && services.length < 2 && forums.length < 2) return <></>
  return (
    <form
      method="get"
      action={action}
      class="choices"
      hx-get={action}
      hx-trigger="change"
      hx-target="#times"
      hx-select="#times"
      hx-swap="outerHTML"
    >
      {children}
      {therapists.length > 1 && (
        <SelectField
          label={words.scheduling.withWhomLabel}
          name="therapist"
          value={bookable.choice.staffId}
          options={therapists.map(([value, label]) => ({ value, label }))}
        />
      )}
      {services.length > 1 && (
        <SelectField
          label={words.scheduling.what}
          name="service"
          value={bookable.choice.serviceId}
          options={services.map(({ serviceId, service, durationMinutes }) => ({
            value: serviceId,
            label: words.scheduling.minutes(service, durationMinutes),
          }))}
        />
      )}
      {forums.length > 1 && (
        <SelectField
          label={words.scheduling.where}
          name="forum"
          value={bookable.forum}
          options={forums.map((value) => ({ value, label: alone(words.scheduling.forum[value]) }))}
        />
      )}
      <noscript>
        <Button>{words.scheduling.show}</Button>
      </noscript>
    </form>
  )
}

interface TimesProps {
  current: ClientCurrent
  booking: Booking
  bookable: Bookable
  from: string | undefined
  draft: Record<string, string> | undefined
}

function Times({ current, booking, bookable, from, draft }: TimesProps) {
  const { words, organization, client } = current
  const days = daysOf(booking.slots, bookable, current.now, from)
  const name = firstName(bookable.choice.therapist)
  if (!days.chosen) {
    return (
      <div id="times" class="stack">
        <EmptyState icon="calendar" title={words.scheduling.noTimes} action={<CallLink {...{ current }} />}>
          {words.scheduling.noTimesHint(organization.phone)}
        </EmptyState>
        <TellMeOfTimes {...{ current, bookable }} />
      </div>
    )
  }
  const aboutHer = { form: 'request_note', about: client.id } as const
  const { choice, forum } = bookable
  const to = (from: string) =>
    href(
      paths.newAppointment,
      { org: organization.slug, clientId: client.id },
      { therapist: choice.staffId, service: choice.serviceId, forum, from },
    )
  const zoneLine = bookable.forum === 'in_person' ? words.scheduling.placeTime : words.scheduling.yourTime
  return (
    <div id="times" class="stack">
      <Days {...{ current, to, days }} />
      <p class="soft">{zoneLine(placeOf(bookable.zone))}</p>
      <form
        method="post"
        action={href(paths.clientRequests, { org: organization.slug, clientId: client.id })}
        class="stack"
        {...keepsDraft(current, aboutHer)}
      >
        <Chosen {...{ bookable, chosen: days.chosen }} />
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
        <Slots {...{ current, bookable, slots: days.chosen.slots }} />
      </form>
      <p>
        <a
          href={href(
            paths.newStanding,
            { org: organization.slug, clientId: client.id },
            { therapist: choice.staffId, service: choice.serviceId, forum },
          )}
        >
          {words.series.standingLink}
        </a>
      </p>
      <TellMeOfTimes {...{ current, bookable }} />
    </div>
  )
}

/** What the form asks for besides the time itself. */
export function Chosen({ bookable: { choice, forum } }: { bookable: Bookable; chosen?: DayOfSlots }) {
  const fields = { therapist: choice.staffId, service: choice.serviceId, forum, key: newKey() }
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
