import { command } from './quiet.ts'
import { vitest } from './steps.ts'

/** The others look into the one database themselves, or give it back as it was. */
const whatPeopleDo = ['test/accounts/', 'test/clients/', 'test/scheduling/', 'test/settings/']

/**
 * `npm run shards` (SCL-1): what people do, as the tests do it, with every organization in another database than control. Whatever reads or
 * writes both without knowing it fails here. `-- accounts` names test files. Fails only what counts round trips: they are one more.
 */
await command(async () => {
  const files = process.argv.slice(2)
  process.env['SHARDS'] = 'apart'
  const { passed, failed, failures = [] } = await vitest('vitest.config.ts', files.length > 0 ? files : whatPeopleDo)
  for (const failure of failures) console.log(`FAILED ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed ? 1 : 0
})
