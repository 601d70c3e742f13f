import type { Looker } from './pages.data.ts'

/** Every form that can be refused for what is typed into it, with something that is wrong (UX-5, SEC-7). */
export interface RefusedForm {
  /** The page it stands on, as in pages.data.ts, and where it goes: the end of its action. */
  page: string
  goesTo: string
  who: Looker
  /** What is typed; a list of names ticks boxes. Whatever is not named stays as the page has it. */
  typed: Record<string, string>
  /** Written differently from those before it: `npm test` plays it. */
  differently?: true
}

const tooLong = 'and so on '.repeat(40)

export const refusedForms: RefusedForm[] = [
  { page: '/:org/login', goesTo: '/login', who: 'a stranger', typed: { email: 'ana' } },
  { page: '/:org/login/code', goesTo: '/login/code', who: 'whoever asked for a code', typed: { code: '000000' }, differently: true },
  { page: '/:org/join', goesTo: '/join', who: 'a stranger', typed: { name: '', email: 'vera' }, differently: true },
  {
    page: '/:org/book/:therapist?therapist=:staffId&service=svc_session&forum=telehealth&start=2026-12-09T14:00:00.000Z',
    goesTo: '/book',
    who: 'a stranger',
    typed: { name: '', email: 'vera' },
  },
  { page: '/account/email', goesTo: '/account/email', who: 'cyd', typed: { email: 'cyd' } },
  { page: '/account/authenticator', goesTo: '/account/authenticator', who: 'bo', typed: { code: '000000' } },
  {
    page: '/:org/my/notifications',
    goesTo: '/my/notifications',
    who: 'bo',
    typed: { quiet_mode: 'own', quiet_from: '21:00', quiet_until: '' },
    differently: true,
  },
  { page: '/:org/my/notifications', goesTo: '/safe-address', who: 'cyd', typed: { email: 'cyd' } },
  {
    page: '/:org/my/:clientId/waitlist/new?therapist=:staffId&service=svc_session&forum=telehealth',
    goesTo: '/waitlist/entries',
    who: 'bo',
    typed: { before: '2026-01-01' },
    differently: true,
  },
  {
    page: '/:org/my/:clientId/standing/new?therapist=:staffId&service=svc_session&forum=telehealth',
    goesTo: '/standing',
    who: 'bo',
    typed: { from: '2020-01-01' },
  },
  { page: '/:org/manage/requests/:requestId/counter-offer', goesTo: '/counter-offer', who: 'theo', typed: {}, differently: true },
  { page: '/:org/manage/video-room', goesTo: '/video-room', who: 'theo', typed: { address: 'my room' } },
  { page: '/:org/manage/notifications', goesTo: '/manage/notifications', who: 'theo', typed: { notices: 'digest', digest_time: '' } },
  {
    page: '/:org/manage/calendar/new?date=2026-12-10&time=14:00',
    goesTo: '/appointments',
    who: 'theo',
    typed: { client: '', date: '' },
    differently: true,
  },
  { page: '/:org/manage/appointments/:appointmentId', goesTo: '/move', who: 'theo', typed: { date: '' }, differently: true },
  { page: '/:org/manage/series/new?client=:clientId', goesTo: '/series/new', who: 'theo', typed: { date: '', time: '' } },
  { page: '/:org/manage/hours/:staffId/windows/new', goesTo: '/windows', who: 'theo', typed: { from: '', to: '' } },
  {
    page: '/:org/manage/hours/:staffId/windows/:windowId',
    goesTo: '/windows/:windowId',
    who: 'theo',
    typed: { from: '12:00', to: '09:00' },
  },
  { page: '/:org/manage/hours/:staffId', goesTo: '/exceptions', who: 'theo', typed: { from_date: '' }, differently: true },
  { page: '/:org/manage/hours/:staffId', goesTo: '/rules', who: 'theo', typed: { notice: '9999' } },
  { page: '/:org/manage/hours/practice', goesTo: '/hours/practice', who: 'dana', typed: { from_date: '' } },
  { page: '/:org/manage/hours/practice', goesTo: '/request-limit', who: 'dana', typed: { limit: '0' }, differently: true },
  { page: '/:org/manage/services/new', goesTo: '/services', who: 'dana', typed: { name: '', price: 'free' }, differently: true },
  { page: '/:org/manage/services/:serviceId', goesTo: '/services/:serviceId', who: 'dana', typed: { duration: '1' } },
  { page: '/:org/manage/locations/new', goesTo: '/locations', who: 'dana', typed: { name: '', zone: 'Nowhere' } },
  { page: '/:org/manage/locations/:locationId', goesTo: '/locations/:locationId', who: 'dana', typed: { name: '' } },
  { page: '/:org/manage/locations/:locationId', goesTo: '/rooms', who: 'dana', typed: { name: '' }, differently: true },
  { page: '/:org/manage/locations/:locationId', goesTo: '/name', who: 'dana', typed: { name: '' } },
  { page: '/:org/manage/portal/emails', goesTo: '/portal/emails', who: 'dana', typed: { sender_name: '', grace: 'soon' } },
  { page: '/:org/manage/portal/settings/:key/schedules', goesTo: '/schedules', who: 'dana', typed: { date: '', time: '' } },
  {
    page: '/:org/manage/portal/history?at=2026-12-01T09:30',
    goesTo: '/portal/history',
    who: 'dana',
    typed: { date: '2030-01-01' },
    differently: true,
  },
  { page: '/:org/manage/staff', goesTo: '/staff/invitations', who: 'dana', typed: { name: '', email: 'ida' } },
  { page: '/:org/manage/staff', goesTo: '/idle-limit', who: 'dana', typed: { minutes: '1' } },
  { page: '/:org/manage/staff/:staffId', goesTo: '/roles', who: 'dana', typed: { name: '' }, differently: true },
  { page: '/:org/manage/clients/invitations?client=cli_nell', goesTo: '/invitations', who: 'dana', typed: { message: '' } },
  { page: '/:org/manage/clients/:clientId', goesTo: '/clients/:clientId/safe-address', who: 'dana', typed: { email: 'bo' } },
  { page: '/:org/manage/clients/:clientId/deliveries', goesTo: '/phone-note', who: 'dana', typed: { note: tooLong }, differently: true },
]

/** Where they go, forms with something to write in that are not among those, and why. */
export const notRefused: Record<string, string> = {
  '/requests': 'a note: as long as the field lets it be',
  '/confirmation': 'beside its button the message with a decline: as long as the field lets it be',
  '/decline': 'a message: as long as the field lets it be',
  '/calendar': 'a date; what is none shows today',
  '/change': 'a time; what is none shows the dates as they are',
  '/clients/search': 'whatever is looked for may be found nowhere',
  '/discretion': 'one of three',
}
