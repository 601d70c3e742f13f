import { beforeAll, describe, expect, test } from 'vitest'
import { submit } from '../support/portal.ts'
import { changes } from './changes.ts'
import { countingRows, pagesOfReaders, rowsRead } from './rows-read.ts'
import { portalInUse, worked, type Situation } from './situation.ts'

/**
 * SPD-4: what a door reads does not grow with what has happened. An index that comes later can take a query over from the one it was written
 * for; then this fails, long before anybody waits.
 */
const past = 2000
/** As many clients share it: what one client's page reads of her own appointments grows with her, not with the practice. */
const clients = 120
/** Lists of what was are cut off, and a list that was nearly empty is then full. */
const cutOff = 120

describe('SPD-4 a page reads the same whatever has happened', () => {
  const before = new Map<string, number>()
  let open: Awaited<ReturnType<typeof countingRows>>

  beforeAll(async () => {
    open = await countingRows(await inUse())
    for (const page of pagesOfReaders) before.set(`${page.actor} ${page.path}`, await open(page))
    await worked(submit(null, '/dev/fill', { past }))
  })

  test.each(pagesOfReaders)('$actor, $path', async (page) => {
    expect(await open(page)).toBeLessThanOrEqual((before.get(`${page.actor} ${page.path}`) ?? 0) + cutOff)
  })
})

describe('SPD-4 a change reads the same whatever has happened', () => {
  test.each(Object.entries(changes))('%s', async (_, make) => {
    const before = rowsRead(await make(await inUse(), {}))
    const situation = await inUse()
    await worked(submit(null, '/dev/fill', { past }))
    expect(rowsRead(await make(situation, {}))).toBeLessThanOrEqual(before + cutOff)
  })
})

async function inUse(): Promise<Situation> {
  const situation = await portalInUse()
  await worked(submit(null, '/dev/fill', { clients }))
  return situation
}
