import { Refusal } from '../quiet.ts'
import { type Answers, readAnswers, writeAnswers } from './answers.ts'
import { createDatabase, createQueue, deployWorker, migrate } from './carry-out.ts'
import { checkSecretsOf, configure, migrationsAhead, namesIn } from './preparation.ts'
import { accountOf, survey, type Survey } from './survey.ts'
import type { Wrangler } from './wrangler.ts'

/** What a deployment meets outside: replaced in tests. */
export interface Surroundings {
  /** Holds wrangler.toml, migrations/ and deployment.json; wrangler.production.toml is written there. */
  folder: string
  wrangler: Wrangler
  build(): Promise<unknown>
  say(text: string): void
  /** Whether to go on. */
  agree(): Promise<boolean>
  /** The portal's own answer at /healthz: a status, or why there is none. */
  health(origin: string): Promise<number | string>
}

/** RUN-2: looks, says what it will do, and does it: what is missing, the migrations, the code. Safe to run again, whatever stopped it. */
export async function deploy(at: Surroundings, dryRun: boolean): Promise<void> {
  const { wrangler, say } = at
  const given = await readAnswers(at.folder)
  const account = await accountOf(wrangler, given)
  const answers = { ...given, account: account.id }
  await checkSecretsOf(wrangler, answers)
  await configure(at.folder, answers, {})
  const wanted = namesIn(at.folder)
  const found = await survey(wrangler, wanted)
  const configuration = await configure(at.folder, answers, found.databases)
  const migrations = await migrationsAhead(at.folder, wrangler, wanted.databases, found.missingDatabases, configuration)

  say(planOf(answers, account.name, found, migrations))
  if (dryRun) return say('A dry run: nothing was changed.')
  if (!(await at.agree())) throw new Refusal('Nothing was changed.')

  await at.build()
  await writeAnswers(at.folder, answers)
  for (const name of found.missingQueues) await createQueue(wrangler, name)
  for (const name of found.missingDatabases) await createDatabase(wrangler, name, answers.jurisdiction)
  if (found.missingDatabases.length > 0) await configure(at.folder, answers, (await survey(wrangler, { ...wanted, queues: [] })).databases)
  if (migrations.length > 0) for (const name of wanted.databases) await migrate(wrangler, name, configuration)
  await deployWorker(wrangler, configuration, `npm run deploy, ${migrations.length} migrations`)
  await report(at, answers.vars['PUBLIC_ORIGIN'] ?? '')
}

function planOf({ name, vars, jurisdiction }: Answers, account: string, found: Survey, migrations: string[]): string {
  const where = jurisdiction ? `in the jurisdiction "${jurisdiction}", for good` : 'where Cloudflare thinks best'
  return [
    `Portico to ${vars['PUBLIC_ORIGIN']}, in the account "${account}":`,
    ...found.missingQueues.map((queue) => `  create  the queue ${queue}`),
    ...found.missingDatabases.map((database) => `  create  the database ${database}, ${where}`),
    `  apply   ${migrations.length > 0 ? `${migrations.length} migrations: ${migrations.join(', ')}` : 'no migrations: there are no new ones'}`,
    `  deploy  the Worker ${name} with ${Object.keys(vars).join(', ')}`,
  ].join('\n')
}

async function report({ health, say }: Surroundings, origin: string): Promise<void> {
  const answer = await health(origin)
  if (answer === 200) return say(`Deployed. ${origin} answers.`)
  if (typeof answer === 'string' || answer < 500)
    return say(`Deployed. ${origin} does not answer yet (${answer}): a new address takes some minutes.`)
  throw new Refusal(
    `Deployed, but ${origin} answers ${answer}. "npx wrangler tail --config wrangler.production.toml" shows why; PORTAL_SECRET may be shorter than 32 characters.`,
  )
}
