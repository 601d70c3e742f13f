import { command } from './quiet.ts'
import { type Tally, vitest } from './steps.ts'

/** How many runners in all, and how many of them at once. */
const [parts, atOnce] = [6, 2]

/**
 * `npm run faults`: every form, every job of the clock and everything that is told by e-mail, once for every effect it has and every way in which
 * that can go wrong, and under every weather of the queue and the clock (test/faults; decisions 059, 073); `npm test` plays
 * a sample of it. Two parts at once, and several one after the other: the local queue keeps a timer for every message of a runner, and takes
 * 10,000. `-- doors` chooses files by what their path contains.
 */
await command(async () => {
  const wanted = process.argv.slice(2)
  const files = wanted.length > 0 ? wanted.map((name) => `test/faults/${name}`) : ['test/faults/']
  const heard: string[] = []
  const tallies: Tally[] = []
  const lane = async (first: number) => {
    for (let part = first; part < parts; part += atOnce) {
      const env = { FAULTS: JSON.stringify({ all: true, part, parts }) }
      tallies.push(await vitest('vitest.config.ts', files, { held: true, env, hears: (text) => void heard.push(text) }))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, (_, first) => lane(first)))
  for (const [loop, { runs, of, cases }] of loopsIn(heard.join('\n'))) console.log(`${loop}: ${runs} runs of ${of}, over ${cases}`)
  for (const failure of tallies.flatMap(({ failures = [] }) => failures)) console.log(`FAILED ${failure}`)
  const failed = tallies.reduce((sum, one) => sum + one.failed, 0)
  if (failed > 0) process.exitCode = 1
  console.log(`${tallies.reduce((sum, one) => sum + one.passed, 0)} passed, ${failed} failed`)
})

interface Counts {
  runs: number
  of: number
  cases: number
}

/** What each loop said it had played (test/faults/how-much.ts), the parts added up. */
function loopsIn(text: string): Map<string, Counts> {
  const loops = new Map<string, Counts>()
  for (const [, json = ''] of text.matchAll(/faults: (\{"loop".*\})/g)) {
    const { loop, ...more } = JSON.parse(json) as Counts & { loop: string }
    const { runs, of, cases } = loops.get(loop) ?? { runs: 0, of: 0, cases: 0 }
    loops.set(loop, { runs: runs + more.runs, of: of + more.of, cases: cases + more.cases })
  }
  return loops
}
