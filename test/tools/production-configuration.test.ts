import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import type { Answers } from '../../src/commands/deploy/answers.ts'
import { productionConfiguration } from '../../src/commands/deploy/configuration.ts'
import { root } from '../../src/commands/quiet.ts'

const answers: Answers = {
  name: 'portico',
  account: 'acc_willow',
  jurisdiction: 'us',
  vars: { PUBLIC_ORIGIN: 'https://portal.willow.test', EMAIL_FROM: 'no-reply@willow.test', HOME_ORGANIZATION: 'willow' },
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-configuration-'))
  for (const name of ['wrangler.toml', 'src/worker.ts']) await cp(join(root, name), join(folder, name))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('wrangler.production.toml (064)', () => {
  const toml = readFileSync(join(root, 'wrangler.toml'), 'utf8')
  async function configurationOf(given: Partial<Answers>) {
    await writeFile(
      join(folder, 'wrangler.production.toml'),
      productionConfiguration(toml, { ...answers, ...given }, { portico: 'db-1', 'portico-trial': 'db-2' }),
    )
    return readConfig({ config: join(folder, 'wrangler.production.toml') })
  }

  it('is wrangler.toml with the answers, and nothing else is different', async () => {
    const { configPath: _, userConfigPath: __, ...made } = await configurationOf({})
    const { configPath: ___, userConfigPath: ____, ...given } = readConfig({ config: join(folder, 'wrangler.toml') })
    expect(made).toEqual({
      ...given,
      account_id: 'acc_willow',
      workers_dev: false,
      preview_urls: false,
      routes: [{ pattern: 'portal.willow.test', custom_domain: true }],
      vars: { ...given.vars, ...answers.vars },
      d1_databases: [{ ...given.d1_databases[0], database_id: 'db-1' }],
      send_email: [{ name: 'EMAIL', allowed_sender_addresses: ['no-reply@willow.test'] }],
    })
  })

  it('SCL-1 has a database for every shard, bound as the directory names it', async () => {
    const { d1_databases: databases } = await configurationOf({ shards: 3 })
    expect(databases.map((one: Record<string, unknown>) => [one['binding'], one['database_name'], one['migrations_dir']])).toEqual([
      ['DB', 'portico', 'migrations'],
      ['DB_2', 'portico-shard-2', 'migrations'],
      ['DB_3', 'portico-shard-3', 'migrations'],
    ])
  })

  it('has names of its own for a second portal in the account, and no domain on workers.dev', async () => {
    const {
      name,
      d1_databases: databases,
      queues,
      routes,
      workers_dev: onWorkersDev,
    } = await configurationOf({
      name: 'portico-trial',
      vars: { ...answers.vars, PUBLIC_ORIGIN: 'https://portico-trial.willow.workers.dev' },
    })
    expect([name, databases[0]?.database_name, databases[0]?.database_id]).toEqual(['portico-trial', 'portico-trial', 'db-2'])
    const names = queues.consumers?.map((one: { queue: string }) => one.queue) ?? []
    expect(names).toEqual(expect.arrayContaining(['portico-trial-outbox', 'portico-trial-outbox-dead']))
    expect(names.filter((one: string) => !one.startsWith('portico-trial-'))).toEqual([])
    expect([routes, onWorkersDev]).toEqual([undefined, true])
  })

  it('a binding that needs something in the account is one that is made', () => {
    const {
      kv_namespaces: kv,
      r2_buckets: r2,
      durable_objects: objects,
      hyperdrive,
      vectorize,
      workflows,
    } = readConfig({ config: join(root, 'wrangler.toml') })
    expect([kv, r2, objects.bindings, hyperdrive, vectorize, workflows].flat()).toEqual([])
  })

  it('is kept out of git, with the answers', () => {
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toMatch(/^deployment\.json\nwrangler\.production\.toml$/m)
  })
})
