-- A switch that is planned: which one it takes back, and whether what became of it has been read.

ALTER TABLE setting_schedules ADD COLUMN back_of TEXT;         -- the schedule whose switch it takes back
ALTER TABLE setting_schedules ADD COLUMN dismissed_at INTEGER; -- somebody has read that it was skipped
CREATE INDEX setting_schedules_shown ON setting_schedules (organization_id, due_at)
  WHERE cancelled_at IS NULL AND dismissed_at IS NULL AND outcome IS NOT 'done';
