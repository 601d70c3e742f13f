import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundles } from '../src/commands/bundle.ts'
import { root } from '../src/commands/quiet.ts'
import { actors, doors, type Actor } from '../test/house/doors.data.ts'
import { median, quantile, short } from './arithmetic.ts'
import { costOf, type Ground } from './ground.ts'
import { send } from './load.ts'
import { bundled, runWorker, type RunningWorker } from './workers.ts'

/** One door that is read, asked by one person whom it is for: times of the production bundle in ms, what it asks of the database, gzip bytes. */
export interface DoorTime {
  path: string
  who: string
  status: number
  p50: number
  p99: number
  roundTrips: number
  statements: number
  rowsRead: number
  bytes: number
}

/** Who asks: whom most doors are for comes last, and the first who may is taken. */
const readers: [Actor, string | null, string[]][] = [
  ['a stranger', null, ['/willow/login', '/willow/book', '/willow/join']],
  ['Bo, the client', 'bo', ['/willow/my', '/account/security']],
  ['Theo, a therapist', 'theo', ['/willow/manage', '/willow/manage/requests', '/willow/manage/hours']],
  ['Dana, an administrator', 'dana', ['/willow/manage', '/willow/manage/clients', '/willow/manage/portal', '/willow/manage/services']],
]
const reading = doors.filter(({ method }) => method === 'GET')
/** Whom a door is measured by. */
const readerOf = ({ answers, audience }: (typeof reading)[number]) =>
  readers.find(([actor], at) => answers[actors.indexOf(actor)] === 'p' && (at > 0 || audience === 'visitors' || audience === 'machines')) ??
  readers[0]!

/** What a parameter is when no page links to the door. Where there is no such thing, a page that says so is measured. */
const usual: Record<string, string> = {
  org: 'willow',
  clientId: 'cli_bo',
  otherId: 'cli_nell',
  therapist: 'theo',
  staffId: 'sta_theo',
  serviceId: 'svc_session',
  locationId: 'loc_main',
  key: 'self_scheduling',
  kind: 'login',
  weekday: '1',
  token: 'x'.repeat(43),
}

/** SPD-1 to SPD-3, every door: a light pass without a bare side. Sorted, slowest first. */
export async function everyDoor(ground: Ground, times: number): Promise<DoorTime[]> {
  const recorder = await runWorker(await bundled('recorder.ts'), ground.folders.small)
  const asked: { path: string; who: string | null; address: string; answer: Awaited<ReturnType<typeof send>> }[] = []
  try {
    const known = await addresses(recorder, ground.cookies)
    for (const door of reading) {
      const who = readerOf(door)[1]
      const address = known.get(door.path) ?? door.path.replace(/:(\w+)/g, (_, name: string) => usual[name] ?? 'none')
      asked.push({
        path: door.path,
        who,
        address,
        answer: await send(recorder.url, { path: address, cookie: who ? ground.cookies[who] : undefined }),
      })
    }
  } finally {
    await recorder.stop()
  }
  const production = await runWorker(join(root, bundles.production.script), ground.folders.small)
  try {
    const timed: DoorTime[] = []
    for (const { path, who, address, answer } of asked) {
      const samples = await timesOf(production, { path: address, cookie: who ? ground.cookies[who] : undefined }, times)
      const { roundTrips, statements, rowsRead } = costOf(path, false, { ...answer, status: 200 })
      const bytes = gzipSync(answer.body).length
      timed.push({ path, who: who ?? 'a stranger', status: answer.status, ...samples, roundTrips, statements, rowsRead, bytes })
    }
    return timed.toSorted((a, b) => b.p50 - a.p50)
  } finally {
    await production.stop()
  }
}

async function timesOf(worker: RunningWorker, ask: Parameters<typeof send>[1], times: number) {
  const samples: number[] = []
  for (let at = -3; at < times; at++) {
    const startedAt = performance.now()
    await send(worker.url, ask)
    if (at >= 0) samples.push(performance.now() - startedAt)
  }
  return { p50: short(median(samples)), p99: short(quantile(samples, 0.99)) }
}

/** An address for every door that a page links to, found as each of the readers follows links: ids are then of things that are there. */
async function addresses(worker: RunningWorker, cookies: Ground['cookies']): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [, who, starts] of readers) {
    const queue = [...starts]
    const seen = new Map<string, number>()
    for (let address = queue.shift(); address !== undefined && seen.size < 150; address = queue.shift()) {
      const door = doorAt(address)
      if (!door || readerOf(door)[1] !== who || (seen.get(door.path) ?? 0) >= 2) continue
      seen.set(door.path, (seen.get(door.path) ?? 0) + 1)
      const { status, body, location } = await send(worker.url, { path: address, cookie: who ? cookies[who] : undefined })
      if (location.startsWith('/')) queue.push(location)
      if (status !== 200) continue
      if (!found.has(door.path)) found.set(door.path, address)
      queue.push(
        ...[...body.matchAll(/href="(\/[^"#]*)/g)].map(([, href]) => href!.replaceAll('&amp;', '&')).filter((href) => !seen.has(href)),
      )
    }
  }
  return found
}

/** The door that answers an address: of several that fit, the one with the fewest parameters. */
const fits = reading
  .map((door) => ({ door, parameters: door.path.split(':').length, pattern: new RegExp(`^${door.path.replace(/:\w+/g, '[^/]+')}$`) }))
  .toSorted((a, b) => a.parameters - b.parameters)
const doorAt = (address: string) => fits.find(({ pattern }) => pattern.test(address.split('?')[0] as string))?.door
