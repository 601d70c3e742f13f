import type { Answers } from './answers.ts'

/** The database that does not exist yet has this id; wrangler asks nobody about it. */
export const noDatabase = '00000000-0000-0000-0000-000000000000'

/**
 * wrangler.production.toml: wrangler.toml with the operator's answers in it. Pure, and text to text, so that what is deployed can be read
 * beside what it was made from. Throws when wrangler.toml has no place for an answer: better no configuration than half of one.
 * @param databases ids by name
 */
export function productionConfiguration(toml: string, answers: Answers, databases: Record<string, string>): string {
  const named = toml.replaceAll(/"portico(?=["-])/g, `"${answers.name}`)
  const withShards = replaceOnce(named, /^migrations_dir = .*$/m, (line) => [line, ...furtherShards(answers)].join('\n'))
  const withIds = withShards.replaceAll(
    /(database_name = "(.+?)"\n(?:.*\n)?database_id = )"[^"]*"/g,
    (_, before: string, name: string) => `${before}"${databases[name] ?? noDatabase}"`,
  )
  const withVars = Object.entries(answers.vars).reduce(setVar, withIds)
  const sender = quoted(answers.vars['EMAIL_FROM'] ?? '')
  const withSender = replaceOnce(withVars, /(allowed_sender_addresses = )\[.*\]/, (_, before: string) => `${before}[${sender}]`)
  const finished = replaceOnce(withSender, /^send_metrics = false$/m, (line) => [line, ...place(answers)].join('\n'))
  return `# Made by "npm run deploy" from wrangler.toml and deployment.json. Do not edit.\n${finished}`
}

/** Where it is: one account, one address, and no second one under which the same portal could be reached. */
function place({ account, vars }: Answers): string[] {
  const { hostname } = new URL(vars['PUBLIC_ORIGIN'] ?? '')
  const onWorkersDev = hostname.endsWith('.workers.dev')
  return [
    `account_id = ${quoted(account)}`,
    `workers_dev = ${onWorkersDev}`,
    'preview_urls = false',
    ...(onWorkersDev ? [] : [`routes = [{ pattern = ${quoted(hostname)}, custom_domain = true }]`]),
  ]
}

/** A database for every further shard, bound as the directory names it. */
const furtherShards = ({ name, shards = 1 }: Answers): string[] =>
  Array.from({ length: shards - 1 }, (_, i) => [
    '\n[[d1_databases]]',
    `binding = "DB_${i + 2}"`,
    `database_name = ${quoted(`${name}-shard-${i + 2}`)}`,
    `database_id = ${quoted(noDatabase)}`,
    'migrations_dir = "migrations"',
  ]).flat()

function setVar(toml: string, [name, value]: [string, string]): string {
  const line = new RegExp(`^${name} = "[^"]*"`, 'm')
  return line.test(toml)
    ? replaceOnce(toml, line, () => `${name} = ${quoted(value)}`)
    : replaceOnce(toml, /^\[vars\].*$/m, (table) => `${table}\n${name} = ${quoted(value)}`)
}

function replaceOnce(text: string, pattern: RegExp, by: (...match: string[]) => string): string {
  if (!pattern.test(text)) throw new Error(`wrangler.toml has no place for ${pattern}.`)
  return text.replace(pattern, by)
}

/** A basic string of TOML is quoted as one of JSON. */
const quoted = (text: string): string => JSON.stringify(text)
