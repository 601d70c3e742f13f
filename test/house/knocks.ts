import { submit, visit, type Browser, type Form } from '../support/portal.ts'
import type { Actor } from './doors.data.ts'
import type { Letter } from './doors.exceptions.ts'

/** One knock of the matrix: who, from which browser, where, with what in hand, and what is expected. */
export interface Knock {
  actor: Actor
  who: Browser | null
  /** The path of the door, as the site map has it. */
  door: string
  method: string
  address: string
  fields: Form['fields']
  /** As htmx asks for a fragment, or as a browser for a page. */
  htmx: boolean
  expected: Letter
  /** Whether the audit keeps it. */
  remembered: boolean
  /** Which parameter of the address is another practice's or nobody's; the two must be answered alike. */
  object?: string
}

/** What she met: a letter of the reviewed list, `!` for what nobody may meet; and the page, with what differs from answer to answer left out. */
export interface Met {
  knock: Knock
  letter: string
  page: string
}

export async function knock(one: Knock): Promise<Met> {
  // A copy: what an answer takes from a browser is not taken from the next knock.
  const who = one.who && { cookies: new Map(one.who.cookies) }
  const how = { htmx: one.htmx, method: one.method }
  const reads = ['GET', 'HEAD'].includes(one.method)
  const answer = reads ? await visit(who, one.address, how) : await submit(who, one.address, one.fields, how)
  return {
    knock: one,
    letter: letterOf(answer),
    page: `${answer.status}\n${headersOf(answer)}\n${(await answer.text()).replace(newKeys, 'key')}`,
  }
}

function letterOf({ status, headers }: Response): string {
  const location = headers.get('HX-Redirect') ?? headers.get('Location') ?? ''
  if (status === 401 || status === 303) {
    if (location.startsWith('/account/second-factor')) return 'o'
    if (status === 401 && location === '') return 'u'
    if (status === 401 || /^\/(\w+\/login|logout)(\?next=|$)/.test(location)) return 's'
  }
  if (status >= 500) return '!' // nothing gets a 500 (SEC-7)
  return ({ 403: 'f', 404: 'n', 409: 'c' } as Record<number, string>)[status] ?? 'p'
}

/** What a page makes up for its forms, and for whoever reports a failure. */
const newKeys = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=name="key" value=")[\w-]{16}(?=")/g
/** Of a secret's page no next site hears, of its refusal neither: set by the handler, or not, if the door refused before. */
const differing = new Set(['x-request-id', 'server-timing', 'x-database', 'referrer-policy'])
const headersOf = ({ headers }: Response): string =>
  [...headers]
    // That her own session has ended is taken off her browser on any answer; it says nothing of what she asked about.
    .filter(([name, value]) => !differing.has(name) && !value.startsWith('__Host-session=; Max-Age=0'))
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
    .join('\n')
