import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './quiet.ts'

export interface Tally {
  passed: number
  failed: number
  /** How many of them are tests of Vitest. */
  tests?: number
}

/** Runs a program of node_modules/.bin (or `node`) with its output on the screen; it counts as one thing that passed or failed. */
export async function program(...line: string[]): Promise<Tally> {
  const code = await run(line)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/**
 * Runs one of the Vitest configurations and counts its tests. Skipped and todo tests count as failed, a file that could not be loaded as
 * one failed, and a runner that failed or died without naming a failed test as one failed.
 */
export async function vitest(config: string, filters: string[]): Promise<Tally> {
  const report = join(root, '.portico', `vitest-${process.pid}.json`)
  const options = ['--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(['vitest', 'run', ...options, ...(filters.length ? ['--passWithNoTests', ...filters] : [])])
  const { passed, failed } = await tallyOf(report)
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, tests: passed + failed }
}

interface Report {
  numPassedTests: number
  numTotalTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

async function tallyOf(path: string): Promise<Tally> {
  try {
    const report: Report = JSON.parse(await readFile(path, 'utf8'))
    const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
    return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests + unloaded }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    await rm(path, { force: true })
  }
}

/** The exit code; 1 when a signal ended it or it could not start. Without stdin: nothing here may ever ask a question. */
function run([name = '', ...args]: string[]): Promise<number> {
  console.log(`\n> ${[name, ...args.filter((arg) => !arg.includes('report') && !arg.includes('outputFile'))].join(' ')}`)
  const path = name === 'node' ? process.execPath : join(root, 'node_modules/.bin', name)
  return new Promise((resolve) => {
    const child = spawn(path, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
