import { lt } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { batch, controlDatabase, newMeter } from '../db.ts'
import type { Env } from '../env.ts'
import { draftLifetime } from './draft-forms.ts'
import { drafts } from './entry-schema.ts'
import { challenges, rateCounters } from './schema.ts'

const day = 86_400_000

/** ACC-5: text that waited a week for its form is thrown away, sealed as it is. */
export async function forgetDrafts(env: Env): Promise<void> {
  const control = controlDatabase(env, newMeter())
  await batch(control, [control.orm.delete(drafts).where(lt(drafts.updatedAt, clock.now() - draftLifetime))])
}

/** What only counted for a while is forgotten two days later: counters (ACC-7) and the challenges of passkeys. */
export async function forgetCounters(env: Env): Promise<void> {
  const control = controlDatabase(env, newMeter())
  const before = clock.now() - 2 * day
  await batch(control, [
    control.orm.delete(rateCounters).where(lt(rateCounters.windowStartsAt, before)),
    control.orm.delete(challenges).where(lt(challenges.expiresAt, before)),
  ])
}
