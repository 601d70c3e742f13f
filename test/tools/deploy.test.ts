import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Answers, problemsOf, readAnswers } from '../../src/commands/deploy/answers.ts'
import { wranglerAt } from '../../src/commands/deploy/wrangler.ts'
import { root } from '../../src/commands/quiet.ts'
import { answers, emptyAccount, folder, inUse, queues, run } from './deploy-support.ts'
import type { Account } from './fake-wrangler.ts'

describe('npm run deploy (RUN-2)', () => {
  it('makes what is missing in an empty account, migrates, then deploys, and says so before', async () => {
    const { said, refused, after, changed } = await run({})
    expect(refused).toBe('')
    expect(said).toMatch(
      /create {2}the queue portico-outbox\n.*create {2}the queue portico-outbox-dead\n.*create {2}the database portico, in the jurisdiction "us", for good/s,
    )
    expect(said).toMatch(/apply {3}\d+ migrations: 0001_start\.sql, /)
    expect(said).toMatch(/Deployed\. https:\/\/portal\.willow\.test answers\.$/)
    expect(after.queues.toSorted()).toEqual(queues.toSorted())
    const configuration = join(folder, 'wrangler.production.toml')
    expect(changed).toEqual([
      ...after.queues.map((name) => `queues create ${name}`),
      'd1 create portico --jurisdiction us',
      `d1 migrations apply portico --remote --config ${configuration}`,
      expect.stringContaining(`deploy --minify --config ${configuration} --message`),
    ])
    expect(after.deployed).toContain('database_id = "11111111-2222-4333-8444-555555555555"')
    expect(JSON.parse(await readFile(join(folder, 'deployment.json'), 'utf8'))).toEqual({ ...answers, account: 'acc_willow' })
  })

  it('makes nothing twice: a second run only deploys', async () => {
    const { said, changed } = await run(inUse)
    expect(said).toContain('no migrations')
    expect(changed).toEqual([expect.stringMatching(/^deploy /)])
  })

  it('applies what is new before the new code', async () => {
    const { said, changed } = await run({ ...inUse, migrations: ['0022_deliveries.sql'] })
    expect(said).toContain('1 migrations: 0022_deliveries.sql')
    expect(changed.map((command) => command.split(' ')[0])).toEqual(['d1', 'deploy'])
  })

  it('a dry run changes nothing, neither does a no', async () => {
    expect((await run({}, {}, { dryRun: true })).changed).toEqual([])
    expect(await run({}, {}, { agree: async () => false })).toMatchObject({ changed: [], refused: 'Nothing was changed.' })
  })

  it('asks its questions as a file the first time', async () => {
    const { refused, after } = await run({}, null)
    expect(refused).toContain('Wrote deployment.json')
    expect(after.asked).toEqual([])
    await expect(readAnswers(folder)).rejects.toThrow(
      /PUBLIC_ORIGIN still says "https:\/\/portal\.example", which is an example\.\n.*EMAIL_FROM still says/s,
    )
  })
})

describe('npm run deploy refuses before anything is changed', () => {
  const refusals: Record<string, { account?: Partial<Account>; given?: Partial<Answers>; because: RegExp }> = {
    'nobody signed in': { account: { loggedIn: false }, because: /Nobody is signed in to Cloudflare\. Run "npx wrangler login"/ },
    'several accounts to choose from': {
      account: { accounts: [...emptyAccount.accounts, { id: 'acc_other', name: 'Other' }] },
      because: /several accounts\. .*acc_other {2}Other/s,
    },
    'another account than the first time': {
      given: { account: 'acc_before' },
      because: /is in the account acc_before, and who is signed in cannot reach it/,
    },
    'no Worker, so no secret': {
      account: { secrets: [] },
      because: /PORTAL_SECRET is missing .*npx wrangler secret put PORTAL_SECRET.*--name portico/s,
    },
    'half of a pair': {
      given: { vars: { ...answers.vars, TURNSTILE_SITE_KEY: '0x4A' } },
      because: /TURNSTILE_SECRET is missing/,
    },
    'a mail server without its password': {
      given: { vars: { ...answers.vars, EMAIL_TRANSPORT: 'smtp', SMTP_HOST: 'mail.willow.test', SMTP_PORT: '465', SMTP_USER: 'portal' } },
      because: /SMTP_PASSWORD/,
    },
    'a secret among the vars': {
      given: { vars: { ...answers.vars, PORTAL_SECRET: 'x'.repeat(40) } },
      because: /PORTAL_SECRET looks like a secret/,
    },
    'a plan without queues': {
      account: {
        fails: { 'queues info': 'unauthorized: Queues is unavailable on your account. Upgrade to the Workers Paid plan. [code: 10023]' },
      },
      because: /nothing was changed.*come with Workers Paid/s,
    },
    'a list that is none': {
      account: { fails: { 'd1 list': 'Authentication error [code: 10000]' } },
      because: /databases could not be listed; nothing was changed.*Authentication error/s,
    },
  }
  for (const [what, { account = {}, given = {}, because }] of Object.entries(refusals)) {
    it(what, async () => {
      const { refused, changed } = await run(account, given)
      expect(refused).toMatch(because)
      expect(changed).toEqual([])
    })
  }

  it('code that cannot be built', async () => {
    const { refused, changed } = await run({}, {}, { build: () => Promise.reject(new Error('The bundle could not be built')) })
    expect([refused, changed]).toEqual(['The bundle could not be built', []])
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['no address', { EMAIL_FROM: 'a@willow.test' }, /^PUBLIC_ORIGIN is missing/],
    ['http', { PUBLIC_ORIGIN: 'http://willow.test', EMAIL_FROM: 'a@willow.test' }, /^PUBLIC_ORIGIN/],
    ['a path', { PUBLIC_ORIGIN: 'https://willow.test/portal', EMAIL_FROM: 'a@willow.test' }, /^PUBLIC_ORIGIN/],
    ['a sender with a name', { PUBLIC_ORIGIN: 'https://willow.test', EMAIL_FROM: 'Willow <a@willow.test>' }, /^EMAIL_FROM/],
  ])('an address that is none: %s', (_, vars, problem) => {
    expect(problemsOf({ ...answers, vars })).toEqual([expect.stringMatching(problem)])
  })
})

describe('npm run deploy, stopped half-way, says how to go on', () => {
  it('a migration that fails: nothing is deployed', async () => {
    const { refused, changed } = await run({
      ...inUse,
      migrations: ['0022_deliveries.sql'],
      fails: { 'd1 migrations apply': 'near "FOO": syntax error: SQLITE_ERROR [code: 7500]' },
    })
    expect(refused).toMatch(/A migration failed, and nothing was deployed\..*near "FOO".*again: it goes on where it stopped/s)
    expect(changed.some((command) => command.startsWith('deploy'))).toBe(false)
  })

  it('a deployment that fails after the migration, here for a plan; the next run does the rest', async () => {
    const first = await run({
      ...inUse,
      migrations: ['0022_deliveries.sql'],
      fails: { deploy: 'CPU limits are not supported for the Free plan. [code: 100328]' },
    })
    expect(first.refused).toMatch(
      /The database is migrated, but the new code is not deployed\..*Free plan.*Workers Paid.*goes on where it stopped/s,
    )
    const second = await run({ ...first.after, fails: {}, asked: [] })
    expect(second.changed).toEqual([expect.stringMatching(/^deploy /)])
  })

  it('a database that could not be made: the queues are there the next time', async () => {
    const first = await run({ fails: { 'd1 create': 'You have reached the limit of databases [code: 7406]' } })
    expect(first.refused).toContain('The database portico could not be made. Nothing was deployed.')
    expect(
      (await run({ ...first.after, fails: {}, asked: [] })).changed.map((command) => command.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['d1 create', 'd1 migrations', 'deploy --minify'])
  })

  it('code that starts and fails: how to see why', async () => {
    expect((await run(inUse, {}, { health: async () => 500 })).refused).toMatch(/answers 500.*wrangler tail.*PORTAL_SECRET may be shorter/s)
    expect((await run(inUse, {}, { health: async () => 'nobody is there' })).said).toContain(
      'does not answer yet (nobody is there): a new address takes some minutes.',
    )
  })
})

describe('the talk with wrangler', () => {
  it('goes through a program and its two voices', async () => {
    const file = join(folder, 'account.json')
    await writeFile(file, JSON.stringify(emptyAccount))
    const wrangler = wranglerAt(join(root, 'test/tools/fake-wrangler.ts'), { ...process.env, FAKE_ACCOUNT: file })
    expect(await wrangler('d1', 'list', '--json')).toEqual({ worked: true, said: '[]', out: '[]' })
    expect(await wrangler('queues', 'info', 'portico-outbox')).toMatchObject({
      worked: false,
      out: '',
      said: expect.stringMatching(/does not exist\..*$/),
    })
  })

  it('was recorded from the version that is pinned: another is to be listened to anew', () => {
    expect(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.wrangler).toBe('4.155.0')
  })
})
