import { processes } from './processes.ts'

/**
 * Ends this process with code 0 on Ctrl-C, on a signal, and when the npm that runs it is gone: npm passes a signal to its shell only, and
 * the shell dies of it without telling us. Call it before Miniflare starts: its own handlers, which end the runtime when we exit, would
 * answer with an error code.
 */
export async function leaveWhenTold(tidy: () => void): Promise<void> {
  const leave = () => {
    tidy()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave)
  if (!process.env['npm_lifecycle_event']) return
  const npm = await npmAbove()
  setInterval(() => npm.every(isAlive) || leave(), 250).unref()
}

/** The shell npm runs us in, if there is one between, and npm. */
async function npmAbove(): Promise<number[]> {
  const parent = (await processes()).find((one) => one.pid === process.ppid)
  const isShell = /^\S*sh -c /.test(parent?.command ?? '')
  return parent && isShell ? [parent.pid, parent.parent] : [process.ppid]
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
