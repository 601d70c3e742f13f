import { beforeAll, describe, expect, test } from 'vitest'
import { submit, visit, type Browser } from '../support/portal.ts'
import { changes } from './changes.ts'
import { actors, doors, type Actor } from './doors.data.ts'
import { addressOf, play, portalInUse, worked, type Situation } from './situation.ts'

/**
 * SPD-4: what a door reads does not grow with what has happened. An index that comes later can take a query over from the one it was written
 * for; then this fails, long before anybody waits.
 */
const past = 2000
/** As many clients share it: what one client's page reads of her own appointments grows with her, not with the practice. */
const clients = 120
/** Lists of what was are cut off, and a list that was nearly empty is then full. */
const cutOff = 120

const rowsRead = (answer: Response): number => Number(/rows-read=(\d+)/.exec(answer.headers.get('X-Database') ?? '')?.[1] ?? Number.NaN)
const readers = ['Bo, the client', 'Theo, a therapist', 'Dana, an administrator'] as const
const pages = readers.flatMap((actor) =>
  doors.filter(({ method, answers }) => method === 'GET' && answers[actors.indexOf(actor)] === 'p').map(({ path }) => ({ actor, path })),
)

describe('SPD-4 a page reads the same whatever has happened', () => {
  const before = new Map<string, number>()
  let situation: Situation
  const browsers = new Map<Actor, Browser | null>()
  const open = async ({ actor, path }: (typeof pages)[number]) =>
    rowsRead(await visit(browsers.get(actor) ?? null, addressOf(path, situation)))

  beforeAll(async () => {
    situation = await inUse()
    for (const actor of readers) browsers.set(actor, await play(actor))
    for (const page of pages) before.set(`${page.actor} ${page.path}`, await open(page))
    await worked(submit(null, '/dev/fill', { past }))
  })

  test.each(pages)('$actor, $path', async (page) => {
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
