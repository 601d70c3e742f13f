import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundles } from '../src/commands/bundle.ts'
import { freePort } from '../src/commands/ports.ts'
import { startPortal } from '../src/commands/portal.ts'
import { root } from '../src/commands/quiet.ts'
import { median, short } from './arithmetic.ts'
import { asked, type Ground } from './ground.ts'
import { send } from './load.ts'
import { routes } from './routes.ts'
import { bundled, cpuOf, runWorker, type RunningWorker } from './workers.ts'

export interface SlotTimes {
  busy: number
  found: number
  /** Of one call, ms. */
  p50: number
}

/** The slot function by itself, in workerd. */
export async function slotsAlone(folder: string): Promise<SlotTimes[]> {
  const worker = await runWorker(await bundled('slots-worker.ts'), folder)
  const times = [0, 500, 2000, 8000].map((busy) => ({ busy, found: 0, samples: [] as number[] }))
  for (let pass = 0; pass < 4; pass++) {
    for (const one of times) {
      const { body } = await send(worker.url, { path: `/?busy=${one.busy}` })
      const { found, samples } = JSON.parse(body) as { found: number; samples: number[] }
      Object.assign(one, { found, samples: [...one.samples, ...samples] })
    }
  }
  await worker.stop()
  return times.map(({ busy, found, samples }) => ({ busy, found, p50: short(median(samples)) }))
}

export interface Start {
  /** The bundle, gzip, bytes. */
  bundle: number
  /** CPU of workerd until it answered its first page, and of that first page alone, ms: the portal and the bare worker. */
  portal: { untilFirst: number; first: number }
  bare: { untilFirst: number; first: number }
}

/** A fresh process each time; the median of a few. */
export async function starts(ground: Ground, times: number): Promise<Start> {
  const portal: Start['portal'][] = []
  const bare: Start['bare'][] = []
  const script = await bundled('bare.ts')
  for (let i = 0; i < times; i++) {
    portal.push(await firstAnswer(await production(ground), asked(routes.settings, ground.cookies)))
    bare.push(await firstAnswer(await runWorker(script, ground.folders.bare, ground.scripts), { path: '/settings' }))
  }
  const middle = (list: Start['bare'][]) => ({
    untilFirst: short(median(list.map((one) => one.untilFirst))),
    first: short(median(list.map((one) => one.first))),
  })
  return { bundle: gzipSync(await readFile(join(root, bundles.production.script))).length, portal: middle(portal), bare: middle(bare) }
}

/** As `npm start` would run it. */
async function production({ folders }: Ground): Promise<RunningWorker> {
  const { url, mf, stop } = await startPortal({ bundle: 'production', port: await freePort(), persistTo: folders.small, cron: false })
  const { workerd } = JSON.parse(await readFile(join(folders.small, 'running.json'), 'utf8')) as { workerd: number }
  return { url, mf, pid: workerd, stop }
}

async function firstAnswer(worker: RunningWorker, ask: Parameters<typeof send>[1]): Promise<Start['bare']> {
  const before = await cpuOf(worker.pid)
  const { status } = await send(worker.url, ask)
  const untilFirst = await cpuOf(worker.pid)
  await worker.stop()
  if (status !== 200) throw new Error(`The first answer of a fresh process was ${status}.`)
  return { untilFirst, first: untilFirst - before }
}
