import { DatabaseSync } from 'node:sqlite'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { verifyChains } from '../../src/commands/audit/verify.ts'
import type { Against } from '../../src/commands/audit/chain-walk.ts'
import type { Base, Row } from '../../src/commands/org/base.ts'
import { root } from '../../src/commands/quiet.ts'
import { anchorIn, anchorOf, anchorText, type AnchoredSeal, type LastSeal } from '../../src/sealing/anchor.ts'
import { beginning, type Seal, sealedColumns, type SealedEntry, sealOver } from '../../src/sealing/chain.ts'

const secret = 'the-secret-of-this-portal-0123456789'
const former = 'the-secret-before-that-0123456789abc'
const schema = readdirSync(join(root, 'migrations'))
  .toSorted()
  .map((name) => readFileSync(join(root, 'migrations', name), 'utf8'))
  .filter((sql) => /\b(TABLE|ON|INTO) audit\b/.test(sql)) // a test need not wait for all the others

/** Two practices with entries by turns, and every three of them sealed: willow has 1 3 5 7 9 11 (two seals), cedar 2 4 6 8 10 12; 13 waits. */
async function audited(keys = [secret, secret]): Promise<DatabaseSync> {
  const db = new DatabaseSync(':memory:')
  for (const sql of schema) db.exec(sql)
  for (let seq = 1; seq <= 13; seq++)
    db.prepare(
      `INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, on_behalf_of, action, entity_kind, entity_id, entity_version, details, request_id, network)
      VALUES (?, ?, 'per_ana', 'Ana', 'client', 'cli_ana', 'request.made', 'appointment', ?, 1, '{"to":"on"}', ?, '10.0.0.0/24')`,
    ).run(seq % 2 ? 'org_willow' : 'org_cedar', 1000 + seq, `apt_${seq}`, `req_${seq}`)
  for (const organization of ['org_willow', 'org_cedar']) await seal(db, organization, keys)
  return db
}

async function seal(db: DatabaseSync, organization: string, keys: string[]): Promise<void> {
  const entries = entriesOf(db, organization)
  let end = beginning
  for (const [i, key] of keys.entries()) {
    const made = await sealOver(key, end, entries.slice(i * 3, i * 3 + 3), 5000 + i)
    const names = Object.keys(made)
    db.prepare(`INSERT INTO audit_seals (${names.join()}) VALUES (${names.map(() => '?').join()})`).run(...Object.values(made))
    end = made
  }
}

const entriesOf = (db: DatabaseSync, organization: string) =>
  db.prepare('SELECT * FROM audit WHERE organization_id = ? ORDER BY seq').all(organization) as SealedEntry[]
const sealsOf = (db: DatabaseSync) =>
  db.prepare('SELECT *, organization_id AS slug FROM audit_seals ORDER BY number').all() as unknown as (Seal & LastSeal)[]
const anchored = (db: DatabaseSync): AnchoredSeal[] =>
  anchorIn(
    anchorText(
      anchorOf(
        sealsOf(db).filter(({ number }) => number === 2),
        9000,
      ),
    ),
  )?.organizations ?? []

const baseOf = (db: DatabaseSync): Base => ({ run: async (statements) => statements.map((sql) => db.prepare(sql).all() as Row[]) })
const walk = (db: DatabaseSync, against: Partial<Against> = {}) => verifyChains(baseOf(db), { secrets: [secret], anchors: [], ...against })
const wrongIn = async (db: DatabaseSync, against: Partial<Against> = {}) =>
  Object.fromEntries((await walk(db, against)).flatMap(({ organizationId, wrong }) => (wrong === null ? [] : [[organizationId, wrong]])))

/** The database's own guards out of the way, as whoever can write to it has them. */
function tampered(db: DatabaseSync, ...statements: string[]): DatabaseSync {
  for (const table of ['audit', 'audit_seals']) for (const verb of ['update', 'delete']) db.exec(`DROP TRIGGER ${table}_no_${verb}`)
  db.exec('PRAGMA ignore_check_constraints = on')
  for (const sql of statements) db.exec(sql)
  return db
}

let anchors: AnchoredSeal[]
beforeAll(async () => {
  anchors = anchored(await audited())
})

describe('SEC-5 the sealed audit', () => {
  it('holds as it was sealed, with and without the secret and an anchor, and says what waits', async () => {
    const db = await audited()
    const whole = [
      { organizationId: 'org_cedar', entries: 6, seals: 2, unsealed: 0, wrong: null },
      { organizationId: 'org_willow', entries: 7, seals: 2, unsealed: 1, wrong: null },
    ]
    expect(await walk(db)).toEqual(whole)
    expect(await walk(db, { secrets: [] })).toEqual(whole)
    expect(await walk(db, { anchors })).toEqual(whole)
  })

  it('seals every column there is', async () => {
    const columns = (await audited()).prepare("SELECT name FROM pragma_table_info('audit')").all()
    expect(columns.map(({ name }) => name)).toEqual([...sealedColumns])
  })

  it('a new secret seals on; the former one, or an anchor, vouches for what was before', async () => {
    const db = await audited([former, secret])
    expect((await wrongIn(db))['org_willow']).toMatch(/^seal 1 names a secret that was not given/)
    expect(await wrongIn(db, { secrets: [secret, former] })).toEqual({})
    expect(await wrongIn(db, { anchors: anchored(db) })).toEqual({})
  })
})

describe('SEC-5 what is done to an entry is found, and named by seq', () => {
  const others: Record<string, string> = {
    at: '1',
    entity_version: '9223372036854775807',
    actor_kind: "'staff'",
    details: `'{"to": "on"}'`,
    on_behalf_of: 'NULL',
  }
  const columns = sealedColumns.filter((name) => name !== 'seq' && name !== 'organization_id')

  it.each(columns)('altered: %s', async (column) => {
    const db = tampered(await audited(), `UPDATE audit SET ${column} = ${others[column] ?? "'x'"} WHERE seq = 5`)
    expect(await wrongIn(db, { secrets: [] })).toEqual({ org_willow: 'entry 5 was altered (seal 1)' })
  })

  it.each([
    ['given another seq', 'UPDATE audit SET seq = 99 WHERE seq = 5', { org_willow: 'entry 5 is missing (seal 1)' }],
    ['deleted', 'DELETE FROM audit WHERE seq = 7', { org_willow: 'entry 7 is missing (seal 2)' }],
    [
      'hidden behind a NUL',
      "UPDATE audit SET actor_name = 'Ana' || char(0) || 'x' WHERE seq = 5",
      { org_willow: 'entry 5 was altered (seal 1)' },
    ],
    [
      'given to another practice',
      "UPDATE audit SET organization_id = 'org_cedar' WHERE seq = 5",
      { org_willow: 'entry 5 is missing (seal 1)', org_cedar: 'entry 5 was put in afterwards (seal 1)' },
    ],
    [
      'exchanged with that of another practice',
      "UPDATE audit SET organization_id = CASE seq WHEN 5 THEN 'org_cedar' ELSE 'org_willow' END WHERE seq IN (5, 6)",
      { org_willow: 'entry 5 is missing (seal 1)', org_cedar: 'entry 5 was put in afterwards (seal 1)' },
    ],
    [
      'reordered',
      'UPDATE audit SET seq = -3 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 1; UPDATE audit SET seq = 1 WHERE seq = -3',
      { org_willow: 'entry 1 holds what was sealed as entry 3: they were reordered (seal 1)' },
    ],
    [
      'put in between',
      `DELETE FROM audit WHERE seq = 6; ${inserted(6, 'org_willow')}`,
      { org_willow: 'entry 6 was put in afterwards (seal 2)', org_cedar: 'entry 6 is missing (seal 1)' },
    ],
    ['put in before all', inserted(-1, 'org_willow'), { org_willow: 'entry -1 was put in afterwards (seal 1)' }],
    [
      'cut off at the end',
      'DELETE FROM audit WHERE seq >= 11',
      { org_willow: 'entry 11 is missing (seal 2)', org_cedar: 'entry 12 is missing (seal 2)' },
    ],
    ['all deleted', 'DELETE FROM audit', { org_willow: 'entry 1 is missing (seal 1)', org_cedar: 'entry 2 is missing (seal 1)' }],
  ])('%s', async (_, by, wrong) => {
    expect(await wrongIn(tampered(await audited(), by), { secrets: [] })).toEqual(wrong)
  })
})

describe('SEC-5 what is done to a seal is found, and named', () => {
  it.each([
    ['from_seq', '2', 'seal 1 (entries 2 to 5) does not follow seal 0'],
    ['entries', '4', 'seal 1 (entries 1 to 5) was altered'],
    ['contents', `'[]'`, 'entry 1 was put in afterwards (seal 1)'],
    ['contents', `'{}'`, 'entry 1 was put in afterwards (seal 1)'],
    ['previous_digest', "'x'", 'seal 1 (entries 1 to 5) does not follow seal 0'],
    ['digest', "'x'", 'seal 1 (entries 1 to 5) was altered'],
    ['sealed_at', '1', 'seal 1 (entries 1 to 5) was altered'],
    ['seal', "'x'", 'seal 1 (entries 1 to 5) was not made by this portal'],
    ['key_id', "'x'", 'seal 1 names a secret that was not given'],
    ['to_seq', '4', 'entry 5 is missing (seal 1)'],
    ['number', '9', 'seal 1 is missing'],
    ['organization_id', "'org_x'", 'seal 1 is missing'],
  ])('altered: %s', async (column, value, wrong) => {
    const db = tampered(await audited(), `UPDATE audit_seals SET ${column} = ${value} WHERE organization_id = 'org_willow' AND number = 1`)
    expect((await wrongIn(db))['org_willow']).toContain(wrong)
  })

  it.each([
    ['deleted', "DELETE FROM audit_seals WHERE number = 1 AND organization_id = 'org_willow'", 'seal 1 is missing, the one after entry 0'],
    [
      'reordered',
      `UPDATE audit_seals SET number = 3 - number + 10 WHERE organization_id = 'org_willow'; UPDATE audit_seals SET number = number - 10 WHERE organization_id = 'org_willow'`,
      'seal 1 is missing',
    ],
    [
      'exchanged with that of another practice',
      `UPDATE audit_seals SET organization_id = 'x' WHERE organization_id = 'org_willow'; UPDATE audit_seals SET organization_id = 'org_willow' WHERE organization_id = 'org_cedar'`,
      'entry 1 was put in afterwards (seal 1)',
    ],
  ])('%s', async (_, by, wrong) => {
    expect((await wrongIn(tampered(await audited(), by)))['org_willow']).toContain(wrong)
  })

  it('made anew without the secret, after an entry was altered', async () => {
    const db = tampered(
      await audited(),
      "UPDATE audit SET actor_name = 'Bo' WHERE seq = 5; DELETE FROM audit_seals WHERE organization_id = 'org_willow'",
    )
    await seal(db, 'org_willow', ['a guess', 'a guess'])
    expect((await wrongIn(db))['org_willow']).toMatch(/^seal 2 names a secret that was not given/)
    db.exec(`UPDATE audit_seals SET key_id = '${anchors[0]?.key_id}'`)
    expect((await wrongIn(db))['org_willow']).toBe('seal 1 (entries 1 to 5) was not made by this portal: its signature is wrong')
  })
})

describe('SEC-5 what only an anchor shows', () => {
  it('the tail cut off, entries and seals', async () => {
    const db = tampered(await audited(), 'DELETE FROM audit WHERE seq > 6', 'DELETE FROM audit_seals WHERE number = 2')
    expect(await wrongIn(db)).toEqual({})
    expect((await wrongIn(db, { anchors }))['org_willow']).toBe(
      'the chain was cut: it ends with seal 1 (entry 5), but seal 2 over entries up to 11 is anchored',
    )
  })

  it('everything cut off', async () => {
    const db = tampered(await audited(), 'DELETE FROM audit', 'DELETE FROM audit_seals')
    expect(await wrongIn(db)).toEqual({})
    expect(Object.keys(await wrongIn(db, { anchors }))).toEqual(['org_cedar', 'org_willow'])
  })

  it('all seals made anew, with the secret, after an entry was altered', async () => {
    const db = tampered(
      await audited(),
      "UPDATE audit SET actor_name = 'Bo' WHERE seq = 5; DELETE FROM audit_seals WHERE organization_id = 'org_willow'",
    )
    await seal(db, 'org_willow', [secret, secret])
    expect(await wrongIn(db)).toEqual({})
    expect((await wrongIn(db, { anchors, secrets: [] }))['org_willow']).toBe(
      'seal 2 is not the one that was anchored: what is up to entry 11 was replaced',
    )
  })

  it('what is no anchor is none', () => {
    for (const text of ['', '{}', 'null', '{"portico":"audit anchor 1","organizations":[{"number":"2"}]}'])
      expect(anchorIn(text)).toBeNull()
  })
})

function inserted(seq: number, organization: string): string {
  return `INSERT INTO audit (seq, organization_id, at, actor_id, actor_kind, action, entity_kind, entity_id, request_id)
    VALUES (${seq}, '${organization}', 1, 'per_x', 'staff', 'x', 'x', 'x', 'r')`
}
