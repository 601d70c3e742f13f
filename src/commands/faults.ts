import { command } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run faults`: every use case that tells somebody something by e-mail, once for every effect it has and every way in which that can go
 * wrong, and under every weather of the queue and the clock (test/faults). `npm test` runs a tenth of it.
 */
await command(async () => {
  process.env['FAULTS'] = 'all'
  const { failed } = await vitest('vitest.config.ts', ['test/faults/'])
  if (failed) process.exitCode = 1
})
