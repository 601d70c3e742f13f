/** What holds whatever the model says: a query whose answer, if it has a row, is something broken. Each knows the time as ?1. */

const standing = "a.status IN ('requested', 'confirmed') AND b.status IN ('requested', 'confirmed')"
const meet = `((a.starts_at < b.blocked_until AND b.blocked_from < a.ends_at) OR (b.starts_at < a.blocked_until AND a.blocked_from < b.ends_at))`
/** Staff put one of them over an open request, knowingly; or the one is the wish to move the other. */
const meant = `(((a.override = 1 OR b.override = 1) AND (a.status = 'requested' OR b.status = 'requested'))
  OR a.reschedule_of IS b.id OR b.reschedule_of IS a.id)`
const held = 'h.released_at IS NULL AND h.expires_at > ?1'

export const invariants = [
  {
    name: 'SCH-24 no therapist has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.staff_id = b.staff_id
      WHERE ${standing} AND ${meet} AND NOT ${meant}`,
  },
  {
    name: 'SCH-24 no room has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.room_id = b.room_id
      WHERE ${standing} AND ${meet} AND NOT ${meant}`,
  },
  {
    name: 'SCH-10 no client has two at one time',
    sql: `SELECT a.id, b.id AS other, ?1 AS at FROM appointments a JOIN appointments b ON a.id < b.id AND a.client_id = b.client_id
      WHERE ${standing} AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at AND NOT ${meant}`,
  },
  {
    name: 'SCH-20 a wish to move stands only beside what it would move, and alone',
    sql: `SELECT w.id, o.id AS other, ?1 AS at FROM appointments w LEFT JOIN appointments o ON o.id = w.reschedule_of
      WHERE w.reschedule_of IS NOT NULL AND (w.status = 'confirmed' OR w.status = 'requested' AND (o.status <> 'confirmed' OR o.staff_id <> w.staff_id
        OR EXISTS (SELECT 1 FROM appointments v WHERE v.reschedule_of = o.id AND v.status = 'requested' AND v.id <> w.id)))`,
  },
  {
    name: 'SCH-24 nothing stands in a time that is held for somebody else',
    sql: `SELECT h.id, a.id AS other FROM holds h JOIN appointments a ON (a.staff_id = h.staff_id OR a.room_id = h.room_id) AND a.override = 0
      WHERE ${held} AND a.status IN ('requested', 'confirmed') AND a.hold_id IS NOT h.id AND h.about_id IS NOT a.id
        AND a.id IS NOT (SELECT r.reschedule_of FROM appointments r WHERE r.id = h.about_id)
        AND ${meet.replaceAll('b.', 'h.')}`,
  },
  {
    name: 'SCH-24 no two holds meet, but those of one request, of which one is taken',
    sql: `SELECT a.id, b.id AS other FROM holds a JOIN holds b ON a.id < b.id AND (a.staff_id = b.staff_id OR a.room_id = b.room_id)
      WHERE a.released_at IS NULL AND a.expires_at > ?1 AND b.released_at IS NULL AND b.expires_at > ?1 AND ${meet}
        AND NOT (a.purpose = 'counter_offer' AND b.purpose = 'counter_offer' AND a.about_id IS b.about_id)`,
  },
  {
    name: 'SCH-28 one offer at a time to whoever waits',
    sql: `SELECT o.entry_id, ?1 AS at FROM waitlist_offers o WHERE o.accepted_at IS NULL AND o.declined_at IS NULL AND o.lapsed_at IS NULL
      GROUP BY o.entry_id HAVING count(*) > 1`,
  },
  {
    name: 'NOT-20 one e-mail of an event, version and recipient',
    sql: `SELECT about_id, about_version, event, recipient, ?1 AS at FROM outbox GROUP BY about_id, about_version, event, recipient HAVING count(*) > 1`,
  },
]
