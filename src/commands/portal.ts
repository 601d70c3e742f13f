import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from 'wrangler'
import { type Bundle, bundles } from './bundle.ts'
import { applyMigrations } from './migrations.ts'
import { developmentSecret, quietly, root } from './quiet.ts'
import { claim, occupy, release } from './tenure.ts'

export { applyMigrations }

export interface PortalOptions {
  bundle: Bundle
  /** A free port of 127.0.0.1. */
  port: number
  /** The folder that holds the database; made when it is missing. */
  persistTo: string
  /** Variables and secrets that differ from wrangler.toml's. */
  bindings?: Record<string, string>
  /** Whether the scheduled work runs every 60 seconds of real time. Default: yes. */
  cron?: boolean
  /** How many databases; control is in the first (docs/scale.md). Default: one. */
  shards?: number
}

export interface Portal {
  url: string
  mf: Miniflare
  /** Ends the portal; no process stays behind. */
  stop(): Promise<void>
}

/**
 * Runs a bundle that was built on workerd, with every binding as wrangler.toml declares it, on a migrated local database.
 * One portal per data folder: a second one is a Refusal.
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  quietly()
  await mkdir(options.persistTo, { recursive: true })
  await claim(options.persistTo)
  await migrate(options)
  const mf = new Miniflare(miniflareOptions(options, options.port))
  try {
    await mf.ready
  } catch (error) {
    await mf.dispose().catch(() => {})
    throw error
  }
  await occupy(options.persistTo, urlOf(options.port))
  const timer = options.cron === false ? undefined : setInterval(() => runCron(mf), 60_000)
  const stop = async () => {
    clearInterval(timer)
    await mf.dispose()
    release(options.persistTo)
  }
  return { url: urlOf(options.port), mf, stop }
}

/** Before the portal opens its door: nobody can meet a database that is half migrated. */
async function migrate(options: PortalOptions): Promise<void> {
  const mf = new Miniflare(miniflareOptions(options, 0))
  try {
    for (const binding of bindingsOf(options)) await applyMigrations(mf, binding)
  } finally {
    await mf.dispose()
  }
}

/** DB, DB_2, DB_3 ... */
const bindingsOf = ({ shards = 1 }: PortalOptions): string[] => Array.from({ length: shards }, (_, i) => (i === 0 ? 'DB' : `DB_${i + 1}`))

function miniflareOptions(options: PortalOptions, port: number) {
  const { bundle, persistTo, bindings } = options
  const { workerOptions } = workerOptionsOf(join(root, 'wrangler.toml'))
  const { modulesRules: _, ...declared } = workerOptions
  const local = { PORTAL_SECRET: developmentSecret, PUBLIC_ORIGIN: urlOf(port) }
  return convertV4MiniflareOptions({
    ...declared,
    name: 'portico',
    modules: true,
    rootPath: root,
    scriptPath: join(root, bundles[bundle].script),
    d1Databases: Object.assign({}, declared.d1Databases, furtherDatabases(options)),
    bindings: Object.assign({}, declared.bindings, local, bindings),
    host: '127.0.0.1',
    port,
    cf: false,
    log: new Log(LogLevel.WARN),
    unsafeLocalExplorer: false,
    telemetry: { enabled: false },
    resourcePersistencePath: persistTo,
  })
}

/** What Miniflare calls a database: the first as wrangler.toml says. */
export const localIdOf = (binding: string): string =>
  binding === 'DB' ? '00000000-0000-0000-0000-000000000000' : `portico-${binding.toLowerCase()}`

/** Beside the one of wrangler.toml. */
const furtherDatabases = (options: PortalOptions): Record<string, string> =>
  Object.fromEntries(
    bindingsOf(options)
      .slice(1)
      .map((binding) => [binding, localIdOf(binding)]),
  )

async function runCron(mf: Miniflare): Promise<void> {
  try {
    const worker = await mf.getWorker()
    await worker.scheduled({ cron: '* * * * *' })
  } catch (error) {
    console.error('The scheduled work failed:', error)
  }
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}
