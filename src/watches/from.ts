/** Where an invariant begins to look: each text stands behind FROM. What it compares with is always everything, found by its indexes. */
export interface From {
  /** What stands before the statement. */
  before: string
  appointments: string
  /** Those that may be a wish to move another one. */
  wishes: string
  /** Everything whose versions are counted in the audit: how it is called there, and under which id. */
  versioned: string
  audit: string
  outbox: string
  holds: string
  /** Of forms (SCH-25). */
  keys: string
  /** What makes b another one than a: each pair once, where both are looked at. */
  other: string
}

export const kinds = "('appointment', 'setting', 'notification', 'override')"

export const everything: From = {
  before: '',
  appointments: 'appointments',
  wishes: 'appointments',
  versioned: [
    "SELECT organization_id, 'appointment' AS kind, id, version FROM appointments",
    "SELECT organization_id, CASE WHEN key GLOB 'notify_*' THEN 'notification' ELSE 'setting' END, key, version FROM settings",
    "SELECT organization_id, 'override', client_id || '/' || key, version FROM client_overrides",
  ].join(' UNION ALL '),
  audit: 'audit',
  outbox: 'outbox',
  holds: 'holds',
  keys: 'idempotency',
  other: 'a.id < b.id',
}

/**
 * What was touched since: the things named by the audit entries after `after` up to `until`, the last 2,000 e-mails and holds, the keys of forms
 * since an instant (epoch ms). However much there is beside it, this reads no more.
 */
export const touchedSince = (after: number, until: number, since: number): From => {
  const entries = `(SELECT * FROM audit WHERE seq > ${after} AND seq <= ${until})`
  const touched = (kind: string, table: string, key: string) =>
    `FROM touched t CROSS JOIN ${table} x WHERE t.kind ${kind} AND x.organization_id = t.organization_id AND ${key}`
  const latest = (table: string) => `(SELECT * FROM ${table} WHERE rowid > (SELECT max(rowid) FROM ${table}) - 2000)`
  return {
    before: `WITH touched AS MATERIALIZED (SELECT DISTINCT organization_id, entity_kind AS kind, entity_id AS id FROM ${entries}
      WHERE entity_version IS NOT NULL AND entity_kind IN ${kinds})`,
    appointments: `(SELECT x.* ${touched("= 'appointment'", 'appointments', 'x.id = t.id')})`,
    wishes: `(SELECT x.* ${touched("= 'appointment'", 'appointments', 'x.id = t.id')}
      UNION SELECT x.* ${touched("= 'appointment'", 'appointments', 'x.reschedule_of = t.id')})`,
    versioned: [
      `SELECT x.organization_id, t.kind AS kind, x.id, x.version ${touched("= 'appointment'", 'appointments', 'x.id = t.id')}`,
      `SELECT x.organization_id, t.kind, x.key, x.version ${touched("IN ('setting', 'notification')", 'settings', 'x.key = t.id')}`,
      `SELECT x.organization_id, t.kind, t.id, x.version ${touched("= 'override'", 'client_overrides', "x.client_id = substr(t.id, 1, instr(t.id, '/') - 1) AND x.key = substr(t.id, instr(t.id, '/') + 1)")}`,
    ].join(' UNION ALL '),
    audit: entries,
    outbox: latest('outbox'),
    holds: latest('holds'),
    keys: `(SELECT * FROM idempotency WHERE created_at > ${since})`,
    other: 'a.id <> b.id',
  }
}
