/**
 * Every door of the production Worker, reviewed (SEC-1). Written by hand from the specification: a route that is new, gone or
 * guarded otherwise fails until somebody has thought about its line.
 *
 * `answers`: what each kind of actor meets at the door, in the order of `actors`, one letter each:
 *   s  she is sent to sign in          p  she passes
 *   n  for her it does not exist: 404  f  it is hers to know of, but she is not allowed: 403, and the audit remembers
 *   o  she owes her second factor, and is led to it
 *   u  it wants a machine's signature: 401, whoever she is
 * What settings, an archived file and the pages of the second factor change about a line is in doors.exceptions.ts.
 */
export interface ReviewedDoor {
  method: 'GET' | 'POST'
  path: string
  audience: 'machines' | 'visitors' | 'people' | 'clients' | 'staff'
  policy: string
  answers: string
}

/** Addresses are of willow and of its client Bo, whom Theo cares for; these are who asks, in the groups of the strings below. */
export const actors = [
  'a stranger',
  'a stranger with an invitation',
  'a stranger whose invitation has expired',

  'Bo, the client',
  'Bo, while the practice has self-scheduling off',
  'Bo, for whom self-scheduling is off',
  'Bo, whose file is archived',
  'Ana, another client',

  'a contact of Bo while contacts are switched off',
  'a contact of Bo who may schedule',
  'a contact of Bo who may only pay',
  'a contact of Bo whose grant was revoked',
  'a contact of Bo whose grant has run out',
  'a contact of his brother',

  'Theo, a therapist',
  'Tess, a therapist of others',
  'Dana, an administrator',

  'Amir, an administrator elsewhere',
  'a therapist elsewhere',
  'Cyd, a client elsewhere',
  'somebody who belongs nowhere',

  'a therapist who was deactivated, with a session that lives',
  'Theo, whose session was idle too long',
  'Theo, whose session is of yesterday',
  'Theo, who has not given his second factor',
] as const
export type Actor = (typeof actors)[number]

const row = (groups: string) => groups.replaceAll(' ', '')
const everybody = row('ppp ppppp pppppp ppp pppp pppp')
const nobody = row('nnn nnnnn nnnnnn nnn nnnn nnnn')
const nobodyUnsigned = row('uuu uuuuu uuuuuu uuu uuuu uuuu') // T-31: no session of anybody's is a signature
const whoRegistered = row('sss ppppn nnnnnn nnn nnnn nsso') // LNK-4: whoever proved it, and nobody else
const whoeverSignedIn = row('sss ppppp pppppp ppp pppp psso')
const onlyBo = row('sss ppppn nnnnnn nnn nnnn nsso') // T-11: a passkey is nobody else's, whatever id is sent
const onlyWhoseItIs = row('sss nnnnn nnnnnn nnn nnnn nsso') // T-02: the situation's is nobody's
const whoBelongsHere = row('sss ppppp nppnnp ppp nnnn nsso') // SET-17: with contacts switched off a contact sees nobody's profile
const theClientOrHerContacts = row('sss ppppn nppnnn nnn nnnn nssn') // SEC-1: staff look at a client in their own pages, never in hers
const whoMaySchedule = row('sss ppppn npfnnn nnn nnnn nssn') // SET-17, SET-30
const onlyHerself = row('sss ppppn nffnnn nnn nnnn nssn') // NOT-8: what e-mails may say about her, nobody chooses for her but staff, on their own page; SEC-5: who opened her record is for her alone
const everyStaffMember = row('sss fffff nffnnf ppp nnnn nsso')
const administratorsOnly = row('sss fffff nffnnf ffp nnnn nssf') // SET-1

/** Looks that the audit remembers, and why; nothing else is changed by looking. */
export const remembered: Record<string, string> = {
  '/:org/manage/clients/:clientId/view': "SET-34: an administrator reads a client's portal",
  // SEC-5: a client can read who opened her record, once in a quarter of an hour (docs/decisions/063)
  '/:org/manage/clients/:clientId': 'SEC-5: her file',
  '/:org/manage/clients/:clientId/explanation': 'SEC-5: her file',
  '/:org/manage/clients/:clientId/appointments': 'SEC-5: what she has ahead and had',
  '/:org/manage/clients/duplicates/:clientId/:otherId': 'SEC-5: two files side by side',
  '/:org/manage/clients/:clientId/deliveries': 'SEC-5: the e-mails sent to her',
  '/:org/manage/appointments/:appointmentId': 'SEC-5: an appointment of hers',
  '/:org/manage/requests': 'SEC-5: what she asked for, and wrote with it',
  '/:org/manage/requests/:requestId/counter-offer': 'SEC-5: what she asked for',
  '/:org/manage/standing/:standingId': 'SEC-5: what she asked for every week',
  '/:org/manage/series/:seriesId': 'SEC-5: a series of hers',
  '/:org/manage/series/:seriesId/change': 'SEC-5: a series of hers',
}
/** Pages of staff whose address names something of a client, and that are no look into her record: none yet. */
export const notRemembered: Record<string, string> = {}

/** Posts that may come from elsewhere, and why; everything else only from our own pages (T-26). */
export const fromElsewhere: Record<string, string> = {
  '/:org/unsubscribe/:token': 'RFC 8058: a mail program has no page and no cookie; the secret in the address is the authority (NOT-8)',
}

const without = 'open, without identity'
const her = 'the client, or a contact with any grant'
const scheduling = 'the client, or a contact with schedule'

export const doors: ReviewedDoor[] = [
  { method: 'GET', path: '/healthz', audience: 'machines', policy: without, answers: everybody },
  { method: 'GET', path: '/', audience: 'machines', policy: without, answers: nobody }, // belongs to no practice, unless one is configured

  { method: 'POST', path: '/hooks/email', audience: 'machines', policy: 'the e-mail provider, by its signature', answers: nobodyUnsigned },

  // signing in, and the three shortcut links
  { method: 'GET', path: '/:org/login', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/login', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/login/code', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/login/code', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/login/link/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/login/link/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/team/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/team/:token/acceptance', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/invite/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/invite/:token/acceptance', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/invite/:token/renewal', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/login/passkey/challenge', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/login/passkey', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/join', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/join', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/book', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/book', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'GET', path: '/:org/book/:therapist', audience: 'visitors', policy: 'anybody', answers: everybody },

  // calendars: nobody is asked who they are; a wrong address is no address
  {
    method: 'GET',
    path: '/feeds/:token/calendar.ics',
    audience: 'visitors',
    policy: 'whoever has the secret address',
    answers: nobody,
  },

  // which e-mails people get, and what they may say (NOT-4, NOT-8). A wrong secret is no address; of a safe address it only is not alive any more
  { method: 'GET', path: '/:org/my/notifications', audience: 'people', policy: 'who belongs here', answers: whoBelongsHere },
  { method: 'POST', path: '/:org/my/notifications', audience: 'people', policy: 'who belongs here', answers: whoBelongsHere },
  { method: 'GET', path: '/:org/unsubscribe/:token', audience: 'visitors', policy: 'anybody', answers: nobody },
  { method: 'POST', path: '/:org/unsubscribe/:token', audience: 'visitors', policy: 'anybody', answers: nobody },
  { method: 'POST', path: '/:org/unsubscribe/:token/undo', audience: 'visitors', policy: 'anybody', answers: nobody },
  { method: 'GET', path: '/:org/safe-address/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/safe-address/:token', audience: 'visitors', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/:org/my/:clientId/discretion', audience: 'clients', policy: 'the client herself', answers: onlyHerself },
  { method: 'POST', path: '/:org/my/:clientId/safe-address', audience: 'clients', policy: 'the client herself', answers: onlyHerself },
  { method: 'POST', path: '/:org/my/:clientId/safe-address/end', audience: 'clients', policy: 'the client herself', answers: onlyHerself },
  { method: 'GET', path: '/:org/manage/notifications', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/notifications', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/portal/emails', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/portal/emails', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/portal/emails/undo', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  ...(['discretion', 'safe-address', 'safe-address/end'] as const).map((what) => ({
    method: 'POST' as const,
    path: `/:org/manage/clients/:clientId/${what}`,
    audience: 'staff' as const,
    policy: 'administrators',
    answers: administratorsOnly,
  })),

  // the person herself
  { method: 'GET', path: '/:org/my', audience: 'people', policy: 'signed in', answers: whoBelongsHere },
  { method: 'GET', path: '/account/security', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/sessions/:sessionId/end', audience: 'people', policy: 'signed in', answers: onlyWhoseItIs }, // T-02: only one's own
  { method: 'POST', path: '/account/sessions/end', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'GET', path: '/account/email', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/email', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'GET', path: '/:org/my/email/:token', audience: 'people', policy: 'signed in', answers: whoBelongsHere },
  { method: 'POST', path: '/:org/my/email/:token', audience: 'people', policy: 'signed in', answers: whoBelongsHere },
  { method: 'POST', path: '/:org/my/drafts', audience: 'people', policy: 'who belongs here', answers: whoBelongsHere },
  { method: 'GET', path: '/:org/my/registrations/:registrationId', audience: 'people', policy: 'signed in', answers: whoRegistered },
  { method: 'POST', path: '/:org/my/registrations/:registrationId/other', audience: 'people', policy: 'signed in', answers: whoRegistered },
  { method: 'POST', path: '/logout', audience: 'people', policy: 'anybody, about her own session', answers: everybody },
  { method: 'GET', path: '/logout', audience: 'people', policy: 'anybody', answers: everybody },
  { method: 'POST', path: '/account/session/extension', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/language', audience: 'people', policy: 'anybody', answers: everybody },

  // ACC-3, ACC-4: her own passkeys and second factors; whose they are, only the session says
  { method: 'GET', path: '/account/passkeys', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/passkeys', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/passkeys/options', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/passkeys/challenge', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/passkeys/offer', audience: 'people', policy: 'anybody, about her own browser', answers: everybody },
  { method: 'POST', path: '/account/passkeys/:passkeyId/name', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/passkeys/:passkeyId/removal', audience: 'people', policy: 'signed in', answers: onlyBo },
  { method: 'GET', path: '/account/authenticator', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/authenticator', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/authenticator/removal', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/recovery-codes', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'GET', path: '/account/second-factor', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/second-factor', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/second-factor/passkey', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'GET', path: '/account/confirmation', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/confirmation', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/confirmation/mail', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },
  { method: 'POST', path: '/account/confirmation/passkey', audience: 'people', policy: 'signed in', answers: whoeverSignedIn },

  // a client, or a contact for her
  {
    method: 'GET',
    path: '/:org/my/:clientId/appointments/:appointmentId/appointment.ics',
    audience: 'clients',
    policy: her,
    answers: theClientOrHerContacts,
  },
  { method: 'GET', path: '/:org/my/:clientId/calendar-feed', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'POST', path: '/:org/my/:clientId/calendar-feed', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'POST', path: '/:org/my/:clientId/calendar-feed/end', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'GET', path: '/:org/my/:clientId/waitlist', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  { method: 'GET', path: '/:org/my/:clientId/waitlist/new', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'POST', path: '/:org/my/:clientId/waitlist/entries', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  {
    method: 'POST',
    path: '/:org/my/:clientId/waitlist/entries/:entryId/end',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },
  {
    method: 'POST',
    path: '/:org/my/:clientId/waitlist/offers/:offerId/acceptance',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },
  {
    method: 'POST',
    path: '/:org/my/:clientId/waitlist/offers/:offerId/decline',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },
  { method: 'GET', path: '/:org/my/:clientId/appointments', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  { method: 'GET', path: '/:org/my/:clientId/appointments/new', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'POST', path: '/:org/my/:clientId/requests', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'GET', path: '/:org/my/:clientId/requests/:requestId', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  {
    method: 'POST',
    path: '/:org/my/:clientId/requests/:requestId/withdrawal',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },
  {
    method: 'POST',
    path: '/:org/my/:clientId/appointments/:appointmentId/cancellation',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },

  // a client's appointment: moving it, cancelling it after a look, and times that were offered instead
  ...(['GET', 'POST'] as const).map((method) => ({
    method,
    path: '/:org/my/:clientId/appointments/:appointmentId/reschedule',
    audience: 'clients' as const,
    policy: scheduling,
    answers: whoMaySchedule,
  })),
  {
    method: 'GET',
    path: '/:org/my/:clientId/appointments/:appointmentId/cancellation',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },
  {
    method: 'POST',
    path: '/:org/my/:clientId/requests/:requestId/counter-offers/:counterOfferId/acceptance',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },

  // staff: other times for a request (SCH-23), and where she sees people by video (SCH-41)
  { method: 'GET', path: '/:org/manage/requests/:requestId/counter-offer', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/requests/:requestId/counter-offer', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  {
    method: 'POST',
    path: '/:org/manage/requests/:requestId/counter-offer/undo',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  { method: 'GET', path: '/:org/manage/video-room', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/video-room', audience: 'staff', policy: 'staff', answers: everyStaffMember },

  // staff: requests
  { method: 'GET', path: '/:org/manage', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/calendar-feed', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/calendar-feed', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/calendar-feed/end', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/waitlist', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/waitlist/:entryId/removal', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/requests', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/requests/badge', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/requests/:requestId/confirmation', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/requests/:requestId/decline', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/requests/:requestId/undo', audience: 'staff', policy: 'staff', answers: everyStaffMember },

  // staff: the calendar (SCH-26, SCH-40)
  { method: 'GET', path: '/:org/manage/calendar', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/clients/:clientId/appointments', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/calendar/new', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/calendar/new', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/appointments', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/appointments/:appointmentId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/appointments/:appointmentId/move', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  {
    method: 'POST',
    path: '/:org/manage/appointments/:appointmentId/cancellation',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  {
    method: 'POST',
    path: '/:org/manage/appointments/:appointmentId/deletion',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  {
    method: 'POST',
    path: '/:org/manage/appointments/:appointmentId/restoration',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  {
    method: 'POST',
    path: '/:org/manage/appointments/:appointmentId/completion',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  {
    method: 'POST',
    path: '/:org/manage/appointments/:appointmentId/no-show',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },

  // staff: Organization
  { method: 'GET', path: '/:org/manage/portal', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/portal/settings/:key', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/portal/notifications/:event',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/portal/history', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/portal/history', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/portal/history/export', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/portal/history/:seq/restoration',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'GET',
    path: '/:org/manage/portal/links',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'GET',
    path: '/:org/manage/portal/links/:kind/sheet',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'GET',
    path: '/:org/manage/portal/links/:kind/qr.svg',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/portal/links/:kind/rotation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/portal/links/:kind/rotation/undo',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/portal/help', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'GET',
    path: '/:org/manage/portal/settings/:key/schedules',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/portal/settings/:key/schedules',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/portal/schedules/:scheduleId/cancellation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/staff', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/staff/invitations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/staff/invitations/:invitationId/revocation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'POST', path: '/:org/manage/staff/idle-limit', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/staff/:staffId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/staff/:staffId/roles', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/staff/:staffId/deactivation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'POST', path: '/:org/manage/staff/:staffId/return', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/clients/registrations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/clients/registrations/:registrationId/link',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/registrations/:registrationId/new-client',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/registrations/:registrationId/refusal',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/registrations/:registrationId/reopening',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/therapists',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/clients/duplicates', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'GET',
    path: '/:org/manage/clients/duplicates/:clientId/:otherId',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/duplicates/:clientId/:otherId/dismissal',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/duplicates/:clientId/:otherId/return',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/duplicates/:clientId/:otherId/merge',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/merges/:mergeId/undo',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/account/end',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/staff/plan', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/staff/:staffId/seat', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/card-processing', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/clients', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/clients/search', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/clients/settings', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/clients/invitations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/clients/invitations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/clients/invitations/preview',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'GET',
    path: '/:org/manage/clients/invitations/:batchId',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'GET',
    path: '/:org/manage/clients/invitations/:batchId/progress',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/invitations/:invitationId/revocation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/clients/:clientId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'GET',
    path: '/:org/manage/clients/:clientId/explanation',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/clients/:clientId/view', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/archive',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/return',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/settings/:key',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },

  // staff: what the practice offers, and where (SCH-1)
  { method: 'GET', path: '/:org/manage/services', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/services', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/services/new', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/services/:serviceId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/services/:serviceId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/services/:serviceId/offerings',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/services/:serviceId/position',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/services/:serviceId/archive',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/services/:serviceId/return',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/locations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/locations', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/locations/new', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/locations/:locationId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/locations/:locationId', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/archive',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/return',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/rooms',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/rooms/:roomId/name',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/rooms/:roomId/archive',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/locations/:locationId/rooms/:roomId/return',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  // hours (SCH-2, SCH-3): a therapist's own, or any for an administrator; the situation's are Theo's
  { method: 'GET', path: '/:org/manage/hours', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/hours/practice', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/hours/practice', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/hours/practice/:exceptionId/removal',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'POST', path: '/:org/manage/hours/practice/undo', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/hours/practice/request-limit',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/hours/:staffId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/hours/:staffId/preview', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/hours/:staffId/windows', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/hours/:staffId/windows/new', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/hours/:staffId/windows/:windowId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/hours/:staffId/windows/:windowId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  {
    method: 'POST',
    path: '/:org/manage/hours/:staffId/windows/:windowId/removal',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  {
    method: 'POST',
    path: '/:org/manage/hours/:staffId/days/:weekday/copies',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  { method: 'POST', path: '/:org/manage/hours/:staffId/exceptions', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  {
    method: 'POST',
    path: '/:org/manage/hours/:staffId/exceptions/:exceptionId/removal',
    audience: 'staff',
    policy: 'staff',
    answers: everyStaffMember,
  },
  { method: 'POST', path: '/:org/manage/hours/:staffId/rules', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/hours/:staffId/undo', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  // the same time every week (SCH-27)
  { method: 'GET', path: '/:org/my/:clientId/standing/new', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'POST', path: '/:org/my/:clientId/standing', audience: 'clients', policy: scheduling, answers: whoMaySchedule },
  { method: 'GET', path: '/:org/my/:clientId/standing/:standingId', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  {
    method: 'POST',
    path: '/:org/my/:clientId/standing/:standingId/withdrawal',
    audience: 'clients',
    policy: scheduling,
    answers: whoMaySchedule,
  },

  {
    method: 'GET',
    path: '/:org/my/:clientId/access-log',
    audience: 'clients',
    policy: 'the client herself',
    answers: onlyHerself,
  },

  // the sealed audit: counts and digests of the practice, for who must answer for it (SEC-5)
  { method: 'GET', path: '/:org/manage/audit', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'GET', path: '/:org/manage/audit/anchor', audience: 'staff', policy: 'administrators', answers: administratorsOnly },

  // series, and the answers to standing requests (SCH-26, SCH-27)
  { method: 'GET', path: '/:org/manage/series/new', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/series', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/series/:seriesId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/series/:seriesId/change', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/series/:seriesId/change', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/series/:seriesId/cancellation', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/manage/standing/:standingId', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/standing/:standingId/confirmation', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/standing/:standingId/decline', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/standing/:standingId/undo', audience: 'staff', policy: 'staff', answers: everyStaffMember },

  // what is new, what was sent, and what did not arrive (NOT-5, NOT-21, NOT-23)
  { method: 'GET', path: '/:org/my/:clientId/notices', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  { method: 'POST', path: '/:org/my/:clientId/notices/seen', audience: 'clients', policy: her, answers: theClientOrHerContacts },
  { method: 'GET', path: '/:org/manage/notices', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'POST', path: '/:org/manage/notices/seen', audience: 'staff', policy: 'staff', answers: everyStaffMember },
  { method: 'GET', path: '/:org/my/:clientId/sent', audience: 'clients', policy: her, answers: theClientOrHerContacts }, // each sees what went to herself
  {
    method: 'GET',
    path: '/:org/manage/clients/:clientId/deliveries',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/deliveries/:deliveryId/again',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/deliveries/:deliveryId/phone-note',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  {
    method: 'POST',
    path: '/:org/manage/clients/:clientId/deliveries/:deliveryId/address',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
  { method: 'GET', path: '/:org/manage/deliveries', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  { method: 'POST', path: '/:org/manage/deliveries/again', audience: 'staff', policy: 'administrators', answers: administratorsOnly },
  {
    method: 'POST',
    path: '/:org/manage/deliveries/:deliveryId/again',
    audience: 'staff',
    policy: 'administrators',
    answers: administratorsOnly,
  },
]
