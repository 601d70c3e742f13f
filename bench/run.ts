import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfStale, bundles } from '../src/commands/bundle.ts'
import { command, Refusal, root } from '../src/commands/quiet.ts'
import { slotsAlone, starts } from './alone.ts'
import { everyDoor } from './every-door.ts'
import { type Ground, makeGround } from './ground.ts'
import { compare } from './load.ts'
import { besideOthers } from './organizations.ts'
import { paintTimes } from './paint.ts'
import { remindersAtScale } from './reminders.ts'
import { report } from './report.ts'
import type { Comparison, Results } from './results.ts'
import { measured, routes } from './routes.ts'
import { emptySides, reading, sidesOf } from './sides.ts'
import { targetsOf } from './targets.ts'
import { viewsOf } from './wire.ts'
import { bundled, memoryOf, runWorker } from './workers.ts'

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean', default: false } }, allowPositionals: true })
/** A block of requests for time asks for at most as many as a client may have open. */
const effort = values.quick ? { rounds: 2, requests: 40, starts: 1, views: 1 } : { rounds: 6, requests: 120, starts: 3, views: 5 }
const openAtOnce = 45
const resultsFile = join(root, 'bench/results.json')

/** What can be measured by itself (`npm run bench -- doors start`); everything, when nothing is named. */
const parts: Record<string, (ground: () => Promise<Ground>, folder: string) => Promise<Partial<Results>>> = {
  views: async (ground) => await views(await ground()),
  load: async (ground) => ({ ...(await underLoad(await ground())), costs: (await ground()).costs }),
  doors: async (ground) => ({ doors: await everyDoor(await ground(), values.quick ? 5 : 30) }),
  much: async (ground) => ({ much: await withMuch(await ground()), costs: (await ground()).costs }),
  practices: async (ground, folder) => ({ beside: await besideOthers(await ground(), folder, { rounds: 3, requests: 40 }) }),
  reminders: async (_, folder) => ({ reminders: await remindersAtScale(folder) }),
  slots: async (_, folder) => ({ slots: await slotsAlone(join(folder, 'nothing')) }),
  start: async (ground) => ({ start: await starts(await ground(), effort.starts) }),
}

/**
 * `npm run bench`: the production bundle beside a bare worker, in one run. Writes bench/results.json and docs/performance.md. With names of
 * parts, only those are measured; the other figures stay as the last run left them.
 */
await command(async () => {
  const unknown = positionals.filter((name) => !parts[name])
  if (unknown.length > 0) throw new Refusal(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`)
  await buildIfStale('production')
  const folder = await mkdtemp(join(tmpdir(), 'portico-bench-'))
  try {
    const results = {
      ...(positionals.length > 0 ? JSON.parse(await readFile(resultsFile, 'utf8')) : {}),
      ...(await measure(folder)),
    } as Results
    await writeFile(resultsFile, JSON.stringify(results, null, 2) + '\n')
    await mkdir(join(root, 'docs'), { recursive: true })
    await writeFile(join(root, 'docs/performance.md'), report(results))
    print(results)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
})

async function measure(folder: string): Promise<Partial<Results>> {
  let made: Promise<Ground> | undefined
  const ground = () => (made ??= (say('data'), makeGround(folder)))
  const about = {
    at: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
    quick: values.quick,
  }
  const chosen = Object.entries(parts).filter(([name]) => positionals.length === 0 || positionals.includes(name))
  const results: Partial<Results> = about
  for (const [name, part] of chosen) {
    say(name)
    Object.assign(results, await part(ground, folder))
  }
  return results
}

/** What goes over the wire. */
async function views(ground: Ground): Promise<Partial<Results>> {
  const portal = await runWorker(join(root, bundles.production.script), ground.folders.small)
  try {
    const { views, toggle, toggleHttp2, headers } = await viewsOf(portal, ground)
    return { views, toggleBytes: toggle, toggleHttp2Bytes: toggleHttp2, headerBytes: headers }
  } finally {
    await portal.stop()
  }
}

/** The portal and the bare worker, route by route. */
async function underLoad(ground: Ground) {
  const portal = await runWorker(join(root, bundles.production.script), ground.folders.small)
  const bare = await runWorker(await bundled('bare.ts'), ground.folders.bare, ground.scripts)
  const memory = async () => [await memoryOf(portal.pid), await memoryOf(bare.pid)] as const
  try {
    say('paint')
    const paint = await paintTimes(portal, ground, effort.views)
    const empty = await compare(emptySides(portal, bare), effort)
    const before = await memory()
    const compared: Record<string, Comparison> = {}
    for (const route of measured) {
      say(route.title)
      const requests = route === routes.request ? Math.min(openAtOnce, effort.requests) : effort.requests
      compared[route.name] = await compare(sidesOf(route, portal, bare, ground), { ...effort, requests })
    }
    const after = await memory()
    const used = (at: 0 | 1) => ({ before: before[at], after: after[at] })
    return {
      empty,
      routes: compared,
      paint,
      memory: { portal: used(0), bare: used(1) },
    }
  } finally {
    await Promise.all([portal.stop(), bare.stop()])
  }
}

/** The portal with much data beside the portal with little. */
async function withMuch(ground: Ground): Promise<Results['much']> {
  const script = join(root, bundles.production.script)
  const [large, small] = [await runWorker(script, ground.folders.large), await runWorker(script, ground.folders.small)]
  const both = async (route: (typeof measured)[number]) =>
    await compare([reading(large, ground, route), reading(small, ground, route)], effort)
  try {
    say('5,000 clients, 50,000 past appointments')
    return { clients: await both(routes.clients), past: await both(routes.slots), week: await both(routes.week) }
  } finally {
    await Promise.all([large.stop(), small.stop()])
  }
}

function print(results: Results): void {
  for (const { id, what, limit, reached, holds } of targetsOf(results))
    console.log(`${id}  ${what.padEnd(54)} ${limit.padEnd(8)} ${reached.padEnd(26)} ${holds ? 'holds' : 'DOES NOT HOLD'}`)
  for (const [name, { sides, p50Ratio, cpuRatio }] of Object.entries({ nothing: results.empty, ...results.routes })) {
    const [portal, bare] = sides
    console.log(
      `${name.padEnd(9)} ${portal!.perSecond}/s, p50 ${portal!.p50} (bare ${bare!.p50}, ${p50Ratio}x), p99 ${portal!.p99}, CPU ${portal!.cpu} (bare ${bare!.cpu}, ${cpuRatio}x)`,
    )
  }
}

function say(what: string): void {
  console.log(`... ${what}`)
}
