import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seed } from '../../src/commands/demo.ts'
import { localBase, type Base } from '../../src/commands/org/base.ts'
import { create } from '../../src/commands/org/create.ts'
import { resetAdministrator } from '../../src/commands/org/first-link.ts'
import { changePlan, changeSeats } from '../../src/commands/org/organizations.ts'
import { sql } from '../../src/commands/org/sql.ts'
import { freePort } from '../../src/commands/ports.ts'
import { Refusal, root } from '../../src/commands/quiet.ts'
import { spawnPortal, type SpawnedPortal } from '../../src/commands/spawned.ts'

let folder: string
let portal: SpawnedPortal
let base: Base
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-org-'))
  portal = await spawnPortal({ bundle: 'dev', port: await freePort(), persistTo: folder, cron: false })
  await seed(portal.url)
  base = await localBase(folder)
})
afterAll(async () => {
  await portal.stop()
  await rm(folder, { recursive: true, force: true })
})

async function org(...words: string[]): Promise<{ said: string; worked: boolean }> {
  const args = [join(root, 'src/commands/org.ts'), ...words, '--data', folder]
  const run = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string; stderr: string; code: number }) => error)
  return { said: `${run.stdout}${run.stderr}`.trim(), worked: !('code' in run) }
}

const one = async (statement: ReturnType<typeof sql>) => (await base.run([statement]))[0]?.[0]
const entries = async (action: string) =>
  (
    await base.run([
      sql`SELECT organization_id, actor_kind, actor_id, entity_id, entity_version, details FROM audit WHERE action = ${action} ORDER BY seq`,
    ])
  )[0] ?? []
const willow = [
  '--zone',
  'America/New_York',
  '--phone',
  '+1 212 555 0199',
  '--admin-email',
  'Rae@birch.example',
  '--admin-name',
  'Rae Birch',
]

/** The printed link signs in once, by a button, and leads to a second factor before any page; what is stored is only its hash. */
async function comesIn(said: string): Promise<void> {
  const [link = ''] = /http\S+\/login\/link\/\S+$/.exec(said) ?? []
  const press = () => fetch(link, { method: 'POST', redirect: 'manual', headers: { Origin: portal.url } })
  expect((await fetch(link)).status).toBe(200)
  expect(JSON.stringify(await one(sql`SELECT * FROM sign_ins ORDER BY created_at DESC LIMIT 1`))).not.toContain(link.split('/').at(-1))
  const first = await press()
  expect(first.status).toBe(303)
  const cookie =
    first.headers
      .getSetCookie()
      .find((line) => line.startsWith('__Host-session='))
      ?.split(';')[0] ?? ''
  const manage = await fetch(`${portal.url}/${link.split('/')[3]}/manage`, { redirect: 'manual', headers: { Cookie: cookie } })
  expect(manage.headers.get('Location')).toMatch(/^\/account\/second-factor/)
  expect((await press()).status).toBe(410)
}

async function page(person: string, path: string): Promise<string> {
  const answer = await fetch(`${portal.url}/dev/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: portal.url },
    body: new URLSearchParams({ person }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return await (await fetch(portal.url + path, { headers: { Cookie: cookie } })).text()
}

describe('npm run org, against a portal that runs', () => {
  test('SET-51 a plan: the portal that runs knows at once, with its audit entry; nothing is deleted', async () => {
    expect(await page('dana', '/willow/manage/portal')).toMatch(/id="setting-self_scheduling"[^>]*data-effective="on"/)
    const { said, worked } = await org('plan', 'willow', 'essentials')
    expect([worked, said]).toEqual([
      true,
      'Willow House Therapy has the plan essentials now. This stops: Allow Clients Self-Scheduling through Client Portal. Nothing was deleted.',
    ])
    expect(await page('dana', '/willow/manage/portal')).toMatch(
      /id="setting-self_scheduling"[^>]*data-effective="off"[^>]*data-reason="plan"/,
    )
    expect(await entries('organization.plan')).toEqual([
      {
        organization_id: 'org_willow',
        actor_kind: 'system',
        actor_id: 'system',
        entity_id: 'org_willow',
        entity_version: 2,
        details: '{"from":"everything","to":"essentials"}',
      },
    ])
    expect(await one(sql`SELECT value FROM settings WHERE organization_id = 'org_willow' AND key = 'self_scheduling'`)).toEqual({
      value: 'on',
    })
  })

  test('SET-53 acts like the setting off: held times will be released, unless the plan comes back in time', async () => {
    expect(await one(sql`SELECT key, done_at, cancelled_at FROM setting_effects`)).toEqual({
      key: 'self_scheduling',
      done_at: null,
      cancelled_at: null,
    })
    expect((await org('plan', 'willow', 'everything')).worked).toBe(true)
    expect(await one(sql`SELECT count(*) AS waiting FROM setting_effects WHERE cancelled_at IS NULL`)).toEqual({ waiting: 0 })
    expect(await page('dana', '/willow/manage/portal')).toMatch(/id="setting-self_scheduling"[^>]*data-effective="on"/)
  })

  test('SET-51 seats, as Staff & seats shows them; the same again changes nothing', async () => {
    await org('plan', 'willow', 'standard')
    expect((await org('seats', 'willow', '3')).said).toBe('Willow House Therapy has 3 bought seats now, 4 in all.')
    expect((await org('seats', 'willow', '3')).said).toBe('Willow House Therapy has 3 bought seats already.')
    expect(await page('dana', '/willow/manage/staff')).toContain('1 of 4 seats used, 3 available.')
    expect(await entries('organization.seats')).toHaveLength(1)
    expect((await org('list')).said).toMatch(/^slug +plan +seats used[\s\S]*willow +standard +1 of 4/)
  })

  test('SET-10 card processing can be pretended locally, never in a deployment', async () => {
    expect((await org('card', 'cedar', 'enabled')).worked).toBe(true)
    expect(await page('amir', '/cedar/manage/portal')).not.toContain('data-reason="no_card_processing"')
    expect(await org('card', 'cedar', 'enabled', '--remote')).toMatchObject({
      worked: false,
      said: expect.stringContaining('only be pretended locally'),
    })
  })

  test('create: the practice with its administrator, who can sign in where it says', async () => {
    const { said, worked } = await org('create', 'birch', '--name', 'Birch & Co\'s "House"', ...willow)
    expect(worked).toBe(true)
    expect(said.replace(/[\w-]{43}$/, '<token>')).toBe(
      `Birch & Co's "House" is there.\nIts administrator signs in at ${portal.url}/birch/login\nThis link signs in once, within 24 hours, for whoever holds it:\n  ${portal.url}/birch/login/link/<token>`,
    )
    await comesIn(said)
    expect(await (await fetch(`${portal.url}/birch/login`)).text()).toContain('Birch &amp; Co&#39;s &quot;House&quot;')
    expect(
      await one(
        sql`SELECT p.email, s.administrator, s.therapist, o.plan FROM staff s JOIN people p ON p.id = s.person_id JOIN organizations o ON o.id = s.organization_id WHERE o.slug = 'birch'`,
      ),
    ).toEqual({ email: 'rae@birch.example', administrator: 1, therapist: 0, plan: 'everything' })
    const [made] = await entries('organization.created')
    expect(made).toMatchObject({ actor_kind: 'system', entity_version: 1 })
  })

  test('create: somebody who is known stays the same person', async () => {
    const dana = [...willow].with(5, 'dana@willow.example').with(7, 'Dana Ortiz')
    expect((await org('create', 'oak', '--name', 'Oak', ...dana)).said).toContain('dana@willow.example was known already')
    expect(await one(sql`SELECT s.person_id FROM staff s JOIN organizations o ON o.id = s.organization_id WHERE o.slug = 'oak'`)).toEqual({
      person_id: 'per_dana',
    })
  })

  const elm = {
    slug: 'elm',
    name: 'Elm',
    zone: 'America/New_York',
    phone: '+1 212 555 0199',
    adminEmail: 'rae@birch.example',
    adminName: 'Rae',
    plan: 'everything',
    language: 'en',
  }

  test.each<[string, () => Promise<unknown>, string]>([
    ['a reserved slug', () => create(base, { ...elm, slug: 'account' }), '"account" is reserved'],
    ['a slug with capitals', () => create(base, { ...elm, slug: 'Birch' }), '"Birch" cannot be a slug'],
    ['a slug of one letter', () => create(base, { ...elm, slug: 'b' }), '"b" cannot be a slug'],
    ['a slug that exists', () => create(base, { ...elm, slug: 'willow' }), 'There is an organization "willow" already'],
    ['an unknown zone', () => create(base, { ...elm, zone: 'America/Springfield' }), '"America/Springfield" is no time zone'],
    ['no name', () => create(base, { ...elm, name: ' ' }), '--name is missing'],
    ['no phone', () => create(base, { ...elm, phone: '' }), '--phone is missing'],
    ['no e-mail address', () => create(base, { ...elm, adminEmail: 'rae' }), '"rae" is no e-mail address'],
    ['an unknown language', () => create(base, { ...elm, language: 'fr' }), 'not "fr"'],
    [
      'an unknown plan',
      () => changePlan(base, 'willow', 'gold'),
      'There is no plan "gold". The plans are: everything, standard, essentials.',
    ],
    ['an unknown practice', () => changePlan(base, 'maple', 'standard'), 'There is no organization "maple"'],
    ['half a seat', () => changeSeats(base, 'willow', '1.5'), 'whole number'],
  ])('%s is refused in a sentence', async (_, change, sentence) => {
    const refusal = await change().catch((error: Error) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).message).toContain(sentence)
    expect(await one(sql`SELECT count(*) AS n FROM organizations WHERE slug = 'elm'`)).toEqual({ n: 0 })
  })

  test.each([[['destroy', 'willow']], [['plan', 'willow']], [['seats', 'willow', '-1']], [['create', 'elm']]])(
    'typed wrongly: %j ends with one sentence and no stack',
    async (words) => {
      const { said, worked } = await org(...words)
      expect([worked, said.includes('    at ')]).toEqual([false, false])
      expect(said).not.toBe('')
    },
  )

  test('SET-5 of two changes at once one is told to try again, or both happen after each other', async () => {
    const { version } = (await one(sql`SELECT version FROM organizations WHERE slug = 'cedar'`)) as { version: number }
    const answers = await Promise.all(['1', '2', '3', '4'].map((count) => org('seats', 'cedar', count)))
    const worked = answers.filter((answer) => answer.worked).length
    expect(answers.filter((answer) => !answer.worked).every(({ said }) => said.includes('Try again.'))).toBe(true)
    expect(await one(sql`SELECT version FROM organizations WHERE slug = 'cedar'`)).toEqual({ version: version + worked })
    expect(
      await one(
        sql`SELECT count(*) AS entries FROM audit WHERE organization_id = 'org_cedar' AND entity_kind = 'organization' AND action = 'organization.seats'`,
      ),
    ).toEqual({ entries: worked })
  })
})

describe('ACC-4 an administrator who cannot get in', () => {
  test('gets a new link from the host, and nobody else does', async () => {
    const { said, worked } = await org('admin-link', 'willow', 'Dana@willow.example')
    expect(worked).toBe(true)
    await comesIn(said)
    for (const email of ['theo@willow.example', 'ana@family.example', 'amir@cedar.example', 'nobody@else.example']) {
      const refused = await org('admin-link', 'willow', email)
      expect([refused.worked, refused.said]).toEqual([false, `Nobody with the address ${email} is an administrator of "willow".`])
    }
    expect(await entries('sign_in.link_printed')).toContainEqual(
      expect.objectContaining({ organization_id: 'org_willow', actor_kind: 'system' }),
    )
  })

  test('ACC-4 who lost her second factor gets a link and sets up another; her factors and sessions are gone', async () => {
    await base.run([
      sql`INSERT OR REPLACE INTO authenticators (person_id, secret_encrypted, confirmed_at, created_at) VALUES ('per_dana', 'v1.a.b', 1, 1)`,
      sql`INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES ('per_dana', ${'a'.repeat(64)}, 1)`,
    ])
    await expect(resetAdministrator(base, 'willow', 'theo@willow.example')).rejects.toThrow(/^Nobody with the address/)
    const { said, worked } = await org('admin-reset', 'willow', 'dana@willow.example')
    expect(worked).toBe(true)
    expect(
      await one(sql`SELECT (SELECT count(*) FROM authenticators WHERE person_id = 'per_dana') + (SELECT count(*) FROM recovery_codes WHERE person_id = 'per_dana')
        + (SELECT count(*) FROM passkeys WHERE person_id = 'per_dana' AND removed_at IS NULL) + (SELECT count(*) FROM sessions WHERE person_id = 'per_dana' AND ended_at IS NULL) AS n`),
    ).toEqual({ n: 0 })
    expect(await entries('second_factor.reset')).toEqual([
      expect.objectContaining({ organization_id: 'org_willow', actor_kind: 'system', entity_id: 'per_dana', entity_version: null }),
    ])
    await comesIn(said)
  })
})

// The last: it alters what the others have left behind.
describe('SEC-5 npm run audit:anchor and audit:verify, against a portal that runs', () => {
  const audit = async (...words: string[]) => {
    const args = [join(root, 'src/commands/audit.ts'), ...words, '--data', folder]
    const run = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string; stderr: string; code: number }) => error)
    return { said: `${run.stdout}${run.stderr}`.trim(), worked: !('code' in run) }
  }

  test('what the portal has sealed holds, against an anchor; an entry that was altered is named', async () => {
    await fetch(`${portal.url}/dev/cron`, { method: 'POST', headers: { Origin: portal.url } })
    const anchor = join(folder, 'anchor.json')
    expect(await audit('anchor', '--out', anchor)).toMatchObject({ worked: true })
    const whole = await audit('verify', '--anchor', anchor)
    expect(whole.worked, whole.said).toBe(true)
    expect(whole.said).toMatch(/^willow \(org_willow\): \d+ entries, 1 seals, 0 entries not sealed yet\n {2}nothing is wrong$/m)
    expect(whole.said).toContain('chains hold.')
    const { seq = 0 } = (await one(sql`SELECT min(seq) AS seq FROM audit WHERE organization_id = 'org_cedar'`)) ?? {}
    await base.run([sql`DROP TRIGGER audit_no_update`, sql`UPDATE audit SET actor_name = 'Nobody' WHERE seq = ${seq}`])
    const broken = await audit('verify', '--anchor', anchor)
    expect(broken.worked).toBe(false)
    expect(broken.said).toContain(`WRONG: entry ${seq} was altered (seal 1)`)
  })
})
