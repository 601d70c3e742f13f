import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { howFar } from './move/asking.ts'
import { basesAt } from './move/bases.ts'
import { command, root } from './quiet.ts'
import { standingOf } from './status/standing.ts'

/** `npm run status`: how the portal is, for whoever runs it; `-- --remote` asks the deployed one. Ends with 1 when something needs a look. */
await command(async () => {
  const { values } = parseArgs({ options: { remote: { type: 'boolean' }, data: { type: 'string' } } })
  const bases = await basesAt(values.remote === true, values.data ?? join(root, '.portico/state'))
  const migrations = (await readdir(join(root, 'migrations'))).filter((name) => name.endsWith('.sql')).sort()
  for (const [shard, base] of bases) {
    if (bases.size > 1) console.log(`${shard}:`)
    const lines = await standingOf(base, migrations, Date.now())
    for (const { text, worry } of lines) console.log(`${worry ? '!' : ' '} ${text}`)
    if (lines.some(({ worry }) => worry)) process.exitCode = 1
  }
  if (bases.size > 1) console.log(await howFar(bases))
})
