import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { buildAssets } from './assets.ts'
import { quietly, Refusal, root } from './quiet.ts'

/** The two bundles. The production one knows nothing of src/dev; the development one is the same worker with src/dev beside it. */
export const bundles = {
  production: { entry: 'src/worker.ts', folder: 'dist/worker', script: 'dist/worker/worker.js', flags: ['--minify'] },
  dev: { entry: 'src/dev.ts', folder: 'dist/dev', script: 'dist/dev/dev.js', flags: [] },
}
export type Bundle = keyof typeof bundles

/** Builds the assets, then one bundle exactly as a deployment would make it (`wrangler deploy --dry-run`). Returns its gzip size in bytes. */
export async function build(bundle: Bundle): Promise<number> {
  quietly()
  await buildAssets()
  const { entry, folder, script, flags } = bundles[bundle]
  const next = join(root, `${folder}.${process.pid}`)
  await mkdir(next, { recursive: true })
  try {
    await wrangler(['deploy', entry, '--dry-run', '--outdir', next, '--metafile', ...flags])
    await moveInto(join(root, folder), next)
  } finally {
    await rm(next, { recursive: true, force: true })
  }
  return gzipSync(await readFile(join(root, script))).length
}

/** Builds the bundle only when one of its sources, the assets or the configuration is newer than it. */
export async function buildIfStale(bundle: Bundle): Promise<void> {
  await buildAssets()
  if (await isStale(bundle)) await build(bundle)
}

async function isStale(bundle: Bundle): Promise<boolean> {
  const { folder, script } = bundles[bundle]
  try {
    const made = (await stat(join(root, script))).mtimeMs
    const meta: { inputs: Record<string, unknown> } = JSON.parse(await readFile(join(root, folder, 'bundle-meta.json'), 'utf8'))
    const sources = [
      ...Object.keys(meta.inputs).filter((path) => !/^(.*:|.*<)/.test(path)),
      'wrangler.toml',
      'package-lock.json',
      'tsconfig.json',
    ]
    const dates = await Promise.all(sources.map(async (path) => (await stat(join(root, path))).mtimeMs))
    return dates.some((date) => date > made)
  } catch {
    return true
  }
}

async function wrangler(args: string[]): Promise<void> {
  const program = join(root, 'node_modules/wrangler/bin/wrangler.js')
  try {
    await promisify(execFile)(process.execPath, [program, ...args], { cwd: root })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Refusal(`The bundle could not be built:\n${stderr || stdout || String(error)}`)
  }
}

/** File by file, so that a portal that starts meanwhile finds the old bundle or the new one. */
async function moveInto(folder: string, from: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(from)) await rename(join(from, name), join(folder, name))
}
