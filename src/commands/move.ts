import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { askToMove, howFar } from './move/asking.ts'
import { basesAt } from './move/bases.ts'
import { command, Refusal, root } from './quiet.ts'

const usage = `npm run move -- <slug> <shard> [--remote | --data <folder>]
npm run move -- --list [--remote | --data <folder>]

Moves an organization to another shard, such as DB_2, while the portal runs. The portal does it, from the next minute on; until it is
there its pages can be read, and every change is answered "back in a minute". Safe to stop and to ask for again. docs/scale.md`

/** `npm run move` (SCL-1): asks the portal to move an organization, and waits until it has. */
await command(async () => {
  const { positionals, list, remote, data } = read()
  const bases = await basesAt(remote, data ?? join(root, '.portico/state'))
  if (list) return console.log(await howFar(bases))
  const [slug, shard] = positionals
  if (!slug || !shard || positionals.length > 2) throw new Refusal(usage)
  console.log(await askToMove(bases, slug, shard, Date.now()))
  for (let said = ''; ; await sleep(remote ? 5000 : 1000)) {
    const far = await howFar(bases, slug)
    if (far !== said) console.log(far)
    said = far
    if (!far.includes('moves')) return
  }
})

function read() {
  const text = { type: 'string' } as const
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { data: text, remote: { type: 'boolean' }, list: { type: 'boolean' } },
    })
    return { positionals, list: values.list === true, remote: values.remote === true, data: values.data }
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}
