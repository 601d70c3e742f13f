import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { handed, notHanded } from '../../src/clients/merge-tables.ts'
import { auditRows, cast, db, freshPortal, hidden, newKey, rows, submit, textOf, visit } from '../support/portal.ts'

const [kept, merged] = [cast.ana.clientId, 'cli_twin']
const pair = `/willow/manage/clients/duplicates/${kept}/${merged}`

/** Ana is on file a second time, with a little of everything that can be a client's. */
async function anaTwice(more: string[] = []): Promise<void> {
  const statements = [
    `INSERT INTO clients (organization_id, id, name, sort_name, email, phone, birth_date, created_at) VALUES ('org_willow', 'cli_twin', 'Ana Pereyra', 'pereyra, ana', 'twin@family.example', '(212) 555-0188', '1985-06-07', 5)`,
    `INSERT INTO assignments (organization_id, client_id, staff_id, created_at) VALUES ('org_willow', 'cli_twin', 'sta_theo', 5)`,
    `INSERT INTO grants (organization_id, id, contact_id, client_id, relationship, permissions, created_at, created_by) VALUES ('org_willow', 'gra_twin', 'con_gail', 'cli_twin', 'aunt', '["schedule"]', 5, 'per_dana')`,
    `INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at) VALUES ('org_willow', 'inv_twin', 'cli_twin', 'twin@family.example', '${'7'.repeat(64)}', 5, 'per_dana', 4102444800000)`,
    `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'cli_twin', 'secure_messaging', 'off', 1, 5, 'per_dana', 'Dana Ortiz')`,
    `INSERT INTO notices (organization_id, id, client_id, event, about_id, created_at) VALUES ('org_willow', 'new_twin', 'cli_twin', 'created', 'apt_twin', 5)`,
    `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
      SELECT 'org_willow', 'apt_twin', 'cli_twin', 'sta_tess', 'svc_session', 'telehealth', 'confirmed', t, t + 3000000, t, t + 3000000, 'America/New_York', 5, 'per_dana', 'staff', 5 FROM (SELECT unixepoch('2026-12-15 15:00') * 1000 AS t)`,
    ...more,
  ]
  await db().batch(statements.map((sql) => db().prepare(sql)))
}

const merge = async (fields: Record<string, string> = {}, who: Parameters<typeof submit>[0] = 'dana', path = pair) => {
  const [a, b] = await Promise.all(
    [kept, merged].map(async (id) => (await rows<{ version: number }>('SELECT version FROM clients WHERE id = ?', id))[0]?.version),
  )
  return await submit(who, `${path}/merge`, { keep: kept, versions: `${a}.${b}`, key: newKey(), ...fields })
}
async function unmerge(fields: Record<string, string | number> = {}, who: Parameters<typeof submit>[0] = 'dana') {
  const [last] = await rows<{ id: string; version: number }>(
    'SELECT id, version FROM merges WHERE undone_at IS NULL ORDER BY rowid DESC LIMIT 1',
  )
  return await submit(who, `/willow/manage/clients/merges/${last?.id}/undo`, { version: last?.version ?? 0, key: newKey(), ...fields })
}

/** Whose each row is, in every table that has a client. */
async function whose(client: string): Promise<Record<string, number>> {
  const counts = await Promise.all(
    (await clientTables()).map(
      async ({ table, column }) =>
        [table, (await rows<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`, client))[0]?.n ?? 0] as const,
    ),
  )
  return Object.fromEntries(counts.filter(([, n]) => n > 0))
}

async function clientTables(): Promise<{ table: string; column: string }[]> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'd1_*'",
  )
  const found = await Promise.all(
    tables.map(async ({ name }) =>
      (await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${name}') WHERE name = 'client_id'`)).map(() => ({
        table: name,
        column: 'client_id',
      })),
    ),
  )
  return found.flat()
}

/** Every row there is but what a merge and its undo are remembered by; versions count changes, so they go on. */
async function everything(): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'd1_*'",
  )
  const left = ['audit', 'merges', 'merge_moves', 'idempotency', 'sessions', 'dev_mail', 'client_logins_seen']
  const all = await Promise.all(
    tables
      .filter(({ name }) => !left.includes(name))
      .map(async ({ name }) => {
        const list = (await rows(`SELECT * FROM ${name}`)).map((row) => JSON.stringify({ ...row, version: 0, last_seen_at: 0 })).toSorted()
        return [name, list.join('\n')] as const
      }),
  )
  return Object.fromEntries(all)
}

/** The restriction that was lifted again leaves its row behind: "inherit" is as none (SET-32). */
const withoutLifted = (state: Record<string, string>) => ({
  ...state,
  client_overrides: (state.client_overrides ?? '')
    .split('\n')
    .filter((row) => !row.includes('"inherit"'))
    .join('\n'),
})

beforeEach(() => freshPortal())

describe('LNK-5 side by side', () => {
  it('shows both records, what differs, and what a merge would do', async () => {
    await anaTwice()
    const text = textOf(await (await visit('dana', pair)).text())
    expect(text).toMatch(/Name Ana Pereira Ana Pereyra different/)
    expect(text).toContain('Nothing is deleted. You can take the merge back at any time')
    expect(textOf(await (await visit('dana', `/willow/manage/clients/${merged}`)).text())).toContain('Ana Pereyra')
  })

  it('T-01 records of another practice, merged ones and made-up ones are not there', async () => {
    await anaTwice()
    for (const path of [
      `/willow/manage/clients/duplicates/${kept}/${cast.cyd.clientId}`,
      `/willow/manage/clients/duplicates/${kept}/cli_none`,
      `/willow/manage/clients/duplicates/${kept}/${kept}`,
    ])
      for (const answer of [await visit('dana', path), await merge({}, 'dana', path)]) expect(answer.status, path).toBe(404)
    expect((await visit('amir', pair)).status).toBe(404)
    expect((await merge({}, 'amir')).status).toBe(404)
    expect((await merge({}, 'theo')).status).toBe(403)
    expect((await merge({ keep: cast.bo.clientId })).status, 'neither of the two').toBe(404)
    expect(await rows('SELECT * FROM merges')).toEqual([])
  })
})

describe('LNK-5 merging', () => {
  it('every table with a client in it is handed over, or says why not', async () => {
    const known = [...handed.map(({ kind }) => kind), ...Object.keys(notHanded)]
    expect((await clientTables()).map(({ table }) => table).filter((table) => !known.includes(table))).toEqual([])
  })

  it('hands everything over, restricts where one of the two was restricted, and leaves an alias', async () => {
    await anaTwice()
    expect((await merge()).headers.get('Location')).toBe(`/willow/manage/clients/${kept}#merges`)
    expect(Object.keys(await whose(merged)).filter((table) => !notHanded[table] && table !== 'assignments')).toEqual([])
    expect(await rows("SELECT client_id FROM appointments WHERE id = 'apt_twin'")).toEqual([{ client_id: kept }])
    expect(await rows("SELECT value FROM client_overrides WHERE client_id = ? AND key = 'secure_messaging'", kept)).toEqual([
      { value: 'off' },
    ])
    expect(await rows("SELECT revoked_at IS NOT NULL AS revoked FROM invitations WHERE id = 'inv_twin'")).toEqual([{ revoked: 1 }])
    expect(await rows('SELECT merged_into FROM clients WHERE id = ?', merged)).toEqual([{ merged_into: kept }])
    const list = textOf(await (await visit('dana', '/willow/manage/clients')).text())
    expect(list).not.toContain('Pereyra')
    expect((await visit('dana', `/willow/manage/clients/${merged}`)).headers.get('Location')).toBe(`/willow/manage/clients/${kept}`)
    expect((await visit('ana', `/willow/my/${kept}/appointments`)).status).toBe(200)
    expect((await auditRows({ entity_kind: 'merge' })).map(({ action, details }) => [action, details.kept, details.merged])).toEqual([
      ['merge.made', kept, merged],
    ])
  })

  it('two accounts of two people are not merged, and the page says what to do', async () => {
    await anaTwice([
      "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_twin', 'per_cyd', 5)",
    ])
    expect(textOf(await (await visit('dana', pair)).text())).toContain('Both records have an account')
    const before = await everything()
    expect((await merge()).status).toBe(409)
    expect(await everything()).toEqual(before)
    const twin = await (await visit('dana', `/willow/manage/clients/${merged}`)).text()
    expect(
      (await submit('dana', `/willow/manage/clients/${merged}/account/end`, { version: hidden(twin, 'account', 'version') })).status,
    ).toBe(303)
    expect((await visit('cyd', `/willow/my/${merged}/appointments`)).status).toBe(404)
    expect((await merge()).status).toBe(303)
  })

  it('SET-5 over a record that somebody changed meanwhile is refused; fifty at once are one', async () => {
    await anaTwice()
    expect((await merge({ versions: '7.1' })).status).toBe(409)
    const answers = await Promise.all(Array.from({ length: 50 }, () => merge()))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.every(({ status }) => [303, 404, 409].includes(status))).toBe(true)
    expect(await rows('SELECT count(*) AS n FROM merges')).toEqual([{ n: 1 }])
  }, 60_000)
})

describe('LNK-5 taking a merge apart', () => {
  it('restores everything as it was, byte for byte', async () => {
    await anaTwice()
    const before = withoutLifted(await everything())
    await merge()
    expect(withoutLifted(await everything())).not.toEqual(before)
    expect((await unmerge()).status).toBe(303)
    expect(withoutLifted(await everything())).toEqual(before)
    expect((await visit('dana', `/willow/manage/clients/${merged}`)).status).toBe(200)
  })

  it('what came after the merge stays with the record that was kept', async () => {
    await anaTwice()
    await merge()
    await rows(
      `INSERT INTO notices (organization_id, id, client_id, event, about_id, created_at) VALUES ('org_willow', 'new_later', ?, 'created', 'x', 6)`,
      kept,
    )
    await unmerge()
    expect(await rows("SELECT id, client_id FROM notices WHERE id IN ('new_later', 'new_twin') ORDER BY id")).toEqual([
      { id: 'new_later', client_id: kept },
      { id: 'new_twin', client_id: merged },
    ])
  })

  it('once: a second time, a stale version, a foreign practice change nothing', async () => {
    await anaTwice()
    await merge()
    expect((await unmerge({ version: 9 })).status).toBe(409)
    expect((await unmerge({}, 'amir')).status).toBe(404)
    expect((await unmerge({}, 'theo')).status).toBe(403)
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM merges')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => submit('dana', `/willow/manage/clients/merges/${id}/undo`, { version: 1, key: newKey() })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })

  it('of several merges the last is taken back first', async () => {
    await anaTwice()
    await merge()
    const second = `/willow/manage/clients/duplicates/${kept}/${cast.nell.clientId}`
    const versions = (
      await rows<{ version: number }>('SELECT version FROM clients WHERE id IN (?, ?) ORDER BY id', kept, cast.nell.clientId)
    )
      .map(({ version }) => version)
      .join('.')
    expect((await submit('dana', `${second}/merge`, { keep: kept, versions, key: newKey() })).status).toBe(303)
    const [{ id } = { id: '' }] = await rows<{ id: string }>('SELECT id FROM merges ORDER BY rowid LIMIT 1')
    const early = await submit('dana', `/willow/manage/clients/merges/${id}/undo`, { version: 1, key: newKey() })
    expect([early.status, textOf(await early.text())]).toEqual([409, expect.stringContaining('Take the later merge back first')])
    expect([(await unmerge()).status, (await unmerge()).status]).toEqual([303, 303])
  })

  it('whatever the two records hold, merged and taken apart they are as they were', async () => {
    const optional = (sql: string) => fc.constantFrom('', sql)
    const data = fc.record({
      login: optional(
        "INSERT INTO client_logins (organization_id, client_id, person_id, created_at) VALUES ('org_willow', 'cli_twin', 'per_ana', 5)",
      ),
      ended: optional("UPDATE client_logins SET ended_at = 7 WHERE client_id = 'cli_ana'"),
      noPhone: optional("UPDATE clients SET phone = NULL, email = NULL WHERE id = 'cli_ana'"),
      noBirth: optional("UPDATE clients SET birth_date = NULL WHERE id = 'cli_twin'"),
      archived: optional("UPDATE clients SET archived_at = 7 WHERE id = 'cli_twin'"),
      keptArchived: optional("UPDATE clients SET archived_at = 7 WHERE id = 'cli_ana'"),
      endedCare: optional("UPDATE assignments SET ended_at = 7 WHERE client_id = 'cli_ana' AND staff_id = 'sta_theo'"),
      restricted: optional(
        "INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', 'cli_ana', 'self_scheduling', 'off', 3, 5, 'per_dana', 'Dana Ortiz')",
      ),
      overlap: optional(
        "UPDATE appointments SET starts_at = (SELECT starts_at FROM appointments WHERE client_id = 'cli_ana' AND status = 'confirmed' LIMIT 1), ends_at = (SELECT ends_at FROM appointments WHERE client_id = 'cli_ana' AND status = 'confirmed' LIMIT 1), blocked_from = (SELECT starts_at FROM appointments WHERE client_id = 'cli_ana' AND status = 'confirmed' LIMIT 1), blocked_until = (SELECT ends_at FROM appointments WHERE client_id = 'cli_ana' AND status = 'confirmed' LIMIT 1), status = 'completed' WHERE id = 'apt_twin'",
      ),
    })
    await fc.assert(
      fc.asyncProperty(data, fc.boolean(), async (more, keepTwin) => {
        await freshPortal()
        await anaTwice(Object.values(more).filter((sql) => sql !== ''))
        const before = withoutLifted(await everything())
        expect((await merge({ keep: keepTwin ? merged : kept })).status).toBe(303)
        expect(await rows('SELECT count(*) AS n FROM clients WHERE merged_into IS NOT NULL')).toEqual([{ n: 1 }])
        expect((await unmerge()).status).toBe(303)
        expect(withoutLifted(await everything())).toEqual(before)
      }),
      { numRuns: 25 },
    )
  }, 120_000)
})
