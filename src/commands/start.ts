import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfStale } from './bundle.ts'
import { castOf, type CastMember, seed } from './demo.ts'
import { leaveWhenTold } from './leave.ts'
import { startPortal } from './portal.ts'
import { isFree } from './ports.ts'
import { command, ownFolder, Refusal, root } from './quiet.ts'
import { claim, release } from './tenure.ts'
import { localBindings } from './org/base.ts'

const state = join(root, '.portico/state')
const port = Number(process.env['PORT'] || 8787)
const { values } = parseArgs({ options: { shards: { type: 'string', default: '1' } } })
const shards = Number(values.shards)

/** `npm start`: the whole portal on this machine, with demo data that stays between starts. Ctrl-C ends it. */
await command(async () => {
  await checkTheGround()
  await leaveWhenTold(() => release(state))
  console.log('Starting ...')
  await buildIfStale('dev')
  const { url } = await startPortal({ bundle: 'dev', port, persistTo: state, shards })
  await seed(url)
  console.log(welcome(url, await castOf(url)))
})

/** Whatever would go wrong later is said now, in one sentence. */
async function checkTheGround(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Refusal(`PORT must be a number from 1 to 65535, not "${process.env['PORT']}".`)
  if (!Number.isInteger(shards) || shards < 1 || shards > 9)
    throw new Refusal(`--shards must be a number from 1 to 9, not "${values.shards}".`)
  ownFolder('state')
  await claim(state)
  const there = await localBindings(state)
  if (there.length > Math.max(shards, 1))
    throw new Refusal(`The data in .portico/state lies on ${there.length} shards: npm start -- --shards ${there.length}, or npm run reset.`)
  if (!(await isFree(port))) throw new Refusal(`Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start`)
}

function welcome(url: string, cast: [string, CastMember][]): string {
  const people = cast.map(([key, person]) => `  ${key.padEnd(6)} ${person.email.padEnd(28)} ${person.org}`)
  return `
Portico runs at ${url} with demo data. Nothing leaves this machine.

  Become anyone           ${url}/dev
  Portal settings         ${url}/willow/manage/portal
  Appointment requests    ${url}/willow/manage/requests
  Book an appointment     ${url}/willow/book
  Sign in                 ${url}/willow/login
  Every e-mail it sends   ${url}/dev/mail

The cast (sign in as anyone at ${url}/dev, or with the code from the mailbox):
${people.join('\n')}

Ctrl-C ends it. The data stays in .portico/state; "npm run reset" renews it.
`
}
