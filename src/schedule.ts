import { forgetCounters, forgetDrafts } from './accounts/jobs.ts'
import { expireRegistrations } from './accounts/registrations.ts'
import { payDebts } from './across.ts'
import { Moving, type Database } from './db.ts'
import type { Env } from './env.ts'
import { writeDigests } from './notifications/digests.ts'
import { moveOrganizations } from './moving/moving.ts'
import { sweepOutbox } from './notifications/jobs.ts'
import { writeReminders } from './notifications/reminders.ts'
import { expireRequests } from './scheduling/jobs.ts'
import { remindOfRequests } from './scheduling/reminders.ts'
import { expireStanding } from './scheduling/standing-jobs.ts'
import { tendWaitlist } from './scheduling/waitlist-jobs.ts'
import { sealAudit } from './sealing/jobs.ts'
import { applyEffects } from './settings/effects.ts'
import { runScheduledSwitches } from './settings/scheduled-switches.ts'
import { everyShard } from './shards.ts'
import { lookAtEverything, lookAtWhatWasTouched } from './watches/jobs.ts'

/** Work of the clock, over one shard. */
type Job = (env: Env, shard: Database) => Promise<void>

/** What the clock does every minute, shard by shard, in this order: what has ended before what is told of it. Each job is safe to run twice, and twice at once. */
export const jobs = {
  payDebts,
  moveOrganizations,
  expireRequests,
  expireStanding,
  remindOfRequests,
  tendWaitlist,
  expireRegistrations,
  runScheduledSwitches,
  applyEffects,
  writeReminders,
  writeDigests,
  sweepOutbox,
  forgetCounters,
  forgetDrafts,
  sealAudit,
  lookAtWhatWasTouched,
  lookAtEverything,
}

/**
 * Runs them one after the other. One that fails keeps no other from its work: its name is logged, it is tried again in the next minute,
 * and the run as a whole counts as failed. Its error is not shown: it may hold what it was about.
 */
export async function runSchedule(env: Env, all: Record<string, Job> = jobs): Promise<void> {
  const failed: string[] = []
  for (const [name, job] of Object.entries(all)) {
    for (const shard of everyShard(env)) {
      try {
        await job(env, shard)
      } catch (error) {
        // An organization of this shard is being moved: the others' turn comes a minute later, too.
        if (!(error instanceof Moving)) failed.push(name)
      }
    }
  }
  if (failed.length === 0) return
  console.error(JSON.stringify({ event: 'scheduled_work_failed', jobs: failed }))
  throw new Error(`Scheduled work failed: ${failed.join(', ')}.`)
}
