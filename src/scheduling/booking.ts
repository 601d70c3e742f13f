import type { ClientCurrent, Current } from '../current.ts'
import { read } from '../db.ts'
import { isEffective } from '../settings/standing.ts'
import type { BookingRows, BusyRow, Choice } from './booking-rows.ts'
import { bookingQueries } from './choices.ts'
import { firstAvailable, firstTimes, offeringToo, type FreeTime } from './first-available.ts'
import { forumsOf } from './forums.ts'
import { roomsAt, startsWithoutRoom } from './rooms-taken.ts'
import { isFor } from './hours.ts'
import type { Forum } from './schema.ts'
import { slots, type Busy, type SlotQuestion } from './slots.ts'
import { wallClock } from './zones.ts'

/** What a client wants a time for; what she has not said is chosen for her when there is a first choice. */
export interface BookingWish {
  therapist?: string | undefined
  service?: string | undefined
  forum?: string | undefined
}

/** One bookable thing: the therapist's service in a forum, and the question whose answer is its times. */
export interface Bookable {
  choice: Choice
  forum: Forum
  question: SlotQuestion
  /** The zone in which the client reads the times: the place's in person, her own by telehealth (SCH-11). */
  zone: string
}

/** Whoever looks at times: a client, or a visitor who is none yet. */
export type Booker = Pick<Current, 'now' | 'facts' | 'organization' | 'client'>

/** A page of times. */
export interface Booking {
  choices: Choice[]
  /** What the page is about; of several therapists the first, for what they have in common. */
  bookable: Bookable | null
  slots: FreeTime[]
  /** It does not matter who: the times are of several therapists, each with whose it is (SCH-11). */
  first: boolean
}

/** What this client may ask for, and when: one round trip. */
export async function findBooking(current: ClientCurrent, wish: BookingWish): Promise<Booking> {
  const scope = { slug: current.organization.slug, clientId: current.client.id, staffId: undefined, now: current.now }
  const rows = (await read(current.db, bookingQueries(current.db, scope))) as unknown as BookingRows
  return bookingFrom(current, rows, fitting(rows, wish))
}

/** The wish without a service that its therapist does not offer: she was chosen after it, on somebody else's page. What it was in goes with it. */
export function fitting({ choices }: BookingRows, wish: BookingWish): BookingWish {
  const { therapist = firstAvailable, service } = wish
  const offers = choices.some(({ staffId, serviceId }) => serviceId === service && (therapist === firstAvailable || staffId === therapist))
  return offers || service === undefined ? wish : { ...wish, service: undefined, forum: undefined }
}

/** A page of times from what was read. Pure. */
export function bookingFrom(current: Booker, rows: BookingRows, wish: BookingWish): Booking {
  if (wish.therapist === firstAvailable) return firstFrom(current, rows, wish)
  const bookable = bookableFrom(current, rows, wish)
  return { choices: rows.choices, bookable, slots: bookable ? slots(bookable.question) : [], first: false }
}

/** The times of everybody who offers the wish; with one therapist there is nothing to choose, and the page is hers. */
function firstFrom(current: Booker, rows: BookingRows, { service, forum }: BookingWish): Booking {
  const ofService = rows.choices.filter(({ serviceId }) => serviceId === (service ?? rows.choices[0]?.serviceId))
  const lead = ofService.find((choice) => forumOf(choice, forum))
  const asked = lead && forumOf(lead, forum)
  if (!lead || !asked) return { choices: rows.choices, bookable: null, slots: [], first: false }
  const everyone = offeringToo(rows.choices, lead.serviceId, asked).map((choice) => bookableOf(current, rows, choice, asked))
  const [bookable = null] = everyone
  const first = everyone.length > 1
  return { choices: rows.choices, bookable, first, slots: first ? firstTimes(everyone) : bookable ? slots(bookable.question) : [] }
}

/** The wish among what may be asked for; null when nothing is. Unknown parts fall back to the first choice only where nothing was said. */
export function bookableFrom(current: Booker, rows: BookingRows, wish: BookingWish): Bookable | null {
  const ofTherapist = rows.choices.filter(({ staffId }) => !wish.therapist || staffId === wish.therapist)
  const choice = wish.service ? ofTherapist.find(({ serviceId }) => serviceId === wish.service) : ofTherapist[0]
  const forum = choice && forumOf(choice, wish.forum)
  return choice && forum ? bookableOf(current, rows, choice, forum) : null
}

function bookableOf(current: Booker, rows: BookingRows, choice: Choice, forum: Forum): Bookable {
  const zone = forum === 'in_person' ? (choice.locationZone ?? choice.zone) : (current.client?.zone ?? current.organization.zone)
  return { choice, forum, zone, question: questionOf(current, rows, choice, forum) }
}

const forumOf = (choice: Choice, asked: string | undefined): Forum | undefined =>
  asked ? forumsOf(choice).find((forum) => forum === asked) : forumsOf(choice)[0]

function questionOf(current: Booker, rows: BookingRows, choice: Choice, forum: Forum): SlotQuestion {
  const { now, facts } = current
  const windows = rows.windows.filter((window) => window.staffId === choice.staffId && isFor(window, { ...choice, forum }))
  const fromDate = wallClock(choice.zone, now).date
  return {
    rules: {
      ...choice,
      windows,
      within24h: isEffective('schedule_within_24h', facts),
      exceptions: rows.exceptions.filter(({ staffId }) => staffId === null || staffId === choice.staffId),
    },
    busy: rows.busy.filter(({ staffId, mine }) => staffId === choice.staffId && !mine).map(busyOf),
    clientBusy: rows.busy.filter(({ mine }) => mine),
    noRoom: forum === 'in_person' ? startsWithoutRoom(roomsAt(rows.busy, choice.locationId), choice) : [],
    now,
    fromDate,
    days: choice.horizonDays + 1,
  }
}

/** Blocked time back to buffers. */
const busyOf = ({ startsAt, endsAt, blockedFrom, blockedUntil, counts }: BusyRow): Busy => ({
  startsAt,
  endsAt,
  bufferBeforeMinutes: (startsAt - blockedFrom) / 60_000,
  bufferAfterMinutes: (blockedUntil - endsAt) / 60_000,
  countsTowardCap: counts,
})
