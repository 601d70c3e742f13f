import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { applyMigrations } from '../src/commands/portal.ts'
import { command, root } from '../src/commands/quiet.ts'
import type { OutboxMessage } from '../src/env.ts'
import type { Asked } from './reminders-worker.ts'
import { remindersTable } from './reminders-report.ts'
import { averageOf, mostOf, type Numbers, sumOf } from './reminders-sums.ts'
import { report } from './report.ts'
import { bundled, cpuOf, runWorker, type RunningWorker } from './workers.ts'

/** An invocation: what it asked for, and what it took. `cpu` is the whole local platform's, the database's included. */
export type Invocation = Asked & { cpu: number; wall: number }

export interface Reminders {
  organizations: number
  count: number
  clock: Invocation
  /** How many; what one asks for on average and at most, and all of them. */
  batches: number
  mean: Numbers
  most: Numbers
  all: Numbers
  /** The clock a minute later, when all of them have gone out. */
  quiet: Invocation
}

const count = Number(process.env['REMINDERS'] ?? 10_000)
const spread = [1, 20, 500]
/** max_batch_size of wrangler.toml. */
const perBatch = 25

/** So many reminders that are due at one minute, in one practice and over several: the run of the clock, and its queue batches one by one. */
export async function remindersAtScale(folder: string): Promise<Reminders[]> {
  const script = await bundled('reminders-worker.ts')
  const all: Reminders[] = []
  for (const organizations of spread) {
    const worker = await runWorker(script, join(folder, `reminders-${organizations}`))
    try {
      await applyMigrations(worker.mf)
      all.push(await measure(worker, organizations))
    } finally {
      await worker.stop()
    }
  }
  return all
}

async function measure(worker: RunningWorker, organizations: number): Promise<Reminders> {
  await ask(worker, `/seed?count=${count}&organizations=${organizations}`)
  // An isolate that has worked before: what is measured is the work, not the start.
  await ask(worker, '/batch', [])
  const { messages, ...clock } = await ask(worker, '/clock')
  const batches: Invocation[] = []
  // A queue does not sort what it was given.
  const shuffled = messages.map((one, i) => [(i * 7919) % messages.length, one] as const).toSorted(([a], [b]) => a - b)
  for (let at = 0; at < shuffled.length; at += perBatch) {
    const { messages: _, ...batch } = await ask(
      worker,
      '/batch',
      shuffled.slice(at, at + perBatch).map(([, one]) => one),
    )
    batches.push(batch)
  }
  const { messages: _, ...quiet } = await ask(worker, '/clock')
  return {
    organizations,
    count: messages.length,
    clock,
    batches: batches.length,
    mean: averageOf(batches),
    most: mostOf(batches),
    all: sumOf(batches),
    quiet,
  }
}

async function ask(worker: RunningWorker, path: string, body?: unknown): Promise<Invocation & { messages: OutboxMessage[] }> {
  const [cpu, startedAt] = [await cpuOf(worker.pid), performance.now()]
  const answer = await fetch(worker.url + path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  const { asked, messages = [] } = (await answer.json()) as { asked: Asked; messages?: OutboxMessage[] }
  return { ...asked, messages, wall: performance.now() - startedAt, cpu: (await cpuOf(worker.pid)) - cpu }
}

/** `node bench/reminders.ts`: this part alone, into the results and the page of the last whole run. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await command(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portico-reminders-'))
    try {
      const reminders = await remindersAtScale(folder)
      const file = join(root, 'bench/results.json')
      const results = { ...JSON.parse(await readFile(file, 'utf8')), reminders }
      await writeFile(file, JSON.stringify(results, null, 2) + '\n')
      await writeFile(join(root, 'docs/performance.md'), report(results))
      console.log(remindersTable(reminders))
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  })
