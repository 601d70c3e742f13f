import { actors, doors, type Actor, type ReviewedDoor } from './doors.data.ts'

// What the lines of doors.data.ts say for every address alike, and where it is otherwise. Reviewed as they are.

/** `c`: she passes, and the page says why this is closed for her now: 409. */
export type Letter = 's' | 'p' | 'n' | 'f' | 'o' | 'u' | 'c'

/** SET-31: what self-scheduling opens and closes, for whom it is off at the practice or herself (and for an archived client, whose it never is). */
export const ofSelfScheduling = [
  '/:org/my/:clientId/appointments/new',
  '/:org/my/:clientId/requests',
  '/:org/my/:clientId/standing',
  '/:org/my/:clientId/standing/new',
  '/:org/my/:clientId/waitlist/new',
  '/:org/my/:clientId/waitlist/entries',
  '/:org/my/:clientId/waitlist/offers/:offerId/acceptance',
]
const closedWithoutIt: Actor[] = [
  'Bo, while the practice has self-scheduling off',
  'Bo, for whom self-scheduling is off',
  'Bo, whose file is archived',
]

/** ACC-4: where a second factor is set up or given, whoever owes one passes. */
const ofTheSecondFactor = [
  'POST /account/passkeys',
  'POST /account/passkeys/options',
  'POST /account/passkeys/challenge',
  'GET /account/authenticator',
  'POST /account/authenticator',
  'GET /account/second-factor',
  'POST /account/second-factor',
  'POST /account/second-factor/passkey',
  'GET /account/confirmation',
  'POST /account/confirmation',
  'POST /account/confirmation/mail',
  'POST /account/confirmation/passkey',
]
/** Open to everybody, and whoever signed in already is led on to what she has; whoever owes her second factor to giving it. */
const leadsOn = ['GET /:org/join', 'GET /:org/book', 'GET /:org/book/:therapist']

/** Therapists pass, but what these are about is its therapist's and the administrators' (SCH-3, SCH-22, SCH-40): what Tess meets with Theo's own form in hand. */
const ofAColleague = [
  'GET /:org/manage/requests/:requestId/counter-offer',
  'POST /:org/manage/requests/:requestId/counter-offer',
  'POST /:org/manage/requests/:requestId/counter-offer/undo',
  'POST /:org/manage/requests/:requestId/confirmation',
  'POST /:org/manage/requests/:requestId/decline',
  'POST /:org/manage/requests/:requestId/undo',
  'GET /:org/manage/clients/:clientId/appointments', // Bo is not hers to care for
  'POST /:org/manage/waitlist/:entryId/removal',
  'GET /:org/manage/appointments/:appointmentId',
  'POST /:org/manage/appointments/:appointmentId/move',
  'POST /:org/manage/appointments/:appointmentId/cancellation',
  'POST /:org/manage/appointments/:appointmentId/deletion',
  'POST /:org/manage/appointments/:appointmentId/restoration',
  'POST /:org/manage/appointments/:appointmentId/completion',
  'POST /:org/manage/appointments/:appointmentId/no-show',
  'GET /:org/manage/hours/:staffId',
  'GET /:org/manage/hours/:staffId/preview',
  'POST /:org/manage/hours/:staffId/windows',
  'GET /:org/manage/hours/:staffId/windows/new',
  'GET /:org/manage/hours/:staffId/windows/:windowId',
  'POST /:org/manage/hours/:staffId/windows/:windowId',
  'POST /:org/manage/hours/:staffId/windows/:windowId/removal',
  'POST /:org/manage/hours/:staffId/days/:weekday/copies',
  'POST /:org/manage/hours/:staffId/exceptions',
  'POST /:org/manage/hours/:staffId/exceptions/:exceptionId/removal',
  'POST /:org/manage/hours/:staffId/rules',
  'POST /:org/manage/hours/:staffId/undo',
  'GET /:org/manage/series/:seriesId',
  'GET /:org/manage/series/:seriesId/change',
  'POST /:org/manage/series/:seriesId/change',
  'POST /:org/manage/series/:seriesId/cancellation',
  'GET /:org/manage/standing/:standingId',
  'POST /:org/manage/standing/:standingId/confirmation',
  'POST /:org/manage/standing/:standingId/decline',
  'POST /:org/manage/standing/:standingId/undo',
]

/** ACC-5: a form whose text is kept when the session has grown old over it: the only thing a refusal may write, with its entry. */
export const keepsDrafts = ['POST /:org/manage/requests/:requestId/decline', 'POST /:org/my/:clientId/requests']

/** What an actor meets at a door: the reviewed line, and the exceptions of this page. */
export function expected(reviewed: ReviewedDoor, actor: Actor): Letter {
  const letter = reviewed.answers[actors.indexOf(actor)] as Letter
  const name = nameOf(reviewed)
  if (letter === 'p' && leadsOn.includes(name) && actor.endsWith('has not given his second factor')) return 'o'
  if (letter === 'o' && ofTheSecondFactor.includes(name)) return 'p'
  if (actor.startsWith('Tess')) {
    if (ofAColleague.includes(name)) return 'n'
    if (name === 'POST /:org/manage/staff/:staffId/return') return 's' // it is Tess who is to return: she was deactivated
  }
  if (letter !== 'p' || reviewed.audience !== 'clients') return letter
  if (ofSelfScheduling.includes(reviewed.path) && closedWithoutIt.includes(actor)) return 'c'
  if (actor === 'Bo, whose file is archived' && reviewed.method === 'POST') return 'c' // SET-43: read, and nothing else
  return letter
}

export const nameOf = ({ method, path }: Pick<ReviewedDoor, 'method' | 'path'>): string => `${method} ${path}`

/** The addresses that this page names, so that a test can tell that each of them is a door. */
export const named: string[] = [
  ...ofTheSecondFactor,
  ...leadsOn,
  ...ofAColleague,
  ...keepsDrafts,
  ...ofSelfScheduling.map((path) => doors.filter((reviewed) => reviewed.path === path).map(nameOf)[0] ?? `? ${path}`),
]

/** Doors that ask nobody who she is: what they refuse, no one was refused. */
export const nobodyAsked = ['open, without identity', 'whoever has the secret address']

export type WhoseObject = 'neighbours' | 'foreign' | 'missing'

/**
 * What somebody who passes meets when one id of the address is of a neighbour at the practice, of another practice, or of nobody: it is not there.
 * Null: not asked, because it may be hers, too.
 */
export function atOthersExpected(reviewed: ReviewedDoor, parameter: string, whose: WhoseObject): Letter | null {
  const name = `${nameOf(reviewed)} ${parameter}`
  if (notAnId.includes(parameter)) return null
  if (whose === 'neighbours' && reviewed.audience !== 'clients' && !nested.includes(parameter)) return null
  return (otherwise[name]?.[0] as Letter | undefined) ?? 'n'
}

/** Names of settings, links and weekdays are words, not ids; a token is its own key (T-09, T-10); a slug is on the practice's page. */
const notAnId = ['token', 'therapist', 'weekday']
/** What staff reach under the id of what it is a part of: a neighbour's is not part of it. */
const nested: string[] = ['windowId', 'roomId']
const otherwise: Record<string, [Letter, string]> = {
  'POST /:org/my/:clientId/requests/:requestId/counter-offers/:counterOfferId/acceptance counterOfferId': [
    'c',
    'offers are withdrawn: gone is a race',
  ],
  'POST /:org/manage/hours/:staffId/windows/:windowId/removal windowId': [
    'c',
    'hours that are gone are gone: the page shows what there is',
  ],
  'POST /:org/manage/hours/:staffId/exceptions/:exceptionId/removal exceptionId': ['c', 'the same'],
  'POST /:org/manage/hours/practice/:exceptionId/removal exceptionId': ['c', 'the same'],
}
