import type { LocalDatabase } from './local-database.ts'

/** Half an hour later: whatever was leased or waited when a portal was killed is due again. The clock of the portal stands there, and rings. */
export async function catchUp(url: string): Promise<void> {
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(url + path, { method: 'POST', headers: { Origin: url }, body: new URLSearchParams(fields) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  }
  await post('/dev/clock', { now: new Date(Date.now() + 30 * 60_000).toISOString() })
  for (let rings = 0; rings < 3; rings++) await post('/dev/cron', { only: 'due' })
}

/** NOT-20, once the clock has caught up: what was sent arrived, what arrived was recorded, and nothing that was due still waits. That none is there twice is an invariant. */
export const mailsAstray = (db: LocalDatabase): string[] =>
  texts(
    db,
    `SELECT 'sent and not arrived: ' || o.id AS text FROM outbox o WHERE o.sent_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dev_mail m WHERE m.id = o.id)
    UNION ALL SELECT 'arrived and not recorded: ' || m.id FROM dev_mail m LEFT JOIN outbox o ON o.id = m.id WHERE o.sent_at IS NULL
    UNION ALL SELECT 'waits: ' || o.id FROM outbox o WHERE o.sent_at IS NULL AND o.dropped_at IS NULL AND o.failed_at IS NULL
      AND o.due_at <= (SELECT CAST(value AS INTEGER) FROM dev_state WHERE key = 'clock')`,
  )

export const mailsArrived = (db: LocalDatabase): number => Number(texts(db, 'SELECT count(*) AS text FROM dev_mail')[0])

const texts = (db: LocalDatabase, sql: string): string[] =>
  db.raw
    .prepare(sql)
    .all()
    .map(({ text }) => String(text))
