import { lt, sql } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { batch, controlDatabase, newMeter, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { draftLifetime } from './draft-forms.ts'
import { drafts } from './entry-schema.ts'
import { challenges, rateCounters } from './schema.ts'
import { isApart } from '../shards.ts'

const day = 86_400_000

/** ACC-5: text that waited a week for its form is thrown away, sealed as it is. */
export async function forgetDrafts(env: Env, db: Database = controlDatabase(env, newMeter())): Promise<void> {
  await batch(db, [db.orm.delete(drafts).where(lt(drafts.updatedAt, clock.now() - draftLifetime))])
}

/** What only counted for a while is forgotten two days later: counters (ACC-7), the challenges of passkeys, and on a shard which debts were paid. */
export async function forgetCounters(env: Env, shard: Database = controlDatabase(env, newMeter())): Promise<void> {
  const control = controlDatabase(env, newMeter())
  const before = clock.now() - 2 * day
  if (isApart(shard)) {
    // Longer than a debt is ever tried for by two at once.
    await batch(shard, [shard.orm.run(sql`DELETE FROM paid WHERE at < ${before}`)])
    return
  }
  await batch(control, [
    control.orm.delete(rateCounters).where(lt(rateCounters.windowStartsAt, before)),
    control.orm.delete(challenges).where(lt(challenges.expiresAt, before)),
  ])
}
