import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { handed, notHanded } from '../../src/clients/merge-tables.ts'
import { checkInvariants } from '../../src/commands/invariants.ts'
import {
  auditRows,
  cast,
  clockBy,
  cron,
  db,
  freshPortal,
  mail,
  newKey,
  roundTrips,
  rows,
  services,
  submit,
  textOf,
  visit,
} from '../support/portal.ts'
import { everything, lastMerge, mergeInto, onFile, pairOf, takeApart, versionOf, withAccount } from './duplicates-support.ts'
import { idsOn, list, pageOf } from './support.ts'

const nell = cast.nell.clientId
const bo = cast.bo.clientId
const ana = cast.ana.clientId
const at = Date.parse('2026-12-08T15:00:00Z')

const appointment = (id: string, clientId: string, startsAt = at, staffId = 'sta_theo', status = 'confirmed') =>
  rows(
    `INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at, blocked_from, blocked_until, zone,
       created_at, created_by, created_by_kind, updated_at, answer_by_at) VALUES ('org_willow', ?, ?, ?, ?, 'in_person', ?, ?, ?, ?, ?, 'America/New_York', 1, 'per_x', 'client', 1, 2)`,
    id,
    clientId,
    staffId,
    services.session,
    status,
    startsAt,
    startsAt + 3_000_000,
    startsAt,
    startsAt + 3_000_000,
  )
const off = (clientId: string, key: string, value = 'off') =>
  rows(
    `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name) VALUES ('org_willow', ?, ?, ?, 1, 1, 'per_dana', 'Dana Ortiz')`,
    clientId,
    key,
    value,
  )
const assigned = (clientId: string, staffId: string, endedAt: number | null = null) =>
  rows(
    "INSERT INTO assignments (organization_id, client_id, staff_id, created_at, ended_at) VALUES ('org_willow', ?, ?, 1, ?) ON CONFLICT DO NOTHING",
    clientId,
    staffId,
    endedAt,
  )
const invitation = (id: string, clientId: string) =>
  rows(
    "INSERT INTO invitations (organization_id, id, client_id, email, token_hash, created_at, created_by, expires_at) VALUES ('org_willow', ?, ?, 'n@x.example', ?, 0, 'x', 1900000000000)",
    id,
    clientId,
    id.padEnd(64, '0'),
  )
const grant = (id: string, clientId: string) =>
  rows(
    "INSERT INTO grants (organization_id, id, contact_id, client_id, relationship, permissions, created_at, created_by) VALUES ('org_willow', ?, 'con_gail', ?, 'aunt', '[\"schedule\"]', 1, 'x')",
    id,
    clientId,
  )
const everyRow: ((id: string, clientId: string) => Promise<unknown>)[] = [
  invitation,
  grant,
  (id, client) =>
    rows(
      "INSERT INTO notices (organization_id, id, client_id, event, about_id, created_at) VALUES ('org_willow', ?, ?, 'created', 'x', 1)",
      id,
      client,
    ),
  (id, client) =>
    rows(
      "INSERT INTO waitlist_entries (organization_id, id, client_id, staff_id, service_id, forum, created_at) VALUES ('org_willow', ?, ?, 'sta_theo', 'svc_session', 'in_person', 1)",
      id,
      client,
    ),
  (id, client) =>
    rows(
      "INSERT INTO appointment_series (organization_id, id, client_id, staff_id, service_id, every_weeks, first_date, wall_minute, zone, created_at, created_by) VALUES ('org_willow', ?, ?, 'sta_theo', 'svc_session', 1, '2027-01-04', 600, 'America/New_York', 1, 'x')",
      id,
      client,
    ),
  (id, client) =>
    rows(
      "INSERT INTO registrations (organization_id, id, origin, name, email, created_at, expires_at, client_id, state) VALUES ('org_willow', ?, 'join', 'N', 'n@x.example', 1, 2, ?, 'client')",
      id,
      client,
    ),
  (id, client) =>
    rows(
      "INSERT INTO calendar_feeds (organization_id, id, person_id, kind, about_id, token_hash, created_at) VALUES ('org_willow', ?, 'per_x', 'client', ?, ?, 1)",
      id,
      client,
      id.padEnd(64, 'f'),
    ),
]

beforeEach(async () => {
  await freshPortal()
  await rows('UPDATE clients SET phone = NULL, birth_date = NULL WHERE id = ?', nell)
  await onFile({ id: 'cli_nel', name: 'Nel Okafor', email: null, phone: '(212) 555-0199', birthDate: '1990-03-04' })
})

describe('LNK-5 the tables a merge knows', () => {
  test('LNK-5 every table with a client in it is handed over, or says why not', async () => {
    const tables = await rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' ORDER BY name",
    )
    const found: string[] = []
    for (const { name } of tables) {
      const columns = await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`)
      const keys = await rows<{ from: string; table: string }>(`SELECT "from", "table" FROM pragma_foreign_key_list('${name}')`)
      const pointing = keys.filter((key) => key.table === 'clients' && key.from !== 'organization_id').map(({ from }) => from)
      if (pointing.length > 0 || columns.some((column) => column.name === 'client_id' || column.name === 'about_id')) found.push(name)
    }
    expect(found).toEqual([...handed.map(({ kind }) => kind), ...Object.keys(notHanded)].toSorted())
  })
})

describe('LNK-5 a merge', () => {
  test('LNK-5 SEC-5 hands everything over in one batch, and says so in the audit by names only', async () => {
    await appointment('apt_1', 'cli_nel')
    for (const [i, insert] of everyRow.entries()) await insert(`row_${i}`, 'cli_nel')
    await assigned('cli_nel', 'sta_tess')
    await withAccount('cli_nel', 'per_gail')
    const answer = await mergeInto(nell, 'cli_nel')
    expect([answer.status, answer.headers.get('Location'), roundTrips(answer)]).toEqual([303, `${list}/${nell}#merges`, 2])
    for (const table of [
      'appointments',
      'invitations',
      'grants',
      'notices',
      'waitlist_entries',
      'appointment_series',
      'registrations',
      'client_logins',
      'assignments',
    ])
      expect(await rows(`SELECT 1 FROM ${table} WHERE client_id = 'cli_nel'`), table).toEqual([])
    expect(await rows("SELECT client_id FROM appointments WHERE id = 'apt_1'")).toEqual([{ client_id: nell }])
    expect(await rows("SELECT about_id FROM calendar_feeds WHERE id = 'row_6'")).toEqual([{ about_id: nell }])
    expect(await rows('SELECT person_id FROM client_logins WHERE client_id = ?', nell)).toEqual([{ person_id: 'per_gail' }])
    expect(
      await rows('SELECT phone, birth_date, merged_into, version FROM clients WHERE id IN (?, ?) ORDER BY id', 'cli_nel', nell),
    ).toEqual([
      { phone: '(212) 555-0199', birth_date: '1990-03-04', merged_into: nell, version: 2 },
      expect.objectContaining({ birth_date: '1990-03-04', merged_into: null, version: 2 }),
    ])
    const entries = (await auditRows()).filter(({ action }) => /^(merge|client)\./.test(action))
    expect(entries.map(({ action, entity_id, entity_version }) => [action, entity_id, entity_version])).toEqual([
      ['merge.made', (await lastMerge()).id, 1],
      ['client.merged', 'cli_nel', 2],
      ['client.received', nell, 2],
    ])
    expect(JSON.stringify(entries)).not.toMatch(/0199|1990|Okafor/)
    expect(idsOn(await pageOf('dana', list))).not.toContain('cli_nel')
  })

  test('LNK-5 SET-32 what is off for one of them is off for the merged record, with its audit entry', async () => {
    await off('cli_nel', 'self_scheduling')
    await off(nell, 'contact_access', 'inherit')
    await off('cli_nel', 'contact_access')
    await mergeInto(nell, 'cli_nel')
    const hers = () => rows('SELECT key, value, version FROM client_overrides WHERE client_id = ? ORDER BY key', nell)
    expect(await hers()).toEqual([
      { key: 'contact_access', value: 'off', version: 2 },
      { key: 'self_scheduling', value: 'off', version: 1 },
    ])
    expect((await auditRows({ action: 'override.off' })).map(({ entity_id, entity_version }) => [entity_id, entity_version])).toEqual(
      expect.arrayContaining([
        [`${nell}/self_scheduling`, 1],
        [`${nell}/contact_access`, 2],
      ]),
    )
    expect(await rows("SELECT list FROM client_directory WHERE client_id = ? AND list = 'override'", nell)).toHaveLength(1)
    await takeApart(await lastMerge())
    expect(await hers()).toEqual([
      { key: 'contact_access', value: 'inherit', version: 3 },
      { key: 'self_scheduling', value: 'inherit', version: 2 },
    ])
  })

  test('LNK-5 SET-32 a restriction that staff changed after the merge stays as they left it', async () => {
    await off('cli_nel', 'self_scheduling')
    await mergeInto(ana, 'cli_nel')
    const set = (value: string, version: number) =>
      submit('dana', `${list}/${ana}/settings/self_scheduling`, { value, version, confirm: 1 })
    expect([(await set('inherit', 1)).status, (await set('off', 2)).status]).toEqual([303, 303])
    expect((await takeApart(await lastMerge())).status).toBe(303)
    expect(await rows('SELECT client_id, value FROM client_overrides ORDER BY client_id')).toEqual([
      { client_id: ana, value: 'off' },
      { client_id: 'cli_nel', value: 'off' },
    ])
  })

  test('LNK-5 open invitations of the merged record are dead, and work again when it is taken back', async () => {
    await invitation('inv_1', 'cli_nel')
    await invitation('inv_2', nell)
    await mergeInto(nell, 'cli_nel')
    const dead = () => rows('SELECT id, client_id, revoked_at IS NOT NULL AS dead FROM invitations ORDER BY id')
    expect(await dead()).toEqual([
      { id: 'inv_1', client_id: nell, dead: 1 },
      { id: 'inv_2', client_id: nell, dead: 0 },
    ])
    await takeApart(await lastMerge())
    expect(await dead()).toEqual([
      { id: 'inv_1', client_id: 'cli_nel', dead: 0 },
      { id: 'inv_2', client_id: nell, dead: 0 },
    ])
  })

  test('LNK-5 two accounts of two people are never merged; once staff closed one, they are', async () => {
    await withAccount('cli_nel', 'per_gail')
    const before = await everything()
    const refused = await mergeInto(ana, 'cli_nel')
    expect([refused.status, textOf(await refused.text()).includes('Not merged: both records have an account.')]).toEqual([409, true])
    expect(await everything()).toEqual(before)
    const page = await pageOf('dana', pairOf(ana, 'cli_nel'))
    expect([textOf(page).includes('Both records have an account'), page.includes('/merge"')]).toEqual([true, false])
    expect((await submit('dana', `${list}/cli_nel/account/end`, { version: 1, key: newKey() })).status).toBe(303)
    expect((await mergeInto(ana, 'cli_nel')).status).toBe(303)
    expect((await visit('gail', `/willow/my/${ana}/appointments`)).status).toBe(404)
    expect((await visit('ana', `/willow/my/${ana}/appointments`)).status).toBe(200)
  })

  test('LNK-5 two accounts of one person become one, and two again', async () => {
    await withAccount('cli_nel', 'per_ana')
    const before = await everything()
    expect((await mergeInto(ana, 'cli_nel')).status).toBe(303)
    expect((await visit('ana', '/willow/my')).headers.get('Location')).toBe(`/willow/my/${ana}/appointments`)
    expect((await visit('ana', '/willow/my/cli_nel/appointments')).status).toBe(404)
    await takeApart(await lastMerge())
    expect(await everything()).toEqual(before)
  })

  test('LNK-5 SCH-24 times that overlap are shown before, kept, and no rule is broken', async () => {
    await appointment('apt_1', nell)
    await appointment('apt_2', 'cli_nel', at + 600_000, 'sta_tess')
    for (const id of ['apt_1', 'apt_2'])
      await rows(
        "INSERT INTO audit (organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, entity_version, request_id) VALUES ('org_willow', 1, 'x', 'system', 'appointment.created', 'appointment', ?, 1, 'test')",
        id,
      )
    expect(textOf(await pageOf('dana', pairOf(nell, 'cli_nel')))).toContain('Times that overlap')
    expect((await mergeInto(nell, 'cli_nel')).status).toBe(303)
    expect(await rows("SELECT id, override FROM appointments WHERE id IN ('apt_1', 'apt_2') ORDER BY id")).toEqual([
      { id: 'apt_1', override: 0 },
      { id: 'apt_2', override: 1 },
    ])
    expect((await checkInvariants(db())).filter(({ broken }) => broken.length > 0)).toEqual([])
    await takeApart(await lastMerge())
    expect(await rows("SELECT client_id, override FROM appointments WHERE id = 'apt_2'")).toEqual([{ client_id: 'cli_nel', override: 0 }])
    expect((await checkInvariants(db())).filter(({ broken }) => broken.length > 0)).toEqual([])
  })

  test('LNK-5 NOT-20 an e-mail that waits for the merged client reaches her under the kept record', async () => {
    await submit('dana', '/willow/manage/portal/notifications/request_confirmed', { value: 'on', version: 0 })
    await onFile({ id: 'cli_n3', name: 'Nell O', email: 'n3@family.example' })
    await appointment('apt_1', 'cli_n3', at, 'sta_theo', 'requested')
    await submit('theo', '/willow/manage/requests/apt_1/confirmation', { version: 1, key: newKey() })
    await mergeInto(nell, 'cli_n3')
    await clockBy(5)
    await cron()
    expect((await mail()).map(({ to, kind }) => [to, kind])).toContainEqual([cast.nell.email, 'request_confirmed'])
  })

  test('LNK-5 LNK-6 is made once, however often the form comes, and refused when somebody was quicker', async () => {
    const key = newKey()
    const fields = { key, versions: '1.1' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => mergeInto(nell, 'cli_nel', fields)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect(await rows('SELECT id FROM merges')).toHaveLength(1)
    expect((await mergeInto(nell, 'cli_nel')).status).toBe(404)
    await takeApart(await lastMerge())
    expect((await mergeInto(nell, 'cli_nel', { versions: '1.1' })).status).toBe(409)
    expect((await mergeInto(nell, 'cli_nel')).status).toBe(303)
  }, 60_000)

  test('LNK-5 T-01 no record of another practice is seen, merged, dismissed or given back', async () => {
    await onFile({ id: 'cli_far', name: 'Nell Okafor', organization: 'org_cedar' })
    await mergeInto(nell, 'cli_nel')
    const merge = await lastMerge()
    const before = await everything()
    const tries = [
      await visit('dana', pairOf(nell, 'cli_far')),
      await visit('dana', pairOf('cli_far', nell)),
      await mergeInto(nell, 'cli_far'),
      await mergeInto('cli_far', nell),
      await submit('dana', `${pairOf(nell, 'cli_far')}/dismissal`, { key: newKey() }),
      await submit('amir', `/cedar/manage/clients/duplicates/${nell}/cli_far/merge`, { keep: 'cli_far', versions: '1.1' }),
      await submit('amir', `/cedar/manage/clients/merges/${merge.id}/undo`, { version: 1 }),
      await visit('dana', pairOf(nell, nell)),
    ]
    expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 404))
    expect(await everything()).toEqual(before)
    const foreign = await mergeInto(bo, ana, { keep: 'cli_far' })
    expect(foreign.status).toBe(404)
  })

  test("LNK-5 the merged client's page leads to the kept one, however often it was merged", async () => {
    await onFile({ id: 'cli_n3', name: 'Nell O' })
    await mergeInto('cli_n3', 'cli_nel')
    await mergeInto(nell, 'cli_n3')
    const answer = await visit('dana', `${list}/cli_nel`)
    expect([answer.status, answer.headers.get('Location'), roundTrips(answer)]).toEqual([303, `${list}/${nell}`, 1])
    expect(textOf(await pageOf('dana', `${list}/${nell}`))).toContain('Nell O, merged on 1 Dec by Dana Ortiz.')
  })
})

describe('LNK-5 taking a merge back', () => {
  test('LNK-5 SEC-5 has its version and audit, answers a repeat as before, and refuses a second time', async () => {
    await mergeInto(nell, 'cli_nel')
    const merge = await lastMerge()
    const key = newKey()
    const answers = [await takeApart(merge, key), await takeApart(merge, key), await takeApart(merge)]
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 409])
    expect((await auditRows({ entity_kind: 'merge' })).map(({ action, entity_version }) => [action, entity_version])).toEqual([
      ['merge.made', 1],
      ['merge.undone', 2],
    ])
    expect([await versionOf(nell), await versionOf('cli_nel')]).toEqual([3, 3])
  })

  test('LNK-5 what is new since the merge stays with the kept record; what staff changed since is not written over', async () => {
    await appointment('apt_1', 'cli_nel')
    await assigned('cli_nel', 'sta_theo')
    await assigned(nell, 'sta_theo', 5)
    await mergeInto(nell, 'cli_nel')
    await appointment('apt_2', nell, at + 90_000_000)
    await rows("UPDATE clients SET phone = '1' WHERE id = ?", nell)
    await rows("UPDATE assignments SET ended_at = 77 WHERE client_id = ? AND staff_id = 'sta_theo'", nell)
    await takeApart(await lastMerge())
    expect(await rows("SELECT id, client_id FROM appointments WHERE id IN ('apt_1', 'apt_2') ORDER BY id")).toEqual([
      { id: 'apt_1', client_id: 'cli_nel' },
      { id: 'apt_2', client_id: nell },
    ])
    expect(await rows('SELECT phone, birth_date FROM clients WHERE id = ?', nell)).toEqual([{ phone: '1', birth_date: null }])
    expect(await rows("SELECT ended_at FROM assignments WHERE client_id = ? AND staff_id = 'sta_theo'", nell)).toEqual([{ ended_at: 77 }])
  })

  test('LNK-5 of two merges of one record the last is taken back first', async () => {
    await onFile({ id: 'cli_n3', name: 'Nell O' })
    await mergeInto(nell, 'cli_nel')
    const first = await lastMerge()
    await mergeInto(nell, 'cli_n3')
    const second = await lastMerge()
    const refused = await takeApart(first)
    expect([refused.status, textOf(await refused.text()).includes('Take the later merge back first.')]).toEqual([409, true])
    expect([(await takeApart(second)).status, (await takeApart(first)).status]).toEqual([303, 303])
  })

  test('LNK-5 any merges, taken back in any order that is allowed, restore everything; every row always has one living owner', async () => {
    const clients = ['cli_p1', 'cli_p2', 'cli_p3', 'cli_p4']
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('merge' as const), a: fc.nat(3), b: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), a: fc.nat(3), b: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('row' as const), a: fc.nat(3), b: fc.nat(everyRow.length + 3) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
        await freshPortal()
        await onFile(
          ...clients.map((id, i) => ({
            id,
            name: `P ${i}`,
            phone: i % 2 ? `55${i}` : null,
            birthDate: i > 1 ? '1990-01-01' : null,
            email: i === 3 ? 'p@x.example' : null,
          })),
        )
        let made = 0
        const add = async (client: string, which: number) => {
          made += 1
          const insert = everyRow[which]
          if (insert) await insert(`row_${made}`, client)
          else if (which === everyRow.length) await appointment(`apt_${made}`, client, at + made * 86_400_000)
          else if (which === everyRow.length + 1) await off(client, 'self_scheduling').catch(() => undefined)
          else if (which === everyRow.length + 2) await assigned(client, 'sta_theo', made % 2 ? null : made)
          else await withAccount(client, 'per_ana').catch(() => undefined)
        }
        for (const one of steps) {
          const a = clients[one.a] as string
          if (one.do === 'row') {
            const [row] = await rows<{ merged_into: string | null }>('SELECT merged_into FROM clients WHERE id = ?', a)
            if (row?.merged_into === null) await add(a, one.b)
          } else if (one.do === 'merge') {
            const before = await everything()
            if ((await mergeInto(a, clients[one.b] as string)).status !== 303) continue
            await orphans(clients)
            expect((await takeApart(await lastMerge())).status).toBe(303)
            expect(await everything()).toEqual(before)
            expect((await mergeInto(a, clients[one.b] as string)).status).toBe(303)
          } else {
            const open = await rows<{ id: string; version: number }>(
              'SELECT id, version FROM merges WHERE undone_at IS NULL ORDER BY rowid',
            )
            const merge = open[one.a % Math.max(open.length, 1)]
            if (merge) expect([303, 409]).toContain((await takeApart(merge)).status)
          }
          await orphans(clients)
        }
      }),
      { numRuns: 12 },
    )
  }, 240_000)
})

/** Every row that can be handed over belongs to a record that is alive; what stays with an alias is what the kept one has already. */
async function orphans(clients: string[]) {
  for (const { kind } of handed) {
    const column = kind === 'calendar_feeds' ? 'about_id' : 'client_id'
    const alone = await rows<Record<string, unknown>>(
      `SELECT t.* FROM ${kind} t JOIN clients c ON c.id = t.${column} WHERE c.merged_into IS NOT NULL AND c.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(clients),
    )
    const excused = kind === 'client_logins' ? alone.filter(({ ended_at }) => ended_at !== null) : kind === 'assignments' ? alone : []
    expect(alone, kind).toEqual(excused)
  }
  expect(await rows('SELECT client_id FROM client_logins WHERE ended_at IS NULL GROUP BY client_id HAVING count(*) > 1')).toEqual([])
}
