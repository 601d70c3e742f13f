import { parseArgs } from 'node:util'
import { command, Refusal } from './quiet.ts'
import { vitest } from './steps.ts'

/**
 * `npm run model`: people at the portal's scheduling in every order, against a model of it (test/scheduling/model). `-- --runs 20000` plays that many
 * sequences instead of two hundred; `--seed` plays the same ones again, and with `--path` only the one that failed.
 */
await command(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } } })
  const number = (name: 'runs' | 'seed') => (values[name] === undefined ? {} : { [name]: wholeNumber(name, values[name]) })
  process.env['MODEL'] = JSON.stringify({ ...number('runs'), ...number('seed'), ...(values.path && { path: values.path }) })
  const { failed } = await vitest('vitest.config.ts', ['scheduling/model'])
  if (failed) process.exitCode = 1
})

function wholeNumber(name: string, text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new Refusal(`--${name} must be a whole number, not "${text}".`)
  return Number(text)
}
