import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { build } from './bundle.ts'
import { deploy } from './deploy/deployment.ts'
import { wranglerAt } from './deploy/wrangler.ts'
import { command, Refusal, root } from './quiet.ts'

const usage = `npm run deploy [-- --dry-run | --yes]

  --dry-run   says what it would do, and changes nothing
  --yes       does not ask

deployment.json says where to; it is made at the first run. All of it: docs/deploy.md.`

/** `npm run deploy` (RUN-2). */
await command(async () => {
  const { yes, dryRun } = read()
  await deploy(
    {
      folder: root,
      wrangler: wranglerAt(),
      build: () => build('production'),
      say: (text) => console.log(text),
      agree: async () => yes || (await askWhoeverIsThere()),
      health,
    },
    dryRun,
  )
})

function read(): { yes: boolean; dryRun: boolean } {
  try {
    const { values } = parseArgs({ options: { yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } })
    return { yes: values.yes === true, dryRun: values['dry-run'] === true }
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}

async function askWhoeverIsThere(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Refusal('Nobody is there to say yes: --yes says it beforehand. Nothing was changed.')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const said = await terminal.question('Go on? (yes/no) ')
  terminal.close()
  return /^y(es)?$/i.test(said.trim())
}

async function health(origin: string): Promise<number | string> {
  try {
    return (await fetch(`${origin}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })).status
  } catch {
    return 'nobody is there'
  }
}
