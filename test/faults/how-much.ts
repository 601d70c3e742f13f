import { env } from 'cloudflare:workers'
import { afterAll } from 'vitest'

/** `npm run faults` (src/commands/faults.ts) plays everything, in parts; `npm test` a sample of it. */
const { all = false, part = 0, parts = 1 } = JSON.parse(env.FAULTS || '{}') as { all?: boolean; part?: number; parts?: number }
export const playsAll = all

/** Those of this runner: all, where it is alone. */
export const inThisPart = <T>(list: readonly T[]): T[] => list.filter((_, at) => at % parts === part)

/** What a loop has played, said when it is over: the command adds up the parts. */
export function counting(loop: string) {
  const counts = { runs: 0, of: 0, cases: 0 }
  afterAll(() => console.warn(`faults: ${JSON.stringify({ loop, ...counts })}`))
  return counts
}
