import { expect } from 'vitest'
import { newKey, submit, visit } from '../support/portal.ts'

/** What an administrator does on the pages of the set-up, for tests. */

export const servicesPage = '/willow/manage/services'
export const locationsPage = '/willow/manage/locations'

/** A service as its form would send it. */
export const aService = {
  name: 'Couples',
  duration: '90',
  price: '180.50',
  forums: 'both',
  buffer_before: '5',
  buffer_after: '10',
  bookable_online: '1',
  new_clients: '1',
  existing_clients: '1',
}
export const aLocation = { name: 'Annex', address: '20 Larch Street, New York', zone: 'America/Chicago' }

/** Posts a form as Dana, with a key of its own. */
export const post = (path: string, fields: Record<string, string | number | string[] | undefined> = {}) =>
  submit('dana', path, { key: newKey(), ...fields })

/** The same, which must work; answers where it led. */
export async function done(path: string, fields: Record<string, string | number | string[] | undefined> = {}): Promise<string> {
  const answer = await post(path, fields)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return answer.headers.get('Location') ?? ''
}

export const look = async (path: string): Promise<string> => (await visit('dana', path)).text()

/** What the fields of a page hold, by id. */
export const valueOf = (html: string, id: string): string | undefined =>
  new RegExp(`<input[^>]*\\sid="${id}"[^>]*>`).exec(html)?.[0].match(/\svalue="([^"]*)"/)?.[1]
