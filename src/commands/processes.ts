import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export interface Process {
  pid: number
  parent: number
  command: string
}

/** Every process that can be seen: from /proc on Linux (slim images have no `ps`), from `ps` elsewhere. */
export async function processes(): Promise<Process[]> {
  return process.platform === 'linux' ? fromProc() : fromPs()
}

async function fromProc(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(pids.map((pid) => readOne(pid).catch(() => undefined)))
  return found.filter((one) => one !== undefined)
}

async function readOne(pid: string): Promise<Process> {
  const [stat, command] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8')])
  const parent = stat.slice(stat.lastIndexOf(')')).split(' ')[2]
  return { pid: Number(pid), parent: Number(parent), command: command.replaceAll('\0', ' ') }
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,ppid=,command='], { maxBuffer: 2 ** 24 })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command ? [{ pid: Number(pid), parent: Number(parent), command }] : []
  })
}
