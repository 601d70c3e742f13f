import { and, eq, isNull, sql } from 'drizzle-orm'
import { staff } from '../accounts/schema.ts'
import { clock } from '../clock.ts'
import { batch, read, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard } from '../system.ts'
import { lastDigest } from './digest-times.ts'

/**
 * NOT-6: writes the digest of every staff member who wants one a day, when its hour has come. It is written whether or not there is
 * something to tell: what it tells is counted when it is sent, since the one before, and one of nothing is not sent. Safe to run twice,
 * and twice at once; after a day without a clock it is one (decision 057).
 */
export async function writeDigests(env: Env, db: Database = firstShard(env)): Promise<void> {
  const now = clock.now()
  const { readers } = await read(db, {
    readers: db.orm
      .select()
      .from(staff)
      .where(and(eq(staff.emailNotices, sql`'digest'`), isNull(staff.deactivatedAt))),
  })
  const due = readers.flatMap(({ organizationId, id, zone, digestMinutes, digestSince, createdAt }) => {
    const at = lastDigest(zone, digestMinutes, now)
    return at > Math.max(digestSince ?? 0, createdAt) ? [{ organizationId, id, at }] : []
  })
  if (due.length === 0) return
  await batch(db, [
    db.orm.run(sql`
      INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, actor_kind, created_at, due_at)
      SELECT d.value->>'organizationId', 'out_' || lower(hex(randomblob(16))), 'staff_digest', 'person', d.value->>'id', (d.value->>'at') / 60000,
        'staff:' || (d.value->>'id'), 'system', ${now}, d.value->>'at'
      FROM json_each(${JSON.stringify(due)}) d
      WHERE true
      ON CONFLICT DO NOTHING`),
  ])
}

/** How a staff member wants her notices, for the batch of her own page: a digest begins with the first of its hours that is still ahead. */
export const chosenNotices = (
  now: number,
  chosen: { emailNotices: 'each' | 'digest' | 'none'; digestMinutes: number },
): Pick<typeof staff.$inferInsert, 'emailNotices' | 'digestMinutes' | 'digestSince'> => ({ ...chosen, digestSince: now })
