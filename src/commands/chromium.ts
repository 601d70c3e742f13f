import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { Refusal, root } from './quiet.ts'

/** The one without a window first: the same engine, and the journeys take half the time with it (docs/decisions/030). */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const usual = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']
const apps = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
const tenMinutes = 600_000
/** Distributions without the one that has no window have the other. */
const fromDebian =
  'apt-get update; apt-get install -y --no-install-recommends chromium-headless-shell || apt-get install -y --no-install-recommends chromium'

/** Where a Chromium is: CHROMIUM_PATH, the system's, Playwright's own; else one is installed, else a sentence says what to install. */
export async function chromiumPath(): Promise<string> {
  return found() ?? (await installed()) ?? refuse()
}

function found(): string | undefined {
  const said = process.env['CHROMIUM_PATH']
  if (said && !runs(said)) throw new Refusal(`CHROMIUM_PATH is ${said}, and there is no program there.`)
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...usual]
  const system = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...(said ? [said] : []), ...system, ...apps, chromium.executablePath()].find(runs)
}

async function installed(): Promise<string | undefined> {
  console.error('No Chromium found for the browser journeys; installing one ...')
  const isRoot = process.getuid?.() === 0
  const withDeps = isRoot ? ['--with-deps'] : []
  await attempt(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', ...withDeps, 'chromium'])
  if (!found() && isRoot) await attempt('sh', ['-c', fromDebian])
  return found()
}

/** Runs an installer for ten minutes at most. That it failed shows in what is found afterwards. */
async function attempt(program: string, args: string[]): Promise<void> {
  await promisify(execFile)(program, args, {
    timeout: tenMinutes,
    maxBuffer: 2 ** 26,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).catch(() => {})
}

function refuse(): never {
  throw new Refusal(
    'The browser journeys need Chromium: install it ("apt-get install chromium" or Google Chrome), or set CHROMIUM_PATH to one.',
  )
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
