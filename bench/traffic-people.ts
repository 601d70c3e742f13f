import { type Answer, type Ask, send } from './load.ts'
import type { Sample } from './traffic-report.ts'

/** What the people of a load run do, one step after the other. A step that finds nothing to do does nothing. */
export interface Person {
  name: string
  steps: ((says: Says) => Promise<void>)[]
}

/** Asks as the person, and notes down what it was and how long it took. No answer is status 0. */
export type Says = (kind: string, ask: Omit<Ask, 'cookie'>) => Promise<Answer>

/** A voice for somebody who is signed in. */
export function voice(url: string, cookie: string | undefined, samples: Sample[], startedAt: number): Says {
  return async (kind, ask) => {
    const askedAt = performance.now()
    const none: Answer = { status: 0, body: '', rawHeaders: [], location: '' }
    const answer = await send(url, { ...ask, cookie }).catch(() => none)
    samples.push({ kind, at: askedAt - startedAt, ms: performance.now() - askedAt, status: answer.status })
    return answer
  }
}

const read =
  (...paths: string[]) =>
  async (says: Says): Promise<void> => {
    await says('a page', { path: paths[Math.floor(Math.random() * paths.length)] as string })
  }

/** The switch moves to where it is not. */
const toggle = (org: string, key: string) => async (says: Says) => {
  const { body } = await says('a page', { path: `/${org}/manage/portal` })
  const form = formsIn(body).find(({ action }) => action.endsWith(`/settings/${key}`))
  if (form) await says('a switch', { path: form.action, fields: form.fields, partial: true })
}

/** The nth of the times that are offered, n by chance. */
const book = (newAppointment: string) => async (says: Says) => {
  const { body } = await says('free times', { path: newAppointment })
  const starts = [...body.matchAll(/<button[^>]*\sname="start"[^>]*\svalue="([^"]*)"/g)].map(([, start]) => start as string)
  const form = formsIn(body).find(({ action }) => action.endsWith('/requests'))
  const start = starts[Math.floor(Math.random() * starts.length)]
  if (form && start) await says('a request', { path: form.action, fields: { ...form.fields, start } })
}

/** Sends the first form whose address ends so, of a page or of one that it leads to: link by link, one of those that fit by chance. */
const press =
  (kind: string, path: string, ending: string, through: RegExp[] = []) =>
  async (says: Says) => {
    let { body } = await says('a page', { path })
    for (const link of through) {
      const links = [...body.matchAll(/href="(\/[^"?#]*)"/g)].map(([, href]) => href as string).filter((href) => link.test(href))
      const next = links[Math.floor(Math.random() * links.length)]
      if (!next) return
      body = (await says('a page', { path: next })).body
    }
    const form = formsIn(body).find(({ action }) => action.endsWith(ending))
    if (form) await says(kind, { path: form.action, fields: form.fields })
  }

const aRequest = /\/requests\/[^/]+$/

let visitors = 0
const askForCode = (org: string) => async (says: Says) => {
  await says('a page', { path: `/${org}/login` })
  await says('a sign-in', { path: `/${org}/login`, fields: { email: `somebody.${visitors++}@family.example` } })
}

const newAppointment = (client: string) => `/willow/my/${client}/appointments/new?therapist=sta_theo&service=svc_session&forum=in_person`

/** Everybody, by the cookie that they have. */
export const people: Record<string, Person['steps']> = {
  dana: [
    read('/willow/manage/clients', '/willow/manage/portal', '/willow/manage/services', '/willow/manage/audit'),
    toggle('willow', 'hide_location_on_forms'),
    read('/willow/manage/calendar', '/willow/manage/portal/history', '/willow/manage/staff'),
    toggle('willow', 'secure_messaging'),
  ],
  theo: [
    read('/willow/manage/requests', '/willow/manage/calendar', '/willow/manage/hours', '/willow/manage/notices'),
    press('a confirmation', '/willow/manage/requests', '/confirmation'),
  ],
  ana: [
    book(newAppointment('cli_ana')),
    read('/willow/my/cli_ana/appointments', '/willow/my/cli_ana/notices', '/account/security'),
    press('a withdrawal', '/willow/my/cli_ana/appointments', '/withdrawal', [aRequest]),
    press('a cancellation', '/willow/my/cli_ana/appointments', '/cancellation', [aRequest, /\/cancellation$/]),
  ],
  bo: [
    book(newAppointment('cli_bo')),
    press('a withdrawal', '/willow/my/cli_bo/appointments', '/withdrawal', [aRequest]),
    press('a cancellation', '/willow/my/cli_bo/appointments', '/cancellation', [aRequest, /\/cancellation$/]),
  ],
  amir: [
    read('/cedar/manage/calendar', '/cedar/manage/clients', '/cedar/manage/requests', '/cedar/manage/hours'),
    toggle('cedar', 'hide_location_on_forms'),
  ],
  cyd: [read('/cedar/my/cli_cyd/appointments', '/cedar/my/cli_cyd/notices', '/cedar/my')],
  stranger: [askForCode('willow'), read('/willow/book', '/willow/join', '/cedar/login'), askForCode('cedar')],
}

/** The forms of a page: where they go, and what is hidden in them. A button that stands for the form's own address is not looked at. */
function formsIn(html: string): { action: string; fields: Record<string, string> }[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => ({
    action: /\saction="([^"]*)"/.exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '',
    fields: Object.fromEntries(
      [...inside.matchAll(/<input type="hidden"[^>]*\sname="([^"]*)"[^>]*\svalue="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    ),
  }))
}
