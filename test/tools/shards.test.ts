import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Visitor } from '../../src/commands/capacity/booking.ts'
import { seed } from '../../src/commands/demo.ts'
import { localBase } from '../../src/commands/org/base.ts'
import { sql } from '../../src/commands/org/sql.ts'
import { freePort } from '../../src/commands/ports.ts'
import { root } from '../../src/commands/quiet.ts'
import { type SpawnedPortal, spawnPortal } from '../../src/commands/spawned.ts'

let folder: string
let portal: SpawnedPortal
let port: number
const start = () => spawnPortal({ bundle: 'dev', port, persistTo: folder, cron: false, shards: 2 })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-shards-'))
  port = await freePort()
  portal = await start()
  await seed(portal.url)
})
afterAll(async () => {
  await portal.stop()
  await rm(folder, { recursive: true, force: true })
})

const npmRun = async (name: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(root, `src/commands/${name}.ts`), ...args, '--data', folder])).stdout

describe('npm start -- --shards 2', () => {
  it('SCL-1 cedar lies on the second database, and everybody is known at both', async () => {
    const [control, second] = [await localBase(folder), await localBase(folder, 'DB_2')]
    expect((await control.run([sql`SELECT slug, shard FROM directory ORDER BY slug`]))[0]).toEqual([
      { slug: 'cedar', shard: 'DB_2' },
      { slug: 'willow', shard: 'DB' },
    ])
    expect((await second.run([sql`SELECT slug FROM organizations`]))[0]).toEqual([{ slug: 'cedar' }])
    const amir = new Visitor(portal.url)
    await amir.post('/dev/sign-in', { person: 'amir' })
    expect(await amir.get('/cedar/manage/portal')).toContain('Cedar Street Counseling')
    expect(await npmRun('org', 'list')).toMatch(/willow[\s\S]*cedar/)
  })

  it('SCL-1 SEC-6 npm run move, while the portal runs and is killed with kill -9 in the middle', async () => {
    const moved = npmRun('move', 'cedar', 'DB')
    const host = () => new Visitor(portal.url)
    await sleep(1500)
    const working = host()
      .post('/dev/cron', { only: 'due' })
      .catch(() => 'killed')
    await sleep(60)
    await portal.crash()
    await working
    portal = await start()
    let done = false
    void moved.then(() => (done = true))
    for (let minute = 1; minute < 10 && !done; minute++) {
      await host().post('/dev/clock', { now: new Date(Date.now() + minute * 180_000).toISOString() })
      await host().post('/dev/cron', { only: 'due' })
    }
    expect(await moved).toContain('cedar lies on DB.')
    const [control, second] = [await localBase(folder), await localBase(folder, 'DB_2')]
    expect((await control.run([sql`SELECT count(*) AS n FROM staff WHERE organization_id = 'org_cedar'`]))[0]).toEqual([{ n: 1 }])
    expect((await second.run([sql`SELECT count(*) AS n FROM audit`, sql`SELECT count(*) AS n FROM organizations`])).flat()).toEqual([
      { n: 0 },
      { n: 0 },
    ])
    await host().post('/dev/cron', {})
    expect(await npmRun('audit', 'verify')).toContain('2 chains hold.')
  })
})
