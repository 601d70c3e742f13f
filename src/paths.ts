/**
 * The site map: every route is mounted from here, every link is made from here.
 * Paths are nouns; GET reads, POST changes; a change that is not "save" is a new noun.
 */
export const paths = {
  home: '/',
  health: '/healthz',

  // machines that sign what they say
  emailHook: '/hooks/email',

  // visitors: the three shortcut links, and signing in
  login: '/:org/login',
  loginCode: '/:org/login/code',
  loginLink: '/:org/login/link/:token',
  book: '/:org/book',
  bookTherapist: '/:org/book/:therapist',
  join: '/:org/join',
  passkeySignIn: '/:org/login/passkey',
  passkeyChallenge: '/:org/login/passkey/challenge',
  invitation: '/:org/invite/:token',
  invitationAcceptance: '/:org/invite/:token/acceptance',
  invitationRenewal: '/:org/invite/:token/renewal',
  staffInvitation: '/:org/team/:token',
  staffInvitationAcceptance: '/:org/team/:token/acceptance',

  // the person herself
  security: '/account/security',
  sessionEnd: '/account/sessions/:sessionId/end',
  sessionsEnd: '/account/sessions/end',
  passkeys: '/account/passkeys',
  passkeyOptions: '/account/passkeys/options',
  passkeyName: '/account/passkeys/:passkeyId/name',
  passkeyRemoval: '/account/passkeys/:passkeyId/removal',
  authenticator: '/account/authenticator',
  authenticatorRemoval: '/account/authenticator/removal',
  recoveryCodes: '/account/recovery-codes',
  secondFactor: '/account/second-factor',
  secondFactorPasskey: '/account/second-factor/passkey',
  confirmItsYou: '/account/confirmation',
  confirmationMail: '/account/confirmation/mail',
  confirmationPasskey: '/account/confirmation/passkey',
  personChallenge: '/account/passkeys/challenge',
  passkeyOffer: '/account/passkeys/offer',
  emailChange: '/account/email',
  logout: '/logout',
  sessionExtension: '/account/session/extension',
  language: '/account/language',

  // a client, or a contact for her
  my: '/:org/my',
  appointments: '/:org/my/:clientId/appointments',
  newAppointment: '/:org/my/:clientId/appointments/new',
  cancellation: '/:org/my/:clientId/appointments/:appointmentId/cancellation',
  clientRequests: '/:org/my/:clientId/requests',
  clientRequest: '/:org/my/:clientId/requests/:requestId',
  withdrawal: '/:org/my/:clientId/requests/:requestId/withdrawal',

  accessLog: '/:org/my/:clientId/access-log',
  // what is new to her, and what was sent to her (NOT-5, NOT-23)
  notices: '/:org/my/:clientId/notices',
  noticesSeen: '/:org/my/:clientId/notices/seen',
  sent: '/:org/my/:clientId/sent',

  // a client's standing requests (SCH-27)
  newStanding: '/:org/my/:clientId/standing/new',
  clientStandings: '/:org/my/:clientId/standing',
  clientStanding: '/:org/my/:clientId/standing/:standingId',
  standingWithdrawal: '/:org/my/:clientId/standing/:standingId/withdrawal',
  // a client's appointment: moving it, and times that were offered instead
  reschedule: '/:org/my/:clientId/appointments/:appointmentId/reschedule',
  counterOfferAcceptance: '/:org/my/:clientId/requests/:requestId/counter-offers/:counterOfferId/acceptance',
  // calendars and the waitlist
  feed: '/feeds/:token/calendar.ics',
  appointmentFile: '/:org/my/:clientId/appointments/:appointmentId/appointment.ics',
  clientFeed: '/:org/my/:clientId/calendar-feed',
  clientFeedEnd: '/:org/my/:clientId/calendar-feed/end',
  therapistFeed: '/:org/manage/calendar-feed',
  therapistFeedEnd: '/:org/manage/calendar-feed/end',
  waitlist: '/:org/my/:clientId/waitlist',
  newWaitlistEntry: '/:org/my/:clientId/waitlist/new',
  waitlistEntries: '/:org/my/:clientId/waitlist/entries',
  waitlistEntryEnd: '/:org/my/:clientId/waitlist/entries/:entryId/end',
  waitlistAcceptance: '/:org/my/:clientId/waitlist/offers/:offerId/acceptance',
  waitlistDecline: '/:org/my/:clientId/waitlist/offers/:offerId/decline',
  staffWaitlist: '/:org/manage/waitlist',
  staffWaitlistRemoval: '/:org/manage/waitlist/:entryId/removal',

  // the person herself again, at one practice: whoever is not signed in is led to its sign-in page, and back
  emailChangeLink: '/:org/my/email/:token',
  drafts: '/:org/my/drafts',

  // which e-mails one gets (NOT-4, NOT-8), and what they may say about a client
  wishes: '/:org/my/notifications',
  unsubscribe: '/:org/unsubscribe/:token',
  unsubscribeUndo: '/:org/unsubscribe/:token/undo',
  discretion: '/:org/my/:clientId/discretion',
  safeAddress: '/:org/my/:clientId/safe-address',
  safeAddressEnd: '/:org/my/:clientId/safe-address/end',
  safeAddressLink: '/:org/safe-address/:token',

  registration: '/:org/my/registrations/:registrationId',
  registrationOther: '/:org/my/registrations/:registrationId/other',

  // staff
  manage: '/:org/manage',
  requests: '/:org/manage/requests',
  requestsBadge: '/:org/manage/requests/badge',
  confirmation: '/:org/manage/requests/:requestId/confirmation',
  decline: '/:org/manage/requests/:requestId/decline',
  undo: '/:org/manage/requests/:requestId/undo',
  // hours (SCH-2, SCH-3)
  hours: '/:org/manage/hours',
  holidays: '/:org/manage/hours/practice',
  holidayRemoval: '/:org/manage/hours/practice/:exceptionId/removal',
  holidaysUndo: '/:org/manage/hours/practice/undo',
  requestLimit: '/:org/manage/hours/practice/request-limit',
  hoursOf: '/:org/manage/hours/:staffId',
  hoursPreview: '/:org/manage/hours/:staffId/preview',
  windows: '/:org/manage/hours/:staffId/windows',
  newWindow: '/:org/manage/hours/:staffId/windows/new',
  window: '/:org/manage/hours/:staffId/windows/:windowId',
  windowRemoval: '/:org/manage/hours/:staffId/windows/:windowId/removal',
  dayCopies: '/:org/manage/hours/:staffId/days/:weekday/copies',
  exceptions: '/:org/manage/hours/:staffId/exceptions',
  exceptionRemoval: '/:org/manage/hours/:staffId/exceptions/:exceptionId/removal',
  hoursRules: '/:org/manage/hours/:staffId/rules',
  hoursUndo: '/:org/manage/hours/:staffId/undo',

  // series, and the answers to standing requests (SCH-26, SCH-27)
  newSeries: '/:org/manage/series/new',
  seriesList: '/:org/manage/series',
  series: '/:org/manage/series/:seriesId',
  seriesChange: '/:org/manage/series/:seriesId/change',
  seriesCancellation: '/:org/manage/series/:seriesId/cancellation',
  standing: '/:org/manage/standing/:standingId',
  standingConfirmation: '/:org/manage/standing/:standingId/confirmation',
  standingDecline: '/:org/manage/standing/:standingId/decline',
  standingUndo: '/:org/manage/standing/:standingId/undo',
  // the staff's calendar
  calendar: '/:org/manage/calendar',
  newStaffAppointment: '/:org/manage/calendar/new',
  staffAppointments: '/:org/manage/appointments',
  staffAppointment: '/:org/manage/appointments/:appointmentId',
  appointmentMove: '/:org/manage/appointments/:appointmentId/move',
  appointmentCancellation: '/:org/manage/appointments/:appointmentId/cancellation',
  appointmentDeletion: '/:org/manage/appointments/:appointmentId/deletion',
  appointmentRestoration: '/:org/manage/appointments/:appointmentId/restoration',
  appointmentCompletion: '/:org/manage/appointments/:appointmentId/completion',
  appointmentNoShow: '/:org/manage/appointments/:appointmentId/no-show',
  counterOffer: '/:org/manage/requests/:requestId/counter-offer',
  counterOfferUndo: '/:org/manage/requests/:requestId/counter-offer/undo',
  videoRoom: '/:org/manage/video-room',
  staffWishes: '/:org/manage/notifications',
  portal: '/:org/manage/portal',
  practiceMails: '/:org/manage/portal/emails',
  practiceMailsUndo: '/:org/manage/portal/emails/undo',
  setting: '/:org/manage/portal/settings/:key',
  notification: '/:org/manage/portal/notifications/:event',
  schedules: '/:org/manage/portal/settings/:key/schedules',
  scheduleCancellation: '/:org/manage/portal/schedules/:scheduleId/cancellation',
  settingHelp: '/:org/manage/portal/help',
  history: '/:org/manage/portal/history',
  historyExport: '/:org/manage/portal/history/export',
  restoration: '/:org/manage/portal/history/:seq/restoration',
  audit: '/:org/manage/audit',
  auditAnchor: '/:org/manage/audit/anchor',
  seats: '/:org/manage/staff',
  seat: '/:org/manage/staff/:staffId/seat',
  planPreview: '/:org/manage/staff/plan',
  staffInvitations: '/:org/manage/staff/invitations',
  staffInvitationRevocation: '/:org/manage/staff/invitations/:invitationId/revocation',
  staffMember: '/:org/manage/staff/:staffId',
  staffRoles: '/:org/manage/staff/:staffId/roles',
  staffDeactivation: '/:org/manage/staff/:staffId/deactivation',
  staffReturn: '/:org/manage/staff/:staffId/return',
  staffIdle: '/:org/manage/staff/idle-limit',
  links: '/:org/manage/portal/links',
  linkSheet: '/:org/manage/portal/links/:kind/sheet',
  linkImage: '/:org/manage/portal/links/:kind/qr.svg',
  linkRotation: '/:org/manage/portal/links/:kind/rotation',
  linkRotationUndo: '/:org/manage/portal/links/:kind/rotation/undo',
  cardProcessing: '/:org/manage/card-processing',

  // staff: what the practice offers, and where (SCH-1)
  services: '/:org/manage/services',
  newService: '/:org/manage/services/new',
  service: '/:org/manage/services/:serviceId',
  serviceOfferings: '/:org/manage/services/:serviceId/offerings',
  servicePosition: '/:org/manage/services/:serviceId/position',
  serviceArchive: '/:org/manage/services/:serviceId/archive',
  serviceReturn: '/:org/manage/services/:serviceId/return',
  locations: '/:org/manage/locations',
  newLocation: '/:org/manage/locations/new',
  location: '/:org/manage/locations/:locationId',
  locationArchive: '/:org/manage/locations/:locationId/archive',
  locationReturn: '/:org/manage/locations/:locationId/return',
  rooms: '/:org/manage/locations/:locationId/rooms',
  roomName: '/:org/manage/locations/:locationId/rooms/:roomId/name',
  roomArchive: '/:org/manage/locations/:locationId/rooms/:roomId/archive',
  roomReturn: '/:org/manage/locations/:locationId/rooms/:roomId/return',

  clients: '/:org/manage/clients',
  clientSearch: '/:org/manage/clients/search',
  clientSettings: '/:org/manage/clients/settings',
  invitations: '/:org/manage/clients/invitations',
  invitationPreview: '/:org/manage/clients/invitations/preview',
  invitationBatch: '/:org/manage/clients/invitations/:batchId',
  invitationProgress: '/:org/manage/clients/invitations/:batchId/progress',
  registrations: '/:org/manage/clients/registrations',
  registrationLink: '/:org/manage/clients/registrations/:registrationId/link',
  registrationNewClient: '/:org/manage/clients/registrations/:registrationId/new-client',
  registrationRefusal: '/:org/manage/clients/registrations/:registrationId/refusal',
  registrationReopening: '/:org/manage/clients/registrations/:registrationId/reopening',
  duplicates: '/:org/manage/clients/duplicates',
  duplicatePair: '/:org/manage/clients/duplicates/:clientId/:otherId',
  duplicateDismissal: '/:org/manage/clients/duplicates/:clientId/:otherId/dismissal',
  duplicateReturn: '/:org/manage/clients/duplicates/:clientId/:otherId/return',
  merge: '/:org/manage/clients/duplicates/:clientId/:otherId/merge',
  mergeUndo: '/:org/manage/clients/merges/:mergeId/undo',
  client: '/:org/manage/clients/:clientId',
  clientInvitationRevocation: '/:org/manage/clients/:clientId/invitations/:invitationId/revocation',
  clientAccountEnd: '/:org/manage/clients/:clientId/account/end',
  clientDiscretion: '/:org/manage/clients/:clientId/discretion',
  clientSafeAddress: '/:org/manage/clients/:clientId/safe-address',
  clientSafeAddressEnd: '/:org/manage/clients/:clientId/safe-address/end',
  clientTherapists: '/:org/manage/clients/:clientId/therapists',
  clientArchive: '/:org/manage/clients/:clientId/archive',
  clientReturn: '/:org/manage/clients/:clientId/return',
  clientSchedule: '/:org/manage/clients/:clientId/appointments',
  explanation: '/:org/manage/clients/:clientId/explanation',
  clientView: '/:org/manage/clients/:clientId/view',
  clientSetting: '/:org/manage/clients/:clientId/settings/:key',

  // what was sent, and what did not arrive (NOT-21, NOT-23)
  clientDeliveries: '/:org/manage/clients/:clientId/deliveries',
  clientDeliveryAgain: '/:org/manage/clients/:clientId/deliveries/:deliveryId/again',
  phoneNote: '/:org/manage/clients/:clientId/deliveries/:deliveryId/phone-note',
  addressReturn: '/:org/manage/clients/:clientId/deliveries/:deliveryId/address',
  deliveries: '/:org/manage/deliveries',
  deliveriesAgain: '/:org/manage/deliveries/again',
  deliveryAgain: '/:org/manage/deliveries/:deliveryId/again',
  staffNotices: '/:org/manage/notices',
  staffNoticesSeen: '/:org/manage/notices/seen',
} as const

/** Where whoever posts has signed: another site's page cannot, so it need not be ours (src/web/csrf.ts). */
export const signedAddresses: readonly string[] = [paths.emailHook]

/** Words that can never be an organization's slug, because an address begins with them. */
export const reservedSlugs = ['account', 'assets', 'dev', 'feeds', 'healthz', 'hooks', 'logout', 'portico', 'admin', 'www', 'api']

/** The names in `:name` segments of a path. */
export type ParamsOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never

type Query = Record<string, string | number | undefined>
type Arguments<P extends string> = [ParamsOf<P>] extends [never]
  ? [params?: Record<string, never>, query?: Query, hash?: string]
  : [params: Record<ParamsOf<P>, string>, query?: Query, hash?: string]

/** The address of a path: every parameter filled in and encoded, the query's undefined values left out. */
export function href<P extends string>(path: P, ...[params, query, hash]: Arguments<P>): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent((params as Record<string, string>)[name] ?? ''))
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  const search = pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''
  return filled + search + (hash ? `#${hash}` : '')
}
