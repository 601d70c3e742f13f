import { beforeEach, expect, test } from 'vitest'
import { checkInvariants, invariants } from '../../src/watches/invariants.ts'
import { auditRows, cast, clockAt, db, freshPortal, mail, rows, signIn, submit, tuesday, visit } from '../support/portal.ts'

beforeEach(() => freshPortal())

test('the cast is as the contract says', async () => {
  const [willow] = await rows("SELECT * FROM organizations WHERE slug = 'willow'")
  expect(willow).toMatchObject({
    zone: 'America/New_York',
    phone: '+1 212 555 0142',
    plan: 'everything',
    card_processing: 'not_connected',
    grace_seconds: 60,
  })
  expect(await rows('SELECT organization_id, key, value, version FROM settings')).toEqual([
    { organization_id: 'org_willow', key: 'self_scheduling', value: 'on', version: 1 },
  ])
  expect(await rows('SELECT id FROM staff WHERE therapist = 1 AND subscribed_at IS NOT NULL')).toEqual([{ id: cast.theo.staffId }])
  expect(await rows('SELECT client_id || staff_id AS pair FROM assignments ORDER BY 1')).toEqual(
    ['cli_anasta_tess', 'cli_anasta_theo', 'cli_bosta_theo', 'cli_maxsta_theo'].map((pair) => ({ pair })),
  )
  expect(await rows('SELECT contact_id, client_id, permissions FROM grants')).toEqual([
    { contact_id: cast.gail.contactId, client_id: cast.max.clientId, permissions: '["forms","pay","schedule"]' },
  ])
  expect(await rows('SELECT duration_minutes AS minutes FROM services ORDER BY sort')).toEqual([{ minutes: 50 }, { minutes: 80 }])
})

test('nothing has been asked for, and nothing lies ahead: scripts count on free times', async () => {
  expect(await rows('SELECT id FROM appointments WHERE starts_at >= ?', Date.parse(tuesday))).toEqual([])
  expect(await rows("SELECT DISTINCT client_id FROM appointments WHERE staff_id = 'sta_theo' ORDER BY 1")).toEqual([
    { client_id: cast.ana.clientId },
    { client_id: cast.bo.clientId },
  ])
  expect(await rows("SELECT id FROM appointments WHERE status = 'requested'")).toEqual([])
})

test.each(['2026-03-08T12:00:00Z', '2026-11-01T05:30:00Z', '2028-02-29T23:59:59Z'])('at %s, too', async (iso) => {
  await freshPortal(iso)
  expect(await rows('SELECT id FROM appointments WHERE ends_at > ?', Date.parse(iso))).toEqual([])
})

test('SEC-5 every version of everything has its one audit entry', () => expectAudited())

test('a reset takes back whatever was done', async () => {
  const before = await contents()
  await submit('dana', '/willow/manage/portal/settings/self_scheduling', { value: 'off', version: 1 })
  await submit(null, '/willow/login', { email: cast.ana.email })
  await submit(null, '/dev/fill', { clients: 3, past: 3 })
  await submit(null, '/dev/cron')
  expect(await contents()).not.toEqual(before)
  await freshPortal()
  expect(await contents()).toEqual(before)
  expect(await mail()).toEqual([])
  expect(await auditRows()).toEqual([])
})

test('a reset leaves every guard of the database standing', async () => {
  const guards = 'SELECT name, sql FROM sqlite_master WHERE type = ? ORDER BY name'
  const before = await rows(guards, 'trigger')
  await freshPortal()
  expect(await rows(guards, 'trigger')).toEqual(before)
  await expect(db().prepare('DELETE FROM audit').run()).rejects.toThrow('audit_is_append_only')
  await expect(db().prepare("UPDATE audit SET action = 'x'").run()).rejects.toThrow('audit_is_append_only')
})

test('SCL thousands of clients and appointments come and go in a moment', { timeout: 30_000 }, async () => {
  const startedAt = performance.now()
  await submit(null, '/dev/fill', { clients: 5000, past: 5000 })
  await freshPortal()
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  expect(await rows('SELECT count(*) AS n FROM client_search')).toEqual(
    await rows('SELECT count(*) AS n FROM client_search JOIN clients ON id = client_id'),
  )
})

test('after a reset by a script the clock runs, and nobody is signed in', async () => {
  const ana = await signIn('ana')
  const answer = await submit(null, '/dev/reset')
  expect(await answer.json()).toMatchObject({ standing: false })
  expect(await rows('SELECT count(*) AS n FROM sessions')).toEqual([{ n: 0 }])
  expect((await visit(ana, '/willow/my')).status).toBe(303)
})

test('the demo data is made once, in an empty portal only', async () => {
  expect(await (await submit(null, '/dev/seed')).json()).toEqual({ seeded: false })
  await clockAt('2026-12-02T15:00:00Z')
  const before = await contents()
  await submit(null, '/dev/seed')
  expect(await contents()).toEqual(before)
})

test('clients are generated on top of each other', async () => {
  const answers = [await submit(null, '/dev/fill', { clients: 40 }), await submit(null, '/dev/fill', { clients: 60 })]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  const [counted] =
    await rows(`SELECT count(*) AS all_of_them, count(DISTINCT name) AS names, sum(email IS NULL) AS without_email, sum(archived_at IS NOT NULL) AS archived
    FROM clients WHERE id GLOB 'cli_fill_*'`)
  expect(counted).toEqual({ all_of_them: 100, names: 100, without_email: 20, archived: 8 })
  expect(await rows("SELECT count(*) AS n FROM assignments WHERE client_id GLOB 'cli_fill_*' AND staff_id = 'sta_theo'")).toEqual([
    { n: 100 },
  ])
  expect(await rows("SELECT sort_name FROM clients WHERE id = 'cli_fill_000001'")).toEqual([{ sort_name: 'abbott, ada' }])
  await expectAudited()
})

test('years of appointments are generated behind those that exist, never one over another', async () => {
  await submit(null, '/dev/fill', { clients: 10, past: 500 })
  await submit(null, '/dev/fill', { past: 500 })
  const past = await rows<{ starts_at: number; ends_at: number }>(
    "SELECT starts_at, ends_at FROM appointments WHERE staff_id = 'sta_theo' ORDER BY starts_at",
  )
  expect(past).toHaveLength(1005)
  expect(past.filter(({ starts_at }, i) => i > 0 && starts_at < past[i - 1]!.ends_at)).toEqual([])
  expect(past.at(-1)!.ends_at).toBeLessThan(Date.parse(tuesday))
  await expectAudited()
})

test('SEC-6 e-mails are generated about appointments that there are: nothing that must be true is broken', async () => {
  const answers = [await submit(null, '/dev/fill', { clients: 5, past: 20, emails: 20 }), await submit(null, '/dev/fill', { emails: 10 })]
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await rows("SELECT count(*) AS n, count(DISTINCT about_id) AS appointments FROM outbox WHERE id GLOB 'out_fill_*'")).toEqual([
    { n: 30, appointments: 30 },
  ])
  expect((await checkInvariants(db(), invariants)).filter(({ broken }) => broken.length > 0)).toEqual([])
  await expectAudited()
})

test.each(['-1', 'many', '1.5', '99999'])('"%s" clients are refused', async (clients) => {
  expect((await submit(null, '/dev/fill', { clients })).status).toBe(422)
})

const versioned = [
  'organizations',
  'people',
  'staff',
  'clients',
  'contacts',
  'grants',
  'services',
  'locations',
  'availability',
  'appointments',
]

async function expectAudited() {
  for (const table of versioned) {
    const gaps = `SELECT id, version FROM ${table} t WHERE version <> (SELECT count(*) FROM audit a WHERE a.entity_id = t.id AND a.entity_version BETWEEN 1 AND t.version)`
    expect(await rows(gaps), table).toEqual([])
  }
  const unaudited = `SELECT entity FROM (SELECT key AS entity, version FROM settings UNION ALL SELECT client_id || '/' || key, version FROM client_overrides) s
    WHERE version <> (SELECT count(*) FROM audit a WHERE a.entity_id = s.entity)`
  expect(await rows(unaudited)).toEqual([])
}

/** Everything in every table that has something in it, but for the audit's running number. */
async function contents(): Promise<Record<string, unknown[]>> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'",
  )
  const all = await Promise.all(tables.map(async ({ name }) => [name, await rows(`SELECT * FROM ${name}`)] as const))
  return Object.fromEntries(all.flatMap(([name, found]) => (found.length > 0 ? [[name, found.map((row) => ({ ...row, seq: null }))]] : [])))
}
