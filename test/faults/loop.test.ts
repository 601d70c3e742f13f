import { env } from 'cloudflare:workers'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { complaints } from './judge.ts'
import { arrange, namesOfAddresses } from './arrange.ts'
import { play, told } from './play.ts'
import { modes, type Effect, type Mode } from './rig.ts'
import { byName } from './use-cases.ts'

/** Database, queue, rendering, transport and acknowledgement each fail in four ways at every place (rig.ts); then it becomes quiet. */
const counts = { runs: 0, of: 0, useCases: 0, by: {} as Record<string, number> }
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterAll(() => {
  const by = Object.entries(counts.by).map(([what, runs]) => `${what} ${runs}`)
  console.warn(`faults: ${counts.runs} runs of ${counts.of} over ${counts.useCases} use cases (${by.join(', ')})`)
})

test.each(byName)('NOT-20 %s: whatever fails, each reader is told once', async (_, useCase) => {
  const arranged = await arrange(useCase)
  const names = await namesOfAddresses()
  const calm = await play(arranged)
  expect(told(calm, names)).toEqual(useCase.tells)
  expect([calm.waiting, calm.untrue]).toEqual([0, []])
  expect(calm.rig.handed).toHaveLength(calm.mails.length)
  counts.useCases++

  const wrong: string[] = []
  for (const { at, mode, effect } of worthwhile(calm.rig.effects)) {
    const stormy = await play(arranged, { fault: { at, mode } })
    count(effect, mode)
    const found = complaints(calm, stormy, arranged, names)
    if (found.length > 0) wrong.push(`${effect.of}: ${effect.what}, effect ${at}, ${mode}: ${found.join('; ')}`)
  }
  expect(wrong).toEqual([])
})

/** A mishap that `npm run faults` plays; of the others than those at the change itself, `npm test` takes one in so many. */
const oneIn = 47
let dealt = 0

function worthwhile(effects: Effect[]): { at: number; mode: Mode; effect: Effect }[] {
  const all = effects.flatMap((effect, at) => modes.filter((mode) => differs(effect, mode)).map((mode) => ({ at, mode, effect })))
  counts.of += all.length
  return env.FAULTS === 'all' ? all : all.filter(({ effect, mode }) => isVital(effect, mode) || dealt++ % oneIn === 0)
}

/** Where nothing is left behind, a lost answer is as if it had not been asked, and failing from there on as failing at the next. */
const differs = ({ leaves }: Effect, mode: Mode) => leaves || mode === 'before' || mode === 'killed'

/** The batch of the change, and the wake after it; what the consumer leases and what it records. */
function isVital({ of, what, leaves }: Effect, mode: Mode): boolean {
  if (!leaves || of === 'cron') return false
  if (of === 'consumer') return what === 'database' && mode === 'lost'
  return mode === 'killed' || mode === (what === 'queue' ? 'before' : 'lost')
}

function count({ of, what }: Effect, mode: Mode): void {
  counts.runs++
  for (const name of [`${of}/${what}`, mode]) counts.by[name] = (counts.by[name] ?? 0) + 1
}
