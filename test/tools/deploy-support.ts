import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Answers } from '../../src/commands/deploy/answers.ts'
import { deploy, type Surroundings } from '../../src/commands/deploy/deployment.ts'
import { answerOf } from '../../src/commands/deploy/wrangler.ts'
import { root } from '../../src/commands/quiet.ts'
import { answer, type Account } from './fake-wrangler.ts'

export const answers: Answers = {
  name: 'portico',
  account: '',
  jurisdiction: 'us',
  vars: { PUBLIC_ORIGIN: 'https://portal.willow.test', EMAIL_FROM: 'no-reply@willow.test', HOME_ORGANIZATION: 'willow' },
}
/** An account with nothing in it but the Worker's secret, which `wrangler secret put` leaves there before the first deployment. */
export const emptyAccount: Account = {
  id: 'acc_willow',
  loggedIn: true,
  accounts: [{ id: 'acc_willow', name: 'Willow' }],
  databases: [],
  queues: [],
  secrets: ['PORTAL_SECRET'],
  migrations: [],
  fails: {},
  asked: [],
  deployed: '',
}
/** Every queue that wrangler.toml speaks of. */
export const queues = [...new Set(readFileSync(join(root, 'wrangler.toml'), 'utf8').match(/(?<=^(?:queue|dead_letter_queue) = ")[^"]+/gm))]
export const inUse = { databases: [{ uuid: '11111111-2222-4333-8444-555555555555', name: 'portico' }], queues }
/** Commands that change the account. */
const changes = /^(d1 create|queues create|d1 migrations apply|deploy)/

export let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-deploy-'))
  for (const name of ['wrangler.toml', 'migrations', 'src/worker.ts']) await cp(join(root, name), join(folder, name), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs the deployment against an account; answers what was said, and what became of the account. */
export async function run(
  account: Partial<Account>,
  given: Partial<Answers> | null = {},
  { dryRun = false, ...surroundings }: Partial<Surroundings> & { dryRun?: boolean } = {},
) {
  const after = structuredClone({ ...emptyAccount, ...account })
  if (given) await writeFile(join(folder, 'deployment.json'), JSON.stringify({ ...answers, ...given }))
  const said: string[] = []
  const at: Surroundings = {
    folder,
    wrangler: async (...args) => {
      const { code, out, err } = answer(after, args)
      return answerOf(code === 0, out, err)
    },
    build: async () => {},
    say: (text) => said.push(text),
    agree: async () => true,
    health: async () => 200,
    ...surroundings,
  }
  const refused = await deploy(at, dryRun).then(
    () => '',
    (error: Error) => error.message,
  )
  return { said: said.join('\n'), refused, after, changed: after.asked.filter((command) => changes.test(command)) }
}
