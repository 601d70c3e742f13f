import { everything, kinds, type From } from './from.ts'

/**
 * What is true of the data whatever happened to the portal: facts/security.md 3.8, as SQL that answers what breaks it. Reads only, and asks
 * nothing of Node: the clock looks over D1 in production (jobs.ts), `node src/commands/invariants.ts [folder]` at a local portal's data.
 */
export interface Invariant {
  name: string
  /** Answers a row for everything that breaks it, `what` naming it by ids only (SEC-4). */
  sql: string
}

/** As D1Database: whatever can prepare a statement and run it. */
export interface Readable {
  prepare(sql: string): { all(): Promise<{ results: Record<string, unknown>[]; meta?: { rows_read?: number } }> }
}

export interface Finding {
  name: string
  /** What breaks it: ids, fifty at most. */
  broken: string[]
  /** How many rows the database read for it; 0 where it does not say. */
  rowsRead: number
}

/** Looks at every invariant, one after the other. */
export async function checkInvariants(db: Readable, list: Invariant[] = invariants): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, sql } of list) {
    const { results, meta } = await db.prepare(`SELECT what FROM (${sql}) LIMIT 50`).all()
    findings.push({ name, broken: results.map(({ what }) => String(what)), rowsRead: meta?.rows_read ?? 0 })
  }
  return findings
}

/** An invariant, asked of everything or of a part (from.ts). */
interface Rule {
  name: string
  sql: (from: From) => string
  /** It cannot be asked of a part: it reads whole tables whatever was touched. */
  onlyOfEverything?: true
}

/** Two appointments that both stand. The one is not a wish to move the other, and nobody knowingly put it over an open request. */
const bothStand = ({
  other,
}: From) => `a.organization_id = b.organization_id AND ${other} AND a.status IN ('requested', 'confirmed') AND b.status IN ('requested', 'confirmed')
  AND a.reschedule_of IS NOT b.id AND b.reschedule_of IS NOT a.id`
const knowingly = "((a.override = 1 OR b.override = 1) AND 'requested' IN (a.status, b.status))"
/** The core of one meets the other with its buffers; b starts within a day of a, because nothing is longer. */
const collide = `b.starts_at > a.starts_at - 86400000 AND b.starts_at < a.starts_at + 86400000
  AND ((a.starts_at < b.blocked_until AND a.ends_at > b.blocked_from) OR (a.blocked_from < b.ends_at AND a.blocked_until > b.starts_at))`

const rules: Rule[] = [
  {
    name: 'every version has exactly one audit entry',
    sql: (
      from,
    ) => `SELECT e.kind || ' ' || e.id || ': version ' || e.version || ', entries ' || count(u.seq) AS what FROM (${from.versioned}) e
      LEFT JOIN audit u ON u.organization_id = e.organization_id AND u.entity_id = e.id AND u.entity_kind = e.kind AND u.entity_version IS NOT NULL
      GROUP BY e.organization_id, e.kind, e.id
      HAVING count(u.seq) <> e.version OR count(DISTINCT u.entity_version) <> e.version OR min(u.entity_version) <> 1 OR max(u.entity_version) <> e.version`,
  },
  {
    name: 'no audit entry of what is not there',
    sql: (from) => `SELECT u.entity_kind || ' ' || u.entity_id || ' of entry ' || u.seq AS what FROM ${from.audit} u
      LEFT JOIN (${from.versioned}) e ON e.organization_id = u.organization_id AND e.kind = u.entity_kind AND e.id = u.entity_id
      WHERE u.entity_kind IN ${kinds} AND u.entity_version IS NOT NULL AND (e.id IS NULL OR u.entity_version > e.version)`,
  },
  {
    name: 'versions and audit entries add up',
    onlyOfEverything: true,
    sql: (from) => `SELECT versions || ' versions, ' || entries || ' entries' AS what FROM
      (SELECT (SELECT sum(version) FROM (${from.versioned})) AS versions, (SELECT count(*) FROM audit WHERE entity_kind IN ${kinds} AND entity_version IS NOT NULL) AS entries)
      WHERE coalesce(versions, 0) <> entries`,
  },
  {
    name: 'the last audit entry tells the status',
    sql: (from) => `SELECT a.id || ': ' || a.status || ' after ' || u.action AS what FROM ${from.appointments} a
      JOIN audit u ON u.organization_id = a.organization_id AND u.entity_id = a.id AND u.entity_version = a.version
      WHERE a.status <> CASE u.action WHEN 'request.made' THEN 'requested' WHEN 'request.answer_undone' THEN 'requested' WHEN 'request.confirmed' THEN 'confirmed'
        WHEN 'request.declined' THEN 'declined' WHEN 'request.expired' THEN 'expired' WHEN 'appointment.withdrawn' THEN 'withdrawn'
        WHEN 'appointment.cancelled' THEN 'cancelled' WHEN 'appointment.late_cancelled' THEN 'late_cancelled' ELSE a.status END`,
  },
  {
    name: 'a status comes with its time and author',
    sql: (from) => `SELECT id || ': ' || status AS what FROM ${from.appointments} a WHERE
      (status = 'requested' AND (answer_by_at IS NULL OR answered_at IS NOT NULL OR ended_at IS NOT NULL))
      OR (status = 'declined' AND (answered_at IS NULL OR answered_by IS NULL))
      OR (status IN ('withdrawn', 'expired', 'cancelled', 'late_cancelled', 'deleted') AND (ended_at IS NULL OR ended_by IS NULL))`,
  },
  {
    name: 'no therapist has two at one time',
    sql: (from) =>
      `SELECT a.id || ' and ' || b.id AS what FROM ${from.appointments} a JOIN appointments b ON b.staff_id = a.staff_id AND ${bothStand(from)} AND ${collide} AND NOT ${knowingly}`,
  },
  {
    name: 'no client has two at one time',
    sql: (
      from,
    ) => `SELECT a.id || ' and ' || b.id AS what FROM ${from.appointments} a JOIN appointments b ON b.client_id = a.client_id AND ${bothStand(from)}
      AND b.starts_at > a.starts_at - 86400000 AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at AND a.override = 0 AND b.override = 0`,
  },
  {
    name: 'a wish to move stands only beside what it would move, and alone',
    sql: (
      from,
    ) => `SELECT w.id || ' of ' || w.reschedule_of AS what FROM ${from.wishes} w LEFT JOIN appointments o ON o.organization_id = w.organization_id AND o.id = w.reschedule_of
      WHERE w.reschedule_of IS NOT NULL AND (w.status = 'confirmed' OR (w.status = 'requested' AND (o.status IS NOT 'confirmed' OR o.staff_id <> w.staff_id
        OR EXISTS (SELECT 1 FROM appointments v WHERE v.organization_id = w.organization_id AND v.reschedule_of = o.id AND v.status = 'requested' AND v.id <> w.id))))`,
  },
  {
    name: 'no room has two at one time',
    sql: (from) =>
      `SELECT a.id || ' and ' || b.id AS what FROM ${from.appointments} a JOIN appointments b ON b.room_id = a.room_id AND ${bothStand(from)} AND ${collide} AND NOT ${knowingly}`,
  },
  {
    name: 'no appointment was made over a running hold',
    sql: (
      from,
    ) => `SELECT a.id || ' over ' || h.id AS what FROM ${from.holds} h JOIN appointments a ON a.organization_id = h.organization_id
      AND (a.staff_id = h.staff_id OR a.room_id = h.room_id) AND a.status IN ('requested', 'confirmed') AND a.override = 0 AND a.hold_id IS NOT h.id
      AND a.starts_at < h.blocked_until AND a.starts_at > h.blocked_from - 86400000 AND a.ends_at > h.blocked_from
      WHERE h.released_at IS NULL AND a.created_at >= h.created_at AND a.created_at < h.expires_at
      AND NOT (h.purpose = 'counter_offer' AND (a.id = h.about_id OR a.id IS
        (SELECT r.reschedule_of FROM appointments r WHERE r.organization_id = h.organization_id AND r.id = h.about_id)))`,
  },
  {
    name: 'every hold ends',
    sql: (from) =>
      `SELECT id AS what FROM ${from.holds} h WHERE expires_at <= created_at OR expires_at > created_at + 7 * 86400000 OR released_at < created_at`,
  },
  {
    name: 'an e-mail is about a change that was made',
    // A reminder is of an appointment as it is, a digest of what ended in one: neither has a change of its own. The first look for it is by an index.
    sql: (
      from,
    ) => `SELECT o.id AS what FROM ${from.outbox} o WHERE CASE WHEN o.event = 'reminder' THEN NOT EXISTS (SELECT 1 FROM appointments a
        WHERE a.organization_id = o.organization_id AND a.id = o.about_id)
      WHEN o.event = 'digest' THEN NOT EXISTS (SELECT 1 FROM outbox g
          WHERE g.organization_id = o.organization_id AND g.client_id = o.client_id AND g.recipient = o.about_id AND g.reason = 'digest')
        AND NOT EXISTS (SELECT 1 FROM outbox g WHERE g.organization_id = o.organization_id AND g.recipient = o.about_id AND g.reason = 'digest')
      ELSE CASE o.about_kind
      WHEN 'appointment' THEN NOT EXISTS (SELECT 1 FROM appointments a JOIN audit u ON u.organization_id = a.organization_id AND u.entity_id = a.id
        AND u.entity_version = o.about_version WHERE a.organization_id = o.organization_id AND a.id = o.about_id AND a.version >= o.about_version)
      WHEN 'sign_in' THEN NOT EXISTS (SELECT 1 FROM sign_ins s WHERE s.id = o.about_id)
      WHEN 'client' THEN NOT EXISTS (SELECT 1 FROM standing_requests r WHERE r.organization_id = o.organization_id AND r.id = o.about_id AND r.version >= o.about_version)
        AND NOT EXISTS (SELECT 1 FROM waitlist_offers w WHERE w.organization_id = o.organization_id AND w.id = o.about_id)
      ELSE 0 END END`,
  },
  {
    name: 'no e-mail twice, and one end each',
    sql: (
      from,
    ) => `SELECT about_id || ' version ' || about_version || ' ' || event AS what FROM ${from.outbox} o GROUP BY organization_id, about_id, about_version, event, recipient, again_no HAVING count(*) > 1
      UNION ALL SELECT id FROM ${from.outbox} o WHERE (sent_at IS NOT NULL) + (dropped_at IS NOT NULL) + (failed_at IS NOT NULL) > 1`,
  },
  {
    name: 'every new request is told to therapist and client',
    sql: (
      from,
    ) => `SELECT u.entity_id AS what FROM ${from.audit} u WHERE u.action = 'request.made' AND 2 <> (SELECT count(*) FROM outbox o WHERE o.organization_id = u.organization_id
      AND o.about_id = u.entity_id AND o.about_version = u.entity_version AND o.again_no = 0 AND (o.event = 'new_request' OR (o.event = 'request_received' AND o.recipient GLOB 'client:*')))`,
  },
  {
    name: 'a remembered key leads to what is there',
    sql: (from) => `SELECT i.key || ' to ' || i.location AS what FROM ${from.keys} i WHERE instr(i.location, 'apt_') > 0 AND NOT EXISTS
      (SELECT 1 FROM appointments a WHERE a.organization_id = i.organization_id AND a.id = substr(i.location, instr(i.location, 'apt_'), 26))`,
  },
  {
    name: 'clients are on the lists they belong to',
    onlyOfEverything: true,
    sql: () => `SELECT client_id || ' on ' || list AS what FROM (SELECT organization_id, client_id, sort_name, list FROM client_lists
        EXCEPT SELECT organization_id, client_id, sort_name, list FROM client_directory)
      UNION ALL SELECT client_id || ' not on ' || list FROM (SELECT organization_id, client_id, sort_name, list FROM client_directory
        EXCEPT SELECT organization_id, client_id, sort_name, list FROM client_lists)`,
  },
  {
    name: 'who works or signs in here is somebody',
    onlyOfEverything: true,
    sql: () => `SELECT id AS what FROM staff WHERE person_id NOT IN (SELECT id FROM people)
      UNION ALL SELECT client_id FROM client_logins WHERE person_id NOT IN (SELECT id FROM people)
      UNION ALL SELECT id FROM contacts WHERE person_id NOT IN (SELECT id FROM people)`,
  },
  {
    name: 'no row points to what is not there',
    onlyOfEverything: true,
    sql: () => `SELECT "table" || ' row ' || coalesce(rowid, '?') || ' to ' || parent AS what FROM pragma_foreign_key_check`,
  },
  { name: 'the assertion table is empty', sql: () => 'SELECT ok AS what FROM assert_one' },
]

/** Of everything there is. Reads all of it: by night, and by command. */
export const invariants: Invariant[] = rules.map(({ name, sql }) => ({ name, sql: sql(everything) }))

/** Those that can be asked of a part, of that part. */
export const invariantsOf = (from: From): Invariant[] =>
  rules.filter(({ onlyOfEverything }) => !onlyOfEverything).map(({ name, sql }) => ({ name, sql: `${from.before} ${sql(from)}` }))
