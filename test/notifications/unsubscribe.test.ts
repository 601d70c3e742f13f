import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { reliefToken, type Relief } from '../../src/notifications/unsubscribing.ts'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  mail,
  newBrowser,
  newKey,
  rows,
  submit,
  textOf,
  visit,
  type CapturedEmail,
} from '../support/portal.ts'

beforeEach(async () => {
  await freshPortal()
  await rows(`INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name)
    SELECT 'org_willow', value, 'on', 1, 1, 'per_dana', 'Dana' FROM json_each('["notify_cancelled","notify_created","contact_access"]') WHERE true
    ON CONFLICT DO UPDATE SET value = 'on'`)
})

/** Staff make an appointment for a client: the newest e-mail to that address, if there is one. */
let day = 7
async function mailAfterAnAppointment(clientId: string, to: string): Promise<CapturedEmail | undefined> {
  const before = (await mail()).length
  day = day === 10 ? 7 : day + 1
  const time = `${String(9 + (before % 7)).padStart(2, '0')}:00`
  const fields = {
    client: clientId,
    therapist: cast.theo.staffId,
    service: 'svc_session',
    where: 'telehealth',
    date: `2026-12-${day < 10 ? '0' : ''}${day}`,
    time,
  }
  const answer = await submit('dana', '/willow/manage/appointments', { ...fields, key: newKey() })
  if (answer.status !== 303) throw new Error(textOf(await answer.text()))
  await clockBy(2)
  await cron()
  return (await mail()).slice(before).findLast((one) => one.to === to)
}

const addressIn = ({ headers }: CapturedEmail): string => new URL(headers['List-Unsubscribe']?.slice(1, -1) ?? '').pathname
/** As the reader's mail program does it: no cookie, no page. */
const oneClick = (address: string) =>
  submit(newBrowser(), address, { 'List-Unsubscribe': 'One-Click' }, { headers: { Origin: '', 'Sec-Fetch-Site': 'cross-site' } })
const tokenFor = (relief: Relief, org = 'willow') => reliefToken(env.PORTAL_SECRET, org, relief)

describe('NOT-8 one click', () => {
  test('ends optional e-mails for somebody without an account, and the link in the next e-mail is the same', async () => {
    const first = (await mailAfterAnAppointment(cast.nell.clientId, cast.nell.email)) as CapturedEmail
    expect(first.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
    expect(first.text).toContain(addressIn(first))
    const answer = await oneClick(addressIn(first))
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([200, '', []])
    expect(await mailAfterAnAppointment(cast.nell.clientId, cast.nell.email)).toBeUndefined()
    expect(await auditRows({ action: 'wishes.stopped' })).toMatchObject([{ actor_kind: 'visitor', entity_id: 'wishes/client:cli_nell' }])
  })

  test('of somebody with an account it is her own wish, on her page, and a second click changes nothing', async () => {
    const sent = (await mailAfterAnAppointment(cast.ana.clientId, cast.ana.email)) as CapturedEmail
    for (let i = 0; i < 2; i++) expect((await oneClick(addressIn(sent))).status).toBe(200)
    expect(await rows("SELECT whose, value FROM notification_preferences WHERE kind = 'all'")).toEqual([{ whose: 'per_ana', value: 'off' }])
    expect(await auditRows({ action: 'wishes.stopped' })).toHaveLength(1)
    expect(await (await visit('ana', '/willow/my/notifications')).text()).not.toMatch(/id="kind-all"[^>]* checked/)
  })

  test('looking changes nothing, the page has one button, and what it did can be taken back', async () => {
    const sent = (await mailAfterAnAppointment(cast.nell.clientId, cast.nell.email)) as CapturedEmail
    const address = addressIn(sent)
    const page = await visit(null, address)
    expect(page.status).toBe(200)
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer')
    const html = await page.text()
    expect(textOf(html)).not.toMatch(/Nell|nell@|cli_/)
    expect(html.match(/<button[^>]*>\s*Stop these e-mails/g)).toHaveLength(1)
    expect(await rows('SELECT * FROM notification_preferences')).toEqual([])
    const stopped = await submit(newBrowser(), address)
    expect([stopped.status, stopped.headers.get('Location')]).toEqual([303, address])
    expect(textOf(await (await visit(null, address)).text())).toContain('You get no more optional e-mails')
    expect((await submit(newBrowser(), `${address}/undo`, { was: 'each' })).status).toBe(303)
    expect(await mailAfterAnAppointment(cast.nell.clientId, cast.nell.email)).toBeDefined()
  })

  test('taking it back only works from our own page', async () => {
    const token = await tokenFor({ recipient: 'client:cli_nell', kind: 'events' })
    const answer = await submit(newBrowser(), `/willow/unsubscribe/${token}/undo`, {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    expect(answer.status).toBe(403)
  })

  test('of reminders it ends reminders alone', async () => {
    await oneClick(`/willow/unsubscribe/${await tokenFor({ recipient: 'client:cli_ana', kind: 'reminder' })}`)
    expect(await rows("SELECT kind FROM notification_preferences WHERE value = 'off'")).toEqual([{ kind: 'reminder' }])
  })

  test('of a staff member it ends her own notices, and gives back how often they came', async () => {
    await rows("UPDATE staff SET email_notices = 'digest' WHERE id = 'sta_theo'")
    const address = `/willow/unsubscribe/${await tokenFor({ recipient: 'staff:sta_theo', kind: 'staff' })}`
    const stopped = await submit(newBrowser(), address)
    const notices = () => rows("SELECT email_notices FROM staff WHERE id = 'sta_theo'")
    expect(await notices()).toEqual([{ email_notices: 'none' }])
    const page = await (await visit(null, stopped.headers.get('Location') ?? '')).text()
    expect(page).toContain('name="was" value="digest"')
    await submit(newBrowser(), `${address}/undo`, { was: 'digest' })
    expect(await notices()).toEqual([{ email_notices: 'digest' }])
  })

  test('a contact has wishes of her own, with or without an account', async () => {
    await rows("UPDATE grants SET permissions = '[\"notices\"]', client_id = 'cli_ana'")
    const sent = (await mailAfterAnAppointment(cast.ana.clientId, cast.gail.email)) as CapturedEmail
    await oneClick(addressIn(sent))
    expect(await mailAfterAnAppointment(cast.ana.clientId, cast.gail.email)).toBeUndefined()
    expect((await mail()).filter(({ to }) => to === cast.ana.email)).toHaveLength(2)
    expect(await rows("SELECT whose FROM notification_preferences WHERE kind = 'all'")).toEqual([{ whose: cast.gail.personId }])
  })

  test('a record that was merged is relieved as the one it became', async () => {
    await rows("UPDATE clients SET merged_into = 'cli_max' WHERE id = 'cli_nell'")
    await oneClick(`/willow/unsubscribe/${await tokenFor({ recipient: 'client:cli_nell', kind: 'events' })}`)
    expect(await rows("SELECT whose FROM notification_preferences WHERE kind = 'all'")).toEqual([{ whose: 'client:cli_max' }])
  })
})

describe('NOT-8 the secret of the address', () => {
  test('says nothing of whom it is about, and works a year later', async () => {
    const token = await tokenFor({ recipient: 'client:cli_nell', kind: 'events' })
    expect(token + atob((token.split('.')[2] ?? '').replaceAll('-', '+').replaceAll('_', '/'))).not.toMatch(/nell|client/)
    await clockBy(366 * 1440)
    expect((await oneClick(`/willow/unsubscribe/${token}`)).status).toBe(200)
  })

  test.each<[string, () => Promise<string>]>([
    ['another practice’s', () => tokenFor({ recipient: 'client:cli_nell', kind: 'events' }, 'cedar')],
    [
      'a changed one',
      async () => (await tokenFor({ recipient: 'client:cli_nell', kind: 'events' })).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ],
    ['of somebody who is not here', () => tokenFor({ recipient: 'client:cli_nobody', kind: 'events' })],
    ['none at all', async () => 'x'],
  ])('%s is no address', async (_, token) => {
    const address = `/willow/unsubscribe/${await token()}`
    expect((await visit(null, address)).status).toBe(404)
    expect((await oneClick(address)).status).toBe(404)
    expect(await rows('SELECT * FROM notification_preferences')).toEqual([])
  })
})

test('NOT-6 what is always sent carries no List-Unsubscribe', async () => {
  await submit(newBrowser(), '/willow/login', { email: cast.ana.email })
  await cron()
  const [sent] = await mail()
  expect(Object.keys(sent?.headers ?? {}).toSorted()).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress'])
})
