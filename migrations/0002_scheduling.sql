-- Scheduling: what a therapist sets up, what is asked for, and the database as referee of double bookings (SCH-24).

CREATE TABLE services (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 10 AND 480),
  price_cents INTEGER NOT NULL DEFAULT 0 CHECK (price_cents >= 0),
  in_person INTEGER NOT NULL DEFAULT 1 CHECK (in_person IN (0, 1)),
  telehealth INTEGER NOT NULL DEFAULT 1 CHECK (telehealth IN (0, 1)),
  buffer_before_minutes INTEGER NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  buffer_after_minutes INTEGER NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 240),
  bookable_online INTEGER NOT NULL DEFAULT 1 CHECK (bookable_online IN (0, 1)),
  for_new_clients INTEGER NOT NULL DEFAULT 1 CHECK (for_new_clients IN (0, 1)),
  for_existing_clients INTEGER NOT NULL DEFAULT 1 CHECK (for_existing_clients IN (0, 1)),
  sort INTEGER NOT NULL DEFAULT 0,
  archived_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  CHECK (in_person + telehealth >= 1)
) STRICT;

CREATE TABLE locations (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  zone TEXT NOT NULL,
  hide_address INTEGER NOT NULL DEFAULT 0 CHECK (hide_address IN (0, 1)),
  archived_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id)
) STRICT;

CREATE TABLE rooms (
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  name TEXT NOT NULL,
  archived_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id)
) STRICT;

CREATE TABLE offerings (                       -- which therapist offers which service, and where ('' location: telehealth only)
  organization_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  location_id TEXT,
  PRIMARY KEY (organization_id, staff_id, service_id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id)
) STRICT;

CREATE TABLE availability (                    -- a weekly window on the therapist's own wall clock
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- 1 Monday
  from_minute INTEGER NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute INTEGER NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
  service_ids TEXT CHECK (json_valid(service_ids)),   -- null: every service of the therapist
  location_id TEXT,
  forum TEXT CHECK (forum IN ('in_person', 'telehealth')), -- null: both
  valid_from TEXT,
  valid_until TEXT,
  every_weeks INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 12),
  anchor_date TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
  CHECK (from_minute < to_minute),
  CHECK (every_weeks = 1 OR anchor_date IS NOT NULL)
) STRICT;
CREATE INDEX availability_by_staff ON availability (organization_id, staff_id);

CREATE TABLE availability_exceptions (         -- extra hours, time off, holidays (staff_id null: the whole practice)
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  staff_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('extra', 'off')),
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  from_minute INTEGER NOT NULL DEFAULT 0 CHECK (from_minute BETWEEN 0 AND 1439),
  to_minute INTEGER NOT NULL DEFAULT 1440 CHECK (to_minute BETWEEN 1 AND 1440),
  label TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  CHECK (from_date <= until_date AND from_minute < to_minute)
) STRICT;
CREATE INDEX availability_exceptions_by_staff ON availability_exceptions (organization_id, staff_id, until_date);

CREATE TABLE appointment_series (              -- SCH-26: the rule; its occurrences are rows
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  every_weeks INTEGER NOT NULL CHECK (every_weeks BETWEEN 1 AND 12),
  first_date TEXT NOT NULL,
  wall_minute INTEGER NOT NULL,
  zone TEXT NOT NULL,
  until_date TEXT,
  count INTEGER CHECK (count BETWEEN 1 AND 200),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id)
) STRICT;

CREATE TABLE appointments (                    -- a request is an appointment that nobody has answered (SCH-20)
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  location_id TEXT,
  room_id TEXT,
  forum TEXT NOT NULL CHECK (forum IN ('in_person', 'telehealth')),
  status TEXT NOT NULL CHECK (status IN ('requested', 'confirmed', 'declined', 'withdrawn', 'expired',
    'cancelled', 'late_cancelled', 'completed', 'no_show', 'deleted')),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  blocked_from INTEGER NOT NULL,               -- with the buffers that this appointment asks for
  blocked_until INTEGER NOT NULL,
  zone TEXT NOT NULL,                          -- the therapist's, when it was made
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 1000),       -- the client's words
  answer TEXT NOT NULL DEFAULT '' CHECK (length(answer) <= 1000),   -- the therapist's words
  answer_by_at INTEGER,                        -- SCH-22: the visible deadline of an open request
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,                    -- person
  created_by_kind TEXT NOT NULL CHECK (created_by_kind IN ('client', 'contact', 'staff', 'visitor')),
  answered_at INTEGER,
  answered_by TEXT,
  updated_at INTEGER NOT NULL,                 -- the portal's clock for the triggers below: SQL has no other
  ended_at INTEGER,                            -- cancelled, withdrawn, deleted, expired: when
  ended_by TEXT,
  hold_id TEXT,                                -- the hold this was made from; it does not stand in its own way
  series_id TEXT,
  reschedule_of TEXT,                          -- a client's wish to move that appointment; it stands until this is answered
  override INTEGER NOT NULL DEFAULT 0 CHECK (override IN (0, 1)), -- staff knowingly put it over an open request
  calendar_sequence INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, location_id) REFERENCES locations (organization_id, id),
  FOREIGN KEY (organization_id, room_id) REFERENCES rooms (organization_id, id),
  FOREIGN KEY (organization_id, series_id) REFERENCES appointment_series (organization_id, id),
  FOREIGN KEY (organization_id, reschedule_of) REFERENCES appointments (organization_id, id),
  CHECK (ends_at > starts_at AND ends_at - starts_at <= 28800000),
  CHECK (blocked_from <= starts_at AND blocked_until >= ends_at AND blocked_until - blocked_from <= 86400000)
) STRICT;
CREATE INDEX appointments_active_by_staff ON appointments (organization_id, staff_id, starts_at) WHERE status IN ('requested', 'confirmed');
CREATE INDEX appointments_active_by_room ON appointments (organization_id, room_id, starts_at) WHERE room_id IS NOT NULL AND status IN ('requested', 'confirmed');
CREATE INDEX appointments_open ON appointments (organization_id, staff_id, answer_by_at) WHERE status = 'requested';
CREATE INDEX appointments_by_client ON appointments (organization_id, client_id, starts_at);
CREATE INDEX appointments_answered ON appointments (organization_id, staff_id, answered_at) WHERE answered_at IS NOT NULL;

CREATE TABLE holds (                           -- a short claim on a time while a person finishes a form, or an offer waits
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  room_id TEXT,
  purpose TEXT NOT NULL CHECK (purpose IN ('visitor', 'counter_offer', 'waitlist')),
  about_id TEXT,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  blocked_from INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  released_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, room_id) REFERENCES rooms (organization_id, id),
  CHECK (ends_at > starts_at AND ends_at - starts_at <= 28800000),
  CHECK (blocked_from <= starts_at AND blocked_until >= ends_at AND blocked_until - blocked_from <= 86400000)
) STRICT;
CREATE INDEX holds_by_staff ON holds (organization_id, staff_id, starts_at) WHERE released_at IS NULL;
CREATE INDEX holds_by_room ON holds (organization_id, room_id, starts_at) WHERE room_id IS NOT NULL AND released_at IS NULL;

-- The referee. Two intervals collide when the core of one meets the other with its buffers. An appointment lasts at most
-- 8 h and blocks at most 24 h, so only starts within 24 h either side can collide: that bound keeps history out of the scan.
--   confirmed against confirmed: never.
--   anything new against an open request or a running hold: only when staff override knowingly.
--   answering a request (requested -> confirmed and back, same time) meets confirmed appointments only.
CREATE TRIGGER appointments_no_overlap_insert BEFORE INSERT ON appointments WHEN NEW.status IN ('requested', 'confirmed') BEGIN
  SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.staff_id = NEW.staff_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND (a.status = 'confirmed' OR NEW.override = 0)
      AND a.id IS NOT NEW.reschedule_of);
  SELECT RAISE(ABORT, 'room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.room_id = NEW.room_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND (a.status = 'confirmed' OR NEW.override = 0)
      AND a.id IS NOT NEW.reschedule_of);
  SELECT RAISE(ABORT, 'client_overlap') WHERE NEW.override = 0 AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.client_id = NEW.client_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at
      AND a.id IS NOT NEW.reschedule_of);
  SELECT RAISE(ABORT, 'hold_overlap') WHERE NEW.override = 0 AND EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from
      AND h.expires_at > NEW.updated_at AND h.id IS NOT NEW.hold_id);
END;

CREATE TRIGGER appointments_no_overlap_update BEFORE UPDATE OF status, starts_at, ends_at, blocked_from, blocked_until, staff_id, room_id ON appointments
WHEN NEW.status IN ('requested', 'confirmed') BEGIN
  SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.staff_id = NEW.staff_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND a.id <> NEW.id AND a.id IS NOT NEW.reschedule_of AND a.reschedule_of IS NOT NEW.id
      AND (a.status = 'confirmed' OR (NEW.override = 0 AND NOT (OLD.status IN ('requested', 'confirmed')
        AND NEW.starts_at = OLD.starts_at AND NEW.ends_at = OLD.ends_at AND NEW.staff_id = OLD.staff_id))));
  SELECT RAISE(ABORT, 'room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.room_id = NEW.room_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at))
      AND a.id <> NEW.id AND a.id IS NOT NEW.reschedule_of AND a.reschedule_of IS NOT NEW.id
      AND (a.status = 'confirmed' OR NEW.override = 0));
  SELECT RAISE(ABORT, 'client_overlap') WHERE NEW.override = 0 AND OLD.status NOT IN ('requested', 'confirmed') AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.client_id = NEW.client_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at
      AND a.id <> NEW.id AND a.id IS NOT NEW.reschedule_of AND a.reschedule_of IS NOT NEW.id);
  SELECT RAISE(ABORT, 'hold_overlap') WHERE NEW.override = 0 AND OLD.status NOT IN ('requested', 'confirmed') AND EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from
      AND h.expires_at > NEW.updated_at AND h.id IS NOT NEW.hold_id);
END;

CREATE TRIGGER holds_no_overlap BEFORE INSERT ON holds BEGIN
  SELECT RAISE(ABORT, 'appointment_overlap') WHERE EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.staff_id = NEW.staff_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at)));
  SELECT RAISE(ABORT, 'room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM appointments a
    WHERE a.organization_id = NEW.organization_id AND a.room_id = NEW.room_id AND a.status IN ('requested', 'confirmed')
      AND a.starts_at > NEW.starts_at - 86400000 AND a.starts_at < NEW.starts_at + 86400000
      AND ((a.starts_at < NEW.blocked_until AND a.ends_at > NEW.blocked_from) OR (a.blocked_from < NEW.ends_at AND a.blocked_until > NEW.starts_at)));
  SELECT RAISE(ABORT, 'hold_overlap') WHERE EXISTS (
    SELECT 1 FROM holds h
    WHERE h.organization_id = NEW.organization_id AND (h.staff_id = NEW.staff_id OR h.room_id = NEW.room_id) AND h.released_at IS NULL
      AND h.starts_at > NEW.starts_at - 86400000 AND h.starts_at < NEW.starts_at + 86400000
      AND ((h.starts_at < NEW.blocked_until AND h.ends_at > NEW.blocked_from) OR (h.blocked_from < NEW.ends_at AND h.blocked_until > NEW.starts_at))
      AND h.expires_at > NEW.created_at);
END;

CREATE TABLE counter_offers (                  -- SCH-23: up to three held times instead of a decline
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  appointment_id TEXT NOT NULL,
  hold_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  accepted_at INTEGER,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, appointment_id, position),
  FOREIGN KEY (organization_id, appointment_id) REFERENCES appointments (organization_id, id),
  FOREIGN KEY (organization_id, hold_id) REFERENCES holds (organization_id, id)
) STRICT;

CREATE TABLE standing_requests (               -- SCH-27: "every Tuesday 17:00"
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  forum TEXT NOT NULL CHECK (forum IN ('in_person', 'telehealth')),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  wall_minute INTEGER NOT NULL CHECK (wall_minute BETWEEN 0 AND 1439),
  every_weeks INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks BETWEEN 1 AND 12),
  first_date TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL CHECK (status IN ('requested', 'confirmed', 'declined', 'withdrawn', 'expired')),
  series_id TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  answer_by_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id)
) STRICT;

CREATE TABLE waitlist_entries (                -- SCH-28: "tell me if something earlier opens"
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  service_id TEXT NOT NULL,
  forum TEXT NOT NULL CHECK (forum IN ('in_person', 'telehealth')),
  before_at INTEGER,
  appointment_id TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, appointment_id) REFERENCES appointments (organization_id, id)
) STRICT;
CREATE INDEX waitlist_waiting ON waitlist_entries (organization_id, staff_id, created_at) WHERE ended_at IS NULL;

CREATE TABLE waitlist_offers (
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  hold_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  declined_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES waitlist_entries (organization_id, id),
  FOREIGN KEY (organization_id, hold_id) REFERENCES holds (organization_id, id)
) STRICT;

CREATE TABLE calendar_feeds (                  -- SCH-42: a secret address, rotatable
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('therapist', 'client')),
  about_id TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  created_at INTEGER NOT NULL,
  rotated_at INTEGER,
  PRIMARY KEY (organization_id, id)
) STRICT;
