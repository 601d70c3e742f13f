import { beforeEach, describe, expect, test, vi } from 'vitest'
import { freeTimes, ask } from '../house/situation.ts'
import { auditRows, cast, clockBy, freshPortal, rows, textOf, visit } from '../support/portal.ts'

beforeEach(() => freshPortal())

const { clientId } = cast.bo
const log = `/willow/my/${clientId}/access-log`
const opened = () => auditRows({ action: 'record.opened' })
/** Noted after the answer has gone out. */
const noted = (count: number) => vi.waitFor(async () => expect(await opened()).toHaveLength(count), { timeout: 5000 })
const read = async (path = log) => textOf(await (await visit('bo', path)).text())

describe('SEC-5 who opened my record', () => {
  test('nobody yet: says what will be here', async () => {
    const page = await read()
    expect(page).toContain('Nobody has opened your record yet')
    expect(await (await visit('bo', `/willow/my/${clientId}/appointments`)).text()).toContain(`href="${log}"`)
  })

  test('by name, role and time, without what it says; her note is nowhere', async () => {
    const [start] = await freeTimes('bo')
    const requestId = await ask('bo', start as string)
    await visit('theo', '/willow/manage/requests')
    await noted(1)
    await clockBy(5)
    await visit('dana', `/willow/manage/clients/${clientId}`)
    await noted(2)
    await clockBy(5)
    await visit('theo', `/willow/manage/appointments/${requestId}`)
    await noted(3)
    const page = await read()
    expect(page).toMatch(/An appointment.*Your client page.*A request of yours/s)
    expect(page).toContain(`${cast.theo.name} Therapist`)
    expect(page).toContain(`${cast.dana.name} Administrator`)
    expect(page).toContain('Tue 1 Dec, 10:05 EST')
    expect((await opened()).map(({ details, entity_id }) => [entity_id, details.what])).toEqual([
      [clientId, 'request'],
      [clientId, 'file'],
      [clientId, 'appointment'],
    ])
  })

  test('again within a quarter of an hour is once; later is again; another page is another', async () => {
    const file = `/willow/manage/clients/${clientId}`
    for (let i = 0; i < 3; i++) await visit('dana', file)
    await noted(1)
    await visit('dana', `${file}/appointments`)
    await noted(2)
    await clockBy(14)
    await visit('dana', file)
    await clockBy(2)
    await visit('dana', file)
    await noted(3)
    expect((await opened()).map(({ details }) => details.what)).toEqual(['file', 'appointments', 'file'])
  })

  test('who looks as she does is there, too (SET-34); lists and what was refused are not', async () => {
    await visit('dana', `/willow/manage/clients/${clientId}/view`)
    await visit('dana', '/willow/manage/clients')
    await visit('theo', '/willow/manage/calendar')
    expect((await visit('tess', `/willow/manage/clients/${clientId}/appointments`)).status).toBe(404)
    expect((await visit('theo', `/willow/manage/clients/${clientId}`)).status).toBe(403)
    expect((await visit('amir', `/cedar/manage/clients/${clientId}`)).status).toBe(404)
    expect(await read()).toContain('Your portal, as you see it')
    expect(await opened()).toEqual([])
  })

  test('of a record that was merged into hers, while it is', async () => {
    await visit('dana', `/willow/manage/clients/${cast.nell.clientId}`)
    await noted(1)
    await rows(`INSERT INTO merges (organization_id, id, kept_id, merged_id, created_at, created_by, created_by_name)
      VALUES ('org_willow', 'mrg_1', '${clientId}', '${cast.nell.clientId}', 1, 'per_dana', 'Dana')`)
    expect(await read()).toContain(cast.dana.name)
    await rows('UPDATE merges SET undone_at = 2')
    expect(await read()).toContain('Nobody has opened')
  })

  test('page by page, newest first, in Spanish, too', async () => {
    await rows(`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, details, request_id)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
      SELECT 'org_willow', 1e12 + i, 'per_x', 'Somebody ' || i, 'staff', 'record.opened', 'client', '${clientId}', '{"what":"file","role":"both"}', 'r' FROM n`)
    const first = await (await visit('bo', log)).text()
    expect(first).toContain('Somebody 120')
    expect(first).not.toContain('Somebody 70<')
    const [, older = ''] = /href="([^"]*access-log\?after=\d+)"/.exec(first) ?? []
    const second = await (await visit('bo', older)).text()
    expect(textOf(second)).toContain('Somebody 70 Therapist and administrator')
    expect(second).not.toContain('Somebody 71 ')
    expect(textOf(await (await visit('bo', `${log}?after=1`)).text())).toContain('There is nothing older')
    await rows("UPDATE people SET language = 'es' WHERE id = 'per_bo'")
    expect(await read()).toContain('Quién ha abierto mi expediente')
  })
})
