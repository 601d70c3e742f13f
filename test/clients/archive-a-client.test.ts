import { beforeEach, describe, expect, test } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  cron,
  element,
  freshPortal,
  hidden,
  mail,
  newBrowser,
  newKey,
  roundTrips,
  rows,
  services,
  submit,
  textOf,
  visit,
  type How,
} from '../support/portal.ts'
import { list, pageOf } from './support.ts'

beforeEach(() => freshPortal())

const ana = cast.ana.clientId as string
const hers = `/willow/my/${ana}`
const file = `${list}/${ana}`
const stand = async () =>
  (await rows<{ archived_at: number | null; version: number }>('SELECT archived_at, version FROM clients WHERE id = ?', ana))[0]
const archive = async (fields: Record<string, string | number> = {}, how: How = {}) =>
  submit('dana', `${file}/archive`, { version: (await stand())?.version ?? 0, confirm: 1, ...fields }, how)
const bringBack = async (fields: Record<string, string | number> = {}) =>
  submit('dana', `${file}/return`, { version: (await stand())?.version ?? 0, ...fields })

/** Ana asks Theo for the first free time; answers the request's id. */
async function ask(): Promise<string> {
  const page = await pageOf('ana', `${hers}/appointments/new?therapist=${cast.theo.staffId}&service=${services.session}&from=2026-12-08`)
  const [, start = ''] = /name="start" value="([^"]*)"/.exec(page) ?? []
  const answer = await submit('ana', `${hers}/requests`, {
    therapist: cast.theo.staffId,
    service: services.session,
    forum: 'in_person',
    start,
    key: newKey(),
  })
  return (answer.headers.get('Location') ?? '').split('/').at(-1) as string
}

describe('SET-43 an archived client', () => {
  test('SET-43 SEC-5 is archived and returned, each with its version and its audit entry, in two round trips', async () => {
    const first = await archive()
    expect([first.status, first.headers.get('Location'), roundTrips(first)]).toEqual([303, file, 2])
    expect(await stand()).toEqual({ archived_at: Date.parse('2026-12-01T15:00:00Z'), version: 2 })
    const second = await bringBack()
    expect([second.status, roundTrips(second), await stand()]).toEqual([303, 2, { archived_at: null, version: 3 }])
    expect((await auditRows({ entity_kind: 'client' })).map(({ action, entity_version }) => [action, entity_version])).toEqual([
      ['client.archived', 2],
      ['client.returned', 3],
    ])
  })

  test('SET-43 has no feature at once: greyed on her page, refused at her doors', async () => {
    await archive()
    const page = await pageOf('dana', file)
    expect([
      attributeOf(page, `client-${ana}-self_scheduling`, 'data-reason'),
      attributeOf(page, `client-${ana}-self_scheduling`, 'data-effective'),
    ]).toEqual(['archived', 'off'])
    expect(textOf(page)).toContain('Archived')
    expect((await visit('ana', `${hers}/appointments/new`)).status).toBe(409)
    await bringBack()
    expect((await visit('ana', `${hers}/appointments/new`)).status).toBe(200)
  })

  test('SET-43 her portal is read-only: everything can be read, every change is refused with the sentence', async () => {
    const request = await ask()
    const appointment = await ask()
    await submit('theo', `/willow/manage/requests/${appointment}/confirmation`, { version: 1, key: newKey() })
    await archive()
    for (const path of [`${hers}/appointments`, `${hers}/requests/${request}`]) {
      const answer = await visit('ana', path)
      expect([answer.status, textOf(await answer.text()).includes('you can read everything here, and change nothing')], path).toEqual([
        200,
        true,
      ])
    }
    const changes: [string, Record<string, string | number>][] = [
      [`${hers}/requests/${request}/withdrawal`, { version: 1 }],
      [`${hers}/appointments/${appointment}/cancellation`, { version: 2 }],
      [
        `${hers}/requests`,
        { therapist: cast.theo.staffId ?? '', service: services.session, forum: 'in_person', start: '2026-12-10T15:00:00Z' },
      ],
    ]
    const before = await rows('SELECT id, status, version FROM appointments')
    for (const [path, fields] of changes) {
      for (const htmx of [true, false]) {
        const answer = await submit('ana', path, { ...fields, key: newKey() }, { htmx })
        expect(answer.status, path).toBe(409)
        expect(textOf(await answer.text())).toContain('Nothing was changed')
      }
    }
    expect(await rows('SELECT id, status, version FROM appointments')).toEqual(before)
  })

  test('SET-43 a sign-in she has asked for before lands on the read-only portal; invitations are dead', async () => {
    await rows(
      `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at) VALUES ('org_willow', 'inv', ?, 'a@b.example', ?, 0, 'x', 1900000000000)`,
      ana,
      'a'.repeat(64),
    )
    const browser = newBrowser()
    await submit(browser, '/willow/login', { email: 'ana@family.example' })
    await cron()
    await archive()
    const { text = '' } = (await mail()).findLast(({ kind }) => kind === 'sign_in') ?? {}
    const signedIn = await submit(browser, '/willow/login/code', { code: /\b\d{6}\b/.exec(text)?.[0] ?? '' })
    expect(signedIn.status).toBe(303)
    const home = await visit(browser, '/willow/my')
    expect(textOf(await pageOf(browser, home.headers.get('Location') ?? ''))).toContain('you can read everything here, and change nothing')
    expect(await rows("SELECT revoked_at IS NOT NULL AS dead FROM invitations WHERE id = 'inv'")).toEqual([{ dead: 1 }])
  })

  test('SET-43 T-04 gets no e-mail, not even one that waited already', async () => {
    await submit('dana', '/willow/manage/portal/notifications/request_confirmed', { value: 'on', version: 0 })
    const request = await ask()
    await submit('theo', `/willow/manage/requests/${request}/confirmation`, { version: 1, key: newKey() })
    await archive()
    await clockBy(5)
    await cron()
    expect((await mail()).filter(({ to }) => to === 'ana@family.example')).toEqual([])
    expect((await auditRows({ action: 'email.dropped' })).map(({ details }) => details.reason)).toContain('archived')
  })

  test('SET-7 open requests are shown before, and can be answered afterwards', async () => {
    const request = await ask()
    const asked = await submit('dana', `${file}/archive`, { version: 1 })
    expect([
      asked.status,
      textOf(await asked.text()).includes('1 open request stays with its therapist, who can still answer it.'),
    ]).toEqual([409, true])
    expect((await stand())?.archived_at).toBeNull()
    expect((await archive()).status).toBe(303)
    expect((await submit('theo', `/willow/manage/requests/${request}/confirmation`, { version: 1, key: newKey() })).status).toBe(303)
  })

  test('SET-5 a stale or repeated archive is refused, and the page says how it is', async () => {
    await archive()
    for (const path of ['archive', 'return']) {
      const answer = await submit('dana', `${file}/${path}`, { version: 1, confirm: 1 })
      expect([answer.status, textOf(await answer.text()).includes('somebody else changed this client meanwhile')], path).toEqual([
        409,
        true,
      ])
    }
    const answers = await Promise.all([1, 2, 3].map(() => bringBack()))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409])
  })

  test('SCH-25 the same form twice has one effect', async () => {
    const key = newKey()
    expect([(await archive({ version: 1, key })).status, (await archive({ version: 1, key })).status]).toEqual([303, 303])
    expect(await stand()).toMatchObject({ version: 2 })
  })
})

describe('SET-4 an archive can be undone', () => {
  const invitation = () =>
    rows(
      `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at) VALUES ('org_willow', 'inv', ?, 'a@b.example', ?, 0, 'x', 1900000000000)`,
      ana,
      'a'.repeat(64),
    )
  const state = async () => ({
    dead: (await rows("SELECT revoked_at IS NOT NULL AS dead FROM invitations WHERE id = 'inv'"))[0]?.dead,
    effects: (await rows('SELECT cancelled_at IS NOT NULL AS cancelled FROM setting_effects WHERE client_id = ?', ana)).map(
      ({ cancelled }) => cancelled,
    ),
  })

  test('SET-4 within ten seconds nothing has happened', async () => {
    await invitation()
    await archive()
    const page = await pageOf('dana', file)
    expect(textOf(page)).toContain('Ana Pereira is archived. Undo')
    await bringBack({ undo: 1 })
    expect(await state()).toEqual({ dead: 0, effects: [1] })
    expect((await auditRows({ action: 'client.returned' })).map(({ details }) => details.undo)).toEqual([true])
  })

  test('SET-43 later she returns as she was, but dead links stay dead', async () => {
    await invitation()
    await archive()
    await clockBy(1)
    await cron()
    expect(textOf(await pageOf('dana', file))).not.toContain('is archived. Undo')
    await bringBack()
    expect(await state()).toEqual({ dead: 1, effects: [0] })
  })

  test('SET-32 a switch that was off for her is off again when she returns', async () => {
    await submit('dana', `${file}/settings/self_scheduling`, { value: 'off', version: 0 })
    await clockBy(0.05)
    await archive()
    await bringBack()
    expect(attributeOf(await pageOf('dana', file), `client-${ana}-self_scheduling`, 'data-effective')).toBe('off')
    expect(await rows('SELECT cancelled_at IS NOT NULL AS cancelled FROM setting_effects ORDER BY created_at')).toEqual([
      { cancelled: 0 },
      { cancelled: 1 },
    ])
  })
})

describe("SET-42 a client's own page", () => {
  test('SET-40 SET-6 shows the same switches in full, with reasons and remedies, her therapists and her contacts', async () => {
    const answer = await visit('dana', `${list}/${cast.max.clientId}`)
    const page = await answer.text()
    expect([answer.status, roundTrips(answer)]).toEqual([200, 1])
    expect(textOf(page)).toMatch(/Max Nilsson.*No account.*Theo Lindqvist.*Gail Nilsson.*forms, payments, appointments/s)
    const row = element(page, `client-${cast.max.clientId}-display_insurance`)
    expect(attributeOf(page, `client-${cast.max.clientId}-display_insurance`, 'data-reason')).toBe('org_off')
    expect(row).toContain('href="/willow/manage/portal#setting-display_insurance"')
    expect(await pageOf('dana', list)).toContain(`href="${list}/${cast.max.clientId}"`)
  })

  test('SET-3 a switch on it answers with the full row, and leads back to it', async () => {
    const id = `client-${ana}-self_scheduling`
    const [, action = ''] = /action="([^"]*)"/.exec(element(await pageOf('dana', file), id)) ?? []
    const part = await submit('dana', action, { value: 'off', version: 0 }, { htmx: true })
    const html = await part.text()
    expect([part.status, hidden(html, id, 'version'), textOf(html).includes('Self-Scheduling')]).toEqual([200, '1', true])
    const whole = await submit('dana', action, { value: 'inherit', version: 1 })
    expect([whole.status, whole.headers.get('Location')]).toEqual([303, `${file}#${id}`])
    for (const htmx of [true, false]) {
      const stale = await submit('dana', action, { value: 'off', version: 0 }, { htmx })
      expect([stale.status, textOf(await stale.text()).includes('Not saved: Dana Ortiz changed this meanwhile')]).toEqual([409, true])
    }
  })

  test('SET-1 SEC-1 is for administrators of this practice', async () => {
    for (const path of [file, `${file}/explanation`, `${file}/view`]) {
      expect((await visit('theo', path)).status, path).toBe(403)
      expect((await visit('amir', path)).status, path).toBe(404)
      expect((await visit('dana', path.replace(ana, cast.cyd.clientId as string))).status, path).toBe(404)
    }
    expect((await submit('dana', `${list}/${cast.cyd.clientId}/archive`, { version: 1 })).status).toBe(404)
  })
})
