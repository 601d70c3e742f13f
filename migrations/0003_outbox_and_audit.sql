-- What leaves the portal, and what is remembered of every change.

CREATE TABLE outbox (                          -- NOT-20: the row is the state; the queue only says "look"
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  about_kind TEXT NOT NULL CHECK (about_kind IN ('appointment', 'sign_in', 'client', 'person', 'invitation')),
  about_id TEXT NOT NULL,
  about_version INTEGER NOT NULL,
  recipient TEXT NOT NULL,                     -- client:<id>, contact:<id>, staff:<id> or sign_in; the address is looked up when it is sent (NOT-4)
  actor_kind TEXT NOT NULL DEFAULT 'staff',
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,                     -- created_at plus the grace (NOT-3)
  leased_until INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  sent_at INTEGER,
  provider_id TEXT,
  dropped_at INTEGER,
  failed_at INTEGER,
  reason TEXT,                                 -- a code: why it was dropped or failed
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, about_id, about_version, event, recipient),
  CHECK ((sent_at IS NOT NULL) + (dropped_at IS NOT NULL) + (failed_at IS NOT NULL) <= 1)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL;

CREATE TABLE idempotency (                     -- SCH-25: a repeat answers as the first did
  organization_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
  fingerprint TEXT NOT NULL,                   -- of the door and the fields: the same key with other fields is refused
  location TEXT NOT NULL,                      -- where the first answer led
  created_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, person_id, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE drafts (                          -- unsaved text survives signing in again (ACC-5)
  organization_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  form TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, person_id, form)
) STRICT;

CREATE TABLE notices (                         -- NOT-5: what happened since the last visit, shown with a "new" mark
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  event TEXT NOT NULL,
  about_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX notices_by_client ON notices (organization_id, client_id, created_at);

CREATE TABLE audit (                           -- one row per change, in the same batch; append-only
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor_id TEXT NOT NULL,                      -- person, or 'system', or 'visitor'
  actor_name TEXT NOT NULL DEFAULT '',
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('staff', 'client', 'contact', 'person', 'visitor', 'system')),
  on_behalf_of TEXT,                           -- client
  action TEXT NOT NULL,
  entity_kind TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  entity_version INTEGER,                      -- the version the change made; one row per entity and version
  details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)), -- field names, switch states; never what a person wrote
  request_id TEXT NOT NULL,
  network TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX audit_one_per_version ON audit (organization_id, entity_id, entity_version) WHERE entity_version IS NOT NULL;
CREATE INDEX audit_by_entity ON audit (organization_id, entity_id, seq);
CREATE INDEX audit_by_time ON audit (organization_id, at);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

CREATE TABLE audit_seals (                     -- SEC-5: the chain that cron seals over the rows above
  organization_id TEXT NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  previous_seal TEXT NOT NULL,
  seal TEXT NOT NULL,
  sealed_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, to_seq)
) STRICT;
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

-- A batch that does `INSERT INTO assert_one SELECT changes()` after an update rolls back as a whole unless exactly one row
-- changed. The trigger never lets a row in, so the table stays empty.
CREATE TABLE assert_one (ok INTEGER NOT NULL) STRICT;
CREATE TRIGGER assert_one_row BEFORE INSERT ON assert_one BEGIN
  SELECT RAISE(ABORT, 'stale') WHERE NEW.ok <> 1;
  SELECT RAISE(IGNORE);
END;
