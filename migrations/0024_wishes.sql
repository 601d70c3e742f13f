-- What people want of e-mails, and what a practice wants of them: discreet mode with a safe address, quiet hours.

ALTER TABLE clients ADD COLUMN safe_email TEXT CHECK (safe_email = lower(trim(safe_email))); -- confirmed: everything we send about her goes there, and nowhere else
ALTER TABLE clients ADD COLUMN safe_email_waits_until INTEGER;  -- one was asked for and is not confirmed yet: until then e-mails about her wait
ALTER TABLE clients ADD COLUMN discreet_changed_at INTEGER;
ALTER TABLE clients ADD COLUMN discreet_changed_by_name TEXT;

CREATE TABLE safe_addresses (                  -- who asked for which safe address when, and what became of it
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(trim(email))),
  token_hash TEXT NOT NULL,                    -- of the link in the e-mail that went there
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  ended_at INTEGER,                            -- another one was asked for, or the ordinary address is used again
  ended_by_name TEXT,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE UNIQUE INDEX safe_addresses_by_token ON safe_addresses (organization_id, token_hash);
CREATE INDEX safe_addresses_by_client ON safe_addresses (organization_id, client_id, created_at);
CREATE INDEX safe_addresses_by_email ON safe_addresses (organization_id, email, created_at);
CREATE UNIQUE INDEX safe_addresses_one ON safe_addresses (organization_id, client_id) WHERE ended_at IS NULL AND confirmed_at IS NULL; -- one waits at most

ALTER TABLE organizations ADD COLUMN quiet_hours TEXT NOT NULL DEFAULT '';            -- for whoever chose none of her own: 1260-480, or none
ALTER TABLE organizations ADD COLUMN mails_were TEXT CHECK (json_valid(mails_were));  -- how the practice's e-mails were before their last change, for its undo
