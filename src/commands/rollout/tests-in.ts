import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from '../quiet.ts'

export interface Outcome {
  passed: number
  failures: string[]
}

/** What people do all day: signing in, asking, answering, moving, switching, being told. Parts of the paths of test files. */
export const keyTests = [
  'accounts/sign-in',
  'accounts/sessions',
  'accounts/join',
  'clients/list-clients',
  'notifications/delivery',
  'notifications/recipients',
  'scheduling/request-an',
  'scheduling/answer-a',
  'scheduling/make-an',
  'settings/switch-a',
]

/** Runs tests of a version that was checked out (versions.ts), and names what failed with its first words why. */
export async function testsIn(folder: string, tests: string[]): Promise<Outcome> {
  const report = join(folder, 'report.json')
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [program, 'run', '--passWithNoTests', '--reporter=json', `--outputFile.json=${report}`, ...tests]
  const code = await new Promise((ended) => spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' }).once('close', ended))
  const { numPassedTests: passed, testResults } = JSON.parse(await readFile(report, 'utf8')) as Report
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name)
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
    return failed.map((one) => `${file}: ${one.fullName}: ${firstLine(one.failureMessages[0])}`)
  })
  return { passed, failures: code === 0 || failures.length > 0 ? failures : ['the tests ended without saying why'] }
}

interface Report {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

const firstLine = (text = ''): string => text.split(/\n|<!doctype/)[0]?.slice(0, 160) ?? ''
