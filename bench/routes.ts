import { busyTherapist } from '../src/dev/week.ts'
import { dateOf, dayMs, weekOf } from '../src/scheduling/zones.ts'

/** What is measured, and who asks for it. */
export interface Route {
  name: string
  title: string
  path: string
  who?: 'dana' | 'theo' | 'ana' | 'bo'
  status: number
  partial?: boolean
  /** A page, with a first view. */
  page?: boolean
}

/** Ten therapists with forty appointments each (src/dev/week.ts), ten weeks on: later than any time that is offered here. */
export const week = { therapists: 10, monday: dateOf((weekOf(Math.floor(Date.now() / dayMs)) + 10) * 7 - 3) }
const shown = Array.from({ length: week.therapists }, (_, n) => `staff=${busyTherapist(n)}`).join('&')

/** The switch that is moved once to see what the portal asks of the database. */
export const recordedSwitch = 'client_signup'

export const routes = {
  login: { name: 'login', title: 'Sign-in page', path: '/willow/login', status: 200, page: true },
  settings: { name: 'settings', title: 'Settings page', path: '/willow/manage/portal', who: 'dana', status: 200, page: true },
  toggle: {
    name: 'toggle',
    title: 'Moving a switch',
    path: `/willow/manage/portal/settings/${recordedSwitch}`,
    who: 'dana',
    status: 200,
    partial: true,
  },
  slots: {
    name: 'slots',
    title: 'Free times, 60 days',
    path: '/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=in_person',
    who: 'ana',
    status: 200,
    page: true,
  },
  request: { name: 'request', title: 'Asking for a time', path: '/willow/my/cli_ana/requests', who: 'ana', status: 303 },
  requestOfAnother: { name: 'requestOfAnother', title: '', path: '/willow/my/cli_bo/requests', who: 'bo', status: 303 },
  requests: { name: 'requests', title: 'Requests, 30 open', path: '/willow/manage/requests', who: 'theo', status: 200, page: true },
  week: {
    name: 'week',
    title: 'Week of 10 therapists, 400 appointments',
    path: `/willow/manage/calendar?view=week&date=${week.monday}&${shown}`,
    who: 'dana',
    status: 200,
    page: true,
  },
  clients: { name: 'clients', title: 'Manage Clients, 60', path: '/willow/manage/clients', who: 'dana', status: 200, page: true },
} satisfies Record<string, Route>

/** What is compared with the bare worker, in the order of the table. */
export const measured: Route[] = [
  routes.login,
  routes.settings,
  routes.toggle,
  routes.slots,
  routes.request,
  routes.requests,
  routes.week,
  routes.clients,
]
