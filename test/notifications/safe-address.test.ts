import { beforeEach, describe, expect, test } from 'vitest'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  hidden,
  mail,
  newBrowser,
  newKey,
  rows,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'

const page = '/willow/my/notifications'
const ana = '/willow/my/cli_ana'
const file = '/willow/manage/clients/cli_ana'
const safe = 'safe@else.example'

beforeEach(async () => {
  await freshPortal()
  await rows(`INSERT INTO settings (organization_id, key, value, version, changed_at, changed_by, changed_by_name)
    VALUES ('org_willow', 'notify_created', 'on', 1, 1, 'per_dana', 'Dana') ON CONFLICT DO UPDATE SET value = 'on'`)
})

const versionNow = async (): Promise<number> =>
  (await rows<{ version: number }>("SELECT version FROM clients WHERE id = 'cli_ana'"))[0]?.version ?? 0
const asks = async (email = safe) => submit('ana', `${ana}/safe-address`, { email, version: await versionNow(), key: newKey() })
const linkIn = async (): Promise<string> => {
  await cron()
  const sent = (await mail()).findLast(({ kind }) => kind === 'safe_address')
  return new URL(/https?:\/\/\S+/.exec(sent?.text ?? '')?.[0] ?? '').pathname
}
let hour = 8
/** Staff make an appointment for Ana; answers where the e-mails about it have gone by now. */
async function anAppointment(): Promise<string[]> {
  hour += 1
  const fields = { client: 'cli_ana', therapist: cast.theo.staffId, service: 'svc_session', where: 'telehealth', date: '2026-12-09' }
  const answer = await submit('theo', '/willow/manage/appointments', {
    ...fields,
    time: `${String(hour).padStart(2, '0')}:00`,
    key: newKey(),
  })
  expect(answer.status).toBe(303)
  await clockBy(2)
  await cron()
  return await toWhom()
}
const toWhom = async () => (await mail()).filter(({ kind }) => kind === 'created').map(({ to }) => to)

describe('NOT-8 a safe address', () => {
  beforeEach(() => (hour = 8))

  test('is confirmed from its own mailbox; until then nothing about her is sent, and then all of it there', async () => {
    expect((await asks()).status).toBe(303)
    const link = await linkIn()
    expect((await mail()).map(({ to }) => to)).toEqual([safe])
    expect(await anAppointment()).toEqual([])
    expect(textOf(await (await visit('ana', page)).text())).toContain(`we have sent a link to ${safe}`)
    const shown = await visit(null, link)
    expect(textOf(await shown.text())).not.toMatch(/Ana|Pereira/)
    expect(await rows("SELECT safe_email FROM clients WHERE id = 'cli_ana'")).toEqual([{ safe_email: null }])
    expect((await submit(newBrowser(), link)).status).toBe(303)
    await cron()
    expect(await toWhom()).toEqual([safe])
    expect(await anAppointment()).toEqual([safe, safe])
    expect(await auditRows({ action: 'safe_address.confirmed' })).toMatchObject([{ actor_kind: 'visitor' }])
    expect((await submit(newBrowser(), link)).status).toBe(410)
  })

  test('without the link e-mails go after a day where they went before', async () => {
    await asks()
    const link = await linkIn()
    await anAppointment()
    await clockBy(24 * 60)
    await cron()
    expect(await toWhom()).toEqual([cast.ana.email])
    expect((await visit(null, link)).status).toBe(410)
    expect((await submit(newBrowser(), link)).status).toBe(410)
  })

  test('given up or ended, what waited goes to the ordinary address at once', async () => {
    await asks()
    await linkIn()
    await anAppointment()
    expect((await submit('ana', `${ana}/safe-address/end`, { version: await versionNow(), key: newKey() })).status).toBe(303)
    await cron()
    expect(await toWhom()).toEqual([cast.ana.email])
    expect(await rows('SELECT count(*) AS waiting FROM safe_addresses WHERE ended_at IS NULL')).toEqual([{ waiting: 0 }])
  })

  test('another one kills the link of the first; one in use stays until the new one is confirmed', async () => {
    await asks()
    const first = await linkIn()
    await asks('second@else.example')
    expect((await submit(newBrowser(), first)).status).toBe(410)
    await submit(newBrowser(), await linkIn())
    await asks('third@else.example')
    expect(await rows("SELECT safe_email FROM clients WHERE id = 'cli_ana'")).toEqual([{ safe_email: 'second@else.example' }])
  })

  test.each([
    ['no address', 'nowhere', 422, 'This is no e-mail address.'],
    ['the one she has', cast.ana.email, 422, 'E-mails go to this address already.'],
  ])('%s is refused at the field, and kept there', async (_, email, status, sentence) => {
    const answer = await asks(email)
    expect(answer.status).toBe(status)
    const html = await answer.text()
    expect(textOf(html)).toContain(sentence)
    expect(html).toContain(`value="${email}"`)
  })

  test('ACC-7 the sixth of an hour is refused, and so is a stale form', async () => {
    for (let i = 0; i < 5; i++) expect((await asks(`safe${i}@else.example`)).status).toBe(303)
    const sixth = await asks('safe6@else.example')
    expect(sixth.status).toBe(409)
    expect(textOf(await sixth.text())).toContain('asked for too often')
    expect((await submit('ana', `${ana}/safe-address`, { email: safe, version: 1, key: newKey() })).status).toBe(409)
  })

  test('staff ask for one on her behalf, and see it waiting; a client’s codes never go there', async () => {
    const html = await (await visit('dana', file)).text()
    const version = hidden(html, 'discretion-cli_ana', 'version')
    expect((await submit('dana', `${file}/safe-address`, { email: safe, version, key: newKey() })).status).toBe(303)
    const link = await linkIn()
    expect(textOf(await (await visit('dana', file)).text())).toContain(`a link was sent to ${safe}`)
    await submit(newBrowser(), link)
    await submit(newBrowser(), '/willow/login', { email: safe })
    await submit(newBrowser(), '/willow/login', { email: cast.ana.email })
    await cron()
    expect((await mail()).filter(({ kind }) => kind === 'sign_in').map(({ to }) => to)).toEqual([cast.ana.email])
  })

  test('ACC-21 an invitation is bound to the safe address, and one to the other address opens nothing', async () => {
    await rows("UPDATE clients SET safe_email = 'nell@safe.example' WHERE id = 'cli_nell'")
    const sending = await (await visit('dana', '/willow/manage/clients/invitations?client=cli_nell')).text()
    expect(sending).toContain('nell@safe.example')
    expect(sending).not.toContain(cast.nell.email)
  })
})

describe('NOT-8 what e-mails may say', () => {
  test('she chooses, staff see by whom and when, and choose for her; a stale form is refused', async () => {
    const version = await versionNow()
    expect((await submit('ana', `${ana}/discretion`, { discreet: 'no_email', version, key: newKey() })).status).toBe(303)
    const text = textOf(await (await visit('dana', file)).text())
    expect(text).toContain('Chosen by Ana Pereira, 1 Dec.')
    expect((await submit('dana', `${file}/discretion`, { discreet: 'neutral', version, key: newKey() })).status).toBe(409)
    expect((await submit('dana', `${file}/discretion`, { discreet: 'date_and_time', version: version + 1, key: newKey() })).status).toBe(
      303,
    )
    expect(textOf(await (await visit('ana', page)).text())).toContain('Chosen by Dana')
    expect(await auditRows({ action: 'client.discretion' })).toMatchObject([{ actor_kind: 'client' }, { actor_kind: 'staff' }])
  })

  test('LNK-5 of two records that are merged the stricter holds, and undone each has its own', async () => {
    await rows("UPDATE clients SET discreet = 'no_email', safe_email = 'safe@else.example' WHERE id = 'cli_nell'")
    await rows("INSERT INTO notification_preferences VALUES ('org_willow', 'client:cli_nell', 'all', 'off', 1)")
    const pair = '/willow/manage/clients/duplicates/cli_max/cli_nell'
    const seen = await (await visit('dana', pair)).text()
    const form = Object.fromEntries(
      [...seen.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    )
    const merged = await submit('dana', `${pair}/merge`, {
      ...form,
      keep: 'cli_max',
      kept: 'cli_max',
      confirm: '1',
      key: newKey(),
    } as Record<string, string>)
    expect(merged.status, textOf(await merged.text()).slice(0, 400)).toBe(303)
    const max = () => rows("SELECT discreet, safe_email FROM clients WHERE id = 'cli_max'")
    expect(await max()).toEqual([{ discreet: 'no_email', safe_email: 'safe@else.example' }])
    expect(await rows("SELECT kind, value FROM notification_preferences WHERE whose = 'client:cli_max'")).toEqual([
      { kind: 'all', value: 'off' },
    ])
    const [merge] = await rows<{ id: string; version: number }>('SELECT id, version FROM merges')
    const undone = await submit('dana', `/willow/manage/clients/merges/${merge?.id}/undo`, { version: merge?.version ?? 1, key: newKey() })
    expect(undone.status).toBe(303)
    expect(await max()).toEqual([{ discreet: 'neutral', safe_email: null }])
    expect(await rows("SELECT kind FROM notification_preferences WHERE whose = 'client:cli_max'")).toEqual([])
  })
})
