import { cast, cron, mail, newBrowser, newKey, rows, submit, type Browser, type How, type Who } from '../support/portal.ts'

/** What an administrator does on Staff & seats, for tests. */

export const staffPage = '/willow/manage/staff'
type Colleague = 'dana' | 'theo' | 'tess'
type Fields = Record<string, string | number | undefined>

/** The address of a member's page, or of one of its forms: `pathOf('theo', '/roles')`. */
export const pathOf = (key: Colleague, what = ''): string => `${staffPage}/${cast[key].staffId}${what}`

export const versionOf = async (key: Colleague) =>
  (await rows<{ version: number }>('SELECT version FROM staff WHERE id = ?', cast[key].staffId))[0]?.version

export const setRoles = async (key: Colleague, fields: Fields, who: Who = 'dana', how: How = {}) =>
  submit(who, pathOf(key, '/roles'), { name: cast[key].name, version: await versionOf(key), key: newKey(), ...fields }, how)

export const leave = async (key: Colleague, fields: Fields = {}, who: Who = 'dana') =>
  submit(who, pathOf(key, '/deactivation'), { version: await versionOf(key), key: newKey(), ...fields })

export const comeBack = async (key: Colleague, fields: Fields = {}, who: Who = 'dana') =>
  submit(who, pathOf(key, '/return'), { version: await versionOf(key), key: newKey(), ...fields })

export const eva = { name: 'Eva Roth', email: 'eva@else.example', therapist: 1 }
export const invite = (more: Fields = {}, who: Who = 'dana') => submit(who, `${staffPage}/invitations`, { ...eva, key: newKey(), ...more })

/** Invites somebody; answers the path of the link in her e-mail. */
export async function invited(more: Fields = {}, who: Who = 'dana'): Promise<string> {
  const answer = await invite(more, who)
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`)
  await cron()
  const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'staff_invitation') ?? {}
  return /https:\/\/portal\.test(\/willow\/team\/[\w-]+)/.exec(text)?.[1] ?? ''
}

export const codeIn = async (to: string) =>
  /\b\d{6}\b/.exec((await mail()).findLast((one) => one.kind === 'sign_in' && one.to === to)?.text ?? '')?.[0] ?? ''

/** Presses the button of the link in a browser, and types the code that then comes to the invited address. */
export async function accept(link: string, browser: Browser = newBrowser(), email = eva.email) {
  const asked = await submit(browser, `${link}/acceptance`)
  await cron()
  return { asked, answer: await submit(browser, '/willow/login/code', { code: await codeIn(email) }), browser }
}

export const administrators = () =>
  rows<{ id: string }>(
    "SELECT id FROM staff WHERE organization_id = 'org_willow' AND administrator = 1 AND deactivated_at IS NULL ORDER BY id",
  )
