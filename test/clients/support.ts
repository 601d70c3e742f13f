import { cast, rows, submit, visit, type How, type Who } from '../support/portal.ts'

export const list = '/willow/manage/clients'

/** The ids of the clients on a page, in its order. */
export const idsOn = (html: string): string[] => [...html.matchAll(/<tr id="client-([\w-]+)"/g)].map(([, id]) => id as string)

/** What an answer cost, as development says. */
export const rowsRead = (response: Response): number => Number(/rows-read=(\d+)/.exec(response.headers.get('X-Database') ?? '')?.[1])
export const statements = (response: Response): number => Number(/statements=(\d+)/.exec(response.headers.get('X-Database') ?? '')?.[1])

/** The address behind "Next" or "Previous"; undefined where there is none. */
export function turn(html: string, to: 'after' | 'before'): string | undefined {
  const [, address] = new RegExp(`href="([^"]*[?&]${to}=[^"]*)"`).exec(html.replaceAll('&amp;', '&')) ?? []
  return address
}

/** The names a search finds, in the order of the page. */
export async function found(q: string, more: Record<string, string> = {}, how: How = { htmx: true }): Promise<string[]> {
  const answer = await submit('dana', `${list}/search`, { q, ...more }, how)
  if (answer.status !== 200) throw new Error(`${answer.status} for a search`)
  return namesOn(await answer.text())
}

export const namesOn = (html: string): string[] =>
  [...html.matchAll(/<div><a href="[^"]*">([^<]*)<\/a>/g)].map(([, name]) =>
    (name as string).replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
  )

/** Adds clients as a practice might type them: nothing but the row, so that what is derived of it is the database's own work. */
export async function add(
  ...clients: {
    id: string
    name: string
    sortName?: string
    email?: string
    organization?: string
    archivedAt?: number
    mergedInto?: string
  }[]
) {
  const all = clients.map(
    ({ id, name, sortName = name.toLowerCase(), email = null, organization, archivedAt = null, mergedInto = null }) => ({
      organization: organization ?? organizationOf('ana'),
      id,
      name,
      sortName,
      email,
      archivedAt,
      mergedInto,
    }),
  )
  await rows(
    `INSERT INTO clients (organization_id, id, name, sort_name, email, created_at, archived_at, merged_into)
     SELECT value->>'organization', value->>'id', value->>'name', value->>'sortName', value->>'email', 0, value->>'archivedAt', value->>'mergedInto' FROM json_each(?)`,
    JSON.stringify(all),
  )
}

export const organizationOf = (key: 'ana' | 'cyd'): string => `org_${cast[key].org}`

/** Fills willow with generated clients, and the page of them. */
export async function fill(clients: number): Promise<void> {
  const answer = await submit(null, '/dev/fill', { clients })
  if (answer.status >= 400) throw new Error(await answer.text())
}

export const pageOf = async (who: Who, path: string): Promise<string> => await (await visit(who, path)).text()
