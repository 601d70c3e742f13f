-- The waitlist (SCH-28) and calendar feeds (SCH-42).

-- SCH-42: a calendar ignores what does not rise. The database counts, so that no way of changing an appointment can forget it.
CREATE TRIGGER appointments_calendar_sequence AFTER UPDATE OF status, starts_at, ends_at, staff_id, forum, location_id ON appointments
WHEN NEW.status <> OLD.status OR NEW.starts_at <> OLD.starts_at OR NEW.ends_at <> OLD.ends_at OR NEW.staff_id <> OLD.staff_id
  OR NEW.forum <> OLD.forum OR NEW.location_id IS NOT OLD.location_id BEGIN
  UPDATE appointments SET calendar_sequence = OLD.calendar_sequence + 1 WHERE organization_id = NEW.organization_id AND id = NEW.id;
END;

-- An address that was replaced or ended opens nothing any more; the row says since when.
ALTER TABLE calendar_feeds RENAME COLUMN rotated_at TO ended_at;
CREATE INDEX calendar_feeds_by_person ON calendar_feeds (organization_id, person_id) WHERE ended_at IS NULL;

ALTER TABLE waitlist_entries ADD COLUMN created_by TEXT NOT NULL DEFAULT '';     -- person
ALTER TABLE waitlist_entries ADD COLUMN known TEXT CHECK (json_valid(known));    -- starts that have been free all along, epoch ms; null: take stock at the next look
ALTER TABLE waitlist_entries ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0;      -- when to look for an earlier time again
ALTER TABLE waitlist_entries ADD COLUMN ended_because TEXT CHECK (ended_because IN ('accepted', 'left', 'removed', 'over'));
CREATE INDEX waitlist_by_client ON waitlist_entries (organization_id, client_id) WHERE ended_at IS NULL;
CREATE INDEX waitlist_to_look_at ON waitlist_entries (look_at) WHERE ended_at IS NULL;

ALTER TABLE waitlist_offers ADD COLUMN lapsed_at INTEGER;                        -- nobody answered in time, or the offer was taken back
CREATE INDEX waitlist_offers_by_entry ON waitlist_offers (organization_id, entry_id);
CREATE INDEX waitlist_offers_open ON waitlist_offers (expires_at) WHERE accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL;

-- A time becomes free: whoever waits for that therapist is looked at with the next cron, whatever freed it.
CREATE TRIGGER appointments_free_a_time AFTER UPDATE OF status, starts_at, ends_at, staff_id ON appointments
WHEN OLD.status IN ('requested', 'confirmed') AND (NEW.status NOT IN ('requested', 'confirmed') OR NEW.starts_at <> OLD.starts_at
  OR NEW.ends_at <> OLD.ends_at OR NEW.staff_id <> OLD.staff_id) BEGIN
  UPDATE waitlist_entries SET look_at = 0 WHERE organization_id = OLD.organization_id AND staff_id = OLD.staff_id AND ended_at IS NULL;
END;
CREATE TRIGGER holds_free_a_time AFTER UPDATE OF released_at ON holds WHEN OLD.released_at IS NULL AND NEW.released_at IS NOT NULL BEGIN
  UPDATE waitlist_entries SET look_at = 0 WHERE organization_id = OLD.organization_id AND staff_id = OLD.staff_id AND ended_at IS NULL;
END;
