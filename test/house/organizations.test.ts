import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { copyOrganization } from '../../src/dev/copies.ts'
import { rows, submit, visit, type Browser } from '../support/portal.ts'
import { actors, doors, type Actor } from './doors.data.ts'
import { addressOf, play, portalInUse, worked, type Situation } from './situation.ts'

/**
 * SPD-4, SCL-1: what a page reads is of its own practice. A query that forgets whose rows it wants reads forty times as much here. Before it is
 * one other and not none: a range that ends where the table ends is a row shorter.
 */
const organizations = 40

const rowsRead = (answer: Response): number => Number(/rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1] ?? Number.NaN)
const readers = ['Bo, the client', 'Theo, a therapist', 'Dana, an administrator'] as const
const pages = readers.flatMap((actor) =>
  doors.filter(({ method, answers }) => method === 'GET' && answers[actors.indexOf(actor)] === 'p').map(({ path }) => ({ actor, path })),
)

describe('SPD-4 a page reads the same with one organization beside it and with forty', () => {
  const before = new Map<string, number>()
  let situation: Situation
  const browsers = new Map<Actor, Browser | null>()
  const open = async ({ actor, path }: (typeof pages)[number]) =>
    rowsRead(await visit(browsers.get(actor) ?? null, addressOf(path, situation)))

  beforeAll(async () => {
    situation = await portalInUse()
    await worked(submit(null, '/dev/fill', { clients: 30, past: 60 }))
    for (const actor of readers) browsers.set(actor, await play(actor))
    await copyOrganization(env.DB, 'org_willow', 1)
    // Bo last here and first below: he reads who opened his record, and they do so in between.
    for (const page of pages.toReversed()) before.set(`${page.actor} ${page.path}`, await open(page))
    await copyOrganization(env.DB, 'org_willow', organizations - 1, 2)
  })

  test('they are there', async () => {
    const [first] = await rows(
      `SELECT count(DISTINCT organization_id) AS practices, count(*) AS appointments FROM appointments WHERE organization_id GLOB 'org_willow*'`,
    )
    expect(first).toMatchObject({ practices: organizations + 1 })
    expect(Number(first?.['appointments'])).toBeGreaterThan(organizations * 60)
  })

  test.each(pages)('$actor, $path', async (page) => {
    expect(await open(page)).toBeLessThanOrEqual(before.get(`${page.actor} ${page.path}`) ?? 0)
  })
})
