import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { firstAvailable } from '../../src/scheduling/first-available.ts'
import type { PartOfDay } from '../../src/scheduling/parts-of-day.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { VisitorFrame } from '../frames.tsx'
import { firstName } from './appointment-parts.tsx'
import { Choices } from './booking-choices.tsx'
import { CallLink } from './new-appointment-page.tsx'
import { formOf, Slots, therapistsOf } from './slot-list.tsx'
import { TimesFound } from './times-found.tsx'

/** The address a visitor came by: the therapist whose link it is, and its suffix. */
export interface CameBy {
  slug: string | undefined
  k: string | undefined
}

export interface VisitorBookPageProps {
  current: Current
  booking: Booking
  cameBy: CameBy
  /** Whether the address names a therapist, if it names one. */
  known: boolean
  from: string | undefined
  part?: PartOfDay | undefined
}

/** LNK-2: what somebody who is no client yet can ask for, and when; choosing a time asks nothing of her but a press. */
export function VisitorBookPage({ current, booking, cameBy, known, from, part }: VisitorBookPageProps) {
  const { words, organization } = current
  const here = bookHref(current, cameBy, {})
  const { bookable, choices } = booking
  return (
    <VisitorFrame sheet="booking.css" current={current} title={words.accounts.bookTitle} back={here}>
      <h1>{words.accounts.bookTitle}</h1>
      {!known && <Notice words={words.components}>{words.registration.unknownTherapist}</Notice>}
      <p>{words.registration.bookIntro(organization.name)}</p>
      <p>
        <a href={href(paths.login, { org: organization.slug }, { next: href(paths.book, { org: organization.slug }) })}>
          {words.registration.alreadyClient}
        </a>
      </p>
      {bookable ? (
        <div id="booking" class="stack">
          <Choices {...{ current, choices, bookable }} first={booking.first} action={bookHref(current, { ...cameBy, k: undefined }, {})}>
            <Suffix k={cameBy.k} />
            {part && <input type="hidden" name="part" value={part} />}
          </Choices>
          <Times {...{ current, booking, bookable, cameBy, from, part }} />
        </div>
      ) : (
        <EmptyState icon="phone" title={words.registration.nobody} action={<CallLink current={current} />}>
          {words.registration.nobodyHint(organization.phone)}
        </EmptyState>
      )}
    </VisitorFrame>
  )
}

/** Nobody takes requests online: said with the phone number (LNK-2). */
export function BookClosedPage({ current, cameBy }: { current: Current; cameBy: CameBy }) {
  const { words, organization } = current
  return (
    <VisitorFrame
      sheet="booking.css"
      current={current}
      title={words.accounts.bookClosedTitle}
      back={bookHref(current, cameBy, {})}
      scripts={['app.js']}
    >
      <h1>{words.accounts.bookClosedTitle}</h1>
      <p>{words.accounts.bookClosed(organization.name)}</p>
      <div class="actions">
        <CallLink current={current} />
      </div>
    </VisitorFrame>
  )
}

/** The address of a page of times: the one she came by, with what she chose. */
export const bookHref = (
  { organization }: Pick<Current, 'organization'>,
  { slug, k }: CameBy,
  chosen: Record<string, string | undefined>,
) =>
  slug === undefined
    ? href(paths.book, { org: organization.slug }, { ...chosen, k })
    : href(paths.bookTherapist, { org: organization.slug, therapist: slug }, { ...chosen, k })

export const Suffix = ({ k }: { k: string | undefined }) => (k ? <input type="hidden" name="k" value={k} /> : <></>)

type TimesProps = Omit<VisitorBookPageProps, 'known'> & { bookable: Bookable }

function Times({ current, booking, bookable, cameBy, from, part }: TimesProps) {
  const { words, organization } = current
  const { choice, forum } = bookable
  const wish = { therapist: booking.first ? firstAvailable : choice.staffId, service: choice.serviceId, forum }
  return (
    <div id="times" class="stack">
      <TimesFound
        {...{ current, booking, bookable, from, part }}
        to={(shown) => bookHref(current, cameBy, { ...wish, ...shown })}
        zoneLine={forum === 'in_person' ? words.scheduling.placeTime : words.registration.practiceTime}
        none={
          <EmptyState icon="calendar" title={words.scheduling.noTimes} action={<CallLink current={current} />}>
            {words.scheduling.noTimesHint(organization.phone)}
          </EmptyState>
        }
      >
        {(times) =>
          booking.first ? (
            <>
              <div hidden>
                {therapistsOf(times).map((of) => (
                  <ChooseForm {...{ current, cameBy, of }} id={formOf(of)} />
                ))}
              </div>
              <p>{words.booking.chooseFirst}</p>
              <Slots {...{ current, bookable, slots: times }} />
            </>
          ) : (
            <ChooseForm {...{ current, cameBy }} of={bookable}>
              <p>{words.registration.pressToChoose(firstName(choice.therapist))}</p>
              <Slots {...{ current, bookable, slots: times }} />
            </ChooseForm>
          )
        }
      </TimesFound>
    </div>
  )
}

/** What is chosen together with a time: of one therapist, who is named in it. */
function ChooseForm({
  current,
  cameBy,
  of: { choice, forum },
  children,
  ...attributes
}: Pick<TimesProps, 'current' | 'cameBy'> & { of: Bookable; children?: Child; id?: string }) {
  return (
    <form method="get" action={bookHref(current, { ...cameBy, k: undefined }, {})} class="stack" {...attributes}>
      <Suffix k={cameBy.k} />
      {Object.entries({ therapist: choice.staffId, service: choice.serviceId, forum }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
