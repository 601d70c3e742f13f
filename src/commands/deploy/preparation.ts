import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unstable_readConfig as readConfig } from 'wrangler'
import type { Env } from '../../env.ts'
import { missingFrom } from '../../secrets.ts'
import { Refusal } from '../quiet.ts'
import type { Answers } from './answers.ts'
import { productionConfiguration } from './configuration.ts'
import { migrationsFor, secretsOf } from './survey.ts'
import type { Wrangler } from './wrangler.ts'

/** Nobody can read a secret but the Worker. This has the form of every one that is checked for its form. */
const fits = `whsec_${'A'.repeat(43)}=`

/** By name, before anything is changed, with the same rule that stops the Worker (src/secrets.ts). */
export async function checkSecretsOf(wrangler: Wrangler, { name, vars }: Answers): Promise<void> {
  const secrets = Object.fromEntries((await secretsOf(wrangler, name)).map((secret) => [secret, fits]))
  const missing = missingFrom({ EMAIL: {}, ...vars, ...secrets } as unknown as Env)
  if (missing.length === 0) return
  throw new Refusal(
    `The portal would not start, and nothing was changed:\n  ${missing.join('\n  ')}\nThe Worker's name belongs to the command for a secret: --name ${name}`,
  )
}

/** Writes wrangler.production.toml; answers where it is. */
export async function configure(folder: string, answers: Answers, databases: Record<string, string>): Promise<string> {
  const toml = await readFile(join(folder, 'wrangler.toml'), 'utf8')
  const file = join(folder, 'wrangler.production.toml')
  await writeFile(file, productionConfiguration(toml, answers, databases))
  return file
}

interface Configuration {
  d1_databases: { database_name?: string }[]
  queues: { producers?: { queue: string }[]; consumers?: { queue: string; dead_letter_queue?: string }[] }
}

/** What the configuration needs in the account. */
export function namesIn(folder: string): { databases: string[]; queues: string[] } {
  const { d1_databases: databases, queues }: Configuration = readConfig({ config: join(folder, 'wrangler.production.toml') })
  const dead = queues.consumers?.flatMap(({ dead_letter_queue: name }) => name ?? []) ?? []
  const all = [...(queues.producers ?? []), ...(queues.consumers ?? [])].map(({ queue }) => queue)
  return { databases: databases.flatMap(({ database_name: name }) => name ?? []), queues: [...new Set([...all, ...dead])] }
}

/** Those that some database has not had; a new one has had none. */
export async function migrationsAhead(
  folder: string,
  wrangler: Wrangler,
  all: string[],
  missing: string[],
  configuration: string,
): Promise<string[]> {
  if (missing.length > 0) return (await readdir(join(folder, 'migrations'))).filter((name) => name.endsWith('.sql')).sort()
  const lists = await Promise.all(all.map((name) => migrationsFor(wrangler, name, configuration)))
  return [...new Set(lists.flat())].sort()
}
