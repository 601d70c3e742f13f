import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PortalOptions } from './portal.ts'
import { quietly, root } from './quiet.ts'

export interface SpawnedPortal {
  url: string
  pid: number
  /** Ends it the normal way. */
  stop(): Promise<void>
  /** Ends it as a power cut would (kill -9, the runtime too): nothing gets to finish. */
  crash(): Promise<void>
}

/** `startPortal` in a process group of its own, so that it can be killed. Its bundle must be built. What it prints goes to our screen. */
export async function spawnPortal(options: PortalOptions): Promise<SpawnedPortal> {
  quietly()
  const program = join(root, 'src/commands/serve.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const url = await firstWord(child)
  const pid = child.pid as number
  return { url, pid, stop: () => end(child, () => child.kill('SIGTERM')), crash: () => end(child, () => process.kill(-pid, 'SIGKILL')) }
}

function firstWord(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The portal ended before it answered (exit code ${code}).`)))
    child.once('message', (word: { url?: string; error?: string }) => (word.url ? resolve(word.url) : reject(new Error(word.error))))
  })
}

async function end(child: ChildProcess, kill: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  kill()
  await gone
}
