import { env } from 'cloudflare:workers'

/** How long the fuzzers play, and what they play again (src/commands/fuzz.ts); `usual` is what `npm test` does. */
export function asked(usual: number): { numRuns: number; seed?: number; path?: string; endOnFailure: true } {
  const { runs, seed, path } = JSON.parse(env.FUZZ) as { runs?: number; seed?: number; path?: string }
  return { numRuns: runs ?? usual, ...(seed !== undefined && { seed }), ...(path && { path }), endOnFailure: true }
}

/** What no answer may hold: where the code is, what the database said, what a value was not. */
export const leaks = /\bat [\w$.<>]+ \(|\.tsx?:\d+|D1_ERROR|SQLITE_|\b(?:Type|Reference|Syntax|Range)Error\b|\[object Object\]|ZodError/

/** Says what was played, and how to play it again. */
export function report(what: string, outcome: { seed: number; counterexamplePath: string | null; failed: boolean }, sent: number): void {
  console.warn(`${what}: seed ${outcome.seed}, ${sent} requests`)
  if (outcome.failed)
    console.warn(`FAILED. To play it again: npm run fuzz -- --seed=${outcome.seed} --path ${outcome.counterexamplePath ?? ''}`)
}
