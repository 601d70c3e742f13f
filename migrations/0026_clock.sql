-- What the clock writes: reminders of appointments, and digests (NOT-6, NOT-7).

CREATE INDEX appointments_confirmed ON appointments (starts_at) WHERE status = 'confirmed';  -- whose reminders are due, wherever

ALTER TABLE staff ADD COLUMN digest_minutes INTEGER NOT NULL DEFAULT 480 CHECK (digest_minutes BETWEEN 0 AND 1439); -- on her own clock, after midnight
ALTER TABLE staff ADD COLUMN digest_since INTEGER;  -- when she chose it, or its time: no digest of an hour before
CREATE INDEX staff_by_digest ON staff (email_notices) WHERE email_notices = 'digest' AND deactivated_at IS NULL;
CREATE INDEX outbox_of_staff ON outbox (organization_id, recipient, created_at) WHERE recipient GLOB 'staff:*';     -- what she was not told singly
