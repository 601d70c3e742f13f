import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale, bundles } from '../src/commands/bundle.ts'
import { command, root } from '../src/commands/quiet.ts'
import { makeGround } from './ground.ts'
import { compare } from './load.ts'
import { routes } from './routes.ts'
import { emptySides, sidesOf } from './sides.ts'
import { bundled, runWorker } from './workers.ts'

await command(async () => {
  await buildIfStale('production')
  const folder = await mkdtemp(join(tmpdir(), 'portico-bench-'))
  const t = performance.now()
  const ground = await makeGround(folder)
  console.log(ground.costs, performance.now() - t)
  const portal = await runWorker(join(root, bundles.production.script), ground.folders.small)
  const bare = await runWorker(await bundled('bare.ts'), ground.folders.bare, ground.scripts)
  console.log(portal.pid, bare.pid)
  console.log('empty', await compare(emptySides(portal, bare), { rounds: 3, requests: 60 }))
  for (const route of Object.values(routes)) console.log(route.name, await compare(sidesOf(route, portal, bare, ground), { rounds: 3, requests: 60 }))
  await portal.stop()
  await bare.stop()
  await rm(folder, { recursive: true })
})
