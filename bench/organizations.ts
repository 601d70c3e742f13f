import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { bundles } from '../src/commands/bundle.ts'
import { root } from '../src/commands/quiet.ts'
import { copyOrganization } from '../src/dev/copies.ts'
import { asked, costOf, type Ground } from './ground.ts'
import { compare, send } from './load.ts'
import { measured, routes } from './routes.ts'
import { reading } from './sides.ts'
import { bundled, runWorker } from './workers.ts'

/** A page beside so many other practices, against the same page with none beside it. */
export interface Beside {
  name: string
  organizations: number
  rowsRead: number
  rowsAlone: number
  p50Ratio: number
  cpuRatio: number
}

const many = [100, 1000]
const pages = measured.filter((route) => route.page && route !== routes.login)

/** SPD-4, SCL-1: the pages of one practice with 1, 100 and 1,000 in one database. The others are copies of a small one. */
export async function besideOthers(ground: Ground, folder: string, effort: { rounds: number; requests: number }): Promise<Beside[]> {
  const all: Beside[] = []
  for (const organizations of many) {
    const beside = join(folder, `beside-${organizations}`)
    await cp(ground.folders.small, beside, { recursive: true })
    const recorder = await runWorker(await bundled('recorder.ts'), beside)
    await copyOrganization((await recorder.mf.getD1Database('DB')) as unknown as D1Database, 'org_cedar', organizations - 2)
    const rows = new Map<string, number>()
    for (const route of pages)
      rows.set(route.name, costOf(route.name, false, await send(recorder.url, asked(route, ground.cookies))).rowsRead)
    await recorder.stop()
    const [crowded, alone] = await Promise.all(
      [beside, ground.folders.small].map((at) => runWorker(join(root, bundles.production.script), at)),
    )
    try {
      for (const route of pages) {
        const { p50Ratio, cpuRatio } = await compare([reading(crowded!, ground, route), reading(alone!, ground, route)], effort)
        const rowsAlone = ground.costs.find(({ name, large }) => name === route.name && !large)!.rowsRead
        all.push({ name: route.name, organizations, rowsRead: rows.get(route.name)!, rowsAlone, p50Ratio, cpuRatio })
      }
    } finally {
      await Promise.all([crowded!.stop(), alone!.stop()])
    }
  }
  return all
}
