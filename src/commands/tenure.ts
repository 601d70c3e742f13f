import { rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processes } from './processes.ts'
import { Refusal } from './quiet.ts'

/** Who runs on a data folder: written beside the data while a portal runs. */
export interface Tenure {
  url: string
  /** The Node process that started the portal, and its child, the runtime that holds the port and the database. */
  node: number
  workerd: number
}

/**
 * The portal that runs on a data folder now, if one does. When its Node process was killed, the runtime outlives it (it is not told) and
 * keeps port and database: that orphan is ended here.
 */
export async function tenantOf(folder: string): Promise<Tenure | undefined> {
  const tenure = await readNote(folder)
  if (!tenure) return
  const runtime = (await processes()).find((one) => one.pid === tenure.workerd && isRuntimeAt(one.command, tenure.url))
  if (runtime?.parent === tenure.node) return tenure
  if (runtime) await end(runtime.pid)
  release(folder)
}

/** Refuses with a sentence when a portal runs on the folder already. */
export async function claim(folder: string): Promise<void> {
  const tenant = await tenantOf(folder)
  if (tenant) throw new Refusal(`A portal already runs on this data, at ${tenant.url} (process ${tenant.node}). Stop it first.`)
}

/** Notes that this process runs a portal on the folder. */
export async function occupy(folder: string, url: string): Promise<void> {
  const runtime = (await processes()).find((one) => one.parent === process.pid && isRuntimeAt(one.command, url))
  if (!runtime) return
  const tenure: Tenure = { url, node: process.pid, workerd: runtime.pid }
  await writeFile(noteOf(folder), JSON.stringify(tenure))
}

export function release(folder: string): void {
  rmSync(noteOf(folder), { force: true })
}

async function readNote(folder: string): Promise<Tenure | undefined> {
  return readFile(noteOf(folder), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
}

function noteOf(folder: string): string {
  return join(folder, 'running.json')
}

function isRuntimeAt(command: string, url: string): boolean {
  return command.includes('workerd') && command.includes(`entry=${new URL(url).host}`)
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  for (let tries = 0; tries < 50 && (await processes()).some((one) => one.pid === pid && one.command); tries++) await sleep(50)
}
