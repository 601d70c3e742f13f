-- Requests (SCH-20..23): a wish to move an appointment, offers of other times, and where a therapist sees people by video.

ALTER TABLE appointments ADD COLUMN moved_from_at INTEGER;  -- of a wish to move (reschedule_of): the start it moves from, so that an undo finds back
ALTER TABLE appointments ADD COLUMN offered_at INTEGER;     -- of a request: since when it waits for the client, who was offered other times
ALTER TABLE staff ADD COLUMN telehealth_url TEXT NOT NULL DEFAULT ''
  CHECK (telehealth_url = '' OR (telehealth_url GLOB 'https://*' AND length(telehealth_url) <= 500));

CREATE INDEX appointments_wishes ON appointments (organization_id, reschedule_of) WHERE reschedule_of IS NOT NULL;

-- One open wish for an appointment, and only while that stands.
CREATE TRIGGER appointments_one_wish_insert BEFORE INSERT ON appointments WHEN NEW.status = 'requested' AND NEW.reschedule_of IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'stale') WHERE NOT EXISTS (
    SELECT 1 FROM appointments o WHERE o.organization_id = NEW.organization_id AND o.id = NEW.reschedule_of AND o.status = 'confirmed')
  OR EXISTS (
    SELECT 1 FROM appointments w WHERE w.organization_id = NEW.organization_id AND w.reschedule_of = NEW.reschedule_of AND w.status = 'requested');
END;

CREATE TRIGGER appointments_one_wish_update BEFORE UPDATE OF status ON appointments
WHEN NEW.status = 'requested' AND OLD.status <> 'requested' AND NEW.reschedule_of IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'stale') WHERE NOT EXISTS (
    SELECT 1 FROM appointments o WHERE o.organization_id = NEW.organization_id AND o.id = NEW.reschedule_of AND o.status = 'confirmed')
  OR EXISTS (
    SELECT 1 FROM appointments w WHERE w.organization_id = NEW.organization_id AND w.reschedule_of = NEW.reschedule_of AND w.status = 'requested'
      AND w.id <> NEW.id);
END;

-- What moves meets what a new one would meet: the client's own appointments and running holds. (That it meets the therapist's and the
-- room's appointments, appointments_no_overlap_update sees to already.)
CREATE TRIGGER appointments_moved BEFORE UPDATE OF starts_at, ends_at, blocked_from, blocked_until, staff_id, room_id ON appointments
WHEN NEW.override = 0 AND NEW.status IN ('requested', 'confirmed') AND OLD.status IN ('requested', 'confirmed')
  AND (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.staff_id <> OLD.staff_id OR NEW.room_id IS NOT OLD.room_id) BEGIN
  SELECT RAISE(ABORT, 'client_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.client_id = NEW.client_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at
      AND a.id <> NEW.id AND a.id IS NOT NEW.reschedule_of AND a.reschedule_of IS NOT NEW.id);
  SELECT RAISE(ABORT, 'hold_overlap') WHERE EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from
      AND h.expires_at > NEW.updated_at AND h.id IS NOT NEW.hold_id);
END;

-- As before (0002), but an offer of another time does not meet the request it answers, nor the appointment that one would move: taking
-- the offer gives both up. "Half an hour later" is the most usual offer of all. Nor do the offers of one request meet each other: one is taken.
DROP TRIGGER holds_no_overlap;
CREATE TRIGGER holds_no_overlap BEFORE INSERT ON holds BEGIN
  SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.staff_id = NEW.staff_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND NOT (NEW.purpose = 'counter_offer' AND (a.id = NEW.about_id OR a.id IS
        (SELECT r.reschedule_of FROM appointments r WHERE r.organization_id = NEW.organization_id AND r.id = NEW.about_id))));
  SELECT RAISE(ABORT, 'room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.room_id = NEW.room_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND NOT (NEW.purpose = 'counter_offer' AND (a.id = NEW.about_id OR a.id IS
        (SELECT r.reschedule_of FROM appointments r WHERE r.organization_id = NEW.organization_id AND r.id = NEW.about_id))));
  SELECT RAISE(ABORT, 'hold_overlap') WHERE EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND ((h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from) OR (h.blocked_from < NEW.ends_at AND h.blocked_until > NEW.starts_at))
      AND h.expires_at > NEW.created_at
      AND NOT (NEW.purpose = 'counter_offer' AND h.purpose = 'counter_offer' AND h.about_id IS NEW.about_id));
END;

CREATE INDEX holds_by_about ON holds (organization_id, about_id) WHERE about_id IS NOT NULL AND released_at IS NULL;
