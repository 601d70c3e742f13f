import { expect } from 'vitest'
import { cast, hidden, newKey, rows, services, submit, visit, type Who } from '../support/portal.ts'

/** What staff do in their calendar, for tests. */

export const appointmentsPath = '/willow/manage/appointments'
export const calendarPath = (query: string) => `/willow/manage/calendar?${query}`

type Fields = Record<string, string | undefined>

/** Posts the form of a new appointment: Theo, Ana, a session by video on Thursday at 10:00 unless told otherwise. */
export const make = (fields: Fields = {}, who: Who = 'theo') =>
  submit(who, appointmentsPath, {
    client: cast.ana.clientId,
    therapist: cast.theo.staffId,
    service: services.session,
    where: 'telehealth',
    date: '2026-12-03',
    time: '10:00',
    key: newKey(),
    ...fields,
  })

/** Makes one and answers its id. */
export async function made(fields: Fields = {}, who: Who = 'theo'): Promise<string> {
  const answer = await make(fields, who)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
}

/** Moves one, at the version that it has now unless told otherwise. */
export async function move(id: string, fields: Fields = {}, who: Who = 'theo'): Promise<Response> {
  const version = String((await row(id)).version)
  return await submit(who, `${appointmentsPath}/${id}/move`, {
    therapist: cast.theo.staffId,
    where: 'telehealth',
    date: '2026-12-03',
    time: '10:00',
    version,
    key: newKey(),
    ...fields,
  })
}

/** Presses one of the buttons of its page. */
export const press = async (id: string, act: string, fields: Fields = {}, who: Who = 'theo') =>
  await submit(who, `${appointmentsPath}/${id}/${act}`, { version: String((await row(id)).version), key: newKey(), ...fields })

/** The appointment as the database has it. */
export async function row(id: string) {
  const [found] = await rows<{
    status: string
    version: number
    starts_at: number
    staff_id: string
    calendar_sequence: number
    override: number
  }>('SELECT status, version, starts_at, staff_id, calendar_sequence, override FROM appointments WHERE id = ?', id)
  if (!found) throw new Error(`no appointment ${id}`)
  return found
}

/** What a refused form says it has listed, to be said yes to. */
export const seenIn = (html: string): string => /name="seen" value="([^"]*)"/.exec(html)?.[1] ?? ''

/** The version the page of an appointment shows. */
export const shownVersion = async (id: string, who: Who = 'theo') =>
  hidden(await (await visit(who, `${appointmentsPath}/${id}`)).text(), 'main', 'version')
