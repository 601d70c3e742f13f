import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from './quiet.ts'

export interface Tally {
  passed: number
  failed: number
  /** How many of them are tests of Vitest. */
  tests?: number
  /** What failed, by name: said again at the end of a long run, where people look first. */
  failures?: string[]
  /** How many seconds each file took. */
  seconds?: Record<string, number>
}

/** Runs a program of node_modules/.bin (or `node`) with its output on the screen; it counts as one thing that passed or failed. */
export async function program(...line: string[]): Promise<Tally> {
  const code = await run(line)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, failures: [line.join(' ')] }
}

/**
 * Runs one of the Vitest configurations and counts its tests. Skipped and todo tests count as failed, a file that could not be loaded as
 * one failed, and a runner that failed or died without naming a failed test as one failed. `held`: what it says is shown when it has ended,
 * because another one is talking meanwhile; `hears` is told it, too. `env`: for this runner alone.
 */
export async function vitest(
  config: string,
  filters: string[],
  { held = false, env, hears }: { held?: boolean; env?: Record<string, string>; hears?: (text: string) => void } = {},
): Promise<Tally> {
  const report = join(root, '.portico', `vitest-${process.pid}-${reports++}.json`)
  const options = ['--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(['vitest', 'run', ...options, ...(filters.length ? ['--passWithNoTests', ...filters] : [])], { held, env, hears })
  const { passed, failed, failures = [], seconds = {} } = await tallyOf(report)
  if (code !== 0 && failed === 0) return { passed, failed: 1, tests: passed, failures: [`vitest run --config ${config}`] }
  return { passed, failed, tests: passed + failed, failures, seconds }
}

let reports = 0

interface Report {
  numPassedTests: number
  numTotalTests: number
  testResults: {
    name: string
    status: string
    startTime: number
    endTime: number
    assertionResults: { fullName: string; status: string }[]
  }[]
}

async function tallyOf(path: string): Promise<Tally> {
  try {
    const report: Report = JSON.parse(await readFile(path, 'utf8'))
    const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    const failed = report.testResults.flatMap((file) =>
      file.assertionResults.filter((one) => one.status !== 'passed').map((one) => `${relative(root, file.name)}: ${one.fullName}`),
    )
    return {
      passed: report.numPassedTests,
      failed: report.numTotalTests - report.numPassedTests + unloaded.length,
      failures: [...failed, ...unloaded.map((file) => relative(root, file.name))],
      seconds: Object.fromEntries(report.testResults.map((file) => [relative(root, file.name), tookSeconds(file)])),
    }
  } catch {
    return { passed: 0, failed: 1, failures: ['a runner that left no report'] }
  } finally {
    await rm(path, { force: true })
  }
}

const tookSeconds = ({ startTime, endTime }: { startTime: number; endTime: number }) => Math.round((endTime - startTime) / 100) / 10

/** The exit code; 1 when a signal ended it or it could not start. Without stdin: nothing here may ever ask a question. */
function run(
  [name = '', ...args]: string[],
  {
    held = false,
    env = {},
    hears = () => {},
  }: { held?: boolean; env?: Record<string, string> | undefined; hears?: ((text: string) => void) | undefined } = {},
): Promise<number> {
  const said = args.filter((arg) => !arg.includes('report') && !arg.includes('outputFile'))
  const title = `\n> ${[name, ...said.slice(0, 6)].join(' ')}${said.length > 6 ? ` and ${said.length - 6} more` : ''}`
  if (!held) console.log(title)
  const path = name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name)
  return new Promise((resolve) => {
    const output: Buffer[] = []
    const child = spawn(path, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'],
    })
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('close', (code) => {
      const text = Buffer.concat(output).toString()
      if (held) console.log(`${title}\n${text}`)
      hears(text)
      resolve(code ?? 1)
    })
  })
}
