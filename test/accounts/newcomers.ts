import { cron, mail, newBrowser, newKey, rows, services, submit, visit, type Browser, type How } from '../support/portal.ts'

/** What people do who are new here, for tests: register, choose a time, prove an address. */

export interface Asked {
  browser: Browser
  answer: Response
  code: string
}

/** Posts the form of the New Invitation Link, in a browser of her own. */
export const join = async (
  email: string,
  fields: Record<string, string | undefined> = {},
  browser: Browser = newBrowser(),
  how: How = {},
) => await asked(email, browser, await submit(browser, '/willow/join', { name: 'Vera Lindt', email, key: newKey(), ...fields }, how))

/** Posts the form of the New Appointment Link for a time. */
export const book = async (email: string, fields: Record<string, string | undefined>, browser: Browser = newBrowser(), how: How = {}) =>
  await asked(email, browser, await submit(browser, '/willow/book', { ...aTime, name: 'Vera Lindt', email, key: newKey(), ...fields }, how))

export const aTime = { therapist: 'sta_theo', service: services.intake, forum: 'in_person' }

/** Signs in by the ordinary form. */
export const login = async (email: string, browser: Browser = newBrowser()) =>
  await asked(email, browser, await submit(browser, '/willow/login', { email }))

/** Types the newest code that went to the address. Answers where that leads. */
export async function prove(
  { browser, code }: Asked,
  more: Record<string, string> = {},
): Promise<{ status: number; to: string; html: string }> {
  const answer = await submit(browser, '/willow/login/code', { code, ...more })
  return { status: answer.status, to: answer.headers.get('Location') ?? '', html: await answer.text() }
}

/** The free times on a visitor's page, as instants. */
export async function visitorsTimes(query = ''): Promise<string[]> {
  const html = await (
    await visit(null, `/willow/book?therapist=sta_theo&service=${services.intake}&forum=in_person&from=2026-12-08${query}`)
  ).text()
  return [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
}

export const codeMails = async (email: string) => (await mail()).filter(({ to, kind }) => to === email && kind === 'sign_in')

/** How many rows there are that a registration could make too many of. */
export async function counts() {
  const tables = ['clients', 'people', 'client_logins', 'registrations', 'appointments', 'assignments']
  const all = await Promise.all(tables.map(async (table) => [table, (await rows(`SELECT count(*) AS n FROM ${table}`))[0]?.n] as const))
  return Object.fromEntries(all) as Record<string, number>
}

/** What has become more, by table. */
export const more = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(Object.entries(after).flatMap(([table, n]) => (n === before[table] ? [] : [[table, n - (before[table] ?? 0)]])))

/** An answer without what differs by chance. */
export async function shape(answer: Response): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => !['x-request-id', 'set-cookie', 'server-timing', 'x-database'].includes(name))
  const statements = answer.headers
    .get('X-Database')
    ?.replace(/rows=\d+/, '')
    .replace(/ms=[\d.]+/, '')
  return JSON.stringify([answer.status, headers, statements, (await answer.clone().text()).replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'KEY')])
}

async function asked(email: string, browser: Browser, answer: Response): Promise<Asked> {
  await cron()
  const text = (await codeMails(email.trim().toLowerCase())).at(-1)?.text ?? ''
  return { browser, answer, code: /\b(\d{6})\b/.exec(text)?.[1] ?? '' }
}
