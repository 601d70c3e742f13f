import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfStale } from '../src/commands/bundle.ts'
import { freePort } from '../src/commands/ports.ts'
import { applyMigrations, startPortal } from '../src/commands/portal.ts'
import { command, Refusal, root } from '../src/commands/quiet.ts'
import { checkInvariants } from '../src/watches/invariants.ts'
import { signIn } from './ground.ts'
import { send } from './load.ts'
import { report } from './report.ts'
import { people, voice } from './traffic-people.ts'
import { type MemorySample, type Sample, type Traffic, trafficOf, trafficTable } from './traffic-report.ts'
import { bundled, memoryOf, runWorker } from './workers.ts'

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, write: { type: 'boolean', default: false } } })

/**
 * `npm run load -- --minutes 10`: seven people at once, against the production bundle with its queue and its clock, on made-up data. Says how
 * many requests there were, p50 and p99 of each kind at the start and at the end, how memory grew, and whether the data is as it must be.
 * Fails on any 5xx, on a request without an answer, and on a broken invariant. `--write` puts it into docs/performance.md.
 */
await command(async () => {
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new Refusal('--minutes must be a number above 0.')
  await buildIfStale('production')
  const folder = await mkdtemp(join(tmpdir(), 'portico-load-'))
  try {
    const traffic = await play(folder, minutes)
    console.log(trafficTable(traffic))
    const { memory, requests, failed, broken } = traffic
    console.log(`${requests} requests, ${failed} failed; memory ${memory.warm} to ${memory.end} MB, ${memory.perMinute} MB by a minute`)
    console.log(`broken invariants: ${broken.join(', ') || 'none'}`)
    if (values.write) await keep(traffic)
    if (failed > 0 || broken.length > 0) process.exitCode = 1
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
})

async function play(folder: string, minutes: number): Promise<Traffic> {
  const cookies = await prepare(folder)
  const portal = await startPortal({ bundle: 'production', port: await freePort(), persistTo: folder })
  const { workerd } = JSON.parse(await readFile(join(folder, 'running.json'), 'utf8')) as { workerd: number }
  const [samples, memory]: [Sample[], MemorySample[]] = [[], []]
  const startedAt = performance.now()
  const endsAt = startedAt + minutes * 60_000
  const watching = setInterval(() => void memoryOf(workerd).then((mb) => memory.push({ at: performance.now() - startedAt, mb })), 2000)
  try {
    await Promise.all(
      Object.entries(people).map(async ([name, steps]) => {
        const says = voice(portal.url, cookies[name], samples, startedAt)
        for (let at = 0; performance.now() < endsAt; at++) {
          await steps[at % steps.length]!(says)
          await new Promise((resolve) => setTimeout(resolve, name === 'stranger' ? 2000 : 100))
        }
      }),
    )
    const findings = await checkInvariants(await portal.mf.getD1Database('DB'))
    const broken = findings.filter((finding) => finding.broken.length > 0).map(({ name }) => name)
    return trafficOf(samples, memory, minutes, broken)
  } finally {
    clearInterval(watching)
    await portal.stop()
  }
}

/** Made-up data of both practices, and sessions for everybody. Ana and Bo may have many requests open: else they would soon stand still. */
async function prepare(folder: string): Promise<Record<string, string>> {
  const worker = await runWorker(await bundled('recorder.ts'), folder)
  try {
    await applyMigrations(worker.mf)
    for (const [path, fields] of [
      ['/dev/seed', {}],
      ['/dev/fill', { clients: '60', past: '2000' }],
    ] as const) {
      const { status, body } = await send(worker.url, { path, fields })
      if (status !== 200) throw new Error(`${path}: ${status} ${body}`)
    }
    await (await worker.mf.getD1Database('DB')).exec('UPDATE organizations SET open_requests_per_client = 50')
    const known = Object.keys(people).filter((name) => name !== 'stranger')
    return Object.fromEntries(await Promise.all(known.map(async (name) => [name, await signIn(worker, name)] as const)))
  } finally {
    await worker.stop()
  }
}

async function keep(traffic: Traffic): Promise<void> {
  const file = join(root, 'bench/results.json')
  const results = { ...JSON.parse(await readFile(file, 'utf8')), traffic }
  await writeFile(file, JSON.stringify(results, null, 2) + '\n')
  await writeFile(join(root, 'docs/performance.md'), report(results))
}
