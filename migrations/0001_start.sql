-- The first floor of the data: accounts, settings, clients, scheduling, notifications, audit.
--
-- How to read it
--   * Clock columns end in _at and hold epoch milliseconds; a state that happened is a time with an author, not a boolean.
--   * What two people can change carries `version`; every change is `where version = ?` in one batch with its audit row.
--   * An organization's tables begin with organization_id and have it first in the key, so that a foreign key can never
--     point into another organization and a move to another shard is `where organization_id = ?`.
--   * Tables under "control" are about people and sign-in, across organizations. Nothing on a shard has a foreign key
--     into them: with several databases they live elsewhere (docs/decisions/005-shards.md).

------------------------------------------------------------------------------------------------------------------ control

CREATE TABLE directory (                       -- which organization a slug names, and on which shard its data lies (SCL-1)
  slug TEXT PRIMARY KEY CHECK (length(slug) BETWEEN 2 AND 40 AND slug NOT GLOB '*[^a-z0-9-]*'),
  organization_id TEXT NOT NULL UNIQUE,
  shard TEXT NOT NULL DEFAULT 'DB',
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (                          -- one human with one sign-in identity; the address is how to reach her, never a key
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(trim(email))),
  email_verified_at INTEGER,
  language TEXT CHECK (language IN ('en', 'es')),
  created_at INTEGER NOT NULL,
  disabled_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX people_by_email ON people (email);

CREATE TABLE sign_ins (                        -- one asked-for code and link (ACC-1, ACC-2)
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(trim(email))),
  browser_hash TEXT NOT NULL,                  -- the code is typed in the browser that asked
  code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
  link_hash TEXT NOT NULL UNIQUE CHECK (length(link_hash) = 64),
  language TEXT NOT NULL DEFAULT 'en',
  return_to TEXT,                              -- a path of ours, checked when it is stored and again when it is used
  shared_computer INTEGER NOT NULL DEFAULT 0 CHECK (shared_computer IN (0, 1)),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  used_at INTEGER,
  person_id TEXT REFERENCES people (id)        -- who it turned out to be, once used
) STRICT;
CREATE INDEX sign_ins_by_browser ON sign_ins (browser_hash, created_at);
CREATE INDEX sign_ins_by_email ON sign_ins (email, created_at);

CREATE TABLE sessions (                        -- ACC-5: the cookie holds the token, this table its SHA-256
  token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  person_id TEXT NOT NULL REFERENCES people (id),
  organization_id TEXT NOT NULL,               -- where she signed in; says nothing about where she may go
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  second_factor_at INTEGER,
  stepped_up_at INTEGER,
  shared_computer INTEGER NOT NULL DEFAULT 0 CHECK (shared_computer IN (0, 1)),
  device TEXT NOT NULL DEFAULT '',
  network TEXT NOT NULL DEFAULT '',
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE passkeys (                        -- ACC-3
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  credential_id TEXT NOT NULL UNIQUE,
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL DEFAULT 0,
  transports TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(transports)),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  removed_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_person ON passkeys (person_id);

CREATE TABLE authenticators (                  -- ACC-4: TOTP; the secret is encrypted before it gets here
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  secret_encrypted TEXT NOT NULL,
  confirmed_at INTEGER,
  last_counter INTEGER NOT NULL DEFAULT 0,     -- a code is used once
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
  person_id TEXT NOT NULL REFERENCES people (id),
  code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (person_id, code_hash)
) STRICT;

CREATE TABLE challenges (                      -- one-time challenges of passkey ceremonies and step-up
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  person_id TEXT,
  browser_hash TEXT NOT NULL,
  challenge_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE rate_counters (                   -- ACC-7: exact, in the database, by account, network prefix and organization
  scope TEXT NOT NULL,
  subject_hash TEXT NOT NULL,
  window_starts_at INTEGER NOT NULL,
  hits INTEGER NOT NULL DEFAULT 0 CHECK (hits >= 0),
  PRIMARY KEY (scope, subject_hash, window_starts_at)
) STRICT;

CREATE TABLE email_changes (                   -- ACC-6: confirmed at the new address, announced at the old
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  new_email TEXT NOT NULL CHECK (new_email = lower(trim(new_email))),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER
) STRICT;

------------------------------------------------------------------------------------------------------- the organization

CREATE TABLE organizations (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  zone TEXT NOT NULL,                          -- IANA
  language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
  sender_name TEXT NOT NULL DEFAULT 'Client portal', -- neutral by default: a practice's name alone can tell that somebody is in care (NOT-8)
  plan TEXT NOT NULL DEFAULT 'everything',     -- what a plan includes is data in settings/plans.ts (SET-51)
  bought_seats INTEGER NOT NULL DEFAULT 0 CHECK (bought_seats >= 0),
  card_processing TEXT NOT NULL DEFAULT 'not_connected' CHECK (card_processing IN ('not_connected', 'enabled')),
  grace_seconds INTEGER NOT NULL DEFAULT 60 CHECK (grace_seconds BETWEEN 0 AND 600),
  staff_idle_minutes INTEGER NOT NULL DEFAULT 15 CHECK (staff_idle_minutes BETWEEN 5 AND 60),
  request_deadline_hours INTEGER NOT NULL DEFAULT 48 CHECK (request_deadline_hours BETWEEN 1 AND 336),
  open_requests_per_client INTEGER NOT NULL DEFAULT 5 CHECK (open_requests_per_client BETWEEN 1 AND 50),
  reminder_hours TEXT NOT NULL DEFAULT '[48,2]' CHECK (json_valid(reminder_hours)),
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE settings (                        -- what was chosen; what it amounts to is computed (settings/standing.ts)
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  key TEXT NOT NULL,                           -- a declared setting, or notify_<event>
  value TEXT NOT NULL CHECK (value IN ('on', 'off')),
  version INTEGER NOT NULL CHECK (version >= 1),
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,                    -- person
  changed_by_name TEXT NOT NULL,               -- as it was then; people are on the control database
  PRIMARY KEY (organization_id, key)
) STRICT;

CREATE TABLE setting_schedules (               -- "off during my leave, back on automatically"
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value IN ('on', 'off')),
  due_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  done_at INTEGER,
  cancelled_at INTEGER,
  outcome TEXT,
  PRIMARY KEY (organization_id, id)
) STRICT;
CREATE INDEX setting_schedules_due ON setting_schedules (due_at) WHERE done_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE staff (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  slug TEXT,                                   -- of /{org}/book/{therapist}
  zone TEXT NOT NULL,                          -- in which the availability is meant
  administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
  therapist INTEGER NOT NULL DEFAULT 0 CHECK (therapist IN (0, 1)),
  subscribed_at INTEGER,                       -- a seat: messaging and self-scheduling (SET-50)
  notice_minutes INTEGER NOT NULL DEFAULT 0 CHECK (notice_minutes >= 0),
  horizon_days INTEGER NOT NULL DEFAULT 60 CHECK (horizon_days BETWEEN 1 AND 366),
  interval_minutes INTEGER NOT NULL DEFAULT 30 CHECK (interval_minutes BETWEEN 5 AND 60),
  cap_per_day INTEGER CHECK (cap_per_day >= 1),
  email_notices TEXT NOT NULL DEFAULT 'each' CHECK (email_notices IN ('each', 'digest', 'none')),
  created_at INTEGER NOT NULL,
  deactivated_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  CHECK (administrator + therapist >= 1)
) STRICT;
CREATE UNIQUE INDEX staff_by_person ON staff (organization_id, person_id);
CREATE UNIQUE INDEX staff_by_slug ON staff (organization_id, slug) WHERE slug IS NOT NULL;

---------------------------------------------------------------------------------------------------------------- clients

CREATE TABLE clients (                         -- the record of a person in care; not a sign-in
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,                     -- lower case, last name first: order and prefix search
  email TEXT CHECK (email = lower(trim(email))),
  phone TEXT,
  birth_date TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  zone TEXT,
  language TEXT CHECK (language IN ('en', 'es')),
  discreet TEXT NOT NULL DEFAULT 'neutral' CHECK (discreet IN ('neutral', 'date_and_time', 'no_email')),
  created_at INTEGER NOT NULL,
  archived_at INTEGER,
  merged_into TEXT,                            -- an alias row: merging moves nothing irrevocably (LNK-5)
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, merged_into) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX clients_by_name ON clients (organization_id, sort_name, id);
CREATE INDEX clients_by_email ON clients (organization_id, email) WHERE email IS NOT NULL;

CREATE TABLE client_logins (                   -- the person who is this client
  organization_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (organization_id, client_id, person_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX client_logins_by_person ON client_logins (person_id, organization_id);
CREATE UNIQUE INDEX client_logins_one ON client_logins (organization_id, client_id) WHERE ended_at IS NULL;

CREATE TABLE client_overrides (                -- SET-32: a client can only be restricted; no row means inherit
  organization_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value IN ('inherit', 'off')),
  version INTEGER NOT NULL CHECK (version >= 1),
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  changed_by_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, client_id, key),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;

CREATE TABLE assignments (                     -- which therapist cares for which client
  organization_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (organization_id, client_id, staff_id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, staff_id) REFERENCES staff (organization_id, id)
) STRICT;
CREATE INDEX assignments_by_staff ON assignments (organization_id, staff_id, client_id);

CREATE TABLE contacts (                        -- parent, guardian or other person who acts for clients (CON-1)
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  person_id TEXT,
  name TEXT NOT NULL,
  email TEXT CHECK (email = lower(trim(email))),
  phone TEXT,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id)
) STRICT;
CREATE INDEX contacts_by_person ON contacts (person_id, organization_id) WHERE person_id IS NOT NULL;

CREATE TABLE grants (                          -- what a contact may do for a client, and from when until when
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  relationship TEXT NOT NULL,
  permissions TEXT NOT NULL CHECK (json_valid(permissions)), -- ["forms","pay","schedule","messages","notices"]
  valid_from_at INTEGER,
  valid_until_at INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  revoked_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contacts (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX grants_by_client ON grants (organization_id, client_id);
CREATE INDEX grants_by_contact ON grants (organization_id, contact_id);

CREATE TABLE invitations (                     -- ACC-21: bound to the record and to the address it went to
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  email TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  message TEXT NOT NULL DEFAULT '',
  form_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(form_ids)),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX invitations_by_client ON invitations (organization_id, client_id);

CREATE TABLE shortcut_links (                  -- the three public links; rotating one makes a new suffix (LNK-1 to LNK-3)
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  kind TEXT NOT NULL CHECK (kind IN ('login', 'book', 'join')),
  suffix TEXT NOT NULL DEFAULT '',
  visits INTEGER NOT NULL DEFAULT 0,
  results INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  replaced_at INTEGER,
  PRIMARY KEY (organization_id, kind, suffix)
) STRICT;

CREATE TABLE registrations (                   -- a visitor on her way in: proves her address, then becomes a client or a claim (LNK-4, LNK-7)
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('join', 'book', 'invite')),
  name TEXT NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(trim(email))),
  phone TEXT,
  birth_date TEXT,
  hold_id TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  proved_at INTEGER,
  person_id TEXT,
  client_id TEXT,                              -- the record it became or was linked to
  state TEXT NOT NULL DEFAULT 'unproved' CHECK (state IN ('unproved', 'client', 'claim', 'linked', 'new_client', 'refused', 'expired')),
  decided_at INTEGER,
  decided_by TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX registrations_open ON registrations (organization_id, state, created_at);

CREATE TABLE address_health (                  -- NOT-21: an address that bounced or complained, by its keyed hash
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  email_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('bounced', 'complained', 'suppressed')),
  since_at INTEGER NOT NULL,
  cleared_at INTEGER,
  PRIMARY KEY (organization_id, email_hash)
) STRICT;

CREATE TABLE notification_preferences (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  person_id TEXT NOT NULL,
  kind TEXT NOT NULL,                          -- 'all', 'reminder', an event, ...
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, person_id, kind)
) STRICT;
