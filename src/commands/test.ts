import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from './bundle.ts'
import { twoHalves, weigh } from './halves.ts'
import { command, root } from './quiet.ts'
import { program, type Tally, vitest } from './steps.ts'

/**
 * `npm test`: everything, in order, whatever fails on the way; the last line says how many passed and failed.
 * Arguments choose test files (`npm test -- scheduling`). With `--docs` (`npm run check`) the generated docs must be current too;
 * with `--weigh` it writes down what each file took, by which the next runs are split.
 */
await command(async () => {
  const args = process.argv.slice(2)
  const filters = args.filter((arg) => arg !== '--docs' && arg !== '--weigh')
  await workInMemory()
  const docs = args.includes('--docs') && existsSync(join(root, 'src/commands/docs.ts'))
  const tallies = [
    await bundles(),
    await program('tsc', '--noEmit'),
    await program('oxlint', '--deny-warnings'),
    await program('oxfmt', '--check'),
    ...(await Promise.all(await runners(filters))),
    ...(docs ? [await program('node', 'src/commands/docs.ts', '--check')] : []),
  ]
  if (filters.length && tallies.every((tally) => !tally.tests)) tallies.push(nothingFound(filters))
  if (args.includes('--weigh') && filters.length === 0) await weigh(Object.assign({}, ...tallies.map(({ seconds }) => seconds)))
  const passed = sum(tallies.map((tally) => tally.passed))
  const failed = sum(tallies.map((tally) => tally.failed))
  process.exitCode = failed ? 1 : 0
  for (const failure of tallies.flatMap((tally) => tally.failures ?? [])) console.log(`FAILED ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
})

/**
 * Where a machine has a folder in memory with room for it, the databases and browsers of the tests are there: they take a fifth less time.
 * Elsewhere nothing changes. The folder goes when this process does.
 */
async function workInMemory(memory = '/dev/shm'): Promise<void> {
  const { bavail = 0, bsize = 0 } = await statfs(memory).catch(() => ({}) as { bavail?: number; bsize?: number })
  if (process.env['TMPDIR'] !== undefined || bavail * bsize < 4 * 1024 ** 3) return
  const folder = await mkdtemp(join(memory, 'portico-tests-'))
  process.env['TMPDIR'] = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
}

/**
 * At once: each waits for its database or its browser half of the time, and two cores are busy only with three. Whoever names files wants to
 * read what they say as it happens: then those in workerd are one runner.
 */
async function runners(filters: string[]): Promise<Promise<Tally>[]> {
  const [workerd, journeys] = ['vitest.config.ts', 'test/journeys/vitest.config.ts'] as const
  const parts = filters.length > 0 ? [filters] : await twoHalves()
  return [...parts.map((files, i) => vitest(workerd, files, { held: i > 0 })), vitest(journeys, filters, { held: true })]
}

/** Both bundles, because everything after reads them. Counts only when it fails. */
async function bundles(): Promise<Tally> {
  try {
    await build('production')
    await build('dev')
    return { passed: 0, failed: 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, failures: ['the bundles'] }
  }
}

function nothingFound(filters: string[]): Tally {
  console.error(`No test file matches ${filters.join(' ')}.`)
  return { passed: 0, failed: 1 }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
