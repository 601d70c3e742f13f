/**
 * SCH-20..25 as a game: whatever people do, in whatever order and at once, the portal and a model of twenty lines a rule agree after every step.
 * `npm run model -- --runs 20000` plays longer; `--seed` and `--path` play again what failed.
 */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { rows } from '../../support/portal.ts'
import type { Command } from './act.ts'
import { commands, crowd } from './commands.ts'
import { newModel } from './model.ts'
import { beginSequence, makeWorld, Portal, type Counts } from './portal.ts'
import { switchable, type Choices } from './world.ts'

const asked: { runs?: number; seed?: number; path?: string } = JSON.parse(env.MODEL)
const runs = asked.runs ?? 200
/** The length of a sequence is anything up to this. What finds nothing to aim at is no step: fifty are played on average. */
const commandsAtMost = 140

const choices: fc.Arbitrary<Choices> = fc.record({
  on: fc.subarray([...switchable]),
  scheduleWithin24h: fc.boolean(),
  cancelWithin24h: fc.boolean(),
})

const played = (counts: Counts, from: fc.Arbitrary<Command> = commands) =>
  fc.asyncProperty(choices, fc.commands([from], { maxCommands: commandsAtMost, size: 'max' }), async (chosen, sequence) => {
    if (counts.sequences++ % 500 === 0) await makeWorld()
    await beginSequence(chosen)
    try {
      await fc.asyncModelRun(() => ({ model: newModel(chosen), real: new Portal(counts) }), sequence)
    } catch (error) {
      if (counts.failedAfter === null)
        console.warn(`after ${(counts.failedAfter = counts.sequences)} sequences: ${String(error)}\n${difference(error)}`)
      throw error
    }
  })

/** What fails is told at once: finding a short way to it takes minutes. */
const newCounts = (): Counts => ({ sequences: 0, steps: 0, failedAfter: null, by: {} })

beforeAll(makeWorld)

test('SCH-24 a crowd that wants one time is no trouble', { timeout: 180_000 }, async () => {
  await fc.assert(played({ ...newCounts(), sequences: 1 }, crowd), { numRuns: 3 })
})

test(
  `SCH-20 SCH-24 SCH-25 the portal and the model agree after every step of ${runs} sequences`,
  { timeout: 60_000 + runs * 10_000 },
  async () => {
    const counts = newCounts()
    const startedAt = performance.now()
    const outcome = await fc.check(played(counts), {
      numRuns: runs,
      ...(asked.seed !== undefined && { seed: asked.seed }),
      ...(asked.path && { path: asked.path }),
    })
    console.warn(report(counts, outcome.seed, performance.now() - startedAt))
    if (outcome.failed)
      console.warn(
        `FAILED. To play it again: npm run model -- --seed=${outcome.seed} --path ${(outcome.counterexamplePath ?? '').split(':')[0]}`,
      )
    expect(
      outcome.failed,
      `${fc.defaultReportMessage(outcome)}\n${String(outcome.errorInstance)}\n${difference(outcome.errorInstance)}`,
    ).toBe(false)
    if (runs >= 200 && !asked.path)
      expect(
        Object.entries(counts.by).filter(([, outcomes]) => !Object.keys(outcomes).some(isDone)),
        'every verb was let do something',
      ).toEqual([])
  },
)

test(
  'SCH-24 the test bites: without the overlap triggers two at once are let in, and the model says so',
  { timeout: 180_000 },
  async () => {
    const triggers = await rows<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%_overlap''%'",
    )
    for (const { name } of triggers) await rows(`DROP TRIGGER ${name}`)
    try {
      const counts = { ...newCounts(), sequences: 1, failedAfter: 0 }
      const outcome = await fc.check(played(counts, crowd), { numRuns: 20, endOnFailure: true })
      expect(triggers.map(({ name }) => name)).toContain('appointments_no_overlap_insert')
      expect(outcome.failed, `${counts.steps} steps without the triggers, and nothing was noticed`).toBe(true)
      expect(String(outcome.errorInstance)).toMatch(/two at one time|the outcome of neither order|the model says/)
    } finally {
      for (const { sql } of triggers) await rows(sql)
    }
  },
)

const isDone = (outcome: string): boolean => outcome === 'done' || outcome.startsWith('303')

/** What only one of two lists holds, portal first: the whole lists are too long to read. */
function difference(error: unknown): string {
  const { actual, expected } = (error ?? {}) as { actual?: unknown; expected?: unknown }
  if (!Array.isArray(actual) || !Array.isArray(expected)) return ''
  const [portal, model] = [actual, expected].map((list) => list.map((one) => JSON.stringify(Object.entries(one).toSorted())))
  const only = (list: string[], other: string[]) => list.filter((one) => !other.includes(one)).join('\n  ')
  return `portal:\n  ${only(portal ?? [], model ?? [])}\nmodel:\n  ${only(model ?? [], portal ?? [])}`
}

function report({ sequences, steps: taken, by }: Counts, seed: number, ms: number): string {
  const lines = Object.entries(by).map(([command, outcomes]) => {
    const total = Object.values(outcomes).reduce((sum, n) => sum + n, 0)
    const each = Object.entries(outcomes).toSorted(([, a], [, b]) => b - a)
    return `  ${command.padEnd(10)} ${String(total).padStart(6)}  ${each.map(([outcome, n]) => `${outcome} ${n}`).join(', ')}`
  })
  return `model: seed ${seed}, ${sequences} sequences, ${taken} steps in ${(ms / 1000).toFixed(1)} s (${(ms / taken).toFixed(2)} ms a step)\n${lines.toSorted().join('\n')}`
}
