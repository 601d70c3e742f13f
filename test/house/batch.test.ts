import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { staff } from '../../src/accounts/schema.ts'
import { clients, contacts, grants } from '../../src/clients/schema.ts'
import { batch, batchAnd, changedOne, controlDatabase, inList, newMeter, read, type Database } from '../../src/db.ts'
import { cast, freshPortal, rows } from '../support/portal.ts'
import { filesIn, withoutComments } from './support.ts'

let shard: Database
beforeEach(async () => {
  await freshPortal()
  shard = controlDatabase(env, newMeter())
})

const rename = (name: string, version: number) =>
  shard.orm
    .update(contacts)
    .set({ name, version: version + 1 })
    .where(sql`id = ${cast.gail.contactId} AND version = ${version}`)
const nameNow = async () => (await rows<{ name: string }>('SELECT name FROM contacts WHERE id = ?', cast.gail.contactId))[0]?.name
const grant = {
  organizationId: 'org_willow',
  id: 'gra_new',
  contactId: cast.gail.contactId,
  clientId: 'cli_nobody',
  relationship: '',
  permissions: [],
  createdAt: 1,
  createdBy: 'x',
}

describe('a batch is all or nothing', () => {
  test('the second statement fails: the first is undone, and the failure is thrown', async () => {
    await expect(batch(shard, [rename('Changed', 1), shard.orm.insert(grants).values(grant)])).rejects.toThrow(/FOREIGN KEY/)
    expect(await nameNow()).toBe(cast.gail.name)
  })

  test('a failure says nothing of the values', async () => {
    const failed = await batch(shard, [shard.orm.insert(grants).values({ ...grant, relationship: 'a secret' })]).catch(
      (error: Error) => error,
    )
    expect(String((failed as Error).message)).not.toContain('a secret')
  })

  test('SET-5 one row changed: it holds', async () => {
    expect(await batch(shard, [rename('Changed', 1), changedOne(shard)])).toBeNull()
    expect(await nameNow()).toBe('Changed')
  })

  test.each([
    ['no row', () => [shard.orm.update(contacts).set({ name: 'First' }), rename('Changed', 7), changedOne(shard)]],
    ['two rows', () => [shard.orm.update(clients).set({ phone: '1' }).where(eq(clients.organizationId, 'org_willow')), changedOne(shard)]],
  ])('SET-5 %s changed: all is undone, and refused as stale', async (_, statements) => {
    expect(await batch(shard, statements())).toBe('stale')
    expect(await nameNow()).toBe(cast.gail.name)
    expect(await rows("SELECT id FROM clients WHERE phone = '1'")).toEqual([])
    expect(await rows('SELECT ok FROM assert_one')).toEqual([])
  })

  test('SEC-5 two changes of one version: the audit refuses the second', async () => {
    const entry = () =>
      shard.orm
        .run(sql`INSERT INTO audit (organization_id, at, actor_id, actor_name, actor_kind, action, entity_kind, entity_id, entity_version, request_id)
        VALUES ('org_willow', 1, 'x', '', 'system', 'x', 'x', 'x', 2, 'x')`)
    expect(await batch(shard, [entry()])).toBeNull()
    expect(await batch(shard, [rename('Changed', 1), entry()])).toBe('stale')
    expect(await nameNow()).toBe(cast.gail.name)
  })

  test('what is read behind a change is as it is after it, in the same round trip', async () => {
    const { refusal, rows: after } = await batchAnd(shard, [rename('Changed', 1)], {
      names: shard.orm.select({ name: contacts.name }).from(contacts).where(eq(contacts.id, cast.gail.contactId)),
    })
    expect([refusal, after?.names, shard.meter.roundTrips]).toEqual([null, [{ name: 'Changed' }], 1])
  })
})

describe("one client's data is never shown as another's (drizzle-orm issue 6038)", () => {
  const joined = () =>
    shard.orm
      .select({ client: clients.id, therapist: staff.id })
      .from(clients)
      .innerJoin(staff, eq(staff.organizationId, clients.organizationId))

  test('two columns of one name are refused before they are asked for', async () => {
    await expect(read(shard, { joined: joined() })).rejects.toThrow(/Two selected columns are called "id"/)
    expect(shard.meter.roundTrips).toBe(0)
  })

  test('so is a whole join', async () => {
    const all = shard.orm.select().from(clients).innerJoin(staff, eq(staff.organizationId, clients.organizationId))
    await expect(read(shard, { all })).rejects.toThrow(/Two selected columns/)
  })

  test('and an expression without a name', async () => {
    await expect(read(shard, { one: shard.orm.select({ count: sql<number>`count(*)` }).from(clients) })).rejects.toThrow(/has no name/)
  })

  test('with names of their own both arrive', async () => {
    const { pairs } = await read(shard, {
      pairs: shard.orm
        .select({ client: clients.id, therapist: staff.id.getSQL().mapWith(String).as('staff_id') })
        .from(clients)
        .innerJoin(staff, eq(staff.organizationId, clients.organizationId))
        .where(sql`${clients.id} = ${cast.ana.clientId} AND ${staff.id} = ${cast.theo.staffId}`),
    })
    expect(pairs).toEqual([{ client: cast.ana.clientId, therapist: cast.theo.staffId }])
  })
})

describe('how the database is spoken to', () => {
  const code = filesIn('src/').map(([path, text]) => [path, withoutComments(text)] as const)
  const worker = code.filter(([path]) => !path.startsWith('src/commands/'))
  const found = (pattern: RegExp, files = code) => files.filter(([, text]) => pattern.test(text)).map(([path]) => path)
  const transaction =
    /\.transaction\(|\bBEGIN\s+(?:TRANSACTION|IMMEDIATE|DEFERRED|EXCLUSIVE)\b|['"`]\s*BEGIN\b(?!:V)|\bCOMMIT\b|\bROLLBACK\b/

  test('no transaction but the batch: D1 has none', () => {
    // The tools of src/commands may hold a local file open; what runs in the Worker may not.
    expect(found(transaction, worker)).toEqual([])
    expect(['db.transaction(async (tx) => {})', "db.run('BEGIN')", 'sql`BEGIN IMMEDIATE`'].every((bad) => transaction.test(bad))).toBe(true)
  })

  test('everything goes through read and batch of db.ts, so that it is counted (SPD-1)', () => {
    // The queue of local development and the tools of src/commands have no request whose cost could be shown.
    const around = /\benv\.DB\b(?!,)|\.d1\.(?:prepare|batch|exec)\(|\bawait\s+(?:\w+\.)?orm\b/
    expect(
      found(
        around,
        worker.filter(([path]) => !/^src\/dev(\/|\.ts)/.test(path)),
      ),
    ).toEqual(['src/db.ts'])
  })

  test('lists go as one parameter: D1 binds a hundred values at most', async () => {
    expect(listsByParameter(code.map(([, text]) => text).join('\n'))).toEqual([])
    expect(listsByParameter('inArray(clients.id, ids)')).toEqual(['ids'])
    const ids = Array.from({ length: 500 }, (_, i) => `cli_${i}`)
    const { some } = await read(shard, {
      some: shard.orm
        .select({ id: clients.id })
        .from(clients)
        .where(inList(clients.id, [...ids, cast.bo.clientId])),
    })
    expect(some).toEqual([{ id: cast.bo.clientId }])
  })
})

/** The lists of `inArray` that are neither written out nor a query. */
function listsByParameter(text: string): string[] {
  return [...text.matchAll(/\b(?:inArray|notInArray)\(\s*[\w.]+,\s*([^)]{0,60})/g)]
    .map(([, list = '']) => list.trim())
    .filter((list) => !/^\[|\.select\(|^orm\b|\.orm\b/.test(list))
}
