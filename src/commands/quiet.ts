import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The root of the project, whatever the current folder is. */
export const root = join(import.meta.dirname, '../..')

/** The PORTAL_SECRET of every portal on this machine. */
export const developmentSecret = 'development-only-secret-0123456789abcdef'

/** Makes this process, and with it every child, quiet: nothing is sent anywhere, nothing is asked of the network, logs go into .portico/. */
export function quietly(): void {
  Object.assign(process.env, {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    DO_NOT_TRACK: '1',
    CI: '1',
    WRANGLER_LOG_PATH: join(root, '.portico/logs'),
  })
  ownFolder('logs')
}

/** A folder inside .portico/ that can be written, made when it is missing; else a Refusal. */
export function ownFolder(name: string): string {
  const folder = join(root, '.portico', name)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    throw new Refusal(`The folder ${folder} cannot be written; the portal keeps its data there.`)
  }
  return folder
}

/** Ends a command with one plain sentence instead of a stack trace. */
export class Refusal extends Error {}

/** Runs a command's main function; a Refusal becomes its sentence and exit code 1. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    quietly()
    await main()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
