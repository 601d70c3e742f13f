import type { Base } from '../org/base.ts'
import { sql } from '../org/sql.ts'

export interface Line {
  text: string
  /** Somebody should look. */
  worry: boolean
}

const minutes = 60_000
/** The sweep comes every minute, and the tries of an e-mail that fails grow apart: the first quarter of an hour says nothing. */
const patience = 15 * minutes

/**
 * What the host wants to know and nobody outside may (/healthz says only that the Worker runs): whether the database has today's migrations, whether
 * e-mails leave, whether the clock does its work. Reads, and nothing of anybody: counts and ages.
 */
export async function standingOf(base: Base, migrations: string[], now: number): Promise<Line[]> {
  const [applied = [], [mail = {}] = [], [clock = {}] = [], [people = {}] = []] = await base.run([
    sql`SELECT name FROM d1_migrations`,
    sql`SELECT count(*) AS waiting, min(due_at) AS oldest, (SELECT count(*) FROM outbox WHERE failed_at > ${now - 24 * 60 * minutes}) AS failed,
        (SELECT max(sent_at) FROM outbox) AS last
      FROM outbox WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL AND due_at <= ${now}`,
    sql`SELECT (SELECT count(*) FROM setting_effects WHERE done_at IS NULL AND cancelled_at IS NULL AND due_at < ${now - patience})
      + (SELECT count(*) FROM setting_schedules WHERE done_at IS NULL AND cancelled_at IS NULL AND due_at < ${now - patience}) AS late`,
    sql`SELECT (SELECT count(*) FROM organizations) AS organizations, (SELECT count(*) FROM clients) AS clients,
      (SELECT count(*) FROM sessions WHERE ended_at IS NULL AND last_seen_at > ${now - patience}) AS here`,
  ])
  const has = new Set(applied.map(({ name }) => name))
  const missing = migrations.filter((name) => !has.has(name))
  const oldest = mail['oldest'] === null ? 0 : now - Number(mail['oldest'])
  return [
    {
      text: `Database: ${has.size} migrations${missing.length ? `, not applied: ${missing.join(', ')}` : ', all there'}`,
      worry: missing.length > 0,
    },
    { text: `E-mails due: ${mail['waiting']}${oldest > 0 ? `, the oldest for ${age(oldest)}` : ''}`, worry: oldest > patience },
    { text: `E-mails failed in the last day: ${mail['failed']}`, worry: Number(mail['failed']) > 0 },
    {
      text: mail['last'] === null ? 'No e-mail has left yet' : `The last e-mail left ${age(now - Number(mail['last']))} ago`,
      worry: false,
    },
    { text: `Work of the clock that is late: ${clock['late']}`, worry: Number(clock['late']) > 0 },
    { text: `Practices: ${people['organizations']}, clients: ${people['clients']}, people here now: ${people['here']}`, worry: false },
  ]
}

const age = (ms: number): string => (ms < 120 * minutes ? `${Math.round(ms / minutes)} min` : `${Math.round(ms / (60 * minutes))} h`)
