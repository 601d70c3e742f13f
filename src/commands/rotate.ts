import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { basesAt } from './move/bases.ts'
import { command, Refusal, root } from './quiet.ts'
import { rotate } from './rotate/rotation.ts'

const usage = `OLD_PORTAL_SECRET=... NEW_PORTAL_SECRET=... npm run rotate -- [--leaked] [--remote | --data <folder>]

  --leaked   the old secret, or a copy of the database, may be in other hands: authenticators are removed instead of sealed anew

Then at once: npx wrangler secret put PORTAL_SECRET. What ends with it: docs/operations.md, Rotate the secret.`

/** `npm run rotate`: prepares the database for another PORTAL_SECRET, so that nobody with an authenticator is locked out. */
await command(async () => {
  const { leaked, remote, data } = read()
  const [before, after] = [process.env['OLD_PORTAL_SECRET'] ?? '', process.env['NEW_PORTAL_SECRET'] ?? '']
  if (before.length < 32 || after.length < 32 || before === after)
    throw new Refusal(`Both secrets are needed, 32 characters or more, and different.\n\n${usage}`)
  const bases = await basesAt(remote, data ?? join(root, '.portico/state'))
  const done: Record<string, number> = {}
  // Control last: until its authenticators are sealed anew, all of it can be done again.
  for (const base of [...bases.values()].toReversed())
    for (const [what, count] of Object.entries(await rotate(base, before, after, leaked))) done[what] = (done[what] ?? 0) + count
  for (const [what, count] of Object.entries(done)) console.log(`${String(count).padStart(6)}  ${what}`)
  console.log('\nNow, at once: npx wrangler secret put PORTAL_SECRET (until then no authenticator works).')
})

function read(): { leaked: boolean; remote: boolean; data?: string | undefined } {
  try {
    const { values } = parseArgs({ options: { leaked: { type: 'boolean' }, remote: { type: 'boolean' }, data: { type: 'string' } } })
    return { leaked: values.leaked === true, remote: values.remote === true, data: values.data }
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}
