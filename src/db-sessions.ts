import type { Database } from './db.ts'

/** What a batch of this request goes through: the database itself, or its session. */
export function batchOf({ d1, session, shard = 'DB', meter }: Database): Pick<D1Database, 'batch'> {
  if (session) return session
  if (!meter.sessions) return d1
  const own = meter.sessions.get(shard) ?? d1.withSession('first-primary')
  meter.sessions.set(shard, own)
  return own
}
