-- Accounts: what a proved address is for, sessions that can be named, invitations, registrations, duplicates.

------------------------------------------------------------------------------------------------------------------ control

-- What somebody wants who asks for a code: nothing but to sign in, or to take up something once she has proved her address.
ALTER TABLE sign_ins ADD COLUMN intent_kind TEXT CHECK (intent_kind IN ('registration', 'invitation', 'staff_invitation', 'step_up'));
ALTER TABLE sign_ins ADD COLUMN intent_id TEXT;
CREATE INDEX sign_ins_by_intent ON sign_ins (intent_id) WHERE intent_id IS NOT NULL;

-- A session has a name for its page (ACC-6): what the cookie holds, and its hash, are shown to nobody.
ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';   -- city and country as the edge guesses them; no address
ALTER TABLE sessions ADD COLUMN method TEXT NOT NULL DEFAULT 'code' CHECK (method IN ('code', 'link', 'passkey', 'development'));
UPDATE sessions SET id = 'ses_' || lower(hex(randomblob(16)));
CREATE UNIQUE INDEX sessions_by_id ON sessions (id);
CREATE TRIGGER sessions_named AFTER INSERT ON sessions WHEN NEW.id = '' BEGIN
  UPDATE sessions SET id = 'ses_' || lower(hex(randomblob(16))) WHERE token_hash = NEW.token_hash;
END;

ALTER TABLE passkeys ADD COLUMN backed_up INTEGER NOT NULL DEFAULT 0 CHECK (backed_up IN (0, 1));

ALTER TABLE email_changes ADD COLUMN organization_id TEXT NOT NULL DEFAULT '';
ALTER TABLE email_changes ADD COLUMN old_email TEXT NOT NULL DEFAULT '';
CREATE INDEX email_changes_by_person ON email_changes (person_id, created_at);

CREATE INDEX rate_counters_by_age ON rate_counters (window_starts_at);
CREATE INDEX challenges_by_age ON challenges (expires_at);

--------------------------------------------------------------------------------------------------------- the organization

CREATE TABLE staff_invitations (               -- somebody is asked to work here; the roles are what she gets when she accepts
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(trim(email))),
  administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
  therapist INTEGER NOT NULL DEFAULT 0 CHECK (therapist IN (0, 1)),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  CHECK (administrator + therapist >= 1)
) STRICT;
CREATE INDEX staff_invitations_open ON staff_invitations (organization_id, created_at) WHERE used_at IS NULL AND revoked_at IS NULL;

---------------------------------------------------------------------------------------------------------------- clients

CREATE TABLE invitation_batches (              -- one sending to one or many clients; how far it is, its rows in the outbox say
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  message TEXT NOT NULL DEFAULT '' CHECK (length(message) <= 2000),
  form_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(form_ids)),
  total INTEGER NOT NULL CHECK (total >= 1),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT;

ALTER TABLE invitations ADD COLUMN batch_id TEXT;
ALTER TABLE invitations ADD COLUMN created_by_name TEXT NOT NULL DEFAULT '';
ALTER TABLE invitations ADD COLUMN used_by TEXT;                  -- person
ALTER TABLE invitations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX invitations_by_batch ON invitations (organization_id, batch_id) WHERE batch_id IS NOT NULL;

-- What a visitor wished for when she came by the New Appointment Link; the time itself is in her hold (LNK-7).
ALTER TABLE registrations ADD COLUMN service_id TEXT;
ALTER TABLE registrations ADD COLUMN forum TEXT CHECK (forum IN ('in_person', 'telehealth'));
ALTER TABLE registrations ADD COLUMN location_id TEXT;
ALTER TABLE registrations ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN language TEXT CHECK (language IN ('en', 'es'));
ALTER TABLE registrations ADD COLUMN appointment_id TEXT;
ALTER TABLE registrations ADD COLUMN decided_by_name TEXT;
CREATE INDEX registrations_by_person ON registrations (organization_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX registrations_by_client ON registrations (organization_id, client_id) WHERE client_id IS NOT NULL;

ALTER TABLE shortcut_links ADD COLUMN created_by_name TEXT NOT NULL DEFAULT '';

-- LNK-5: the same number however it is written: its last ten digits.
ALTER TABLE clients ADD COLUMN phone_digits TEXT GENERATED ALWAYS AS (
  nullif(substr(replace(replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '+', ''),
    char(160), ''), -10), '')) VIRTUAL;
CREATE INDEX clients_by_phone ON clients (organization_id, phone_digits) WHERE phone_digits IS NOT NULL;
CREATE INDEX clients_by_birth_date ON clients (organization_id, birth_date) WHERE birth_date IS NOT NULL;

CREATE TABLE merges (                          -- two records that were one person; undone, everything is where it was
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  kept_id TEXT NOT NULL,
  merged_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  undone_at INTEGER,
  undone_by_name TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, kept_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, merged_id) REFERENCES clients (organization_id, id),
  CHECK (kept_id <> merged_id)
) STRICT;
CREATE INDEX merges_by_kept ON merges (organization_id, kept_id) WHERE undone_at IS NULL;
CREATE INDEX merges_by_merged ON merges (organization_id, merged_id) WHERE undone_at IS NULL;

CREATE TABLE merge_moves (                     -- which rows a merge handed over, so that undoing it hands back exactly those
  organization_id TEXT NOT NULL,
  merge_id TEXT NOT NULL,
  kind TEXT NOT NULL,                          -- the table's name
  row_id TEXT NOT NULL,
  PRIMARY KEY (organization_id, merge_id, kind, row_id),
  FOREIGN KEY (organization_id, merge_id) REFERENCES merges (organization_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate_dismissals (            -- "these are two people": a pair that is not shown again
  organization_id TEXT NOT NULL,
  first_id TEXT NOT NULL,
  second_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, first_id, second_id),
  FOREIGN KEY (organization_id, first_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, second_id) REFERENCES clients (organization_id, id),
  CHECK (first_id < second_id)
) STRICT, WITHOUT ROWID;
