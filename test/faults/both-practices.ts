import { cast, cron, db, newKey, signIn, submit } from '../support/portal.ts'

/** Rows of willow, once more as cedar's, and somebody at cedar's door: both practices have something in every table with words. */
export async function fillBoth(): Promise<void> {
  await db().batch(missing.map((sql) => db().prepare(sql)))
  const amir = await signIn('amir')
  await submit(amir, '/cedar/login', { email: cast.amir.email })
  await submit(amir, '/account/email', { email: 'amir.new@cedar.example', key: newKey() })
  await submit('dana', '/account/email', { email: 'dana.new@willow.example', key: newKey() })
  await submit(null, '/willow/login', { email: cast.dana.email })
  await cron()
  const { results: tables } = await db()
    .prepare(
      "SELECT m.name, group_concat(p.name) AS columns FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB '_cf_*' GROUP BY m.name ORDER BY m.rowid",
    )
    .all<{ name: string; columns: string }>()
  const { results: triggers } = await db()
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all<{ name: string; sql: string }>()
  const copies = tables.flatMap(({ name, columns }) => {
    const all = columns.split(',').filter((one) => one !== 'seq')
    if (!all.includes('organization_id') || !isCopied(name)) return []
    const values = all.map((one) => (one === 'organization_id' ? "'org_cedar'" : one.endsWith('_hash') ? `substr(${one}, 2) || 'c'` : one))
    return [
      `INSERT OR IGNORE INTO ${name} (${all.join(', ')}) SELECT ${values.join(', ')} FROM ${name} WHERE organization_id = 'org_willow'`,
    ]
  })
  await db().batch(
    [
      'PRAGMA defer_foreign_keys = on',
      ...triggers.map(({ name }) => `DROP TRIGGER ${name}`),
      ...copies,
      ...triggers.map(({ sql }) => sql),
    ].map((sql) => db().prepare(sql)),
  )
}

/** What nothing in the situation is about. */
const missing = [
  `INSERT INTO client_overrides (organization_id, client_id, key, value, version, changed_at, changed_by, changed_by_name)
    VALUES ('org_willow', 'cli_ana', 'contact_access', 'inherit', 1, 1, 'per_dana', 'Dana')`,
  "INSERT INTO duplicate_dismissals VALUES ('org_willow', 'cli_ana', 'cli_nell', 1, 'Dana')",
  `INSERT INTO merges (organization_id, id, kept_id, merged_id, created_at, created_by, created_by_name, undone_at, undone_by_name)
    VALUES ('org_willow', 'mrg_one', 'cli_ana', 'cli_nell', 1, 'per_dana', 'Dana', 2, 'Dana')`,
  "INSERT INTO merge_moves (organization_id, merge_id, kind, row_id, was) VALUES ('org_willow', 'mrg_one', 'appointments', 'apt_none', '{}')",
  "INSERT INTO drafts VALUES ('org_willow', 'per_tess', 'request_note/none', '{}', unixepoch('2026-12-01') * 1000)",
  "INSERT INTO hours_changes VALUES ('org_willow', 'sta_tess', 1, 1, 'hours.none', '{}')",
  `INSERT INTO safe_addresses (organization_id, id, client_id, email, token_hash, created_at, created_by, created_by_name, expires_at, ended_at, ended_by_name)
    VALUES ('org_willow', 'sad_one', 'cli_max', 'safe.max@else.example', '${'a'.repeat(64)}', 1, 'per_dana', 'Dana', 2, 2, 'Dana')`,
  "UPDATE clients SET safe_email = 'safe.max@else.example', discreet_changed_by_name = 'Dana' WHERE id = 'cli_max'",
  `INSERT INTO outbox (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, created_at, due_at, failed_at, sent_to, settled_at, settled_as, settled_by_name)
    VALUES ('org_willow', 'out_phoned', 'created', 'appointment', 'apt_gone', 1, 'client:cli_max', 'cli_max', 1, 1, 2, 'max@else.example', 3, 'phoned', 'Dana')`,
  `INSERT INTO phone_notes (organization_id, id, client_id, outbox_id, note, created_at, created_by, created_by_name)
    VALUES ('org_willow', 'pho_one', 'cli_max', 'out_phoned', 'Told her mother.', 3, 'per_dana', 'Dana')`,
]

/** Whose id is one of the whole portal, or who would be at work in two practices. */
const isCopied = (table: string) =>
  !['directory', 'sessions', 'sign_ins', 'email_changes', 'idempotency', 'audit_seals', 'calendar_feeds'].includes(table)
