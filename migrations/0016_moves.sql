-- SCH-24, SCH-26: a confirmed appointment that is moved meets what a new one meets. The triggers of 0002 look at the client's own
-- appointments and at holds only when an appointment becomes active; a move (confirmed before and after, another time or therapist) is
-- looked at here. Staff may knowingly put it over an open request or a hold (override), never over a confirmed appointment.
CREATE TRIGGER appointments_no_overlap_move BEFORE UPDATE OF starts_at, ends_at, blocked_from, blocked_until, staff_id, room_id ON appointments
WHEN OLD.status = 'confirmed' AND NEW.status = 'confirmed'
  AND (NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.staff_id <> OLD.staff_id OR NEW.room_id IS NOT OLD.room_id) BEGIN
  SELECT RAISE(ABORT, 'client_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.client_id = NEW.client_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at
      AND (a.status = 'confirmed' OR NEW.override = 0)
      AND a.id <> NEW.id AND a.id IS NOT NEW.reschedule_of AND a.reschedule_of IS NOT NEW.id);
  SELECT RAISE(ABORT, 'hold_overlap') WHERE NEW.override = 0 AND EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from
      AND h.expires_at > NEW.updated_at AND h.id IS NOT NEW.hold_id);
END;

-- An override is about open requests and holds: a client is never in two confirmed appointments at once.
CREATE TRIGGER appointments_one_client_once BEFORE INSERT ON appointments WHEN NEW.status = 'confirmed' AND NEW.override = 1 BEGIN
  SELECT RAISE(ABORT, 'client_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.client_id = NEW.client_id AND a.status = 'confirmed'
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at
      AND a.id IS NOT NEW.reschedule_of);
END;

-- SCH-40: the calendar shows what took place, too; a range of one therapist's time, however long the history (SPD-4).
CREATE INDEX appointments_by_staff ON appointments (organization_id, staff_id, starts_at);
