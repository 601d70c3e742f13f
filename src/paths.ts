/**
 * The site map: every route is mounted from here, every link is made from here.
 * Paths are nouns; GET reads, POST changes; a change that is not "save" is a new noun.
 */
export const paths = {
  home: '/',
  health: '/healthz',

  // visitors: the three shortcut links, and signing in
  login: '/:org/login',
  loginCode: '/:org/login/code',
  loginLink: '/:org/login/link/:token',
  book: '/:org/book',
  bookTherapist: '/:org/book/:therapist',
  join: '/:org/join',

  // the person herself
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

  // staff
  manage: '/:org/manage',
  requests: '/:org/manage/requests',
  requestsBadge: '/:org/manage/requests/badge',
  confirmation: '/:org/manage/requests/:requestId/confirmation',
  decline: '/:org/manage/requests/:requestId/decline',
  undo: '/:org/manage/requests/:requestId/undo',
  portal: '/:org/manage/portal',
  setting: '/:org/manage/portal/settings/:key',
  notification: '/:org/manage/portal/notifications/:event',
  schedules: '/:org/manage/portal/settings/:key/schedules',
  scheduleCancellation: '/:org/manage/portal/schedules/:scheduleId/cancellation',
  settingHelp: '/:org/manage/portal/help',
  history: '/:org/manage/portal/history',
  historyExport: '/:org/manage/portal/history/export',
  restoration: '/:org/manage/portal/history/:seq/restoration',
  seats: '/:org/manage/staff',
  seat: '/:org/manage/staff/:staffId/seat',
  planPreview: '/:org/manage/staff/plan',
  cardProcessing: '/:org/manage/card-processing',
  clients: '/:org/manage/clients',
  clientSearch: '/:org/manage/clients/search',
  clientSettings: '/:org/manage/clients/settings',
  client: '/:org/manage/clients/:clientId',
  clientArchive: '/:org/manage/clients/:clientId/archive',
  clientReturn: '/:org/manage/clients/:clientId/return',
  explanation: '/:org/manage/clients/:clientId/explanation',
  clientView: '/:org/manage/clients/:clientId/view',
  clientSetting: '/:org/manage/clients/:clientId/settings/:key',
} as const

/** Words that can never be an organization's slug, because an address begins with them. */
export const reservedSlugs = ['account', 'assets', 'dev', 'healthz', 'hooks', 'logout', 'portico', 'admin', 'www', 'api']

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
