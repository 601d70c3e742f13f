-- What staff do about an e-mail that did not arrive (NOT-21), and how far each person has read what is new (NOT-5).

-- The table is made anew because an e-mail may now be written more than once: what is unique is a try, and SQLite cannot drop a UNIQUE.
CREATE TABLE outbox_new (                      -- NOT-20: the row is the state; the queue only says "look"
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  about_kind TEXT NOT NULL CHECK (about_kind IN ('appointment', 'sign_in', 'client', 'person', 'invitation')),
  about_id TEXT NOT NULL,
  about_version INTEGER NOT NULL,
  recipient TEXT NOT NULL,                     -- client:<id>, contact:<id>, staff:<id> or sign_in; the address is looked up when it is sent (NOT-4)
  client_id TEXT,                              -- the client whom a row to herself, or to a contact of hers, is about
  actor_kind TEXT NOT NULL DEFAULT 'staff',
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,                     -- created_at plus the grace (NOT-3)
  leased_until INTEGER NOT NULL DEFAULT 0,
  queued_until INTEGER NOT NULL DEFAULT 0,     -- the sweep has put it into the queue, and waits until then before it does so again
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  sent_at INTEGER,
  sent_to TEXT,                                -- the address it went to, which may not be hers any more
  provider_id TEXT,
  dropped_at INTEGER,
  failed_at INTEGER,
  reason TEXT,                                 -- a code: why it was dropped or failed
  returned_at INTEGER,                         -- it was taken, and the provider said later that it did not arrive, or was not wanted
  returned_as TEXT CHECK (returned_as IN ('bounced', 'complained')),
  again_of TEXT,                               -- the row this one sends again, by hand; the first of them, however often
  again_no INTEGER NOT NULL DEFAULT 0,         -- 0 as it was written, then 1, 2, ...: how often it was sent again
  settled_at INTEGER,                          -- somebody has dealt with its not arriving
  settled_as TEXT CHECK (settled_as IN ('again', 'phoned', 'address')),
  settled_by_name TEXT,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, about_id, about_version, event, recipient, again_no),
  CHECK ((sent_at IS NOT NULL) + (dropped_at IS NOT NULL) + (failed_at IS NOT NULL) <= 1)
) STRICT;
INSERT INTO outbox_new (organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at,
    leased_until, queued_until, tries, sent_at, sent_to, provider_id, dropped_at, failed_at, reason, returned_at, returned_as)
  SELECT organization_id, id, event, about_kind, about_id, about_version, recipient, client_id, actor_kind, created_at, due_at,
    leased_until, queued_until, tries, sent_at, sent_to, provider_id, dropped_at, failed_at, reason, returned_at, returned_as FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE sent_at IS NULL AND dropped_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_by_client ON outbox (organization_id, client_id, created_at) WHERE client_id IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (organization_id, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX outbox_by_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;
-- What staff have to know of: it failed, came back or could not be sent to a bad address, and nobody has dealt with it (undelivered.ts).
CREATE INDEX outbox_undelivered ON outbox (organization_id, client_id, created_at)
  WHERE client_id IS NOT NULL AND settled_at IS NULL AND (failed_at IS NOT NULL OR returned_at IS NOT NULL OR reason IN ('bounced', 'complained', 'suppressed'));
CREATE INDEX outbox_stuck ON outbox (organization_id, failed_at) WHERE failed_at IS NOT NULL AND settled_at IS NULL;
CREATE INDEX outbox_again ON outbox (organization_id, again_of, again_no) WHERE again_of IS NOT NULL;

CREATE TABLE phone_notes (                     -- NOT-21: what did not arrive by e-mail was told by telephone
  organization_id TEXT NOT NULL,
  id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  outbox_id TEXT NOT NULL,
  note TEXT NOT NULL CHECK (length(note) <= 200),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
  FOREIGN KEY (organization_id, outbox_id) REFERENCES outbox (organization_id, id)
) STRICT;
CREATE INDEX phone_notes_by_delivery ON phone_notes (organization_id, outbox_id);

ALTER TABLE notices ADD COLUMN by_person TEXT;                         -- who did it: it is no news to her; null is nobody who could read it
ALTER TABLE notices ADD COLUMN about_kind TEXT NOT NULL DEFAULT 'appointment' CHECK (about_kind IN ('appointment', 'standing', 'offer'));
ALTER TABLE notices DROP COLUMN seen_at;                               -- what one person has seen is still new to another

CREATE TABLE notices_seen (                    -- NOT-5: up to when somebody has read what is new, for each whom she acts for
  organization_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  whose TEXT NOT NULL,                         -- the client's id; 'staff' for what is new to her as staff
  seen_until INTEGER NOT NULL,
  PRIMARY KEY (organization_id, person_id, whose)
) STRICT;

-- A merge now hands over which client every e-mail was about (merge-tables.ts), and what it readdresses is noted under a name of its own.
UPDATE merge_moves SET kind = 'outbox.readdressed' WHERE kind = 'outbox';
