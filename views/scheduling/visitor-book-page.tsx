import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Bookable, Booking } from '../../src/scheduling/booking.ts'
import { daysOf } from '../../src/scheduling/days.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { placeOf } from '../components/time.tsx'
import { VisitorFrame } from '../frames.tsx'
import { firstName } from './appointment-parts.tsx'
import { CallLink, Choices } from './new-appointment-page.tsx'
import { Days, Slots } from './slot-list.tsx'

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
}

/** LNK-2: what somebody who is no client yet can ask for, and when; choosing a time asks nothing of her but a press. */
export function VisitorBookPage({ current, booking, cameBy, known, from }: VisitorBookPageProps) {
  const { words, organization } = current
  const here = bookHref(current, cameBy, {})
  const { bookable, choices } = booking
  return (
    <VisitorFrame current={current} title={words.accounts.bookTitle} back={here}>
      <h1>{words.accounts.bookTitle}</h1>
      {!known && <Notice words={words.components}>{words.registration.unknownTherapist}</Notice>}
      <p>{words.registration.bookIntro(organization.name)}</p>
      <p>
        <a href={href(paths.login, { org: organization.slug }, { next: href(paths.book, { org: organization.slug }) })}>
          {words.registration.alreadyClient}
        </a>
      </p>
      {bookable ? (
        <>
          <Choices {...{ current, choices, bookable }} action={bookHref(current, { ...cameBy, k: undefined }, {})}>
            <Suffix k={cameBy.k} />
          </Choices>
          <Times {...{ current, booking, bookable, cameBy, from }} />
        </>
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
    <VisitorFrame current={current} title={words.accounts.bookClosedTitle} back={bookHref(current, cameBy, {})} scripts={['app.js']}>
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

interface TimesProps {
  current: Current
  booking: Booking
  bookable: Bookable
  cameBy: CameBy
  from: string | undefined
}

function Times({ current, booking, bookable, cameBy, from }: TimesProps) {
  const { words, organization } = current
  const days = daysOf(booking.slots, bookable, current.now, from)
  if (!days.chosen) {
    return (
      <div id="times" class="stack">
        <EmptyState icon="calendar" title={words.scheduling.noTimes} action={<CallLink current={current} />}>
          {words.scheduling.noTimesHint(organization.phone)}
        </EmptyState>
      </div>
    )
  }
  const { choice, forum, zone } = bookable
  const wish = { therapist: choice.staffId, service: choice.serviceId, forum }
  return (
    <div id="times" class="stack">
      <Days {...{ current, days }} to={(day) => bookHref(current, cameBy, { ...wish, from: day })} />
      <p class="soft">{(forum === 'in_person' ? words.scheduling.placeTime : words.registration.practiceTime)(placeOf(zone))}</p>
      <form method="get" action={bookHref(current, { ...cameBy, k: undefined }, {})} class="stack">
        <Suffix k={cameBy.k} />
        {Object.entries(wish).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p>{words.registration.pressToChoose(firstName(choice.therapist))}</p>
        <Slots {...{ current, bookable, slots: days.chosen.slots }} />
      </form>
    </div>
  )
}
