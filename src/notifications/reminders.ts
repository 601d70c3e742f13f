import { sql, type SQL } from 'drizzle-orm'
import { clock } from '../clock.ts'
import { batch, type Database } from '../db.ts'
import type { Env } from '../env.ts'
import { firstShard } from '../system.ts'

/** As many as one run writes for each kind of reader; the others are due a minute later, too. */
const atOnce = 20_000
/** A change in the minutes between a reminder's hour and the run of the clock that writes it is none that keeps it back. */
const slack = 2 * 60_000

/**
 * NOT-7: writes the reminders that are due, of every organization, in two statements: for clients, and for contacts with notices. A
 * reminder is due from so many elapsed hours before the start until half of them are over, for an appointment that already was as it is
 * when it became due; of several that are due at once, only the nearest. What is written is that it is due: whether it is still true, to
 * whom it goes and what it says is found out when it is sent. Safe to run twice, and twice at once (decision 056).
 */
export async function writeReminders(env: Env, db: Database = firstShard(env)): Promise<void> {
  const now = clock.now()
  await batch(db, [db.orm.run(reminders(now, clients)), db.orm.run(reminders(now, contacts(now)))])
}

const reminders = (now: number, readers: SQL) => sql`
  WITH chosen (hours) AS (
      SELECT j.value FROM organizations o, json_each(o.reminder_hours) j
      UNION
      SELECT j.value FROM notification_preferences p, json_each(CASE WHEN json_valid(p.value) THEN p.value ELSE '[]' END) j
        WHERE p.kind = 'reminder_hours'),
    due AS MATERIALIZED (
      SELECT a.organization_id, a.id, a.client_id, a.starts_at, h.hours
      FROM chosen h CROSS JOIN appointments a
      WHERE typeof(h.hours) = 'integer' AND h.hours BETWEEN 1 AND 336 AND a.status = 'confirmed'
        AND a.starts_at > ${now} + h.hours * 1800000 AND a.starts_at <= ${now} + h.hours * 3600000
        AND max(a.created_at, coalesce(a.answered_at, 0)) < a.starts_at - h.hours * 3600000
        AND a.updated_at < a.starts_at - h.hours * 3600000 + ${slack}),
    readers AS (${readers})
  INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at)
  SELECT r.organization_id, 'out_' || lower(hex(randomblob(16))), 'reminder', 'appointment', r.id, r.starts_at / 60000 * 1000 + min(r.hours),
    r.recipient, r.client_id, 'system', ${now}, r.starts_at - min(r.hours) * 3600000
  FROM readers r JOIN organizations o ON o.id = r.organization_id
  WHERE coalesce(${wish('reminder')}, '') <> 'off'
    AND EXISTS (SELECT 1 FROM json_each(coalesce(${ownHours}, o.reminder_hours)) WHERE value = r.hours)
    AND NOT EXISTS (SELECT 1 FROM outbox w WHERE w.organization_id = r.organization_id AND w.about_id = r.id AND w.event = 'reminder'
      AND w.recipient = r.recipient AND w.about_version BETWEEN r.starts_at / 60000 * 1000 + 1 AND r.starts_at / 60000 * 1000 + r.hours)
  GROUP BY r.organization_id, r.id, r.recipient
  LIMIT ${atOnce}
  ON CONFLICT DO NOTHING`

/** The clients themselves, where anything can be sent to them. */
const clients = sql`
  SELECT d.*, l.person_id, 'client:' || c.id AS recipient
  FROM due d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id
  LEFT JOIN client_logins l ON l.organization_id = c.organization_id AND l.client_id = c.id AND l.ended_at IS NULL
  WHERE c.archived_at IS NULL AND c.merged_into IS NULL AND c.discreet <> 'no_email' AND (l.person_id IS NOT NULL OR coalesce(c.safe_email, c.email) IS NOT NULL)`

/** Their contacts with notices, where contacts may act at all. */
const contacts = (now: number) => sql`
  SELECT d.*, c.person_id, 'contact:' || c.id AS recipient
  FROM due d JOIN grants g ON g.organization_id = d.organization_id AND g.client_id = d.client_id AND g.revoked_at IS NULL
  JOIN contacts c ON c.organization_id = g.organization_id AND c.id = g.contact_id AND (c.person_id IS NOT NULL OR c.email IS NOT NULL)
  WHERE EXISTS (SELECT 1 FROM json_each(g.permissions) WHERE value = 'notices')
    AND coalesce(g.valid_from_at, 0) <= ${now} AND coalesce(g.valid_until_at, ${now} + 1) > ${now}
    AND EXISTS (SELECT 1 FROM settings s WHERE s.organization_id = d.organization_id AND s.key = 'contact_access' AND s.value = 'on')
    AND NOT EXISTS (SELECT 1 FROM client_overrides v WHERE v.organization_id = d.organization_id AND v.client_id = d.client_id
      AND v.key = 'contact_access' AND v.value = 'off')`

/** What a reader wishes: by her account, or without one by who she is. */
const wish = (kind: string) => sql`coalesce(
  (SELECT p.value FROM notification_preferences p WHERE p.organization_id = r.organization_id AND p.whose = r.person_id AND p.kind = ${kind}),
  (SELECT p.value FROM notification_preferences p WHERE p.organization_id = r.organization_id AND p.whose = r.recipient AND p.kind = ${kind}))`

/** Her own hours, where they can be read (wishes.ts). */
const ownHours = sql`(SELECT CASE WHEN json_valid(w.hours) THEN w.hours END FROM (SELECT ${wish('reminder_hours')} AS hours) w)`
