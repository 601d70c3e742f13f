import { clock } from '../../src/clock.ts'
import { changes } from '../house/changes.ts'
import { freeTimes, worked, type Situation } from '../house/situation.ts'
import { newestCode } from '../accounts/factor-support.ts'
import { cast, clockBy, cron, newBrowser, newKey, rows, services, submit, type How } from '../support/portal.ts'
import { said } from './said.ts'

// What the use cases are made of.

export const bo = `/willow/my/${cast.bo.clientId}`
export const requests = '/willow/manage/requests'
export const door = (name: string) => {
  const change = changes[`POST ${name}`]
  if (!change) throw new Error(`There is no change for ${name}.`)
  return change
}
export const answered = (id: string, what: string, version: number, how: How = {}) =>
  submit('theo', `${requests}/${id}/${what}`, { version, key: newKey() }, how)

/** What is due goes out, and its grace is over: it was told. */
export async function told(): Promise<void> {
  await clockBy(2)
  await cron()
}

/** Bo wishes to move his appointment; answers the wish. */
export async function aWish(situation: Situation): Promise<string> {
  const answer = await worked(door('/:org/my/:clientId/appointments/:appointmentId/reschedule')(situation, {}))
  await cron()
  return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
}

/** Somebody the practice does not know asks for a time; answers her browser and the code of her e-mail. */
export async function aVisitor(email: string) {
  const browser = newBrowser()
  const [start] = (await freeTimes('bo')).slice(3)
  const time = { therapist: cast.theo.staffId, service: services.session, forum: 'in_person', start, note: said('note') }
  await worked(submit(browser, '/willow/book', { ...time, name: said('name'), email, key: newKey() }))
  return { browser, code: await newestCode(email) }
}

/** Her last use of the portal was some minutes ago: what she does next is noted as a use of her session (ACC-5). */
export const aWhileAgo = async (): Promise<void> =>
  void (await rows('UPDATE sessions SET last_seen_at = ? WHERE ended_at IS NULL', clock.now() - 3 * 60_000))

export const later = async (sql: string, ...values: unknown[]) => Number((await rows<{ at: number }>(sql, ...values))[0]?.at)
export const scheduling = (file: string, ...verbs: string[]) => verbs.map((verb) => `src/scheduling/${file}.ts ${verb}`)
export const accounts = (file: string, ...verbs: string[]) => verbs.map((verb) => `src/accounts/${file}.ts ${verb}`)

export const addressOf = async (personId: string) =>
  (await rows<{ email: string }>('SELECT email FROM people WHERE id = ?', personId))[0]?.email ?? ''
