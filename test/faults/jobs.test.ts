import { beforeEach, expect, test } from 'vitest'
import { clock } from '../../src/clock.ts'
import type { Env } from '../../src/env.ts'
import { hearBatch } from '../../src/notifications/provider-jobs.ts'
import { jobs, runSchedule } from '../../src/schedule.ts'
import { arrange } from './arrange.ts'
import { chosen } from './choosing.ts'
import { counting, inThisPart } from './how-much.ts'
import { amongShards, jobsAtWork, type Job } from './jobs.data.ts'
import { doOnce, listen, wrongWith } from './once.ts'
import { invoke, type Rig } from './rig.ts'
import { differences, knownIn, wholeDatabase } from './whole.ts'
import { aReturnedEmail, aWordOf } from './word.ts'

/** What nobody waits for: the clock, and the queue of what a provider says. Whatever fails on the way, it is done once, a little later. */
const counts = counting('jobs')
beforeEach(listen)

type Names = keyof typeof jobsAtWork

test('SEC-6 every job of the clock is in the loop', () => {
  expect([...Object.keys(jobsAtWork), ...Object.keys(amongShards)].toSorted()).toEqual(Object.keys(jobs).toSorted())
})

test.each(inThisPart(Object.entries(jobsAtWork) as [Names, Job][]))(
  'SEC-6 the clock, %s: whatever fails, it is done once, a little later',
  async (name, { at, again = 5000, alerts }) => {
    const once = async (rig: Rig) => {
      for (let rings = 0; rings < 3; rings++) {
        await invoke(rig, 'cron', ({ env }) => runSchedule(env, { [name]: jobs[name] }))
        clock.stand(clock.now() + again)
      }
      return []
    }
    await playOne({ name, at, alerts, once })
  },
)

test('SEC-6 the queue of what a provider says: whatever fails, it is kept once', async () => {
  let id = ''
  const once = async (rig: Rig) => {
    for (let open = true, tries = 1; open && tries < 5; tries++) {
      const word = aWordOf(id, tries, () => (open = false))
      await invoke(rig, 'consumer', async ({ env }: { env: Env }) => await hearBatch(word, env))
      clock.stand(clock.now() + 5000)
    }
    return []
  }
  const at = async () => {
    id = await aReturnedEmail()
    return clock.now()
  }
  await playOne({ name: 'a word of the provider', at, once })
})

interface One {
  name: string
  at: Job['at']
  alerts?: string | undefined
  /** Lets it happen, until nothing of it is left. */
  once: (rig: Rig) => Promise<Response[]>
}

async function playOne({ name, at, alerts, once }: One): Promise<void> {
  const arranged = await arrange({ name, covers: [], at: async (situation) => minuteAfter(await at(situation)), tells: [] })
  const known = knownIn(arranged.snapshot)
  const before = await wholeDatabase(known)
  const calm = await doOnce(arranged, known, once)
  if (alerts) expect(calm.logged).toContain(alerts)
  else expect(differences(before, calm.whole)).not.toEqual([])
  expect([calm.untrue, calm.rig.unseen]).toEqual([[], []])
  counts.cases++

  const wrong: string[] = []
  for (const { at: effect, mode, effect: which } of chosen(calm.rig.effects, counts)) {
    const stormy = await doOnce(arranged, known, once, { at: effect, mode })
    const found = wrongWith(calm, stormy)
    if (alerts && !stormy.logged.includes(alerts)) found.push('nobody was told')
    if (found.length > 0) wrong.push(`${which.what}, effect ${effect}, ${mode}: ${found.join('; ')}`)
  }
  expect(wrong).toEqual([])
}

/** Whole minutes, so that what is done a few seconds later is done in the same one (whole.ts). */
const minuteAfter = (instant: number): number => Math.ceil(instant / 60_000) * 60_000
