-- Series and standing requests (SCH-26, SCH-27): the answer of a standing request with who and when, and the ways in to both.
ALTER TABLE standing_requests ADD COLUMN answer TEXT NOT NULL DEFAULT '' CHECK (length(answer) <= 1000); -- the therapist's words
ALTER TABLE standing_requests ADD COLUMN answered_at INTEGER;
ALTER TABLE standing_requests ADD COLUMN answered_by TEXT;
ALTER TABLE standing_requests ADD COLUMN ended_at INTEGER;   -- withdrawn, expired: when
ALTER TABLE standing_requests ADD COLUMN ended_by TEXT;
CREATE INDEX standing_requests_open ON standing_requests (organization_id, staff_id, answer_by_at) WHERE status = 'requested';
CREATE INDEX standing_requests_by_client ON standing_requests (organization_id, client_id);
CREATE INDEX standing_requests_answered ON standing_requests (organization_id, staff_id, answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX appointments_by_series ON appointments (organization_id, series_id, starts_at) WHERE series_id IS NOT NULL;
