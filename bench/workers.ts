import { build } from 'esbuild'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from 'wrangler'
import { freePort } from '../src/commands/ports.ts'
import { processes } from '../src/commands/processes.ts'
import { root } from '../src/commands/quiet.ts'
import type { Script } from './replay.ts'

export interface RunningWorker {
  url: string
  /** Of its workerd. */
  pid: number
  mf: Miniflare
  stop(): Promise<void>
}

/** Bundles a worker of bench/ into dist/bench/; answers the script's address. */
export async function bundled(entry: string): Promise<string> {
  const outfile = join(root, 'dist/bench', entry.replace(/\.ts$/, '.js'))
  await build({
    entryPoints: [join(root, 'bench', entry)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    minify: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'module'],
    external: ['node:*', 'cloudflare:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  })
  return outfile
}

/**
 * Runs a script on workerd with the bindings of wrangler.toml, as startPortal does, but for the queue: nobody consumes it. What it delivers
 * is an invocation of its own, after the answer, and would be counted with whatever is measured next.
 */
export async function runWorker(scriptPath: string, persistTo: string, scripts: Record<string, Script> = {}): Promise<RunningWorker> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { workerOptions } = workerOptionsOf(join(root, 'wrangler.toml'))
  const { modulesRules: _, queueConsumers: __, ...declared } = workerOptions
  const local = { PORTAL_SECRET: 'development-only-secret-0123456789abcdef', PUBLIC_ORIGIN: url, SCRIPTS: JSON.stringify(scripts) }
  const mf = new Miniflare(
    convertV4MiniflareOptions({
      ...declared,
      name: 'portico',
      modules: true,
      rootPath: root,
      scriptPath,
      host: '127.0.0.1',
      port,
      cf: false,
      log: new Log(LogLevel.ERROR),
      bindings: Object.assign({}, declared.bindings, local),
      unsafeLocalExplorer: false,
      telemetry: { enabled: false },
      resourcePersistencePath: persistTo,
    }),
  )
  await mf.ready
  const runtime = (await processes()).find((one) => one.parent === process.pid && one.command.includes(`entry=127.0.0.1:${port}`))
  return { url, pid: runtime?.pid ?? 0, mf, stop: () => mf.dispose() }
}

/** CPU a process has used in all its threads, ms. NaN where there is no /proc. */
export async function cpuOf(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => [])
  if (tasks.length === 0) return NaN
  const used = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8').catch(() => '0')))
  return used.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
}

/** Memory a process has in use, MB. NaN where there is no /proc. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024
}
