/**
 * So many appointments whose 48-hour reminder is due now, evenly over so many practices: a client each, half of them with an account, a
 * twentieth with wishes of their own, an e-mail of the appointment's making in the outbox. Answers when "now" is.
 */
export async function seed(d1: D1Database, count: number, organizations: number): Promise<{ now: number }> {
  const now = Math.floor(Date.now() / 60_000) * 60_000
  const each = Math.ceil(count / organizations)
  /** A therapist has ten hours of them. */
  const therapists = Math.ceil(each / 10)
  const numbers = (many: number) => `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${many - 1})`
  const org = `'org_' || (n.i / ${each})`
  await run(d1, [
    `${numbers(organizations)} INSERT INTO organizations (id, slug, name, phone, zone, created_at)
      SELECT 'org_' || n.i, 'practice-' || n.i, 'Practice', '', 'America/New_York', 1 FROM n`,
    `${numbers(organizations)} INSERT INTO services (organization_id, id, name, duration_minutes) SELECT 'org_' || n.i, 'svc', 'Session', 50 FROM n`,
    `${numbers(organizations * therapists)} INSERT INTO staff (organization_id, id, person_id, name, zone, therapist, created_at)
      SELECT 'org_' || (n.i / ${therapists}), 'sta_' || (n.i % ${therapists}), 'per_sta_' || n.i, 'Therapist', 'America/New_York', 1, 1 FROM n`,
    `${numbers(count)} INSERT INTO people (id, name, email, created_at) SELECT 'per_' || n.i, 'Ana Client', 'person' || n.i || '@client.example', 1 FROM n WHERE n.i % 2 = 0`,
    `${numbers(count)} INSERT INTO clients (organization_id, id, name, sort_name, email, created_at)
      SELECT ${org}, 'cli_' || n.i, 'Ana Client', 'client ana', 'client' || n.i || '@client.example', 1 FROM n`,
    `${numbers(count)} INSERT INTO client_logins (organization_id, client_id, person_id, created_at)
      SELECT ${org}, 'cli_' || n.i, 'per_' || n.i, 1 FROM n WHERE n.i % 2 = 0`,
    `${numbers(count)} INSERT INTO notification_preferences (organization_id, whose, kind, value, changed_at)
      SELECT ${org}, 'per_' || n.i, 'reminder_hours', '[48,24]', 1 FROM n WHERE n.i % 20 = 0`,
    `${numbers(count)} INSERT INTO appointments (organization_id, id, client_id, staff_id, service_id, forum, status, starts_at, ends_at,
        blocked_from, blocked_until, zone, created_at, created_by, created_by_kind, updated_at)
      SELECT ${org}, 'apt_' || n.i, 'cli_' || n.i, 'sta_' || (n.i % ${each} / 10), 'svc', 'telehealth', 'confirmed', t.at, t.at + 3000000,
        t.at, t.at + 3000000, 'America/New_York', 1, 'system', 'staff', 1
      FROM n JOIN (SELECT value AS i, ${now} + 48 * 3600000 - value * 3600000 AS at FROM json_each('[0,1,2,3,4,5,6,7,8,9]')) t ON t.i = n.i % 10`,
    `INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, created_at, due_at, sent_at)
      SELECT organization_id, 'out_' || id, 'created', 'appointment', id, 1, 'client:' || client_id, client_id, 1, 1, 1 FROM appointments`,
  ])
  return { now }
}

async function run(d1: D1Database, statements: string[]): Promise<void> {
  for (const statement of statements) await d1.prepare(statement).run()
}
