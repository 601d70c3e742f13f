-- What was sent to whom, where, and what became of it (NOT-23); what the sweep has handed to the queue; wishes of people without an account.

ALTER TABLE outbox ADD COLUMN client_id TEXT;                          -- the client whom a row to herself, or to a contact of hers, is about
ALTER TABLE outbox ADD COLUMN sent_to TEXT;                            -- the address it went to, which may not be hers any more
ALTER TABLE outbox ADD COLUMN queued_until INTEGER NOT NULL DEFAULT 0; -- the sweep has put it into the queue, and waits until then before it does so again
ALTER TABLE outbox ADD COLUMN returned_at INTEGER;                     -- it was taken, and the provider said later that it did not arrive, or was not wanted
ALTER TABLE outbox ADD COLUMN returned_as TEXT CHECK (returned_as IN ('bounced', 'complained'));
CREATE INDEX outbox_by_client ON outbox (organization_id, client_id, created_at) WHERE client_id IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (organization_id, failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX outbox_by_provider ON outbox (provider_id) WHERE provider_id IS NOT NULL;

UPDATE outbox SET client_id = substr(recipient, 8) WHERE recipient GLOB 'client:*';
UPDATE outbox SET client_id = (SELECT i.client_id FROM invitations i WHERE i.organization_id = outbox.organization_id AND i.id = outbox.about_id)
  WHERE event = 'invitation';
UPDATE outbox SET client_id = (SELECT o.client_id FROM outbox o WHERE o.organization_id = outbox.organization_id AND o.id = substr(outbox.id, 1, instr(outbox.id, '.') - 1))
  WHERE recipient GLOB 'contact:*' AND instr(id, '.') > 0;

DROP TABLE notification_preferences;           -- no page has written to it yet
CREATE TABLE notification_preferences (        -- NOT-4: what somebody wants otherwise than it is by default
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  whose TEXT NOT NULL,                         -- a person's id; without an account, the recipient: client:<id> or contact:<id>
  kind TEXT NOT NULL,                          -- 'all', 'reminder', an event, ...
  value TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, whose, kind)
) STRICT;
