import { parseArgs } from 'node:util'
import { command } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run access`: every page in every state as people with other eyes and hands meet it, every form refused, and what has broken pages before
 * written into every field, in Chromium (test/journeys/access, docs/accessibility.md); some minutes. `-- --write` writes what the main pages say
 * to a screen reader anew (test/journeys/access/spoken); a word chooses a file (`-- every-page`).
 */
await command(async () => {
  const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true })
  process.env['ACCESS'] = JSON.stringify({ long: !values.write, ...values })
  const files = values.write ? ['access/spoken'] : positionals.length > 0 ? positionals : ['journeys/access', 'written-in-chromium']
  const { passed, failed } = await vitest('test/journeys/vitest.config.ts', files)
  console.log(`access: ${passed} passed, ${failed} failed`)
  if (failed) process.exitCode = 1
})
