import { parseArgs } from 'node:util'
import { command, Refusal } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run matrix`: who meets what at every door (SEC-1, test/house/matrix.ts). `-- --long`: everybody, at every object, with every verb, as htmx and
 * as a browser; some minutes. `npm run mutate:policies` is `--mutants`: every door without its policy, and with the next weaker one, each of which
 * the matrix must notice.
 */
await command(async () => {
  const { values } = parseArgs({ options: { long: { type: 'boolean' }, mutants: { type: 'boolean' } } })
  process.env['MATRIX'] = JSON.stringify(values)
  const { passed, failed } = await vitest('vitest.config.ts', ['security/T-01', 'security/T-02'])
  if (failed) throw new Refusal('The matrix does not hold unbroken: mend that first.')
  if (!values.mutants) return console.log(`matrix: ${passed} doors`)
  const mutated = await vitest('vitest.config.ts', ['security/T-03'])
  const survivors = mutated.failures ?? []
  for (const name of survivors) console.log(`SURVIVED ${name}`)
  console.log(`mutate:policies: ${(mutated.tests ?? 0) - survivors.length} of ${mutated.tests} killed`)
  if (mutated.failed) process.exitCode = 1
})
