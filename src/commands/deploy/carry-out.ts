import { Refusal } from '../quiet.ts'
import { planHint } from './survey.ts'
import type { Answer, Wrangler } from './wrangler.ts'

const again = 'When the reason is gone, run "npm run deploy" again: it goes on where it stopped.'

export async function createQueue(wrangler: Wrangler, name: string): Promise<void> {
  const made = await wrangler('queues', 'create', name)
  if (!made.worked) throw stopped(made, `The queue ${name} could not be made. Nothing was deployed.`)
}

/** Makes a database. Its place is for good: D1 moves no database from one jurisdiction to another. */
export async function createDatabase(wrangler: Wrangler, name: string, jurisdiction: string): Promise<void> {
  const made = await wrangler('d1', 'create', name, ...(jurisdiction ? ['--jurisdiction', jurisdiction] : []))
  if (!made.worked) throw stopped(made, `The database ${name} could not be made. Nothing was deployed.`)
}

/** Before the new code, always: every migration leaves the code of the version before it working (065). */
export async function migrate(wrangler: Wrangler, database: string, configuration: string): Promise<void> {
  const applied = await wrangler('d1', 'migrations', 'apply', database, '--remote', '--config', configuration)
  if (applied.worked) return
  throw stopped(
    applied,
    'A migration failed, and nothing was deployed. D1 took that migration back; those before it stand, and the code that runs now works with them.',
  )
}

export async function deployWorker(wrangler: Wrangler, configuration: string, message: string): Promise<void> {
  const deployed = await wrangler('deploy', '--minify', '--config', configuration, '--message', message)
  if (deployed.worked) return
  throw stopped(
    deployed,
    'The database is migrated, but the new code is not deployed. If an older version runs, it goes on with the newer database (docs/operations.md, Migrations).',
  )
}

const stopped = ({ said }: Answer, what: string): Refusal =>
  new Refusal([what, 'Wrangler says:', said, ...planHint(said), again].join('\n'))
