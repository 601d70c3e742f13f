import { command } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run shards` (SCL-1): the whole test suite once more, with every organization in another database than control. Whatever reads or writes
 * both without knowing it fails here. `-- accounts scheduling` names test files. Takes as long as `npm test`.
 */
await command(async () => {
  process.env['SHARDS'] = 'apart'
  const { passed, failed, failures = [] } = await vitest('vitest.config.ts', process.argv.slice(2))
  for (const failure of failures) console.log(`FAILED ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed ? 1 : 0
})
