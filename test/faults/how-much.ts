import { env } from 'cloudflare:workers'
import { afterAll } from 'vitest'

/** `npm run faults` (src/commands/faults.ts) plays everything, in two halves at once; `npm test` a sample of it. */
const { all = false, half } = JSON.parse(env.FAULTS || '{}') as { all?: boolean; half?: number }
export const playsAll = all

/** Every second one, where this is one of two runners. */
export const inThisHalf = <T>(list: readonly T[]): T[] => list.filter((_, at) => half === undefined || at % 2 === half)

/** What a loop has played, said when it is over: the command adds up the halves. */
export function counting(loop: string) {
  const counts = { runs: 0, of: 0, cases: 0 }
  afterAll(() => console.warn(`faults: ${JSON.stringify({ loop, ...counts })}`))
  return counts
}
