/**
 * Every page of the portal with who looks at it and in which states, reviewed (UX-1). `npm run access` opens them all, light and dark; a new door
 * is in here or in `noPages` with its reason, or a test is red.
 *
 * `full`: at Willow House in use (portal-in-use.ts). `empty`: where there is nothing yet, mostly at Cedar Street. `error`: what does not work, is
 * gone or closed. What a form says when it is refused is in forms.data.ts. An address is that of the door unless said.
 */
export interface ReviewedPage {
  state: 'full' | 'empty' | 'error'
  who: Looker
  at?: string
}

export type Looker = (typeof strangers)[number] | (typeof known)[number]
/** Without a session of the cast's; the last two have proved their address. */
export const strangers = [
  'a stranger',
  'whoever asked for a code',
  'Theo, who owes his second factor',
  'Vera, registered',
  'Nell, being looked at',
] as const
export const known = ['ana', 'bo', 'gail', 'dana', 'theo', 'amir', 'cyd'] as const

const full = (who: Looker, at?: string): ReviewedPage => ({ state: 'full', who, ...(at && { at }) })
const empty = (who: Looker, at?: string): ReviewedPage => ({ state: 'empty', who, ...(at && { at }) })
const error = (who: Looker, at?: string): ReviewedPage => ({ state: 'error', who, ...(at && { at }) })

const visitors: Record<string, ReviewedPage[]> = {
  '/:org/login': [full('a stranger')],
  '/:org/login/code': [full('whoever asked for a code'), error('a stranger')],
  '/:org/login/link/:token': [full('a stranger', ':signInLink'), error('a stranger', '/:org/login/link/nothing')],
  '/:org/invite/:token': [full('a stranger', ':invitation'), error('a stranger', '/:org/invite/nothing')],
  '/:org/join': [full('a stranger'), error('a stranger', '/cedar/join')],
  '/:org/book': [full('a stranger'), error('a stranger', '/cedar/book')],
  '/:org/book/:therapist': [
    full('a stranger'),
    full('a stranger', '/:org/book/:therapist?therapist=:staffId&service=svc_session&forum=telehealth&start=2026-12-09T14:00:00.000Z'),
    error('a stranger', '/:org/book/nobody'),
  ],
  '/:org/team/:token': [full('a stranger', ':offer'), error('a stranger', '/:org/team/nothing')],
  '/:org/safe-address/:token': [full('a stranger', ':safeAddress'), error('a stranger', '/:org/safe-address/nothing')],
  '/:org/unsubscribe/:token': [full('a stranger', ':unsubscribe'), error('a stranger', '/:org/unsubscribe/nothing')],
}

const people: Record<string, ReviewedPage[]> = {
  '/:org/my/registrations/:registrationId': [full('Vera, registered', ':registered'), full('Nell, being looked at', ':claim')],
  '/:org/my': [full('gail')],
  '/logout': [full('a stranger'), full('ana')],
  '/account/security': [full('bo')],
  '/account/email': [full('bo'), empty('cyd')],
  '/:org/my/email/:token': [full('bo', ':newEmail'), error('bo', '/:org/my/email/nothing')],
  '/account/passkeys': [empty('bo')],
  '/account/authenticator': [full('bo')],
  '/account/second-factor': [full('Theo, who owes his second factor')],
  '/account/confirmation': [full('bo')],
  '/:org/my/notifications': [full('bo'), full('gail'), empty('cyd')],
}

const clients: Record<string, ReviewedPage[]> = {
  '/:org/my/:clientId/appointments': [full('bo'), empty('cyd'), full('gail', '/:org/my/cli_max/appointments')],
  '/:org/my/:clientId/appointments/new': [
    full('bo'),
    full('bo', '/:org/my/:clientId/appointments/new?therapist=:staffId&from=2026-12-08'),
    empty('bo', '/:org/my/:clientId/appointments/new?therapist=sta_tess'),
    error('cyd'),
  ],
  '/:org/my/:clientId/requests/:requestId': [
    full('bo'),
    full('bo', '/:org/my/:clientId/requests/:appointmentId'),
    full('bo', '/:org/my/:clientId/requests/:offered'),
    error('bo', '/:org/my/:clientId/requests/nothing'),
  ],
  '/:org/my/:clientId/appointments/:appointmentId/reschedule': [
    full('bo'),
    full('bo', '/:org/my/:clientId/appointments/:appointmentId/reschedule?start=2026-12-09T14:00:00.000Z'),
  ],
  '/:org/my/:clientId/appointments/:appointmentId/cancellation': [full('bo')],
  '/:org/my/:clientId/standing/new': [
    full('bo', '/:org/my/:clientId/standing/new?therapist=:staffId&service=svc_session&forum=telehealth'),
    error('cyd'),
  ],
  '/:org/my/:clientId/standing/:standingId': [full('bo')],
  '/:org/my/:clientId/calendar-feed': [full('bo'), empty('cyd')],
  '/:org/my/:clientId/waitlist': [full('bo'), empty('cyd')],
  '/:org/my/:clientId/waitlist/new': [
    full('bo', '/:org/my/:clientId/waitlist/new?therapist=:staffId&service=svc_session&forum=telehealth'),
    error('cyd'),
  ],
  '/:org/my/:clientId/notices': [full('bo'), empty('cyd')],
  '/:org/my/:clientId/sent': [full('bo'), empty('cyd')],
  '/:org/my/:clientId/access-log': [full('bo'), empty('cyd')],
}

const scheduling: Record<string, ReviewedPage[]> = {
  '/:org/manage/requests': [full('theo'), empty('amir')],
  '/:org/manage/requests/:requestId/counter-offer': [full('theo')],
  '/:org/manage/video-room': [full('theo')],
  '/:org/manage/calendar': [
    full('theo', '/:org/manage/calendar?view=week&date=2026-12-09'),
    full('dana', '/:org/manage/calendar?view=day&date=2026-12-03'),
    full('theo', '/:org/manage/calendar?view=agenda&date=2026-12-09'),
    empty('amir'),
  ],
  '/:org/manage/calendar/new': [full('theo', '/:org/manage/calendar/new?date=2026-12-10&time=14:00'), empty('amir')],
  '/:org/manage/appointments/:appointmentId': [full('theo')],
  '/:org/manage/clients/:clientId/appointments': [full('theo'), empty('amir')],
  '/:org/manage/calendar-feed': [full('theo'), empty('dana')],
  '/:org/manage/waitlist': [full('theo'), empty('amir')],
  '/:org/manage/hours': [full('dana'), empty('amir')],
  '/:org/manage/hours/practice': [full('dana'), empty('amir')],
  '/:org/manage/hours/:staffId': [full('theo')],
  '/:org/manage/hours/:staffId/preview': [full('theo', '/:org/manage/hours/:staffId/preview?client=cli_bo')],
  '/:org/manage/hours/:staffId/windows/new': [full('theo')],
  '/:org/manage/hours/:staffId/windows/:windowId': [full('theo')],
  '/:org/manage/series/new': [
    empty('theo'),
    full('theo', '/:org/manage/series/new?client=:clientId'),
    full(
      'theo',
      '/:org/manage/series/new?client=:clientId&offering=sta_theo:svc_session&forum=telehealth&date=2026-12-10&time=15:00&every=1&count=4',
    ),
  ],
  '/:org/manage/series/:seriesId': [full('theo')],
  '/:org/manage/series/:seriesId/change': [full('theo', ':seriesChange')],
  '/:org/manage/standing/:standingId': [full('theo')],
  '/:org/manage/services': [full('dana'), empty('amir')],
  '/:org/manage/services/new': [full('dana')],
  '/:org/manage/services/:serviceId': [full('dana')],
  '/:org/manage/locations': [full('dana'), full('amir')],
  '/:org/manage/locations/new': [full('dana')],
  '/:org/manage/locations/:locationId': [full('dana')],
  '/:org/manage/notices': [full('theo'), empty('amir')],
  '/:org/manage/notifications': [full('theo'), full('amir')],
}

const administration: Record<string, ReviewedPage[]> = {
  '/:org/manage/portal': [full('dana'), empty('amir'), error('theo')],
  '/:org/manage/portal/emails': [full('dana')],
  '/:org/manage/portal/history': [full('dana'), empty('amir'), full('dana', '/:org/manage/portal/history?at=2026-12-01T09:30')],
  '/:org/manage/portal/help': [full('dana')],
  '/:org/manage/portal/settings/:key/schedules': [full('dana'), empty('amir')],
  '/:org/manage/portal/links': [full('dana')],
  '/:org/manage/portal/links/:kind/sheet': [full('dana')],
  '/:org/manage/staff': [full('dana'), empty('amir')],
  '/:org/manage/staff/plan': [full('dana')],
  '/:org/manage/card-processing': [full('dana')],
  '/:org/manage/staff/:staffId': [full('dana')],
  '/:org/manage/audit': [full('dana'), empty('amir')],
  '/:org/manage/deliveries': [full('dana'), empty('amir')],
  '/:org/manage/clients': [full('dana'), empty('amir', '/cedar/manage/clients?filter=archived')],
  '/:org/manage/clients/registrations': [full('dana'), empty('amir')],
  '/:org/manage/clients/invitations': [full('dana', '/:org/manage/clients/invitations?client=cli_nell'), empty('amir')],
  '/:org/manage/clients/invitations/:batchId': [full('dana')],
  '/:org/manage/clients/duplicates': [full('dana'), empty('amir')],
  '/:org/manage/clients/duplicates/:clientId/:otherId': [full('dana')],
  '/:org/manage/clients/:clientId': [full('dana'), full('dana', '/:org/manage/clients/cli_nell'), empty('amir')],
  '/:org/manage/clients/:clientId/explanation': [
    full('dana', '/:org/manage/clients/cli_max/explanation?feature=self_scheduling'),
    empty('amir'),
  ],
  '/:org/manage/clients/:clientId/view': [full('dana')],
  '/:org/manage/clients/:clientId/deliveries': [full('dana'), empty('amir')],
}

export const pages: Record<string, ReviewedPage[]> = { ...visitors, ...people, ...clients, ...scheduling, ...administration }

/** Pages that no axe-*.test.ts visits: there `npm test` asks axe here. */
export const seenByNoOther = ['/:org/manage/video-room', '/:org/safe-address/:token']

/** Which look of which door `npm test` plays: pages that are written differently from each other, and those above. */
export const differently: Record<string, number> = {
  '/:org/login': 0,
  '/:org/login/code': 0,
  '/:org/book/:therapist': 1,
  '/:org/safe-address/:token': 0,
  '/account/security': 0,
  '/account/second-factor': 0,
  '/:org/my/notifications': 0,
  '/:org/my/:clientId/appointments': 0,
  '/:org/my/:clientId/appointments/new': 1,
  '/:org/my/:clientId/requests/:requestId': 2,
  '/:org/manage/requests': 0,
  '/:org/manage/requests/:requestId/counter-offer': 0,
  '/:org/manage/video-room': 0,
  '/:org/manage/calendar': 0,
  '/:org/manage/calendar/new': 0,
  '/:org/manage/appointments/:appointmentId': 0,
  '/:org/manage/hours/:staffId': 0,
  '/:org/manage/series/new': 2,
  '/:org/manage/locations/:locationId': 0,
  '/:org/manage/portal': 0,
  '/:org/manage/portal/history': 0,
  '/:org/manage/staff': 0,
  '/:org/manage/clients': 0,
  '/:org/manage/clients/invitations': 0,
  '/:org/manage/clients/:clientId': 0,
  '/:org/manage/clients/:clientId/deliveries': 0,
}

/** Doors that are looked through without a page behind them, and why. */
export const noPages: Record<string, string> = {
  '/': 'leads nowhere: a sentence for whoever runs the portal',
  '/healthz': 'for machines',
  '/feeds/:token/calendar.ics': 'a calendar file',
  '/:org/my/:clientId/appointments/:appointmentId/appointment.ics': 'a calendar file',
  '/:org/manage': 'leads to the first page of whoever asks',
  '/:org/manage/portal/links/:kind/qr.svg': 'a picture, shown on the page of the links',
  '/:org/manage/clients/invitations/:batchId/progress': 'a piece of the page of the batch',
  '/:org/manage/requests/badge': 'a piece of every page of staff',
  '/:org/manage/audit/anchor': 'a file',
}

/** What the placeholders stand for at Cedar Street, where nothing is. */
export const atCedar: Record<string, string> = { org: 'cedar', clientId: 'cli_cyd', staffId: 'sta_amir', locationId: 'loc_cedar' }
