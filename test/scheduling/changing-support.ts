import { expect } from 'vitest'
import { cast, newKey, rows, submit, visit, type Who } from '../support/portal.ts'
import { answerRequest, requested } from './support.ts'

/** What people do to move appointments and to offer other times, for tests. */

export const my = (clientId: string = cast.ana.clientId) => `/willow/my/${clientId}`
export const list = '/willow/manage/requests'

export interface Row {
  status: string
  version: number
  starts_at: number
  answered_at: number | null
  offered_at: number | null
  calendar_sequence: number
  answer_by_at: number | null
}
export const rowOf = async (id: string): Promise<Row> =>
  (await rows<Row>('SELECT * FROM appointments WHERE id = ?', id))[0] ?? expect.fail(`no ${id}`)

/** An appointment of Ana's that stands; its id. */
export async function confirmed(start: string, more: Parameters<typeof requested>[1] = {}): Promise<string> {
  const id = await requested(start, more)
  expect((await answerRequest('confirmation', id)).status).toBe(303)
  return id
}

/** Asks to move an appointment, as the review page's button does. */
export const move = async (id: string, start: string, more: Record<string, string | number> = {}, who: Who = 'ana', clientId?: string) =>
  await submit(who, `${my(clientId)}/appointments/${id}/reschedule`, { start, version: (await rowOf(id)).version, key: newKey(), ...more })

/** Asks, and answers the wish's id. */
export async function wished(id: string, start: string): Promise<string> {
  const answer = await move(id, start)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}

/** Theo offers other times for a request, with the version his page shows. */
export async function offer(id: string, starts: string[], more: Record<string, string | string[]> = {}) {
  const page = await (await visit('theo', `${list}/${id}/counter-offer`)).text()
  return await submit('theo', `${list}/${id}/counter-offer`, {
    offer: starts,
    version: /name="version" value="(\d+)"/.exec(page)?.[1] ?? '0',
    key: newKey(),
    ...more,
  })
}

/** The times that a client can take with one press: their addresses by start. */
export async function offersOf(id: string): Promise<{ offerId: string; start: string }[]> {
  const found = await rows<{ id: string; starts_at: number }>(
    'SELECT o.id, h.starts_at FROM counter_offers o JOIN holds h ON h.id = o.hold_id WHERE o.appointment_id = ? ORDER BY h.starts_at',
    id,
  )
  return found.map((row) => ({ offerId: row.id, start: new Date(row.starts_at).toISOString() }))
}

export const take = async (id: string, offerId: string, more: Record<string, string | number> = {}, who: Who = 'ana') =>
  await submit(who, `${my()}/requests/${id}/counter-offers/${offerId}/acceptance`, {
    version: (await rowOf(id)).version,
    key: newKey(),
    ...more,
  })

/** Holds that run at this moment. */
export const runningHolds = async (at: string) =>
  (await rows('SELECT id FROM holds WHERE released_at IS NULL AND expires_at > ?', Date.parse(at))).length
