import {
  cast,
  cron,
  mail,
  newBrowser,
  newKey,
  origin,
  rows,
  submit,
  type Browser,
  type CapturedEmail,
  type Who,
} from '../support/portal.ts'

/** What people do about invitations, for tests. */

export const sendings = '/willow/manage/clients/invitations'
export const welcome = 'Welcome to our portal.'

export interface InvitationRow {
  id: string
  client_id: string
  email: string
  token_hash: string
  message: string
  created_by: string
  expires_at: number
  used_at: number | null
  used_by: string | null
  revoked_at: number | null
  batch_id: string | null
  version: number
}

/** Sends invitations as Dana; fields of one name several times are sent as a list. */
export async function send(clients: string[], more: Record<string, string> = {}, who: Who = 'dana'): Promise<Response> {
  return await submit(who, sendings, { client: clients, message: welcome, key: newKey(), ...more })
}

/** Invites a client and has the e-mail delivered; answers the path it leads to. */
export async function invited(clientId: string = cast.nell.clientId, more: Record<string, string> = {}): Promise<string> {
  const answer = await send([clientId], more)
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`)
  await cron()
  return pathIn((await invitationMails()).at(-1))
}

export const invitationMails = async (): Promise<CapturedEmail[]> => (await mail()).filter(({ kind }) => kind === 'invitation')

/** Where an invitation's e-mail leads, as a path of the portal. */
export const pathIn = (letter: CapturedEmail | undefined): string =>
  new RegExp(`${origin}(/\\w+/invite/[\\w-]+)`).exec(letter?.text ?? '')?.[1] ?? ''

/** Presses the button of an invitation, reads the code where it was sent, and types it. Answers where that led. */
export async function takeUp(path: string, browser: Browser = newBrowser(), more: Record<string, string> = {}): Promise<Response> {
  const code = await codeFor(path, browser)
  return await submit(browser, '/willow/login/code', { code, ...more })
}

/** Presses the button of an invitation; answers the code that went out. */
export async function codeFor(path: string, browser: Browser): Promise<string> {
  await submit(browser, `${path}/acceptance`)
  await cron()
  const letter = (await mail()).findLast(({ kind }) => kind === 'sign_in')
  return /\b\d{6}\b/.exec(letter?.text ?? '')?.[0] ?? ''
}

export const invitationsOf = (clientId: string) =>
  rows<InvitationRow>('SELECT * FROM invitations WHERE client_id = ? ORDER BY created_at, rowid', clientId)

export const loginsOf = (clientId: string) =>
  rows<{ person_id: string; ended_at: number | null }>('SELECT person_id, ended_at FROM client_logins WHERE client_id = ?', clientId)

/** The people with an address, oldest first. */
export const peopleWith = (email: string) =>
  rows<{ id: string; name: string; email_verified_at: number | null }>(
    'SELECT * FROM people WHERE email = ? ORDER BY created_at, rowid',
    email,
  )

/** A client of willow on file, without an account. */
export async function onFile(id: string, name: string, email: string | null, more: { birthDate?: string } = {}): Promise<string> {
  await rows(
    'INSERT INTO clients (organization_id, id, name, sort_name, email, birth_date, created_at) VALUES (?, ?, ?, ?, ?, ?, 0)',
    'org_willow',
    id,
    name,
    name.toLowerCase(),
    email,
    more.birthDate ?? null,
  )
  return id
}
