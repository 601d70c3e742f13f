import { execFile } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { localIdOf } from '../portal.ts'
import { Refusal, root } from '../quiet.ts'
import type { Statement } from './sql.ts'

export type Row = Record<string, string | number | null>

/** The portal's database as the host's command reaches it. `run`: all statements or none; the rows of each. */
export interface Base {
  run(statements: Statement[]): Promise<Row[][]>
}

/**
 * The database of a local portal, running or not. Both sides lock the file: this side waits up to five seconds for the portal; the
 * portal does not wait, so a request at that very moment can be answered "nothing was changed, try again". Nothing is ever half done.
 */
export async function localBase(folder: string, binding = 'DB'): Promise<Base> {
  const file = await databaseIn(folder, binding)
  return { run: async (statements) => inOneTransaction(file, statements) }
}

/** The deployed database, through wrangler and whoever is signed in to it. D1 runs the statements of one command as one transaction. */
export function remoteBase(target: string[] = ['--remote', '--config', productionConfigurationFile()], binding = 'DB'): Base {
  return {
    run: async (statements) => {
      const program = join(root, 'node_modules/wrangler/bin/wrangler.js')
      const args = ['d1', 'execute', binding, ...target, '--json', '--command', statements.join(';\n')]
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { cwd: root, maxBuffer: 2 ** 26 }).catch(refuse)
      const results = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as { results: Row[] }[]
      return results.map(({ results: rows }) => rows)
    },
  }
}

/** Says which database the deployed one is: `npm run deploy` writes it. */
export function productionConfigurationFile(): string {
  const file = join(root, 'wrangler.production.toml')
  if (existsSync(file)) return file
  throw new Refusal(
    'Which database the deployed one is says wrangler.production.toml: "npm run deploy -- --dry-run" makes it from deployment.json.',
  )
}

/** What the database said no with, for whoever catches it; anything else becomes wrangler's own words. */
function refuse(error: { stdout?: string; stderr?: string }): never {
  const said = `${error.stdout ?? ''}${error.stderr ?? ''}`
  if (/\bstale\b/.test(said)) throw new Error('stale')
  throw new Refusal(`The database could not be reached:\n${said.trim() || String(error)}`)
}

function inOneTransaction(file: string, statements: Statement[]): Row[][] {
  const db = new DatabaseSync(file, { timeout: 5000 })
  try {
    const prepared = statements.map((statement) => db.prepare(statement))
    db.exec('PRAGMA synchronous = NORMAL') // no waiting for the disk while the portal is locked out
    db.exec('BEGIN IMMEDIATE')
    try {
      const rows = prepared.map((statement) => statement.all() as Row[])
      db.exec('COMMIT')
      return rows
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  } finally {
    db.close()
  }
}

/** Every shard that a data folder has, control first, or the one database of it. */
export async function localBindings(folder: string): Promise<string[]> {
  const bindings = ['DB', 'DB_2', 'DB_3', 'DB_4', 'DB_5', 'DB_6', 'DB_7', 'DB_8', 'DB_9']
  const files = await readdir(folder, { recursive: true }).catch(() => [])
  return bindings.filter((binding) => files.some((name) => name.endsWith(fileOf(binding))))
}

/** The file in which the local D1 keeps a database; metadata.sqlite, beside them, is Miniflare's own. */
async function databaseIn(folder: string, binding: string): Promise<string> {
  const files = await readdir(folder, { recursive: true }).catch(() => [])
  const all = files.filter((name) => /D1DatabaseObject.[0-9a-f]{64}\.sqlite$/.test(name))
  // A single database is the portal's, whatever its id: a restored one has that of the deployed (docs/operations.md).
  const file = all.find((name) => name.endsWith(fileOf(binding))) ?? (binding === 'DB' && all.length === 1 ? all[0] : undefined)
  if (!file && binding !== 'DB')
    throw new Refusal(`There is no shard ${binding} in ${folder}. "npm start -- --shards 2" makes a second one.`)
  if (!file) throw new Refusal(`There is no portal's data in ${folder}. "npm start" makes it; --remote means the deployed one.`)
  return join(folder, file)
}

/** The name of a database's file, as Miniflare makes it of the database's id. */
function fileOf(binding: string): string {
  const name = localIdOf(binding)
  const key = createHash('sha256').update('miniflare-D1DatabaseObject').digest()
  const own = createHmac('sha256', key).update(name).digest().subarray(0, 16)
  const check = createHmac('sha256', key).update(own).digest().subarray(0, 16)
  return `${Buffer.concat([own, check]).toString('hex')}.sqlite`
}
