import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { copyOrganization } from '../../src/dev/copies.ts'
import { rows, submit } from '../support/portal.ts'
import { countingRows, pagesOfReaders } from './rows-read.ts'
import { portalInUse, worked } from './situation.ts'

/**
 * SPD-4, SCL-1: what a page reads is of its own practice. A query that forgets whose rows it wants reads forty times as much here. Before it is
 * one other and not none: a range that ends where the table ends is a row shorter.
 */
const organizations = 40

describe('SPD-4 a page reads the same with one organization beside it and with forty', () => {
  const before = new Map<string, number>()
  let open: Awaited<ReturnType<typeof countingRows>>

  beforeAll(async () => {
    const situation = await portalInUse()
    await worked(submit(null, '/dev/fill', { clients: 30, past: 60 }))
    open = await countingRows(situation)
    await copyOrganization(env.DB, 'org_willow', 1)
    for (const page of pagesOfReaders) await open(page) // Bo reads who opened his record: they have all done so now
    // Noted after the answer: what the client reads of it is measured last.
    for (const page of pagesOfReaders.toReversed()) before.set(`${page.actor} ${page.path}`, await open(page))
    await copyOrganization(env.DB, 'org_willow', organizations - 1, 2)
  })

  test('they are there', async () => {
    const [first] = await rows(
      `SELECT count(DISTINCT organization_id) AS practices, count(*) AS appointments FROM appointments WHERE organization_id GLOB 'org_willow*'`,
    )
    expect(first).toMatchObject({ practices: organizations + 1 })
    expect(Number(first?.['appointments'])).toBeGreaterThan(organizations * 60)
  })

  test.each(pagesOfReaders)('$actor, $path', async (page) => {
    expect(await open(page)).toBeLessThanOrEqual(before.get(`${page.actor} ${page.path}`) ?? 0)
  })
})
