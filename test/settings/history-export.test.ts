import { beforeEach, describe, expect, it } from 'vitest'
import { auditRows, cast, clockAt, db, freshPortal, rows, roundTrips, submit, visit } from '../support/portal.ts'
import { csv } from '../../src/web/csv.ts'
import { switchTo } from '../scheduling/support.ts'
import { history, override, page, switchAll } from './history-support.ts'

beforeEach(() => freshPortal())

const take = (fields: Record<string, string> = {}) => submit('dana', `${page}/export`, fields)

/** The cells of a file, as a reader of CSV sees them. */
const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"')))

describe('the history as a file', () => {
  it('SET-8 has every column: UTC, local time and zone, who, what, of whom, from, to', async () => {
    await clockAt('2026-05-03T18:05:00Z')
    await switchTo('contact_access', 'on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    const [head, newest, first] = cellsOf(await (await take()).text())
    expect(head?.slice(0, 4)).toEqual(['Time (UTC)', 'Local time', 'Time zone', 'Who'])
    expect(newest?.slice(0, 10)).toEqual([
      '2026-05-03T18:05:00.000Z',
      '2026-05-03T14:05:00-04:00',
      'America/New_York',
      'Dana Ortiz',
      'Allow Client Portal Access for Client Contacts',
      'contact_access',
      'Ana Pereira',
      'override.off',
      'inherit',
      'off',
    ])
    expect(first?.slice(6, 10)).toEqual(['', 'setting.on', 'off', 'on'])
  })

  it('SET-8 comes as a download that is never run: attachment, sandbox, BOM', async () => {
    await switchTo('contact_access', 'on')
    const answer = await take()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('Content-Disposition')).toBe(
      `attachment; filename="portal-history-willow-2026-12-01.csv"; filename*=UTF-8''portal-history-willow-2026-12-01.csv`,
    )
    expect(answer.headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'")
    expect([answer.headers.get('X-Content-Type-Options'), answer.headers.get('Cache-Control')]).toEqual(['nosniff', 'private, no-store'])
    expect([...new Uint8Array(await answer.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('SET-8 follows the filters of the page, whose form carries them', async () => {
    await switchAll('contact_access', 'notify_created')
    const html = await history('?key=contact_access&person=per_dana')
    expect(html).toMatch(
      /history\/export"[^>]*><input type="hidden" name="key" value="contact_access"\/><input type="hidden" name="person" value="per_dana"/,
    )
    expect(cellsOf(await (await take({ key: 'contact_access' })).text())).toHaveLength(2)
    expect(cellsOf(await (await take({ person: 'per_theo' })).text())).toHaveLength(1)
    expect(cellsOf(await (await take()).text())).toHaveLength(4) // and the demo data's own
  })

  it('SEC-5 SET-8 is audited, in two round trips; looking at the address does nothing (T-26)', async () => {
    const answer = await take({ key: 'contact_access' })
    expect(roundTrips(answer)).toBe(2)
    expect(await auditRows({ action: 'history.exported' })).toMatchObject([
      { actor_id: 'per_dana', entity_kind: 'history', details: { key: 'contact_access', person: null } },
    ])
    expect((await visit('dana', `${page}/export`)).status).toBe(404)
    expect(await auditRows({ action: 'history.exported' })).toHaveLength(1)
  })

  it('SET-8 ends after ten thousand, and says so', { timeout: 60_000 }, async () => {
    await db()
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10005)
       INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, details, request_id)
       SELECT 'org_willow', 1700000000000 + i, 'per_dana', 'Dana Ortiz', 'staff', 'setting.on', 'setting', 'contact_access', 1000 + i, '{"from":"off","to":"on"}', 'x' FROM n`,
      )
      .run()
    const lines = (await (await take()).text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(10_002)
    expect(lines.at(-1)).toBe('"Only the newest 10000 changes are in this file."')
  })

  it('SEC-1 SET-2 another organization’s administrator takes only her own', async () => {
    await switchTo('contact_access', 'on')
    expect((await submit('amir', `${page}/export`)).status).toBe(404)
    expect(await (await submit('amir', '/cedar/manage/portal/history/export')).text()).not.toContain('Dana')
  })
})

describe('T-22 a spreadsheet runs nothing of it', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =1',
    '"=1',
    "' =1",
    '\n@x',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    ' ＝1',
    '\u00A0=1',
    '\uFEFF=1',
    '−1',
    "=cmd|' /C calc'!A0",
  ])('T-22 %j gets an apostrophe and quotes', (text) => {
    expect(csv([[text]])).toBe(`\uFEFF"'${text.replaceAll('"', '""')}"\r\n`)
  })

  it.each(['Ana Pereira', '2026-05-03T18:05:00.000Z', 'a=b', '7', '', 'O’Neil', 'a "b", c'])('T-22 %j stays as it is, quoted', (text) => {
    expect(csv([[text]])).toBe(`\uFEFF"${text.replaceAll('"', '""')}"\r\n`)
  })

  it('T-22 a name that is a formula, in the file itself', async () => {
    await rows('UPDATE clients SET name = \'=HYPERLINK("https://evil.example")\' WHERE id = ?', cast.ana.clientId)
    await switchTo('contact_access', 'on')
    await override(cast.ana.clientId, 'contact_access', 'off')
    expect(await (await take()).text()).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
  })
})
