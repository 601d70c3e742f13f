-- SCL-1: several shards (docs/decisions/068). With one database all of this stays empty.

-- The organization is being moved: it is read where it is, and not changed.
ALTER TABLE directory ADD COLUMN moving_to TEXT;
ALTER TABLE directory ADD COLUMN moving_since INTEGER;

-- On control: what a change decided here owes to an organization's shard, in the same batch as the change; carried out at once, and by the
-- clock until it is. Statements with their values, of the version of the portal that wrote them.
CREATE TABLE owed (
  id TEXT PRIMARY KEY,
  organization_id TEXT NOT NULL,
  statements TEXT NOT NULL CHECK (json_valid(statements)),  -- [[sql, [value, ...]], ...]
  created_at INTEGER NOT NULL
) STRICT;

-- On the shard: what was carried out, in the same batch, so that it is done once.
CREATE TABLE paid (
  organization_id TEXT NOT NULL REFERENCES organizations (id),
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, id)
) STRICT;
CREATE INDEX paid_by_age ON paid (at);

-- On a shard: organizations that have left it. Every change writes to the audit, so whoever read the directory before she left comes too late.
CREATE TABLE departed (
  organization_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_not_departed BEFORE INSERT ON audit BEGIN
  SELECT RAISE(ABORT, 'organization_moves') WHERE EXISTS (SELECT 1 FROM departed d WHERE d.organization_id = NEW.organization_id);
END;
