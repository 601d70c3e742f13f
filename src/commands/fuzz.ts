import { parseArgs } from 'node:util'
import { command, Refusal } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run fuzz`: ids of others in every form and address, and input that no form of ours sends (test/security/fuzz). `-- --runs 1000` plays that
 * many rounds of ten requests instead of what `npm test` does; `--seed` and `--path` play again what failed; a word chooses a file (`-- ids`).
 */
await command(async () => {
  const options = { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const number = (name: 'runs' | 'seed') => (values[name] === undefined ? {} : { [name]: wholeNumber(name, values[name]) })
  process.env['FUZZ'] = JSON.stringify({ ...number('runs'), ...number('seed'), ...(values.path && { path: values.path }) })
  const { failed } = await vitest('vitest.config.ts', [`security/fuzz/${positionals[0] ?? ''}`])
  if (failed) process.exitCode = 1
})

function wholeNumber(name: string, text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new Refusal(`--${name} must be a whole number, not "${text}".`)
  return Number(text)
}
