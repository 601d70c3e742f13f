-- What an off-switch does to things in flight happens ten seconds later, unless it is undone by then (SET-4, SET-7).

CREATE TABLE setting_effects (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  key TEXT NOT NULL,
  client_id TEXT,                              -- null: of the whole organization
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  done_at INTEGER,
  cancelled_at INTEGER,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id)
) STRICT;
CREATE INDEX setting_effects_due ON setting_effects (due_at) WHERE done_at IS NULL AND cancelled_at IS NULL;
