import { expect } from 'vitest'
import { cast, hidden, newKey, services, submit, visit, type Who } from '../support/portal.ts'

/** What people do with appointments, for tests: ask for a time, read the free ones, answer. */

export const newAppointment = (clientId: string, query = '') =>
  `/willow/my/${clientId}/appointments/new?therapist=sta_theo&service=${services.session}&forum=telehealth${query}`

/** The free times on the page a client sees, as instants. */
export async function freeTimes(who: Who = 'ana', clientId: string = cast.ana.clientId, from = '2026-12-02'): Promise<string[]> {
  const html = await (await visit(who, newAppointment(clientId, `&from=${from}`))).text()
  return [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
}

/** Posts a request for a time, as the slot's button does. */
export const ask = (
  start: string,
  {
    who = 'ana',
    clientId = cast.ana.clientId,
    ...more
  }: { who?: Who; clientId?: string; key?: string; note?: string; forum?: string; service?: string } = {},
) =>
  submit(who, `/willow/my/${clientId}/requests`, {
    therapist: 'sta_theo',
    service: services.session,
    forum: 'telehealth',
    start,
    key: newKey(),
    ...more,
  })

/** Asks for a time and answers the request's id. */
export async function requested(start: string, more: Parameters<typeof ask>[1] = {}): Promise<string> {
  const answer = await ask(start, more)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}

/** Confirms, declines or takes back, with the version the list shows. */
export async function answerRequest(
  act: 'confirmation' | 'decline' | 'undo',
  id: string,
  fields: Record<string, string> = {},
  how = {},
): Promise<Response> {
  const html = await (await visit('theo', '/willow/manage/requests')).text()
  const version = hidden(html, `request-${id}`, 'version')
  return await submit('theo', `/willow/manage/requests/${id}/${act}`, { version, key: newKey(), ...fields }, how)
}

/** Switches a setting of willow as dana. */
export async function switchTo(key: string, value: 'on' | 'off'): Promise<void> {
  const html = await (await visit('dana', '/willow/manage/portal')).text()
  const [kind, at] = key.startsWith('notify_')
    ? [`notification-${key.slice(7)}`, `notifications/${key.slice(7)}`]
    : [`setting-${key}`, `settings/${key}`]
  expect(
    (await submit('dana', `/willow/manage/portal/${at}`, { value, version: hidden(html, kind, 'version'), confirm: '1' })).status,
  ).toBe(303)
}
