import { beforeEach, describe, expect, test } from 'vitest'
import {
  attributeOf,
  auditRows,
  cast,
  clockBy,
  cron,
  freshPortal,
  newKey,
  origin,
  roundTrips,
  rows,
  signIn,
  submit,
  textOf,
  visit,
  type How,
} from '../support/portal.ts'
import { fill, idsOn, list, pageOf, rowsRead, statements } from './support.ts'

beforeEach(() => freshPortal())

const ana = cast.ana.clientId
const bo = cast.bo.clientId
const nell = cast.nell.clientId
const cyd = cast.cyd.clientId
const address = `${list}/settings`
const rowOf = (clientId: string | null) => `client-${clientId}-self_scheduling`

/** The form of the bar: `client` as often as somebody is selected. */
async function change(clients: (string | null)[], fields: Record<string, string | number> = {}, how: How = {}): Promise<Response> {
  const all = { setting: 'self_scheduling', value: 'off', ...fields }
  const body = new URLSearchParams([
    ...Object.entries(all).map(([name, value]) => [name, String(value)] as [string, string]),
    ...clients.map((id) => ['client', id ?? ''] as [string, string]),
  ])
  const browser = await signIn('dana')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { exports } = await import('cloudflare:workers')
  return await exports.default.fetch(origin + address, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { Cookie: cookie, Origin: origin, ...(how.htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }) },
  })
}

const stored = () => rows('SELECT client_id, value, version FROM client_overrides ORDER BY client_id')
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
/** The undo of a toast, as its form sends it. */
const undoOf = (html: string) => {
  const [form = ''] = /<form class="toast"[\s\S]*?<\/form>/.exec(html) ?? []
  return Object.fromEntries(['setting', 'value', 'changed', 'undo', 'key'].map((name) => [name, field(form, name)]))
}
/** Lets Ana have a request, so that an off-switch meets something. */
const withRequest = (clientId: string | null) =>
  rows(
    `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
    SELECT 'org_willow', 'apt_' || ?1, ?1, ?2, 'svc', 'telehealth', 'requested', 1796000000000 + rowid * 7200000, 1796000000000 + rowid * 7200000 + 3000000, 1796000000000 + rowid * 7200000, 1796000000000 + rowid * 7200000 + 3000000, 'UTC', 0, 'x', 'client', 0 FROM clients WHERE id = ?1`,
    clientId,
    cast.theo.staffId,
  )

describe('SET-41 one setting for many clients', () => {
  test('SET-41 SEC-5 in one batch: each has her override, its audit entry and its effect; the answer is what moved', async () => {
    const answer = await change([ana, bo], {}, { htmx: true })
    const html = await answer.text()
    expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
    expect([attributeOf(html, rowOf(ana), 'data-effective'), attributeOf(html, rowOf(bo), 'data-effective')]).toEqual(['off', 'off'])
    expect(textOf(html)).toContain('Scheduling: off for 2 clients. Undo')
    expect(await stored()).toEqual([
      { client_id: ana, value: 'off', version: 1 },
      { client_id: bo, value: 'off', version: 1 },
    ])
    const audit = await auditRows({ action: 'override.off' })
    expect(audit.map(({ entity_id, entity_version, actor_name, details }) => [entity_id, entity_version, actor_name, details])).toEqual(
      [bo, ana].map((clientId) => [
        `${clientId}/self_scheduling`,
        1,
        'Dana Ortiz',
        { key: 'self_scheduling', clientId, from: 'inherit', to: 'off' },
      ]),
    )
    expect(await rows('SELECT client_id, key, due_at - created_at AS wait FROM setting_effects ORDER BY client_id')).toEqual(
      [ana, bo].map((client_id) => ({ client_id, key: 'self_scheduling', wait: 10_000 })),
    )
  })

  test('SET-30 none of them can schedule any more; as for everyone, they can again', async () => {
    await change([ana, bo])
    expect((await visit('bo', `/willow/my/${bo}/appointments/new`)).status).toBe(409)
    await change([ana, bo], { value: 'inherit' })
    expect((await visit('bo', `/willow/my/${bo}/appointments/new`)).status).toBe(200)
  })

  test('SET-41 without JavaScript: back to the list with a notice and an undo', async () => {
    const answer = await change([bo, ana, nell])
    expect([answer.status, roundTrips(answer)]).toEqual([303, 2])
    const location = answer.headers.get('Location') as string
    expect(location).not.toMatch(/nilsson|pereira/i)
    const page = await visit('dana', location)
    expect([roundTrips(page), statements(page) <= 12]).toEqual([2, true])
    const html = await page.text()
    expect(textOf(html)).toContain('Scheduling: off for 2 clients. 1 not changed: nobody has an account yet.')
    const undone = await submit('dana', address, undoOf(html))
    expect(undone.status).toBe(303)
    const back = await pageOf('dana', undone.headers.get('Location') as string)
    expect([textOf(back).includes('Put back for 2 clients.'), back.includes('class="toast" data-seconds="10" method')]).toEqual([
      true,
      false,
    ])
    expect(await stored()).toEqual([
      { client_id: ana, value: 'inherit', version: 2 },
      { client_id: bo, value: 'inherit', version: 2 },
    ])
    await clockBy(1)
    expect(textOf(await pageOf('dana', location))).not.toContain('off for 2 clients')
  })

  test('SET-41 who cannot be changed is skipped, and counted with the reason', async () => {
    await rows('UPDATE clients SET archived_at = 1 WHERE id = ?', bo)
    await change([ana])
    const { id } = (
      await rows<{ id: string }>(
        "SELECT id FROM clients WHERE id NOT IN (?, ?, ?) AND organization_id = 'org_willow' LIMIT 1",
        ana,
        bo,
        nell,
      )
    )[0] as { id: string }
    const html = await (await change([ana, bo, nell, id], {}, { htmx: true })).text()
    expect(textOf(html)).toContain('1 was so already.')
    const nobody = await change([bo, nell], {}, { htmx: true })
    expect(nobody.status).toBe(409)
    expect(textOf(await nobody.text())).toMatch(
      /Nobody was changed. .*1 not changed: archived.*1 not changed: nobody has an account yet\.|Nobody was changed. .*1 not changed: nobody has an account yet\..*1 not changed: archived/,
    )
    expect((await change([ana])).status).toBe(303)
    expect(await auditRows({ action: 'override.off' })).toHaveLength(1)
  })

  test('SET-6 what is off for everyone is refused for all', async () => {
    for (const htmx of [true, false]) {
      const answer = await change([ana, bo], { setting: 'display_insurance' }, { htmx })
      expect(answer.status).toBe(409)
      expect(textOf(await answer.text())).toContain('2 not changed: it is off for everyone.')
    }
    expect(await stored()).toEqual([])
  })

  test('SEC-1 with somebody else’s client, a merged or a missing one among them there is nothing, and nothing changes', async () => {
    await rows('UPDATE clients SET merged_into = ? WHERE id = ?', ana, nell)
    const bodies = await Promise.all(
      [
        [ana, cyd],
        [ana, 'nobody'],
        [nell, ana],
        [ana, ''],
      ].map(async (ids) => {
        const answer = await change(ids)
        return `${answer.status} ${await answer.text()}`
      }),
    )
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toMatch(/^404 /)
    for (const setting of ['schedule_within_24h', 'no_such', '__proto__'])
      expect((await change([ana], { setting })).status, setting).toBe(404)
    expect(await stored()).toEqual([])
  })

  test('SET-1 others than administrators are refused', async () => {
    const fields = { setting: 'self_scheduling', value: 'off', client: ana ?? '' }
    expect(
      await Promise.all((['theo', 'ana', 'amir', 'cyd'] as const).map(async (who) => (await submit(who, address, fields)).status)),
    ).toEqual([403, 403, 404, 404])
    expect(await stored()).toEqual([])
  })

  test('SEC-7 at most 500, and at least one', async () => {
    expect((await change([])).status).toBe(422)
    expect((await change(Array.from({ length: 501 }, (_, i) => `x${i}`))).status).toBe(422)
    expect((await change([ana], { value: 'on' })).status).toBe(422)
  })

  test('SCH-25 the same form twice has one effect', async () => {
    const key = newKey()
    const [first, second] = [await change([ana, bo], { key }), await change([ana, bo], { key })]
    expect([first.status, second.status, second.headers.get('Location')]).toEqual([303, 303, first.headers.get('Location')])
    expect(await auditRows({ action: 'override.off' })).toHaveLength(2)
  })

  test('SET-5 of several at once one is saved, and the others are told or find it done', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => change([ana, bo], {}, { htmx: true })))
    expect(answers.filter(({ status }) => status === 409 || status === 200)).toHaveLength(4)
    expect(await stored()).toEqual([
      { client_id: ana, value: 'off', version: 1 },
      { client_id: bo, value: 'off', version: 1 },
    ])
    expect(await auditRows({ action: 'override.off' })).toHaveLength(2)
  })
})

describe('SET-7 what it would meet', () => {
  beforeEach(async () => {
    await rows(
      "INSERT INTO services (organization_id, id, name, duration_minutes, in_person, telehealth) VALUES ('org_willow', 'svc', 'Session', 50, 0, 1)",
    )
    await withRequest(ana)
    await withRequest(bo)
  })

  test('SET-7 is counted over all of them, and one press confirms', async () => {
    const asked = await change([ana, bo, nell], {}, { htmx: true })
    const html = await asked.text()
    expect([asked.status, roundTrips(asked)]).toEqual([409, 1])
    expect(textOf(html)).toContain('Turn Scheduling off for 2 clients? 2 open requests stay with their therapists.')
    expect(await stored()).toEqual([])
    const sure = await change([ana, bo, nell], { confirm: 1, of: field(html, 'of') }, { htmx: true })
    expect(sure.status).toBe(200)
    expect(await stored()).toHaveLength(2)
  })

  test('SET-7 only of those who would change', async () => {
    await change([ana], { confirm: 1 })
    expect(textOf(await (await change([ana, bo], {}, { htmx: true })).text())).toContain('1 open request stays with its therapist.')
  })

  test('SET-7 a yes to another question is none', async () => {
    expect((await change([ana, bo], { confirm: 1, of: 'self_scheduling.1' }, { htmx: true })).status).toBe(409)
    expect(await stored()).toEqual([])
  })

  test('SET-7 without JavaScript: a page of the selected, all of them still selected, and a way to leave it', async () => {
    const asked = await change([ana, bo])
    const html = await asked.text()
    expect(asked.status).toBe(409)
    expect(new Set(idsOn(html))).toEqual(new Set([ana, bo]))
    expect(html.match(/<input type="checkbox"[^>]*checked/g)).toHaveLength(2)
    const kept = await change([ana, bo], { confirm: 0 })
    expect([kept.status, await stored()]).toEqual([200, []])
  })
})

describe('SET-4 undo', () => {
  const hold = (about: string | null) =>
    rows(
      "INSERT INTO holds (organization_id, id, staff_id, purpose, about_id, starts_at, ends_at, blocked_from, blocked_until, created_at, expires_at) VALUES ('org_willow', 'hol_' || ?, ?, 'counter_offer', ?, 1799000000000 + ?, 1799000003000 + ?, 1799000000000 + ?, 1799000003000 + ?, 0, 1900000000000)",
      about,
      cast.theo.staffId,
      about,
      ...Array(4).fill(about === ana ? 0 : 90_000_000),
    )
  const released = () => rows('SELECT about_id FROM holds WHERE released_at IS NOT NULL ORDER BY about_id')

  test('SET-4 restores exactly those that moved, and nothing has happened', async () => {
    await change([bo])
    await hold(ana)
    const html = await (await change([ana, bo], { confirm: 1 }, { htmx: true })).text()
    const undone = await submit('dana', address, undoOf(html), { htmx: true })
    expect([undone.status, roundTrips(undone)]).toEqual([200, 2])
    const answer = await undone.text()
    expect([attributeOf(answer, rowOf(ana), 'data-effective'), textOf(answer)]).toEqual([
      'on',
      expect.stringContaining('Put back for 1 client.'),
    ])
    expect(await stored()).toEqual([
      { client_id: ana, value: 'inherit', version: 2 },
      { client_id: bo, value: 'off', version: 1 },
    ])
    await clockBy(1)
    await cron()
    expect(await released()).toEqual([])
  })

  test('SET-7 otherwise it happens, to all of them', async () => {
    await hold(ana)
    await hold(bo)
    await change([ana, bo], { confirm: 1 })
    await clockBy(1)
    await cron()
    expect(await released()).toEqual([{ about_id: ana }, { about_id: bo }])
  })

  test('SET-5 whom somebody else has changed since stays', async () => {
    const html = await (await change([ana, bo], {}, { htmx: true })).text()
    await submit('dana', `${list}/${ana}/settings/self_scheduling`, { value: 'inherit', version: 1 })
    await submit('dana', `${list}/${ana}/settings/self_scheduling`, { value: 'off', version: 2 })
    const answer = await submit('dana', address, undoOf(html), { htmx: true })
    expect(textOf(await answer.text())).toContain('Put back for 1 client. 1 not changed: somebody else has changed it since.')
    expect(await stored()).toEqual([
      { client_id: ana, value: 'off', version: 3 },
      { client_id: bo, value: 'inherit', version: 2 },
    ])
  })

  test('SET-4 of "as for everyone" puts the offs back without asking', async () => {
    await change([ana, bo])
    const html = await (await change([ana, bo], { value: 'inherit' }, { htmx: true })).text()
    expect((await submit('dana', address, undoOf(html), { htmx: true })).status).toBe(200)
    expect((await stored()).map(({ value }) => value)).toEqual(['off', 'off'])
  })

  test('SEC-1 an undo of another practice’s clients is none', async () => {
    const answer = await submit('dana', address, { setting: 'self_scheduling', value: 'inherit', changed: `${ana}.1 ${cyd}.1`, undo: 1 })
    expect([answer.status, await stored()]).toEqual([404, []])
  })
})

describe('SPD-4 however many clients there are', () => {
  test('SET-41 SPD-1 SPD-4 two round trips, and as many rows read as are selected', { timeout: 60_000 }, async () => {
    const cost = async (ids: (string | null)[]) => {
      const answer = await change(ids, { confirm: 1 }, { htmx: true })
      expect([answer.status, roundTrips(answer)]).toEqual([200, 2])
      return rowsRead(answer)
    }
    const some = async (from: number, count: number) =>
      (
        await rows<{ id: string }>(
          "SELECT l.client_id AS id FROM client_logins l JOIN clients c ON c.id = l.client_id WHERE c.id GLOB 'cli_fill_*' AND c.archived_at IS NULL AND NOT EXISTS (SELECT 1 FROM client_overrides o WHERE o.client_id = c.id) ORDER BY c.id LIMIT ? OFFSET ?",
          count,
          from,
        )
      ).map(({ id }) => id)
    await fill(300)
    const few = await cost(await some(0, 50))
    await fill(4_700)
    const many = await cost(await some(0, 50))
    expect(many).toBeLessThanOrEqual(few + 60)
    expect(many).toBeLessThan(50 * 60)
    expect(await cost(await some(0, 500))).toBeLessThan(500 * 60)
  })
})
