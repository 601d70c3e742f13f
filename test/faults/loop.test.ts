import { beforeEach, expect, test, vi } from 'vitest'
import { mishaps, type Mishap } from './choosing.ts'
import { complaints } from './judge.ts'
import { arrange, namesOfAddresses } from './arrange.ts'
import { counting, inThisPart, playsAll } from './how-much.ts'
import { play, told } from './play.ts'
import type { Effect, Mode } from './rig.ts'
import { byName } from './use-cases.ts'

/** Database, queue, rendering, transport and acknowledgement each fail in four ways at every place (rig.ts); then it becomes quiet. */
const counts = counting('e-mails')
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))

test.each(inThisPart(byName))('NOT-20 %s: whatever fails, each reader is told once', async (_, useCase) => {
  const arranged = await arrange(useCase)
  const names = await namesOfAddresses()
  const calm = await play(arranged)
  expect(told(calm, names)).toEqual(useCase.tells)
  expect([calm.waiting, calm.untrue]).toEqual([0, []])
  expect(calm.rig.handed).toHaveLength(calm.mails.length)
  counts.cases++

  const wrong: string[] = []
  for (const { at, mode, effect } of worthwhile(calm.rig.effects)) {
    const stormy = await play(arranged, { fault: { at, mode } })
    counts.runs++
    const found = complaints(calm, stormy, arranged, names)
    if (found.length > 0) wrong.push(`${effect.of}: ${effect.what}, effect ${at}, ${mode}: ${found.join('; ')}`)
  }
  expect(wrong).toEqual([])
})

/** A mishap that `npm run faults` plays; of the others than those at the change itself, `npm test` takes one in so many. */
const oneIn = 47
let dealt = 0

function worthwhile(effects: Effect[]): Mishap[] {
  const all = mishaps(effects)
  counts.of += all.length
  return playsAll ? all : all.filter(({ effect, mode }) => isVital(effect, mode) || dealt++ % oneIn === 0)
}

/** The batch of the change, and the wake after it; what the consumer leases and what it records. */
function isVital({ of, what, leaves }: Effect, mode: Mode): boolean {
  if (!leaves || of === 'cron') return false
  if (of === 'consumer') return what === 'database' && mode === 'lost'
  return mode === 'killed' || mode === (what === 'queue' ? 'before' : 'lost')
}
