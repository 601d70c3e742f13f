-- SCH-1: a room is renamed and archived by its own form, so it carries the version that form has seen, as services and locations do.
ALTER TABLE rooms ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

-- Rooms are always looked up by where they are.
CREATE INDEX rooms_by_location ON rooms (organization_id, location_id);

-- What the set-up asks before it archives something: which appointments ahead use it. Only what still stands, so history stays outside.
CREATE INDEX appointments_active_by_service ON appointments (organization_id, service_id, starts_at) WHERE status IN ('requested', 'confirmed');
CREATE INDEX appointments_active_by_location ON appointments (organization_id, location_id, starts_at)
  WHERE location_id IS NOT NULL AND status IN ('requested', 'confirmed');
