import { Refusal } from '../quiet.ts'
import type { Answers } from './answers.ts'
import type { Answer, Wrangler } from './wrangler.ts'

/** What is in the account before anything is done. */
export interface Survey {
  /** Ids by name. */
  databases: Record<string, string>
  missingDatabases: string[]
  missingQueues: string[]
}

/** The account that is signed in: its id and name. Never another than that of the first deployment. */
export async function accountOf(wrangler: Wrangler, { account }: Answers): Promise<{ id: string; name: string }> {
  const asked = await wrangler('whoami', '--json')
  const who = json<{ loggedIn: boolean; accounts?: { id: string; name: string }[] }>(asked)
  if (!who?.loggedIn)
    throw new Refusal('Nobody is signed in to Cloudflare. Run "npx wrangler login", or set CLOUDFLARE_API_TOKEN. Nothing was changed.')
  const accounts = who.accounts ?? []
  const list = accounts.map(({ id, name }) => `${id}  ${name}`).join('\n  ')
  const mine = account === '' && accounts.length === 1 ? accounts[0] : accounts.find(({ id }) => id === account)
  if (mine) return mine
  throw new Refusal(
    account === ''
      ? `There are several accounts. Put the id of one into deployment.json ("account"); nothing was changed:\n  ${list}`
      : `This portal is in the account ${account}, and who is signed in cannot reach it. Nothing was changed. There is:\n  ${list}`,
  )
}

/** Names of the secrets the Worker has. None when there is no Worker yet. */
export async function secretsOf(wrangler: Wrangler, worker: string): Promise<string[]> {
  const listed = await wrangler('secret', 'list', '--name', worker, '--format', 'json')
  if (!listed.worked && /not found|does not exist/i.test(listed.said)) return []
  const secrets = json<{ name: string }[]>(listed)
  if (!secrets) throw unclear('The secrets could not be listed', listed)
  return secrets.map(({ name }) => name)
}

/** Looks for the databases and queues of the configuration, by name. */
export async function survey(wrangler: Wrangler, wanted: { databases: string[]; queues: string[] }): Promise<Survey> {
  const listed = await wrangler('d1', 'list', '--json')
  const found = json<{ uuid: string; name: string }[]>(listed)
  if (!found) throw unclear('The databases could not be listed', listed)
  const missingQueues: string[] = []
  for (const queue of wanted.queues) if (!(await isThere(wrangler, queue))) missingQueues.push(queue)
  return {
    databases: Object.fromEntries(found.map(({ name, uuid }) => [name, uuid])),
    missingDatabases: wanted.databases.filter((name) => !found.some((one) => one.name === name)),
    missingQueues,
  }
}

async function isThere(wrangler: Wrangler, queue: string): Promise<boolean> {
  const info = await wrangler('queues', 'info', queue)
  if (!info.worked && !/does not exist/i.test(info.said)) throw unclear('The queues could not be looked at', info)
  return info.worked
}

/** Migrations a database has not had yet, in order. */
export async function migrationsFor(wrangler: Wrangler, database: string, configuration: string): Promise<string[]> {
  const listed = await wrangler('d1', 'migrations', 'list', database, '--remote', '--config', configuration)
  const names = [...listed.out.matchAll(/│ (\S+\.sql)\s+│/g)].map(([, name = '']) => name)
  if (!listed.worked || (names.length === 0 && !/No migrations to apply/.test(listed.out)))
    throw unclear('The migrations could not be listed', listed)
  return names
}

/** What went wrong, in wrangler's words, and in ours where the plan is the reason. Nothing was changed so far. */
export function unclear(what: string, { said }: Answer): Refusal {
  return new Refusal([`${what}; nothing was changed. Wrangler says:`, said, ...planHint(said)].join('\n'))
}

export function planHint(said: string): string[] {
  return /free plan|paid plan|workers paid|upgrade/i.test(said)
    ? ['The plan of this account has not all that Portico needs: D1, Queues, e-mail sending and CPU limits come with Workers Paid.']
    : []
}

function json<T>({ out }: Answer): T | undefined {
  try {
    return JSON.parse(out.slice(Math.max(0, out.search(/^[[{]/m)))) as T
  } catch {
    return undefined
  }
}
