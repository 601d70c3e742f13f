import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../house/changes.ts'
import { doors } from '../house/doors.data.ts'
import { addressOf, portalInUse } from '../house/situation.ts'
import { tableNames } from '../house/support.ts'
import { freshPortal, newKey, rows, signIn, submit, type CastKey } from '../support/portal.ts'
import { documented, everyColumn, withoutChance } from './T-05-fields.ts'

// T-05: a form changes what it says, whatever is sent along; and nobody gets a role by asking for it.

let names: string[]
let columns: Record<string, string>
beforeAll(async () => {
  await freshPortal()
  names = await tableNames()
  columns = await everyColumn()
})

const without = (fields: Record<string, string>, known: string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !known.includes(name)))

/** What the example of a door does to a portal in use, with or without more fields. */
async function done(make: (typeof changes)[string], alsoSends?: Record<string, string>) {
  const situation = await portalInUse()
  const { status, headers } = await make(situation, alsoSends ? { alsoSends } : {})
  const location = (headers.get('Location') ?? '').replace(/[\w-]{22,}/g, '*')
  return { status, location, database: await withoutChance(names) }
}

test('T-05 the columns are those of the database, in both spellings', () => {
  expect(Object.keys(columns).length).toBeGreaterThan(300)
  for (const name of ['organization_id', 'organizationId', 'administrator', 'subscribed_at', 'subscribedAt', 'intent_kind', 'intentKind'])
    expect(columns).toHaveProperty(name)
  expect(Object.keys(columns)).toContain('__proto__')
})

describe('T-05 with every column of every table sent along, a form does what it does without', { timeout: 30_000 }, () => {
  test.each(Object.keys(changes))('%s', async (name) => {
    const make = changes[name] as (typeof changes)[string]
    const plain = await done(make)
    expect(plain.status).toBeLessThan(400)
    for (const claim of [columns, yes(columns)]) {
      const { status, location, database } = await done(make, without(claim, ['key', ...(documented[name] ?? [])]))
      expect([status, location]).toEqual([plain.status, plain.location])
      for (const table of names) expect(database[table], table).toEqual(plain.database[table])
    }
  })
})

/** The same names, all of them switched on. */
const yes = (fields: Record<string, string>) => Object.fromEntries(Object.keys(fields).map((name) => [name, 'on']))

/** Who may do what, and who is who: nothing of it is for a therapist, a client or a stranger to write. */
const authority = () =>
  Promise.all([
    rows(
      'SELECT organization_id, id, person_id, name, slug, administrator, therapist, subscribed_at, deactivated_at FROM staff ORDER BY id',
    ),
    rows('SELECT id, name, email, email_verified_at, disabled_at FROM people ORDER BY id'),
    rows('SELECT organization_id, client_id, person_id, ended_at FROM client_logins ORDER BY client_id, person_id'),
    rows('SELECT id, client_id, contact_id, permissions, revoked_at FROM grants ORDER BY id'),
    rows('SELECT id, person_id, name FROM contacts ORDER BY id'),
    rows('SELECT id, plan, bought_seats, staff_idle_minutes, version FROM organizations ORDER BY id'),
    rows('SELECT id, name, email, administrator, therapist, revoked_at FROM staff_invitations ORDER BY id'),
    rows('SELECT key, value FROM settings ORDER BY organization_id, key'),
  ])

describe('T-05 nobody raises anybody by any form', { timeout: 60_000 }, () => {
  const claim = { name: 'Raised', version: '1', confirm: '1', value: 'on', minutes: '60', email: 'thief@else.example', therapist: '1' }

  test.each(['theo', 'tess', 'ana', 'gail', 'amir', 'cyd', null] as (CastKey | null)[])('%s', async (who) => {
    const situation = { ...(await portalInUse()), staffId: who === 'theo' ? 'sta_theo' : 'sta_tess' }
    const before = await authority()
    for (const { path } of doors.filter(({ method }) => method === 'POST')) {
      const fields = { ...without(columns, ['version', 'key']), ...claim, administrator: '1', key: newKey() }
      const answer = await submit(who && (await signIn(who)), addressOf(path, situation), fields)
      expect(answer.status, path).toBeLessThan(500)
    }
    expect(await authority()).toEqual(before)
  })

  test('an administrator raises nobody elsewhere, and herself to nothing', async () => {
    await portalInUse()
    const before = await rows("SELECT * FROM staff WHERE organization_id = 'org_cedar'")
    const fields = {
      name: 'Amir Haddad',
      version: 1,
      administrator: 1,
      therapist: 1,
      organization_id: 'org_cedar',
      organizationId: 'org_cedar',
    }
    expect((await submit('dana', '/willow/manage/staff/sta_amir/roles', fields)).status).toBe(404)
    expect((await submit('dana', '/cedar/manage/staff/sta_amir/roles', fields)).status).toBe(404)
    expect(
      (await submit('dana', '/willow/manage/staff/sta_tess/roles', { ...fields, name: 'Tess', subscribedAt: 1, plan: 'x' })).status,
    ).toBe(303)
    expect(await rows("SELECT * FROM staff WHERE organization_id = 'org_cedar'")).toEqual(before)
    expect(await rows("SELECT organization_id, subscribed_at FROM staff WHERE id = 'sta_tess'")).toEqual([
      { organization_id: 'org_willow', subscribed_at: null },
    ])
  })
})
