// What wrangler 4.155.0 says, word for word, to the commands of `npm run deploy`: recorded from the real one, which talked to a stand-in of
// Cloudflare's API (CLOUDFLARE_API_BASE_URL). As a program, the account is a file (FAKE_ACCOUNT). Used by test/tools/deploy.test.ts.
import { readFileSync, writeFileSync } from 'node:fs'

/** An account at Cloudflare, as far as a deployment sees it. */
export interface Account {
  id: string
  loggedIn: boolean
  accounts: { id: string; name: string }[]
  databases: { uuid: string; name: string; jurisdiction?: string }[]
  queues: string[]
  secrets: string[]
  /** Not applied yet. */
  migrations: string[]
  /** What the API says no to, and how, by the first words of a command. */
  fails: Record<string, string>
  /** Every command so far. */
  asked: string[]
  /** The configuration of the last deployment. */
  deployed: string
}

/** Does one command on an account, which notes it. */
export function answer(account: Account, args: string[]): { code: number; out: string; err: string } {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
  const name = args[2] ?? ''
  const words = args.filter((arg, i) => !arg.startsWith('--') && !args[i - 1]?.startsWith('--')).join(' ')
  account.asked.push(args.join(' '))
  const failing = Object.keys(account.fails).find((command) => words.startsWith(command))
  if (failing) return no(`A request to the Cloudflare API (/accounts/${account.id}/...) failed.`, `  ${account.fails[failing]}`)
  if (words === 'whoami')
    return account.loggedIn
      ? yes(JSON.stringify({ loggedIn: true, authType: 'User API Token', email: 'a@b.example', accounts: account.accounts }, null, 4))
      : { code: 1, out: '{"loggedIn":false}\n', err: '' }
  if (words === 'd1 list') return yes(JSON.stringify(account.databases, null, 2))
  if (words.startsWith('d1 create')) {
    account.databases.push({ uuid: '11111111-2222-4333-8444-555555555555', name, jurisdiction: option('--jurisdiction') ?? '' })
    return yes(`✅ Successfully created DB '${name}' in region ENAM\nCreated your new D1 database.`)
  }
  if (words.startsWith('queues info'))
    return account.queues.includes(name)
      ? yes(`Queue Name: ${name}`)
      : no(`Queue "${name}" does not exist. To create it, run: wrangler queues create ${name}`)
  if (words.startsWith('queues create')) {
    account.queues.push(name)
    return yes(`🌀 Creating queue '${name}'\n✅ Created queue '${name}'`)
  }
  if (words === 'secret list')
    return account.secrets.length > 0
      ? yes(
          JSON.stringify(
            account.secrets.map((secret) => ({ name: secret, type: 'secret_text' })),
            null,
            2,
          ),
        )
      : no(`Worker "${option('--name')}" not found.`, '  If this is a new Worker, run `wrangler deploy` first to create it.')
  if (words.startsWith('d1 migrations list'))
    return yes(`Resource location: remote \n\n${account.migrations.length > 0 ? table(account.migrations) : '✅ No migrations to apply!'}`)
  if (words.startsWith('d1 migrations apply')) return yes(table(account.migrations.splice(0)))
  if (words === 'deploy') {
    account.deployed = readFileSync(option('--config') ?? '', 'utf8')
    return yes('Uploaded portico (0.83 sec)')
  }
  return no(`Unknown command: ${words}`)
}

const table = (names: string[]) =>
  `Migrations to be applied:\n┌───┐\n│ Name │\n${names.map((name) => `├───┤\n│ ${name} │`).join('\n')}\n└───┘`
const yes = (out: string) => ({ code: 0, out: `${out}\n`, err: '' })
const no = (...lines: string[]) => ({
  code: 1,
  out: '\n',
  err: `\u001b[31m✘ \u001b[41;31m[\u001b[41;97mERROR\u001b[41;31m]\u001b[0m \u001b[1m${lines.join('\n\n')}\u001b[0m\n\n\n🪵  Logs were written to "x.log"\n`,
})

if (import.meta.main) {
  const file = process.env['FAKE_ACCOUNT'] ?? ''
  const account = JSON.parse(readFileSync(file, 'utf8'))
  const { code, out, err } = answer(account, process.argv.slice(2))
  process.stdout.write(out)
  process.stderr.write(err)
  process.exitCode = code
  writeFileSync(file, JSON.stringify(account))
}
