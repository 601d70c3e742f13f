import { forgetCounters, forgetDrafts } from './accounts/jobs.ts'
import { expireRegistrations } from './accounts/registrations.ts'
import type { Env } from './env.ts'
import { sweepOutbox } from './notifications/jobs.ts'
import { applyEffects } from './settings/effects.ts'
import { runScheduledSwitches } from './settings/scheduled-switches.ts'
import { expireRequests } from './scheduling/jobs.ts'
import { expireStanding } from './scheduling/standing-jobs.ts'
import { remindOfRequests } from './scheduling/reminders.ts'
import { tendWaitlist } from './scheduling/waitlist-jobs.ts'

/** What the clock does, every minute. Each job is safe to run twice, and twice at once. */
export async function runSchedule(env: Env): Promise<void> {
  await expireRequests(env)
  await expireStanding(env)
  await remindOfRequests(env)
  await tendWaitlist(env)
  await expireRegistrations(env)
  await runScheduledSwitches(env)
  await applyEffects(env)
  await sweepOutbox(env)
  await forgetCounters(env)
  await forgetDrafts(env)
}
